// Conditional types here wrap what they look at in a tuple. Unwrapped, the compiler would distribute them over every
// path that a call might still have while it infers which one it has, and so resolve the whole contract for a single
// POST.

/** The HTTP methods that the API uses, as the generated types spell them. */
export type HttpMethod = 'get' | 'post' | 'put' | 'patch' | 'delete'

/**
 * The paths of a contract that have the method. The method itself is not looked at: that would resolve every operation.
 */
export type PathsWith<Paths, Method extends HttpMethod> = {
  [Path in keyof Paths]: Paths[Path] extends { readonly [M in Method]: unknown } ? Path : never
}[keyof Paths]

/** The operation behind a path and a method. */
export type OperationAt<Paths, Path extends keyof Paths, Method extends HttpMethod> = [Method] extends [
  keyof Paths[Path],
]
  ? NonNullable<Paths[Path][Method]>
  : never

/** No member of its own: the other side of an intersection decides. */
type Nothing = Record<never, never>

type RequiredKeys<T> = { [Key in keyof T]-?: Nothing extends Pick<T, Key> ? never : Key }[keyof T]

/**
 * Headers that the client sends itself, or that `headers` of a call is for. A document may ask for them in every call.
 */
type OwnHeader = 'x-api-key' | 'authorization' | 'x-platform-id' | 'accept' | 'content-type' | 'idempotency-key'

type OwnKeys<Headers> = {
  [Name in keyof Headers]-?: Lowercase<Name & string> extends OwnHeader ? Name : never
}[keyof Headers]

/** The values with some of them optional. */
type Loosened<Values, Keys extends keyof Values> = Omit<Values, Keys> & { [Key in Keys]?: Values[Key] | undefined }

/** A member of `params`, optional as soon as nothing in it is required. */
type Member<Name extends string, Values> = [RequiredKeys<Values>] extends [never]
  ? { readonly [N in Name]?: Values }
  : { readonly [N in Name]: Values }

// A document without required headers, and whose paths name their version, as ours does, costs the compiler two
// questions here.
type WithoutOwnHeaders<Parameters> = [Parameters] extends [{ header: infer Headers }]
  ? Omit<Parameters, 'header'> & Member<'header', Loosened<Headers, OwnKeys<Headers>>>
  : Parameters
type WithoutVersion<Parameters> = [Parameters] extends [{ path: infer Values extends { version: string } }]
  ? Omit<Parameters, 'path'> & Member<'path', Loosened<Values, 'version'>>
  : Parameters

/**
 * `params` of a call, required as soon as one of path, query or header is. Where a document asks for the headers that
 * the client sends itself, or for the version that `/v{version}/` has anyway, these are optional.
 */
type ParamsOption<Operation> = [Operation] extends [{ parameters: infer Parameters }]
  ? Member<'params', WithoutVersion<WithoutOwnHeaders<Parameters>>>
  : Nothing

type Content<Body> = [Body] extends [{ content: infer Media }] ? Media[keyof Media] : never

/** `body` of a call: absent, optional or required as the contract says. */
type BodyOption<Operation> = [Operation] extends [{ requestBody: infer Body }]
  ? { readonly body: Content<Body> }
  : [Operation] extends [{ requestBody?: infer Body }]
    ? [NonNullable<Body>] extends [never]
      ? Nothing
      : { readonly body?: Content<NonNullable<Body>> }
    : Nothing

/** The form in which an answer body is read. `json` for all operations but downloads. */
export type ParseAs = 'json' | 'text' | 'blob' | 'arrayBuffer' | 'stream'

interface Parsed {
  text: string
  blob: Blob
  arrayBuffer: ArrayBuffer
  stream: ReadableStream<Uint8Array>
}

/** The options that every call takes beside those of its operation. */
export interface CallSettings {
  /**
   * Headers of this call, none that the client sends itself. An `Idempotency-Key` given here is kept: that is how a
   * call is repeated later.
   */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /**
   * Writes the body, where it is JSON that was written before and must be sent byte for byte. Default:
   * `JSON.stringify`.
   */
  readonly bodySerializer?: ((body: unknown) => string) | undefined
  /** Ends the call with the reason of the signal, also while it waits between attempts. */
  readonly signal?: AbortSignal | undefined
}

type SuccessStatus = 200 | 201 | 202 | 203 | 204 | 205 | 206
type JsonMedia = `application/json${string}` | `${string}+json` | '*/*'

type Responses<Operation> = [Operation] extends [{ responses: infer All }] ? All : never
type JsonOf<Answer> = Answer extends { content: infer Media }
  ? [keyof Media & JsonMedia] extends [never]
    ? never
    : Media[keyof Media & JsonMedia]
  : undefined

type SuccessOf<Operation> = JsonOf<Responses<Operation>[keyof Responses<Operation> & SuccessStatus]>
type FailureOf<Operation> = JsonOf<Responses<Operation>[Exclude<keyof Responses<Operation>, SuccessStatus>]>

/** `parseAs` of a call: free for JSON operations, required for downloads, whose body is no JSON. */
type ParseOption<Operation, As extends ParseAs> = [SuccessOf<Operation>] extends [never]
  ? { readonly parseAs: As & Exclude<ParseAs, 'json'> }
  : { readonly parseAs?: As }

/**
 * The second argument of a call: `params`, `body` and `parseAs` of the operation, `headers`, `bodySerializer` and
 * `signal`.
 */
export type CallOptions<Operation, As extends ParseAs> = ParamsOption<Operation> &
  BodyOption<Operation> &
  ParseOption<Operation, As> &
  CallSettings

/** The options as an argument list: they may be left out when nothing in them is required. */
export type CallArguments<Operation, As extends ParseAs> = [RequiredKeys<CallOptions<Operation, As>>] extends [never]
  ? [options?: CallOptions<Operation, As>]
  : [options: CallOptions<Operation, As>]

/** The data of a call that was answered with success. */
export type OperationData<Operation, As extends ParseAs> = As extends keyof Parsed ? Parsed[As] : SuccessOf<Operation>

/**
 * The error of a call that was answered with a failure: the API's error object, or the text of whatever stood in the
 * way (a proxy's page; `HTTP <status>` when there was no body). Never empty.
 */
export type OperationError<Operation> = Exclude<FailureOf<Operation>, undefined> | string
