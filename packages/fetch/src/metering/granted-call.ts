import type { Reservation } from '@tallygate/entitlements'
import { AnswerTally, usageOfAnswer } from '@tallygate/usage'
import type { ModelRequest } from '../requests/model-request.ts'
import type { Drains } from './drains.ts'
import type { FetchSettings } from './fetch-options.ts'

/** A call that goes on extends its lease this often. */
const RENEW_MS = 30_000

/** The reason for which the provider's answer is not read on. */
class AnswerStopped extends Error {
  override readonly name = 'AbortError'
}

/** One call to a provider, from its grant to its settlement. */
export class GrantedCall {
  readonly request: ModelRequest
  /** Reads along with the answer. */
  readonly tally = new AnswerTally()
  readonly #settings: FetchSettings
  readonly #drains: Drains
  readonly #reservation: Reservation
  readonly #provider = new AbortController()
  #renewedAt = Date.now()
  #left = false
  #ended = false
  #endDrain: () => void = () => undefined

  constructor(settings: FetchSettings, drains: Drains, request: ModelRequest, reservation: Reservation) {
    this.#settings = settings
    this.#drains = drains
    this.request = request
    this.#reservation = reservation
  }

  /** Ends the provider's work, and nothing else does: not the caller's signal. */
  get signal(): AbortSignal {
    return this.#provider.signal
  }

  /** Tells whether nobody waits for the answer any more. */
  get isLeft(): boolean {
    return this.#left
  }

  get maxCompletionTokens(): number {
    return this.#reservation.maxCompletionTokens
  }

  /** The reader has gone: the answer is read on to its usage within the limits, or stopped. */
  leave(): void {
    if (this.#left) return
    this.#left = true
    if (this.#ended) return
    const stop = () => this.#provider.abort(new AnswerStopped('Nobody reads the answer any more'))
    if (this.#settings.drain === undefined) stop()
    else this.#endDrain = this.#drains.begin(this.#reservation.customer, stop)
  }

  /** Keeps the lease while the provider is waited for. Call what it returns when the wait is over. */
  keepAlive(): () => void {
    const timer = setInterval(() => this.renew(), RENEW_MS)
    // A process that has nothing else to do may end.
    if (typeof timer === 'object' && 'unref' in timer) timer.unref()
    return () => clearInterval(timer)
  }

  /** The answer goes on. Cheap to call with every part of it. */
  renew(): void {
    const now = Date.now()
    if (now - this.#renewedAt < RENEW_MS) return
    this.#renewedAt = now
    // A hold that could not be extended is settled late, which is always accepted.
    this.#reservation.renew().catch(() => undefined)
  }

  /** The provider was not reached, or refused. */
  async release(reason: string): Promise<void> {
    await this.#end(async () => void (await this.#reservation.release(reason)))
  }

  /**
   * Settles with what the answer used. Never rejects: the answer is there, and a call that failed would be made again.
   * @param isPartial the answer broke off.
   * @param isWhole the provider said that nothing of it is missing, or it came in one piece.
   */
  async settle(isPartial: boolean, isWhole = !isPartial): Promise<void> {
    const { billedModel, onAttempt } = this.#settings
    const { model: askedModel, estimate } = this.request
    const { usage, doubt } = usageOfAnswer(this.tally, {
      askedModel,
      estimatedPromptTokens: estimate.promptTokens,
      billedModel,
      isPartial,
    })
    const { customer, requestId, id, model } = this.#reservation
    await this.#end(async () => {
      const { outcome, budgets } = await this.#reservation.settle(usage)
      const facts = { customer, requestId, reservationId: id, askedModel: model, isWhole, outcome, budgets }
      onAttempt({ ...usage, ...facts, ...(doubt === undefined ? {} : { doubt }) })
    })
  }

  async #end(record: () => Promise<void>): Promise<void> {
    if (this.#ended) return
    this.#ended = true
    try {
      await record()
    } catch (error) {
      this.#settings.onError(error)
    } finally {
      this.#endDrain()
    }
  }
}
