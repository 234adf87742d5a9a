import type { ReleaseResult, Reservation, SettleResult } from '../admission/reservation.ts'
import type { CustomerSnapshot } from '../customers/customer-snapshot.ts'
import type { Intent } from '../journal/journal.ts'
import type { Usage } from '../journal/usage.ts'
import { areSameCounts, type KnownQuantities } from '../quantities/quantity-names.ts'
import type { AttemptUsage } from './attempt-event.ts'
import { readUsageOfAttempt } from './read-usage-of-attempt.ts'

/** The part of the service that a handle made by it calls. */
export interface AttemptLifecycle {
  /** The names of the quantities that the application mapped. */
  readonly quantities: KnownQuantities
  settle(handle: AttemptHandle, usage: AttemptUsage): Promise<SettleResult>
  release(intent: Intent, reason: string): Promise<ReleaseResult>
  renew(handle: AttemptHandle): Promise<void>
  /** It was settled before, with other numbers. */
  conflict(intent: Intent, usage: AttemptUsage): void
  now(): number
}

interface Settling {
  readonly usage: AttemptUsage
  readonly result: Promise<SettleResult>
}

/** A reservation of this process. It makes settle, release and renew idempotent; what they do is the lifecycle's. */
export class AttemptHandle implements Reservation {
  readonly intent: Intent
  /**
   * The customer as it was known at admission; undefined for an attempt that another process admitted, and for one
   * admitted unchecked.
   */
  readonly snapshot: CustomerSnapshot | undefined
  /** Epoch ms at which the lease ends, as this process knows it. */
  expiresAt: number
  readonly #lifecycle: AttemptLifecycle
  readonly #leaseMs: number
  /** The last settle; one that failed recorded nothing. */
  #settling: Settling | undefined
  #releasing: Promise<ReleaseResult> | undefined

  constructor(
    intent: Intent,
    snapshot: CustomerSnapshot | undefined,
    lifecycle: AttemptLifecycle,
    leaseMs: number,
    expiresAt: number,
  ) {
    this.intent = intent
    this.snapshot = snapshot
    this.expiresAt = expiresAt
    this.#lifecycle = lifecycle
    this.#leaseMs = leaseMs
  }

  get id(): string {
    return this.intent.id
  }

  get customer(): string {
    return this.intent.customer
  }

  get model(): string {
    return this.intent.model
  }

  get requestId(): string {
    return this.intent.requestId
  }

  get attempt(): string {
    return this.intent.attempt
  }

  get heldTokens(): number {
    return this.intent.promptTokens + this.intent.completionTokens
  }

  get maxCompletionTokens(): number {
    return this.intent.completionTokens
  }

  settle(usage: Usage): Promise<SettleResult> {
    try {
      return this.#settleRead(readUsageOfAttempt(usage, this.#lifecycle.quantities))
    } catch (error) {
      return Promise.reject(error)
    }
  }

  #settleRead(usage: AttemptUsage): Promise<SettleResult> {
    return this.#settling === undefined ? this.#settle(usage) : this.#settleAgain(this.#settling, usage)
  }

  #settle(usage: AttemptUsage): Promise<SettleResult> {
    const result = this.#lifecycle.settle(this, usage)
    this.#settling = { usage, result }
    return result
  }

  async #settleAgain(earlier: Settling, usage: AttemptUsage): Promise<SettleResult> {
    const first = await earlier.result.catch(() => undefined)
    if (this.#settling !== earlier) return this.#settleRead(usage)
    // After a failure nothing was recorded, and what waits in memory is tried again. An estimate that is not billed may
    // be replaced by the provider's own numbers; nothing else replaces what was recorded.
    const isRecorded = first !== undefined && first.outcome !== 'unrecorded'
    if (!isRecorded || (first.outcome === 'unsettled' && usage.source === 'provider')) return this.#settle(usage)
    return this.#repeat(first, earlier.usage, usage)
  }

  #repeat(first: SettleResult, before: AttemptUsage, now: AttemptUsage): SettleResult {
    const conflict = !isSame(before, now)
    if (conflict) this.#lifecycle.conflict(this.intent, now)
    return { ...first, outcome: 'repeated', conflict }
  }

  async release(reason: string): Promise<ReleaseResult> {
    if (this.#releasing !== undefined)
      return { outcome: (await this.#releasing).outcome === 'after_settle' ? 'after_settle' : 'repeated' }
    if (this.#settling !== undefined) await this.#settling.result.catch(() => undefined)
    const releasing = this.#lifecycle.release(this.intent, reason)
    this.#releasing = releasing
    try {
      return await releasing
    } catch (error) {
      this.#releasing = undefined
      throw error
    }
  }

  async renew(): Promise<void> {
    if (this.#releasing !== undefined) return
    if (this.#settling !== undefined && (await succeeds(this.#settling.result))) return
    if (this.expiresAt - this.#lifecycle.now() > (this.#leaseMs * 2) / 3) return
    this.expiresAt = this.#lifecycle.now() + this.#leaseMs
    await this.#lifecycle.renew(this)
  }
}

function succeeds(result: Promise<unknown>): Promise<boolean> {
  return result.then(
    () => true,
    () => false,
  )
}

function isSame(a: AttemptUsage, b: AttemptUsage): boolean {
  return a.model === b.model && areSameCounts(a, b)
}
