const marker = Symbol.for('tallygate.client.call-facts')

/** The facts of the call behind an answer. */
export interface CallFacts {
  /** Requests that were started, this one included. */
  readonly attempts: number
  readonly idempotencyKey: string | undefined
  /** The same request may succeed later and is not carried out twice by it. */
  readonly retryable: boolean
  readonly retryAfterMs: number | undefined
}

/** Keeps the facts with the answer that ended the call, so that the error made from it can carry them. */
export function attachCallFacts(response: Response, facts: CallFacts): void {
  Object.defineProperty(response, marker, { value: facts })
}

/**
 * Returns the facts of the call that an answer came from; undefined for an answer that this client did not end a call
 * with.
 */
export function callFactsOf(response: Response): CallFacts | undefined {
  return (response as { readonly [marker]?: CallFacts })[marker]
}
