import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { type ApiFault, invalidField, missingField } from './api-fault.ts'
import {
  CONTRACT_ID,
  type ContractOperation,
  type ContractParameter,
  type ContractSchema,
  contractDocument,
} from './contract.ts'
import { readInstant } from './read-instant.ts'
import { pagingOfWholeList } from './whole-lists.ts'

const ajv = new Ajv2020({ strict: false, allErrors: false, validateSchema: false, ownProperties: true })
addFormats.default(ajv)
ajv.addFormat('date-time', {
  validate: (text: string) => {
    try {
      readInstant(text)
      return true
    } catch {
      return false
    }
  },
})
ajv.addSchema(contractDocument, CONTRACT_ID)

/** Compiled on first use, once for the whole process: compiling all at start would cost more than most runs need. */
const compiled = new WeakMap<ContractSchema, ValidateFunction>()

function validator(schema: ContractSchema): ValidateFunction {
  const known = compiled.get(schema)
  if (known !== undefined) return known
  const made = ajv.compile(schema)
  compiled.set(schema, made)
  return made
}

const dotted = (prefix: string, instancePath: string): string =>
  [prefix, ...instancePath.split('/').slice(1)]
    .filter((piece) => piece !== '')
    .map((piece) => piece.replaceAll('~1', '/').replaceAll('~0', '~'))
    .join('.')

/** The error that says most: the deepest one, and not the "must be null" half of a nullable member. */
function mostSpecific(errors: readonly ErrorObject[]): ErrorObject | undefined {
  const weight = (error: ErrorObject): number =>
    error.instancePath.split('/').length * 4 +
    (error.keyword === 'anyOf' ? 0 : 2) -
    (error.keyword === 'type' && error.params['type'] === 'null' ? 1 : 0)
  return errors.toSorted((one, other) => weight(other) - weight(one))[0]
}

function describe({ keyword, params, message }: ErrorObject): string {
  switch (keyword) {
    case 'maxItems':
      return `value holds too many items (maximum allowed: ${String(params['limit'])})`
    case 'enum':
      return `value is not one of ${(params['allowedValues'] as unknown[]).filter((value) => value !== null).join(', ')}`
    case 'type':
      return `value is not of type ${String(params['type'])}`
    case 'format':
      return `value is not a valid ${String(params['format'])}`
    case 'pattern':
      return `value does not match ${String(params['pattern'])}`
    default:
      return `value ${message ?? 'is not valid'}`
  }
}

/** The fault of the first member that does not fit the schema, or `undefined`. */
function check(schema: ContractSchema, value: unknown, prefix: string): ApiFault | undefined {
  const validate = validator(schema)
  if (validate(value)) return undefined
  const error = mostSpecific(validate.errors ?? [])
  if (error === undefined) return invalidField(prefix, 'value is not valid')
  const at = dotted(prefix, error.instancePath)
  if (error.keyword === 'required') {
    return missingField([at, String(error.params['missingProperty'])].filter((piece) => piece !== '').join('.'))
  }
  return invalidField(at === '' ? 'body' : at, describe(error))
}

const isType = (schema: ContractSchema, type: string): boolean =>
  schema.type === type || (Array.isArray(schema.type) && schema.type.includes(type))

/** Text of a URL or header as the JSON value that the schema describes; unchanged where it cannot be read as one. */
function fromText(schema: ContractSchema, text: string): unknown {
  if (isType(schema, 'integer') || isType(schema, 'number'))
    return /^-?\d{1,15}(\.\d+)?$/.test(text) ? Number(text) : text
  if (isType(schema, 'boolean')) return text === 'true' ? true : text === 'false' ? false : text
  return text
}

/** The names that the vendor's examples use for a list of one: `status=DRAFT` where the operation has `statuses[]`. */
const SINGULARS: ReadonlyMap<string, string> = new Map([['status', 'statuses[]']])

/**
 * Query parameters as values; defaults of the contract filled in. `extensions` are names of texts that are taken as
 * well. Throws the fault of the first bad one, and for a name that is unknown: a filter that is left out answers with
 * everything.
 */
export function readQuery(
  operation: ContractOperation,
  search: URLSearchParams,
  extensions: readonly string[] = [],
): Record<string, unknown> {
  const own = operation.parameters.filter((parameter) => parameter.in === 'query')
  const parameters = [...own, ...pagingOfWholeList(operation)]
  const names = [...parameters.map(({ name }) => name), ...extensions]
  const given = new Map<string, string[]>()
  for (const [sent, text] of search) {
    const plural = SINGULARS.get(sent)
    const name = !names.includes(sent) && plural !== undefined && names.includes(plural) ? plural : sent
    if (!names.includes(name)) throw unknownParameter(operation, sent, names)
    given.set(name, [...(given.get(name) ?? []), text])
  }
  const values: Record<string, unknown> = {}
  for (const parameter of parameters) {
    const value = readParameter(parameter, given.get(parameter.name))
    if (value !== undefined) values[parameter.name] = value
  }
  for (const name of extensions) {
    const texts = given.get(name) ?? []
    if (texts.length > 1) throw invalidField(name, 'value is given more than once')
    if (texts[0] !== undefined) values[name] = texts[0]
  }
  return values
}

function readParameter({ name, schema, required }: ContractParameter, given: readonly string[] = []): unknown {
  const [first] = given
  if (first === undefined) {
    if (required === true) throw missingField(name)
    return schema.default
  }
  const items = schema.items ?? {}
  if (!isType(schema, 'array') && given.length > 1) throw invalidField(name, 'value is given more than once')
  const value = isType(schema, 'array') ? given.map((text) => fromText(items, text)) : fromText(schema, first)
  const fault = check(schema, value, name)
  if (fault !== undefined) throw fault
  return value
}

function unknownParameter(operation: ContractOperation, name: string, names: readonly string[]): ApiFault {
  const known = names.length === 0 ? 'no query parameters' : `only the query parameters ${names.join(', ')}`
  return invalidField(name === '' ? 'query' : name, `${operation.id} has ${known}`)
}

/** Throws the fault of the first path parameter or header that the contract refuses. */
export function checkTexts(
  operation: ContractOperation,
  place: 'path' | 'header',
  texts: Readonly<Record<string, string | undefined>>,
): void {
  for (const { name, schema, required } of operation.parameters.filter((parameter) => parameter.in === place)) {
    const text = texts[place === 'header' ? name.toLowerCase() : name]
    if (text === undefined) {
      if (required === true) throw missingField(name)
      continue
    }
    const fault = check(schema, fromText(schema, text), name)
    if (fault !== undefined) throw fault
  }
}

/** Throws the fault of the first member of the body that the contract refuses. */
export function checkBody(operation: ContractOperation, body: unknown): void {
  if (operation.body === undefined) return
  if (body === undefined) {
    if (operation.body.required) throw missingField('body')
    return
  }
  const fault = check(operation.body.schema, body, '')
  if (fault !== undefined) throw fault
}

/** Describes the error in a response, or returns `undefined`. For tests: a server in production does not look. */
export function responseFault(operation: ContractOperation, body: unknown): string | undefined {
  if (operation.successSchema === undefined) return undefined
  const fault = check(operation.successSchema, body, '')
  return fault && `${operation.id} answers what the contract does not allow: ${String(fault.field)} ${fault.message}`
}
