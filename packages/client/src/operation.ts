// Conditional types here wrap what they look at in a tuple. Unwrapped, the compiler would distribute them over every path that a
// call might still have while it infers which one it has, and so resolve the whole contract for a single POST.

/** The HTTP methods that the API uses, as the generated types spell them. */
export type HttpMethod = 'get' | 'post' | 'put' | 'patch' | 'delete'

/** Paths of a contract that have the method. What it is, is not looked at: that would resolve every operation for one call. */
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

/** `params` of a call, required as soon as one of path, query or header is. */
type ParamsOption<Operation> = [Operation] extends [{ parameters: infer Parameters }]
  ? [RequiredKeys<Parameters>] extends [never]
    ? { readonly params?: Parameters }
    : { readonly params: Parameters }
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

/** How an answer body is read. `json` for all operations but downloads. */
export type ParseAs = 'json' | 'text' | 'blob' | 'arrayBuffer' | 'stream'

interface Parsed {
  text: string
  blob: Blob
  arrayBuffer: ArrayBuffer
  stream: ReadableStream<Uint8Array>
}

/** What every call takes beside what its operation asks for. */
export interface CallSettings {
  /** Headers of this call. An `Idempotency-Key` given here is kept: that is how a call is repeated later. */
  readonly headers?: Readonly<Record<string, string>> | undefined
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

/** The second argument of a call: `params`, `body` and `parseAs` of the operation, `headers` and `signal`. */
export type CallOptions<Operation, As extends ParseAs> = ParamsOption<Operation> &
  BodyOption<Operation> &
  ParseOption<Operation, As> &
  CallSettings

/** The options as an argument list: they may be left out when nothing in them is required. */
export type CallArguments<Operation, As extends ParseAs> = [RequiredKeys<CallOptions<Operation, As>>] extends [never]
  ? [options?: CallOptions<Operation, As>]
  : [options: CallOptions<Operation, As>]

/** What a call that was answered with success carries. */
export type OperationData<Operation, As extends ParseAs> = As extends keyof Parsed ? Parsed[As] : SuccessOf<Operation>

/**
 * What a call that was answered with an error carries: the API's error object, or the text of whatever stood in the way (a
 * proxy's page; `HTTP <status>` when there was no body). Never empty.
 */
export type OperationError<Operation> = Exclude<FailureOf<Operation>, undefined> | string
