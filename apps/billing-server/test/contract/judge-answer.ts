import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { contractDocument, type DocumentedOperation, type Json } from './contract-document.ts'

/** One request to the server and what came back. */
export interface Exchange {
  readonly operation: DocumentedOperation
  readonly status: number
  readonly headers: Headers
  /** The parsed body when it is JSON, otherwise its text. */
  readonly body: unknown
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * The document with every described object closed: the contract leaves them open, so that servers may add members, but
 * a member that this server sends and the contract does not describe is one that no typed client can read.
 */
function closed(value: unknown, isPartOfAllOf: boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => closed(item, isPartOfAllOf))
  if (!isObject(value)) return value
  const copy = Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      key.startsWith('example') ? member : closed(member, key === 'allOf'),
    ]),
  )
  if (isPartOfAllOf || 'additionalProperties' in value) return copy
  if (Array.isArray(value['allOf'])) return { ...copy, unevaluatedProperties: false }
  return isObject(value['properties']) && !('$ref' in value) ? { ...copy, additionalProperties: false } : copy
}

/** Parts of an allOf stay open: the whole decides. In this contract those are inline parts and this shared one. */
const SHARED_PARTS: readonly string[] = ['Paging']

function closedDocument(): Json {
  const components = contractDocument['components'] as Json
  const schemas = components['schemas'] as Json
  return {
    ...contractDocument,
    components: {
      ...(closed({ ...components, schemas: {} }, false) as Json),
      schemas: Object.fromEntries(
        Object.entries(schemas).map(([name, schema]) => [name, closed(schema, SHARED_PARTS.includes(name))]),
      ),
    },
  }
}

const ajv = new Ajv2020({ strict: false, allErrors: false, validateSchema: false, ownProperties: true })
addFormats.default(ajv)
ajv.addSchema(closedDocument(), 'contract')
const compiled = new Map<string, ValidateFunction>()

function validator(pointer: string): ValidateFunction {
  const known = compiled.get(pointer)
  if (known !== undefined) return known
  const made = ajv.compile({ $ref: `contract#${encodeURI(pointer)}` })
  compiled.set(pointer, made)
  return made
}

/**
 * Returns what is wrong with an answer according to the contract, in words; empty when nothing is. Errors are judged as
 * well.
 */
export function judgeAnswer({ operation, status, headers, body }: Exchange): readonly string[] {
  const told = `${operation.id} answers ${status}`
  const faults: string[] = []
  if (!/^reqr_[0-9A-Za-z]{20}$/.test(headers.get('x-request-id') ?? '')) faults.push(`${told} without X-REQUEST-ID`)
  const answer = operation.answers[String(status)] ?? operation.answers['default']
  if (answer === undefined) return [...faults, `${told}, which the contract does not mention`]
  const type = headers.get('content-type') ?? 'no content type'
  // The contract names JSON without a charset, as the API sends it; what else it names may have one.
  const media = type.startsWith('application/json') ? type : (type.split(';')[0] ?? '').trim()
  const pointer = answer.content[media]
  if (pointer === undefined) return [...faults, `${told} as ${media}, which the contract does not mention`]
  if (media !== 'application/json') return faults
  const validate = validator(pointer)
  if (validate(body)) return faults
  const errors = (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  )
  return [...faults, `${told} with a body that the contract does not allow: ${errors.join('; ')}`]
}
