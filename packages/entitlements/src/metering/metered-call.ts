import { AnswerTally, callOutcome, usageOfAnswer } from '@tallygate/usage'
import type { Reservation } from '../admission/reservation.ts'
import { costFactsOf } from '../money/cost.ts'
import type { Drains } from './drains.ts'
import { keepAlive, RENEW_MS } from './keep-alive.ts'
import type { MeteringSettings } from './metering-settings.ts'

/** The facts of a call that are settled where its provider states no others. */
export interface AskedOfProvider {
  /** The id that the provider is asked for. */
  readonly model: string
  /** Tokens of the prompt, as they were estimated for the hold. */
  readonly promptTokens: number
}

/** The reason for which the provider's answer is not read on. */
class AnswerStopped extends Error {
  override readonly name = 'AbortError'
}

/** One call to a provider, from its grant to its settlement. */
export class MeteredCall {
  /** Reads along with the answer. */
  readonly tally = new AnswerTally()
  readonly #settings: MeteringSettings
  readonly #drains: Drains
  readonly #asked: AskedOfProvider
  readonly #reservation: Reservation
  readonly #provider = new AbortController()
  #renewedAt = Date.now()
  #left = false
  #ended = false
  #endDrain: () => void = () => undefined

  constructor(settings: MeteringSettings, drains: Drains, asked: AskedOfProvider, reservation: Reservation) {
    this.#settings = settings
    this.#drains = drains
    this.#asked = asked
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
    return keepAlive(() => this.renew())
  }

  /** The answer goes on. Cheap to call with every part of it. */
  renew(): void {
    const now = Date.now()
    if (now - this.#renewedAt < RENEW_MS) return
    this.#renewedAt = now
    // A hold that could not be extended is settled late, which is always accepted.
    this.#reservation.renew().catch(() => undefined)
  }

  /**
   * Makes the call, unless the caller's signal is aborted already. An abort while it runs ends the caller's wait alone:
   * the call itself is drained or stopped, and settled.
   */
  async run<Result>(signal: AbortSignal | undefined, work: () => Promise<Result>): Promise<Result> {
    if (signal === undefined) return await work()
    if (signal.aborted) {
      await this.release('the call was aborted before it was made')
      throw signal.reason
    }
    return await new Promise<Result>((resolve, reject) => {
      const onAbort = () => {
        this.leave()
        reject(signal.reason)
      }
      signal.addEventListener('abort', onAbort, { once: true })
      work()
        .then(resolve, reject)
        .finally(() => signal.removeEventListener('abort', onAbort))
    })
  }

  /** Waits for the provider's answer, or the beginning of one. A refusal and a connection never made used nothing. */
  async ask<Answer>(provider: () => PromiseLike<Answer>): Promise<Answer> {
    const rest = this.keepAlive()
    try {
      return await provider()
    } catch (error) {
      const outcome = callOutcome(error)
      if (outcome === 'refused') await this.release('the provider refused')
      else if (outcome === 'unreached') await this.release('the provider was not reached')
      // It was sent, and no answer came: what it used is not known.
      else await this.settle(true)
      throw error
    } finally {
      rest()
    }
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
    const { model: askedModel, promptTokens } = this.#asked
    const { usage, doubt } = usageOfAnswer(this.tally, {
      askedModel,
      estimatedPromptTokens: promptTokens,
      billedModel,
      isPartial,
    })
    const { customer, requestId, id, model } = this.#reservation
    await this.#end(async () => {
      const settled = await this.#reservation.settle(usage)
      const { outcome, budgets } = settled
      const facts = { customer, requestId, reservationId: id, askedModel: model, isWhole, outcome, budgets }
      onAttempt({ ...usage, ...facts, ...costFactsOf(settled), ...(doubt === undefined ? {} : { doubt }) })
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
