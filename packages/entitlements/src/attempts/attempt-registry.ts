import type { ReleaseResult, Reservation, ReserveDecision, SettleResult } from '../admission/reservation.ts'
import type { AccountBudgets } from '../customers/account-budgets.ts'
import type { BudgetState } from '../customers/budget-state.ts'
import type { UnsettledAttempt } from '../entitlements.ts'
import type { Settings } from '../entitlements-options.ts'
import { DuplicateAttemptError } from '../errors/duplicate-attempt-error.ts'
import { StoreUnavailableError } from '../errors/store-unavailable-error.ts'
import { TooManyReservationsError } from '../errors/too-many-reservations-error.ts'
import type { Intent, JournalUsage, Settlement, UnsettledIntent } from '../journal/journal.ts'
import type { Usage } from '../journal/usage.ts'
import { AttemptHandle, type AttemptLifecycle } from './attempt-handle.ts'
import { toJournalEvents } from './to-journal-events.ts'

/** Unsettled attempts that one call lists. */
const UNSETTLED_LIST_MAX = 1_000
/** How often the leases of this process are looked at. */
const SWEEP_INTERVAL_MAX_MS = 30_000

/** An attempt that is being decided (no handle yet), or runs. */
interface KnownAttempt {
  /** Absent for an attempt that was given up, and is renewed after all. */
  readonly decision: Promise<ReserveDecision> | undefined
  handle: AttemptHandle | undefined
}

/** The attempts of this process: journal first, then the store; leases; what a previous process left behind. */
export class AttemptRegistry implements AttemptLifecycle {
  readonly #settings: Settings
  readonly #budgets: AccountBudgets
  /** Told when events wait in the journal. */
  readonly #settled: () => void
  readonly #attempts = new Map<string, KnownAttempt>()
  #sweeper: NodeJS.Timeout | undefined
  #sweeping: Promise<void> | undefined

  constructor(settings: Settings, budgets: AccountBudgets, settled: () => void) {
    this.#settings = settings
    this.#budgets = budgets
    this.#settled = settled
  }

  /** After the journal is open: takes over what was left behind, and looks at leases from now on. */
  async start(): Promise<void> {
    await this.recover()
    const interval = Math.max(10, Math.min(this.#settings.leaseMs / 2, SWEEP_INTERVAL_MAX_MS))
    this.#sweeper = setInterval(
      () => void this.#tick().catch((error: unknown) => this.#failed('looking at leases', error)),
      interval,
    )
    this.#sweeper.unref()
  }

  now(): number {
    return this.#settings.now()
  }

  /** The decision about an attempt that is being decided, or runs: a handler that is attached twice gets the same reservation twice. */
  decided(id: string): Promise<ReserveDecision> | undefined {
    return this.#attempts.get(id)?.decision
  }

  /** Remembers the decision, until the attempt ends or {@link undecide}. Rejects with TooManyReservationsError. */
  decide(id: string, decide: () => Promise<ReserveDecision>): Promise<ReserveDecision> {
    const { maxOpenReservations } = this.#settings
    if (this.#attempts.size >= maxOpenReservations)
      return Promise.reject(
        new TooManyReservationsError({
          message: `${this.#attempts.size} reservations are open; settle or release them (maxOpenReservations).`,
          limit: maxOpenReservations,
        }),
      )
    const decision = decide()
    this.#attempts.set(id, { decision, handle: this.#attempts.get(id)?.handle })
    return decision
  }

  /** It was not admitted. */
  undecide(id: string): void {
    const handle = this.#attempts.get(id)?.handle
    if (handle === undefined) this.#attempts.delete(id)
    else this.#attempts.set(id, { decision: undefined, handle })
  }

  /**
   * Makes the intent durable. The hold is given back when that fails: the provider may not be called then. No async function, here and in
   * other steps that every attempt takes: each costs as much as the rest of its step.
   */
  open(intent: Intent, askedAt: number): Promise<Reservation> {
    return this.#settings.journal.intend(intent).then(
      (recorded) => (recorded === 'recorded' ? this.#opened(intent, askedAt) : this.#refuse(intent)),
      (error: unknown) =>
        this.#giveBack(intent).then(() => {
          throw error
        }),
    )
  }

  #opened(intent: Intent, askedAt: number): Reservation {
    const { leaseMs, emit } = this.#settings
    const handle = new AttemptHandle(intent, this, leaseMs, this.now() + leaseMs)
    const known = this.#attempts.get(intent.id)
    if (known === undefined) this.#attempts.set(intent.id, { decision: undefined, handle })
    else known.handle = handle
    emit?.({
      type: 'reserved',
      ...attemptFacts(intent),
      heldTokens: handle.heldTokens,
      unchecked: intent.holds.length === 0,
      durationMs: this.now() - askedAt,
    })
    return handle
  }

  async #refuse(intent: Intent): Promise<never> {
    await this.#giveBack(intent)
    const { customer, requestId, attempt } = intent
    throw new DuplicateAttemptError({
      message: `Attempt "${attempt}" of request "${requestId}" is in the journal already: give each call to the provider an attempt of its own.`,
      customer,
      requestId,
      attempt,
    })
  }

  #giveBack({ customer, id }: Intent): Promise<unknown> {
    return this.#tell('giving a hold back', () => this.#settings.store.release(customer, id))
  }

  async settle(intent: Intent, usage: Usage): Promise<SettleResult> {
    const { bill, store, emit } = this.#settings
    if (usage.source === 'estimate' && bill === 'provider') return this.#suspend(intent, usage)
    const settlingAt = this.now()
    // The application's object may change after this; what is recorded may not.
    const settlement = this.#toSettlement(intent, { ...usage })
    const outcome = await this.#settings.journal.settle(settlement)
    if (outcome !== 'repeated') this.#settled()
    this.#forget(intent.id)
    let late = false
    let budgets: readonly BudgetState[] = []
    try {
      // Also for a repeat: the process may have died, or the journal's answer been lost, between the two. The store counts an id once.
      const counted = await store.settle(intent.customer, intent.id, this.#budgets.tokens(intent, usage))
      late = counted.outcome === 'late'
      budgets = this.#budgets.states(intent.customer, counted.accounts)
    } catch (error) {
      this.#untold('counting a settled attempt', error)
    }
    if (outcome !== 'repeated' && emit !== undefined) {
      const afterRelease = outcome === 'after_release'
      emit({ type: 'settled', ...attemptFacts(intent), usage, late, afterRelease, durationMs: this.now() - settlingAt })
    }
    return { outcome, conflict: false, references: settlement.events.map(({ reference }) => reference), budgets }
  }

  async release(intent: Intent, reason: string): Promise<ReleaseResult> {
    const { journal, emit } = this.#settings
    const outcome = await journal.release(intent.id, reason.slice(0, 1_000), this.now())
    this.#forget(intent.id)
    if (outcome === 'after_settle') return { outcome }
    await this.#giveBack(intent)
    if (outcome === 'repeated') return { outcome }
    emit?.({ type: 'released', ...attemptFacts(intent), reason })
    return { outcome: 'released' }
  }

  async renew(handle: AttemptHandle): Promise<void> {
    const { store, leaseMs } = this.#settings
    const { intent } = handle
    // An attempt that was given up when its lease ran out, and runs after all, is looked at again.
    const known = this.#attempts.get(intent.id)
    if (known === undefined) this.#attempts.set(intent.id, { decision: undefined, handle })
    else known.handle = handle
    const holds = intent.holds.length > 0 ? intent.holds : this.#budgets.tokens(intent, intent)
    await this.#tell('renewing a hold', () => store.renew(intent.customer, intent.id, holds, leaseMs))
  }

  conflict(intent: Intent, usage: Usage): void {
    this.#settings.emit?.({ type: 'settle_conflict', ...attemptFacts(intent), usage })
  }

  async unsettled(): Promise<readonly UnsettledAttempt[]> {
    await this.#sweep()
    const rows = await this.#settings.journal.unsettled(UNSETTLED_LIST_MAX)
    return rows.map((row) => this.#toUnsettledAttempt(row))
  }

  /** Takes over what processes that are gone left behind: it counts again, and is billed where the application chose estimates. */
  async recover(): Promise<void> {
    const { journal, store, bill, emit } = this.#settings
    for (const row of await journal.takeOver()) {
      if (bill === 'estimate') {
        const usage: JournalUsage = {
          ...(row.estimate ?? recoveredUsage(row)),
          source: row.estimate?.source ?? 'recovered',
        }
        if ((await journal.settle(this.#toSettlement(row, usage))) !== 'repeated') this.#settled()
        continue
      }
      if (row.holds.length > 0)
        await this.#tell('holding an unsettled attempt', () => store.keep(row.customer, row.id, row.holds))
      emit?.({ type: 'unsettled', ...attemptFacts(row), cause: 'recovered' })
    }
  }

  stop(): void {
    clearInterval(this.#sweeper)
  }

  #toSettlement(intent: Intent, usage: JournalUsage): Settlement {
    return { intent, usage, events: toJournalEvents(intent, usage, this.#settings.meters), at: this.now() }
  }

  /** An estimate that is not billed: the attempt counts with it, and waits for its outcome. */
  async #suspend(intent: Intent, usage: Usage): Promise<SettleResult> {
    const { journal, store, emit } = this.#settings
    await journal.suspend(intent.id, this.now(), usage)
    this.#forget(intent.id)
    await this.#tell('holding an estimate', () =>
      store.keep(intent.customer, intent.id, this.#budgets.tokens(intent, usage)),
    )
    emit?.({ type: 'unsettled', ...attemptFacts(intent), cause: 'estimate' })
    return { outcome: 'unsettled', conflict: false, references: [], budgets: [] }
  }

  async #tick(): Promise<void> {
    await this.#sweep()
    await this.recover()
  }

  /** Attempts whose lease ran out without a word: they become unsettled, and go on counting. */
  #sweep(): Promise<void> {
    this.#sweeping ??= this.#sweepOnce().finally(() => {
      this.#sweeping = undefined
    })
    return this.#sweeping
  }

  async #sweepOnce(): Promise<void> {
    const { journal, store, emit } = this.#settings
    const now = this.now()
    for (const { handle } of this.#attempts.values()) {
      if (handle === undefined || handle.expiresAt > now) continue
      const { intent } = handle
      this.#forget(intent.id)
      await journal.suspend(intent.id, now)
      const holds = intent.holds.length > 0 ? intent.holds : this.#budgets.tokens(intent, intent)
      if (holds.length > 0)
        await this.#tell('holding an unsettled attempt', () => store.keep(intent.customer, intent.id, holds))
      emit?.({ type: 'unsettled', ...attemptFacts(intent), cause: 'lease_expired' })
    }
  }

  #forget(id: string): void {
    this.#attempts.delete(id)
  }

  #toUnsettledAttempt(row: UnsettledIntent): UnsettledAttempt {
    const { holds: _holds, at, since, estimate, ...intent } = row
    return {
      ...intent,
      at: new Date(at),
      since: new Date(since),
      heldTokens: row.promptTokens + row.completionTokens,
      ...(estimate === undefined ? {} : { estimate }),
      reservation: new AttemptHandle(row, this, this.#settings.leaseMs, 0),
    }
  }

  /** The journal has it, so a store that is away costs a count until the next comparison with the billing API, and no money. */
  async #tell<T>(what: string, operation: () => Promise<T>): Promise<T | undefined> {
    try {
      return await operation()
    } catch (error) {
      this.#untold(what, error)
      return undefined
    }
  }

  #untold(what: string, error: unknown): void {
    if (!StoreUnavailableError.isInstance(error)) throw error
    this.#failed(what, error)
  }

  #failed(what: string, error: unknown): void {
    this.#settings.emit?.({ type: 'background_failed', what, error })
  }
}

function attemptFacts({ id, customer, model }: Intent): { id: string; customer: string; model: string } {
  return { id, customer, model }
}

/** Our decision: of an attempt that died with its process, the prompt was sent, and of its completion nothing is known. */
function recoveredUsage(intent: Intent): JournalUsage {
  return { model: intent.model, promptTokens: intent.promptTokens, completionTokens: 0, source: 'recovered' }
}
