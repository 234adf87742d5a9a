/**
 * What openapi-fetch makes instead of a `Request`. A `Request` can send its body once; a retry needs it again. Here the
 * serialised body stays at hand, nothing is cloned, and the caller's signal is known apart from the runtime's.
 */
export class PlannedRequest {
  readonly url: string
  readonly method: string
  readonly headers: Headers
  readonly body: string | FormData | undefined
  readonly signal: AbortSignal | undefined
  /** Whether a success answer must be JSON; handed through openapi-fetch as a member of its init. */
  readonly expectsJson: boolean

  constructor(url: string, init: PlannedRequestInit) {
    this.url = url
    this.method = init.method
    this.headers = init.headers
    this.body = init.body
    this.signal = init.signal ?? undefined
    this.expectsJson = init.expectsJson ?? true
  }
}

/** What openapi-fetch 0.17 hands to the constructor of a request, as far as it is used. */
export interface PlannedRequestInit {
  readonly method: string
  readonly headers: Headers
  readonly body?: string | FormData | undefined
  readonly signal?: AbortSignal | null | undefined
  readonly expectsJson?: boolean | undefined
}
