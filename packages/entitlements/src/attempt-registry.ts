import { AttemptHandle, type AttemptLifecycle } from './attempt-handle.ts'
import type { BudgetState } from './budget-state.ts'
import type { UnsettledAttempt } from './entitlements.ts'
import type { Settings } from './entitlements-options.ts'
import { DuplicateAttemptError } from './errors/duplicate-attempt-error.ts'
import { StoreUnavailableError } from './errors/store-unavailable-error.ts'
import { TooManyReservationsError } from './errors/too-many-reservations-error.ts'
import type { Intent, JournalUsage, UnsettledIntent } from './journal.ts'
import type { ReleaseResult, Reservation, ReserveDecision, SettleResult } from './reservation.ts'
import type { StoreAccountState, StoreTokens } from './store.ts'
import { toJournalEvents } from './to-journal-events.ts'
import type { Usage } from './usage.ts'

export interface RegistryHooks {
  /** Events wait in the journal. */
  readonly settled: () => void
  readonly budgets: (customer: string, states: readonly StoreAccountState[]) => readonly BudgetState[]
  /** What each account of the attempt counts of a usage. */
  readonly tokens: (intent: Intent, usage: { promptTokens: number; completionTokens: number }) => readonly StoreTokens[]
}

/** Unsettled attempts that one call lists. */
const UNSETTLED_LIST_MAX = 1_000
/** How often the leases of this process are looked at. */
const SWEEP_INTERVAL_MAX_MS = 30_000

/** The attempts of this process: journal first, then the store; leases; what a previous process left behind. */
export class AttemptRegistry implements AttemptLifecycle {
  readonly #settings: Settings
  readonly #hooks: RegistryHooks
  readonly #decisions = new Map<string, Promise<ReserveDecision>>()
  readonly #handles = new Map<string, AttemptHandle>()
  #sweeper: NodeJS.Timeout | undefined
  #sweeping: Promise<void> | undefined

  constructor(settings: Settings, hooks: RegistryHooks) {
    this.#settings = settings
    this.#hooks = hooks
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

  /** One decision per attempt: a handler that is attached twice gets the same reservation twice. */
  async once(id: string, reserve: () => Promise<ReserveDecision>): Promise<ReserveDecision> {
    const known = this.#decisions.get(id)
    if (known !== undefined) return known
    if (this.#decisions.size >= this.#settings.maxOpenReservations)
      throw new TooManyReservationsError({
        message: `${this.#decisions.size} reservations are open; settle or release them (maxOpenReservations).`,
        limit: this.#settings.maxOpenReservations,
      })
    const decision = reserve()
    this.#decisions.set(id, decision)
    let keep = false
    try {
      const result = await decision
      keep = result.allowed
      return result
    } finally {
      if (!keep) this.#decisions.delete(id)
    }
  }

  /** Makes the intent durable. The hold is given back when that fails: the provider may not be called then. */
  async open(intent: Intent): Promise<Reservation> {
    const { journal, store, leaseMs, emit } = this.#settings
    const expiresAt = this.now() + leaseMs
    let recorded: 'recorded' | 'duplicate'
    try {
      recorded = await journal.intend(intent)
    } catch (error) {
      await this.#tell('giving a hold back', () => store.release(intent.customer, intent.id))
      throw error
    }
    if (recorded === 'duplicate') {
      await this.#tell('giving a hold back', () => store.release(intent.customer, intent.id))
      throw new DuplicateAttemptError({
        message: `Attempt "${intent.attempt}" of request "${intent.requestId}" is in the journal already: give each call to the provider an attempt of its own.`,
        customer: intent.customer,
        requestId: intent.requestId,
        attempt: intent.attempt,
      })
    }
    const handle = new AttemptHandle(intent, this, leaseMs, expiresAt)
    this.#handles.set(intent.id, handle)
    emit?.({
      type: 'reserved',
      ...attemptFacts(intent),
      heldTokens: handle.heldTokens,
      unchecked: intent.holds.length === 0,
    })
    return handle
  }

  async settle(intent: Intent, usage: Usage): Promise<SettleResult> {
    const { bill, emit } = this.#settings
    if (usage.source === 'estimate' && bill === 'provider') return this.#suspend(intent, usage)
    // The application's object may change after this; what is recorded may not.
    const { outcome: journaled, references } = await this.#record(intent, { ...usage })
    this.#forget(intent.id)
    // Also for a repeat: the process may have died, or the journal's answer been lost, between the two. The store counts an id once.
    const counted = await this.#tell('counting a settled attempt', () =>
      this.#settings.store.settle(intent.customer, intent.id, this.#hooks.tokens(intent, usage)),
    )
    const late = counted?.outcome === 'late'
    if (journaled !== 'repeated')
      emit?.({ type: 'settled', ...attemptFacts(intent), usage, late, afterRelease: journaled === 'after_release' })
    const budgets = counted === undefined ? [] : this.#hooks.budgets(intent.customer, counted.accounts)
    return { outcome: journaled, conflict: false, references, budgets }
  }

  async release(intent: Intent, reason: string): Promise<ReleaseResult> {
    const { journal, store, emit } = this.#settings
    const outcome = await journal.release(intent.id, reason.slice(0, 1_000), this.now())
    this.#forget(intent.id)
    if (outcome === 'after_settle') return { outcome }
    await this.#tell('giving a hold back', () => store.release(intent.customer, intent.id))
    if (outcome === 'repeated') return { outcome }
    emit?.({ type: 'released', ...attemptFacts(intent), reason })
    return { outcome: 'released' }
  }

  async renew(handle: AttemptHandle): Promise<void> {
    const { store, leaseMs } = this.#settings
    const { intent } = handle
    // An attempt that was given up when its lease ran out, and runs after all, is looked at again.
    this.#handles.set(intent.id, handle)
    const holds = intent.holds.length > 0 ? intent.holds : this.#hooks.tokens(intent, intent)
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
        await this.#record(row, usage)
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

  async #record(
    intent: Intent,
    usage: JournalUsage,
  ): Promise<{ outcome: 'settled' | 'after_release' | 'repeated'; references: string[] }> {
    const events = toJournalEvents(intent, usage, this.#settings.meters)
    const outcome = await this.#settings.journal.settle({ intent, usage, events, at: this.now() })
    if (outcome !== 'repeated') this.#hooks.settled()
    return { outcome, references: events.map(({ reference }) => reference) }
  }

  /** An estimate that is not billed: the attempt counts with it, and waits for its outcome. */
  async #suspend(intent: Intent, usage: Usage): Promise<SettleResult> {
    const { journal, store, emit } = this.#settings
    await journal.suspend(intent.id, this.now(), usage)
    this.#forget(intent.id)
    await this.#tell('holding an estimate', () =>
      store.keep(intent.customer, intent.id, this.#hooks.tokens(intent, usage)),
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
    for (const handle of this.#handles.values()) {
      if (handle.expiresAt > now) continue
      const { intent } = handle
      this.#forget(intent.id)
      await journal.suspend(intent.id, now)
      const holds = intent.holds.length > 0 ? intent.holds : this.#hooks.tokens(intent, intent)
      if (holds.length > 0)
        await this.#tell('holding an unsettled attempt', () => store.keep(intent.customer, intent.id, holds))
      emit?.({ type: 'unsettled', ...attemptFacts(intent), cause: 'lease_expired' })
    }
  }

  #forget(id: string): void {
    this.#decisions.delete(id)
    this.#handles.delete(id)
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
      if (!StoreUnavailableError.isInstance(error)) throw error
      this.#failed(what, error)
      return undefined
    }
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
