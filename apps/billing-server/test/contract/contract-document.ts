import type { operations, Schema } from '@tallygate/client'
import document from '@tallygate/openapi/document' with { type: 'json' }

/** Name of an operation of the contract. */
export type OperationId = keyof operations
/** The type of the resource that an error is about, or that a resource says of itself. */
export type ResourceType = NonNullable<Schema<'ApiError'>['resource_type']>
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export type Json = Readonly<Record<string, unknown>>

/** The contract's description of the answers with one status. */
export interface DocumentedAnswer {
  /** By media type; the value is where the schema lies in the document, as a JSON pointer. */
  readonly content: Readonly<Record<string, string>>
}

/** One operation as the document describes it. Read here once more, so that a fault in the server's reading shows. */
export interface DocumentedOperation {
  readonly id: OperationId
  readonly method: Method
  /** `/v1/meters/{idOrRef}` */
  readonly path: string
  readonly pathParameters: readonly string[]
  readonly queryParameters: readonly string[]
  /** The first example of the request body; undefined when the operation takes none, or needs none. */
  readonly exampleBody: unknown
  readonly successStatus: number
  /** By status, and `default`. */
  readonly answers: Readonly<Record<string, DocumentedAnswer>>
}

const METHODS: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']
const root: Json = document

const escapePointer = (piece: string): string => piece.replaceAll('~', '~0').replaceAll('/', '~1')

/** The value at a pointer and the pointer of where it really lies, references followed. */
function at(pointer: string): { readonly pointer: string; readonly value: Json } {
  let value: unknown = root
  for (const piece of pointer.split('/').slice(1)) {
    value = (value as Json)[piece.replaceAll('~1', '/').replaceAll('~0', '~')]
  }
  const reference = (value as Json)['$ref']
  return typeof reference === 'string' ? at(reference.slice(1)) : { pointer, value: value as Json }
}

const members = (pointer: string, name: string): string[] => {
  const holder = at(pointer)
  return Object.keys((holder.value[name] as Json | undefined) ?? {}).map(
    (key) => `${holder.pointer}/${name}/${escapePointer(key)}`,
  )
}

const lastPiece = (pointer: string): string =>
  pointer
    .slice(pointer.lastIndexOf('/') + 1)
    .replaceAll('~1', '/')
    .replaceAll('~0', '~')

function readAnswers(operation: string): Record<string, DocumentedAnswer> {
  return Object.fromEntries(
    members(operation, 'responses').map((response) => [
      lastPiece(response),
      {
        content: Object.fromEntries(members(response, 'content').map((media) => [lastPiece(media), `${media}/schema`])),
      },
    ]),
  )
}

function readExample(operation: string): unknown {
  if (at(operation).value['requestBody'] === undefined) return undefined
  const body = `${operation}/requestBody`
  if (at(body).value['required'] !== true) return undefined
  const [media] = members(body, 'content')
  if (media === undefined) return undefined
  const one = at(media).value['example']
  if (one !== undefined) return one
  const [first] = members(media, 'examples')
  return first === undefined ? undefined : at(first).value['value']
}

function readQueryParameters(operation: string): string[] {
  const parameters = (at(operation).value['parameters'] as readonly unknown[] | undefined) ?? []
  return parameters
    .map((_, index) => at(`${operation}/parameters/${index}`).value)
    .filter((parameter) => parameter['in'] === 'query')
    .map((parameter) => parameter['name'] as string)
}

function readOperation(path: string, method: Method): DocumentedOperation {
  const pointer = `/paths/${escapePointer(path)}/${method.toLowerCase()}`
  const answers = readAnswers(pointer)
  const id = at(pointer).value['operationId'] as OperationId
  const success = Object.keys(answers).find((status) => status.startsWith('2'))
  if (success === undefined) throw new Error(`${id} documents no success`)
  return {
    id,
    method,
    path,
    queryParameters: readQueryParameters(pointer),
    pathParameters: [...path.matchAll(/\{([^{}]+)\}/g)].map(([, name]) => name ?? ''),
    exampleBody: readExample(pointer),
    successStatus: Number(success),
    answers,
  }
}

/** Every operation of the document, in its order. */
export const documentedOperations: readonly DocumentedOperation[] = Object.entries(root['paths'] as Json).flatMap(
  ([path, item]) =>
    METHODS.filter((method) => method.toLowerCase() in (item as Json)).map((method) => readOperation(path, method)),
)

export const documentedOperation = (id: OperationId): DocumentedOperation => {
  const found = documentedOperations.find((operation) => operation.id === id)
  if (found === undefined) throw new Error(`the document has no operation ${id}`)
  return found
}

/** A fixed piece wins over a parameter: `/v1/webhooks/actions` is not the webhook "actions". */
const byFewestParameters = documentedOperations
  .map((operation) => ({
    operation,
    pattern: new RegExp(`^${operation.path.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{[^{}]+\}/g, '[^/]+')}$`),
  }))
  .toSorted((one, other) => one.operation.pathParameters.length - other.operation.pathParameters.length)

/** The operation that a request means. */
export function operationOf(method: string, pathname: string): DocumentedOperation | undefined {
  return byFewestParameters.find(({ operation, pattern }) => operation.method === method && pattern.test(pathname))
    ?.operation
}

/** The whole document, for the validator. */
export const contractDocument: Json = root
