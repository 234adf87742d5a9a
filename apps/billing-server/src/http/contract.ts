import document from '@tallygate/openapi/document' with { type: 'json' }

export type HttpMethod = 'get' | 'post' | 'put' | 'patch' | 'delete'
export type ParameterPlace = 'path' | 'query' | 'header'

/** A JSON Schema of the contract, as far as this app looks into it itself; the rest is read by the validator. */
export interface ContractSchema {
  readonly type?: string | readonly string[]
  readonly default?: unknown
  readonly items?: ContractSchema
  readonly $ref?: string
}

export interface ContractParameter {
  readonly name: string
  readonly in: ParameterPlace
  readonly required?: boolean
  readonly schema: ContractSchema
}

/** One operation of the contract with its references resolved. */
export interface ContractOperation {
  readonly id: string
  readonly method: HttpMethod
  /** Path pieces; one in braces is a parameter: `['v1', 'meters', '{idOrRef}']`. */
  readonly segments: readonly string[]
  readonly parameters: readonly ContractParameter[]
  readonly body?: { readonly required: boolean; readonly schema: ContractSchema }
  readonly successStatus: number
  readonly successSchema: ContractSchema | undefined
  /** The media type of a success; JSON but for a few files. */
  readonly successMediaType: string
  /** True where it takes an `Idempotency-Key`. */
  readonly idempotent: boolean
}

const JSON_TYPE = 'application/json'
const METHODS: readonly HttpMethod[] = ['get', 'post', 'put', 'patch', 'delete']
/** The name under which the document is known to the validator; references into it start with this. */
export const CONTRACT_ID = 'contract'

type Json = Readonly<Record<string, unknown>>

/** The whole document, for the validator. */
export const contractDocument: Json = document as Json

function resolve<Target>(value: unknown): Target {
  const reference = (value as { $ref?: string }).$ref
  if (reference === undefined) return value as Target
  let found: unknown = document
  for (const piece of reference.slice(2).split('/')) {
    found = (found as Json)[piece.replaceAll('~1', '/').replaceAll('~0', '~')]
  }
  return resolve<Target>(found)
}

/** Rewrites a reference within the document so that the validator finds it. */
function absolute(schema: ContractSchema): ContractSchema {
  return schema.$ref === undefined ? schema : { $ref: `${CONTRACT_ID}${schema.$ref}` }
}

interface RawBody {
  readonly required?: boolean
  readonly content?: Readonly<Record<string, { readonly schema: ContractSchema }>>
}

function readOperation(path: string, method: HttpMethod, item: Json): ContractOperation {
  const raw = item[method] as Json
  const parameters = [...((item['parameters'] as unknown[]) ?? []), ...((raw['parameters'] as unknown[]) ?? [])]
    .map((parameter) => resolve<ContractParameter>(parameter))
    .map((parameter) => ({ ...parameter, schema: resolve<ContractSchema>(parameter.schema) }))
  const responses = raw['responses'] as Json
  const successCode = Object.keys(responses).find((code) => code.startsWith('2'))
  if (successCode === undefined) throw new Error(`${String(raw['operationId'])} has no successful response`)
  const contents = resolve<RawBody>(responses[successCode]).content ?? {}
  const success = contents[JSON_TYPE]
  const body = raw['requestBody'] === undefined ? undefined : resolve<RawBody>(raw['requestBody'])
  const bodySchema = body?.content?.['application/json']?.schema
  return {
    id: raw['operationId'] as string,
    method,
    segments: path.split('/').slice(1),
    parameters,
    ...(bodySchema && { body: { required: body?.required === true, schema: absolute(bodySchema) } }),
    successStatus: Number(successCode),
    successSchema: success && absolute(success.schema),
    successMediaType: success === undefined ? (Object.keys(contents)[0] ?? JSON_TYPE) : JSON_TYPE,
    idempotent: parameters.some(({ name }) => name === 'Idempotency-Key'),
  }
}

/** Every operation of the contract. */
export const contractOperations: readonly ContractOperation[] = Object.entries(
  document.paths as unknown as Readonly<Record<string, Json>>,
).flatMap(([path, item]) =>
  METHODS.filter((method) => method in item).map((method) => readOperation(path, method, item)),
)
