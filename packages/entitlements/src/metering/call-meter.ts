import type { Reservation } from '../admission/reservation.ts'
import type { Entitlements } from '../entitlements.ts'
import { callable } from '../errors/check-option.ts'
import { assertAdapterOptions } from './adapter-options.ts'
import { ambientContext, type CallContext } from './call-context.ts'
import { CALL_OPTIONS, type CallOptions, type CallSettings, callSettings, type Quantities } from './call-options.ts'
import { contextChooser } from './context-options.ts'
import { EntitlementDeniedError } from './entitlement-denied-error.ts'
import { keepAlive } from './keep-alive.ts'
import { guarded, warn } from './metering-settings.ts'
import { reserveCall } from './reserve-call.ts'

/** A call that is about to be made. */
export interface CallToMeter<Input, Facts> {
  readonly input: Input
  /** Handed to the options that are functions of the call. */
  readonly facts: Facts
  /** The facts that the call gives of itself: over what `withCustomer` set, under the options. */
  readonly said?: CallContext
  readonly signal?: AbortSignal | undefined
}

/** A call that was admitted. Exactly one of its ends is recorded: the first. None of them rejects. */
export interface OpenCall<Result> {
  /** The call was made: settles what it counted, as an estimate of what was held where its count is invalid. */
  done(result: Result): Promise<void>
  /** The call threw: its hold is given back, unless `billFailed` says what it counts. */
  failed(error: unknown): Promise<void>
  /** Nobody waits for the call any more: what it counts is not known, so an estimate of what was held is settled. */
  left(): Promise<void>
}

/**
 * Gates and meters calls that cost and are no calls of models: holds what a call may count before it is made, and
 * settles what it counted.
 */
export class CallMeter<Result, Input, Facts = Input> {
  readonly #entitlements: Entitlements
  readonly #settings: CallSettings<Result, Input>
  readonly #chosen: (facts: Facts) => CallContext
  readonly #onError: (error: unknown) => void

  /**
   * @param more names of options that the adapter has beside these.
   * @throws InvalidOptionError that names the option and the fix.
   */
  constructor(entitlements: Entitlements, options: CallOptions<Result, Input, Facts>, more: readonly string[] = []) {
    assertAdapterOptions(entitlements, options, [...CALL_OPTIONS, ...more])
    this.#entitlements = entitlements
    this.#settings = callSettings(options)
    this.#chosen = contextChooser(options)
    const onError = callable(options.onError, 'onError') ?? warn
    this.#onError = (error) => guarded(warn, () => onError(error))
  }

  /**
   * Admits a call.
   * @throws EntitlementDeniedError, and what `reserve` throws: no call is made that is not recorded.
   */
  async open({ input, facts, said = {}, signal }: CallToMeter<Input, Facts>): Promise<OpenCall<Result>> {
    const estimate = this.#settings.estimated(input)
    const decision = await reserveCall(this.#entitlements, {
      context: { ...ambientContext(), ...said, ...this.#chosen(facts) },
      estimate: { quantities: estimate },
      signal,
    })
    if (!decision.allowed) throw new EntitlementDeniedError({ decision })
    const { counted, billFailed } = this.#settings
    const call = new RecordedCall(decision.reservation, estimate, this.#onError)
    return {
      done: async (result) => await call.settle(() => counted(result, input)),
      failed: async (error) => await call.fail(error, () => billFailed(error, input)),
      left: async () => await call.leave(),
    }
  }

  /** Makes a call: admits it, runs it, and settles it. Rejects with what `open` or the call itself throws. */
  async run(call: CallToMeter<Input, Facts>, make: () => Promise<Result> | Result): Promise<Result> {
    const open = await this.open(call)
    let result: Result
    try {
      result = await make()
    } catch (error) {
      await open.failed(error)
      throw error
    }
    await open.done(result)
    return result
  }
}

/** One admitted call, up to the first of its ends. */
class RecordedCall {
  readonly #reservation: Reservation
  readonly #estimate: Quantities
  readonly #onError: (error: unknown) => void
  readonly #rest: () => void
  #ended = false

  constructor(reservation: Reservation, estimate: Quantities, onError: (error: unknown) => void) {
    this.#reservation = reservation
    this.#estimate = estimate
    this.#onError = onError
    // A hold that could not be extended is settled late, which is always accepted.
    this.#rest = keepAlive(() => void reservation.renew().catch(() => undefined))
  }

  async settle(count: () => Quantities): Promise<void> {
    await this.#end(async () => {
      try {
        await this.#reservation.settle({ quantities: count(), source: 'provider' })
      } catch (error) {
        this.#onError(error)
        // The call was made: a count that cannot be recorded does not make it free without a trace.
        await this.#reservation.settle({ quantities: this.#estimate, source: 'estimate' })
      }
    })
  }

  async fail(error: unknown, billed: () => Quantities | undefined): Promise<void> {
    let counts: Quantities | undefined
    guarded(this.#onError, () => {
      counts = billed()
    })
    if (counts === undefined)
      await this.#end(async () => void (await this.#reservation.release(`the call failed: ${messageOf(error)}`)))
    else await this.settle(() => counts ?? {})
  }

  async leave(): Promise<void> {
    await this.#end(
      async () => void (await this.#reservation.settle({ quantities: this.#estimate, source: 'estimate' })),
    )
  }

  async #end(record: () => Promise<void>): Promise<void> {
    if (this.#ended) return
    this.#ended = true
    this.#rest()
    try {
      await record()
    } catch (error) {
      this.#onError(error)
    }
  }
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 200)
}
