/** Requests that are remembered at least; twice as many at most. Far more than one process serves at the same time. */
const MAX_REQUESTS_PER_GENERATION = 50_000

/** The number of a model call in its request, and its name in the references of usage events. */
export interface AttemptName {
  /** 1, 2, 3 … in the order in which the calls of a request start in this process. */
  readonly number: number
  /**
   * The number with a part that no other process and no other call has: a request may go on elsewhere, and would begin
   * with 1 there.
   */
  readonly id: string
}

/** Names the model calls of a request. */
export class AttemptCounter {
  #young = new Map<string, number>()
  #old = new Map<string, number>()

  next(customer: string, requestId: string): AttemptName {
    const key = `${customer} ${requestId}`
    const number = (this.#young.get(key) ?? this.#old.get(key) ?? 0) + 1
    if (this.#young.size >= MAX_REQUESTS_PER_GENERATION && !this.#young.has(key)) {
      this.#old = this.#young
      this.#young = new Map()
    }
    this.#young.set(key, number)
    return { number, id: `${number}-${crypto.randomUUID().slice(0, 8)}` }
  }
}
