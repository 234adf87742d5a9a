import type { ReleaseResult, Reservation, SettleResult } from '../admission/reservation.ts'
import type { AccountBudgets } from '../customers/account-budgets.ts'
import type { CustomerSnapshot } from '../customers/customer-snapshot.ts'
import type { BackgroundFailed } from '../errors/background-failed.ts'
import { DuplicateAttemptError } from '../errors/duplicate-attempt-error.ts'
import { JournalError } from '../errors/journal-error.ts'
import type {
  Intent,
  Journal,
  JournalSettleOutcome,
  JournalUsage,
  Settlement,
  UnsettledIntent,
} from '../journal/journal.ts'
import type { LimitEvent } from '../limits/limit-event.ts'
import type { Money } from '../money/money.ts'
import { isPriceKey } from '../money/money-keys.ts'
import { type ToldCosts, withCost } from '../money/told-cost.ts'
import type { AttemptMeters } from '../quantities/quantity-meters.ts'
import type { KnownQuantities } from '../quantities/quantity-names.ts'
import { heldScopeAccounts, holdsPricedScope, toScopeStates } from '../scopes/scope-accounts.ts'
import { isScopeKey } from '../scopes/scope-keys.ts'
import type { StoreUnits } from '../store/store.ts'
import { AttemptCounter, type CountedAttempt } from './attempt-counter.ts'
import { type AttemptEvent, type AttemptUsage, attemptFacts, toUsage } from './attempt-event.ts'
import { AttemptHandle, type AttemptLifecycle } from './attempt-handle.ts'
import { BackgroundWork } from './background-work.ts'
import type { KnownAttempts } from './known-attempts.ts'
import type { SettlementListener } from './settlement-listener.ts'
import { type ThresholdSettings, ThresholdWatch } from './threshold-watch.ts'
import { recoveredUsage, toJournalEvents } from './to-journal-events.ts'
import { UnrecordedUsage } from './unrecorded-usage.ts'
import type { UnsettledAttempt } from './unsettled-attempt.ts'

/** Unsettled attempts that one call lists. */
const UNSETTLED_LIST_MAX = 1_000
/** The longest time between two looks at the leases of this process. */
const SWEEP_INTERVAL_MAX_MS = 30_000

export interface AttemptSettings extends ThresholdSettings {
  readonly journal: Journal
  readonly meters: AttemptMeters
  readonly bill: 'provider' | 'estimate'
  readonly leaseMs: number
  readonly now: () => number
  readonly emit: ((event: AttemptEvent | BackgroundFailed | LimitEvent) => void) | undefined
}

export interface AttemptParts {
  readonly settings: AttemptSettings
  readonly attempts: KnownAttempts
  readonly budgets: AccountBudgets
  readonly money: Money
  /** Returns what is known of a customer, read where it has left the cache. */
  readonly snapshotOf: (customer: string) => Promise<CustomerSnapshot>
  /** Told when events wait in the journal. */
  readonly settled: () => void
  readonly listener: SettlementListener | undefined
}

/**
 * The way of attempts through journal and store, the journal first: opened, settled, released; leases; what a previous
 * process left behind.
 */
export class AttemptRegistry implements AttemptLifecycle {
  readonly #settings: AttemptSettings
  readonly #attempts: KnownAttempts
  readonly #budgets: AccountBudgets
  readonly #counter: AttemptCounter
  readonly #background: BackgroundWork
  readonly #settled: () => void
  readonly #listener: SettlementListener | undefined
  readonly #unrecorded: UnrecordedUsage
  readonly #thresholds: ThresholdWatch
  readonly #sweepMs: number
  #sweeper: NodeJS.Timeout | undefined
  #sweeping: Promise<void> | undefined
  #stopped = false

  constructor({ settings, attempts, budgets, money, snapshotOf, settled, listener }: AttemptParts) {
    this.#settings = settings
    this.#attempts = attempts
    this.#budgets = budgets
    this.#background = new BackgroundWork(settings.emit)
    this.#counter = new AttemptCounter({
      store: settings.store,
      budgets,
      money,
      snapshotOf,
      background: this.#background,
    })
    this.#settled = settled
    this.#thresholds = new ThresholdWatch(settings, budgets, money)
    this.#listener = listener
    this.#sweepMs = Math.max(10, Math.min(settings.leaseMs / 2, SWEEP_INTERVAL_MAX_MS))
    this.#unrecorded = new UnrecordedUsage(settings.journal, (settlement, outcome) =>
      this.#recorded(settlement, outcome, { late: false }),
    )
  }

  /** After the journal is open: takes over what was left behind, and looks at leases from now on. */
  async start(): Promise<void> {
    await this.recover()
    this.#sweeper = setInterval(
      () => void this.#tick().catch((error: unknown) => this.#background.failed('looking at leases', error)),
      this.#sweepMs,
    )
    this.#sweeper.unref()
  }

  /** Usage that the journal could not write, in the memory of this process. */
  get unrecorded(): number {
    return this.#unrecorded.size
  }

  /**
   * Attempts of a customer that hold tokens by what this process knows: those that run, and those whose usage is not
   * recorded.
   */
  holding(customer: string): readonly Intent[] {
    return [...this.#attempts.intentsOf(customer), ...this.#unrecorded.intentsOf(customer)]
  }

  get quantities(): KnownQuantities {
    return this.#settings.meters.byQuantity
  }

  now(): number {
    return this.#settings.now()
  }

  /**
   * Makes the intent durable. The hold is given back when that fails: the provider may not be called then. No async
   * function, here and in other steps that every attempt takes: each costs as much as the rest of its step.
   */
  open(intent: Intent, askedAt: number, snapshot: CustomerSnapshot | undefined): Promise<Reservation> {
    return this.#settings.journal.intend(intent).then(
      (recorded) => (recorded === 'recorded' ? this.#opened(intent, askedAt, snapshot) : this.#refuse(intent)),
      (error: unknown) =>
        this.#giveBack(intent).then(() => {
          throw error
        }),
    )
  }

  #opened(intent: Intent, askedAt: number, snapshot: CustomerSnapshot | undefined): Reservation {
    const { leaseMs, emit } = this.#settings
    const handle = new AttemptHandle(intent, snapshot, this, leaseMs, this.now() + leaseMs)
    this.#attempts.opened(handle)
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
    return this.#background.try('giving a hold back', () => this.#settings.store.release(customer, id))
  }

  async settle(handle: AttemptHandle, usage: AttemptUsage): Promise<SettleResult> {
    const { bill } = this.#settings
    const { intent } = handle
    if (usage.source === 'estimate' && bill === 'provider') return this.#suspend(intent, usage)
    const settlingAt = this.now()
    // The first numbers count.
    const bare = this.#unrecorded.get(intent.id) ?? this.#toSettlement(intent, usage)
    const settlement = holdsPricedScope(intent.holds) ? await this.#counter.price(bare, handle.snapshot) : bare
    const recorded = await this.#record(settlement)
    this.#attempts.ended(intent.id)
    let counted: CountedAttempt | undefined
    try {
      counted = await this.#counter.count(settlement, handle.snapshot)
      const report = this.#thresholds.settled(intent, handle.snapshot, counted.accounts)
      if (report !== undefined) await report
    } catch (error) {
      this.#background.storeFailed('counting a settled attempt', error)
    }
    const accounts = counted?.accounts ?? []
    const costs = this.#counter.costs(settlement, handle.snapshot, counted)
    const budgets = this.#counter.knownBudgets(handle, accounts) ?? (await this.#counter.readBudgets(intent, accounts))
    if (recorded !== 'unrecorded')
      this.#recorded(settlement, recorded, {
        late: counted?.outcome === 'late',
        costs,
        durationMs: this.now() - settlingAt,
      })
    const references = settlement.events.map(({ reference }) => reference)
    const settled = { outcome: recorded, conflict: false, references, budgets }
    const result = holdsMoney(intent) ? { ...settled, ...this.#counter.limits(handle, counted) } : settled
    if (intent.scopes === undefined) return withCost(result, costs)
    const held = heldScopeAccounts(intent.scopes, intent.holds)
    return withCost({ ...result, scopes: toScopeStates(intent.scopes, held, accounts) }, costs)
  }

  /**
   * Makes the usage durable. Where the journal cannot write, the usage waits in memory: it is known, and may not be
   * lost for that.
   */
  #record(settlement: Settlement): Promise<JournalSettleOutcome | 'unrecorded'> {
    const { journal, emit } = this.#settings
    const { intent, usage } = settlement
    this.#listener?.begun(settlement)
    return journal.settle(settlement).then(
      (outcome) => {
        if (this.#unrecorded.size > 0) this.#unrecorded.forget(intent.id)
        return outcome
      },
      (error: unknown) => {
        if (this.#stopped || !JournalError.isInstance(error)) {
          this.#listener?.forgotten(intent.id)
          throw error
        }
        this.#unrecorded.keep(settlement)
        emit?.({ type: 'usage_unrecorded', ...attemptFacts(intent), usage: toUsage(usage), error })
        return 'unrecorded'
      },
    )
  }

  #recorded(
    settlement: Settlement,
    outcome: JournalSettleOutcome,
    {
      costs,
      ...facts
    }: { readonly late: boolean; readonly costs?: ToldCosts | undefined; readonly durationMs?: number },
  ): void {
    const { intent, usage } = settlement
    if (outcome === 'repeated') {
      this.#listener?.forgotten(intent.id)
      return
    }
    this.#settled()
    this.#listener?.recorded(settlement, withCost({}, costs))
    const { emit } = this.#settings
    if (emit === undefined) return
    const afterRelease = outcome === 'after_release'
    const told = { type: 'settled', ...attemptFacts(intent), usage: toUsage(usage), afterRelease, ...facts } as const
    emit(withCost(told, costs))
  }

  async release(intent: Intent, reason: string): Promise<ReleaseResult> {
    const { journal, emit } = this.#settings
    const outcome = await journal.release(intent.id, reason.slice(0, 1_000), this.now())
    this.#attempts.ended(intent.id)
    if (outcome === 'after_settle') return { outcome }
    await this.#giveBack(intent)
    if (outcome === 'repeated') return { outcome }
    emit?.({ type: 'released', ...attemptFacts(intent), reason })
    return { outcome: 'released' }
  }

  async renew(handle: AttemptHandle): Promise<void> {
    // An attempt that was given up when its lease ran out, and runs after all, is looked at again.
    this.#attempts.opened(handle)
    await this.#holdAgain(handle)
  }

  #holdAgain({ intent, expiresAt }: AttemptHandle): Promise<unknown> {
    const holds = this.#budgets.holds(intent)
    return this.#background.try('renewing a hold', () =>
      this.#settings.store.renew(intent.customer, intent.id, holds, expiresAt - this.now()),
    )
  }

  conflict(intent: Intent, usage: AttemptUsage): void {
    this.#settings.emit?.({ type: 'settle_conflict', ...attemptFacts(intent), usage })
  }

  async unsettled(customer?: string): Promise<readonly UnsettledAttempt[]> {
    await this.#sweep()
    const rows = await this.#settings.journal.unsettled(UNSETTLED_LIST_MAX, customer)
    return rows.map((row) => this.#toUnsettledAttempt(row))
  }

  /**
   * Takes over what processes that are gone left behind: it counts again, and is billed where the application chose
   * estimates.
   */
  async recover(): Promise<void> {
    const { journal, store, bill, emit } = this.#settings
    for (const row of await journal.takeOver()) {
      if (bill === 'estimate') {
        const usage: JournalUsage = {
          ...(row.estimate ?? recoveredUsage(row)),
          source: row.estimate?.source ?? 'recovered',
        }
        const bare = this.#toSettlement(row, usage)
        const settlement = await this.#counter.price(bare, undefined)
        this.#listener?.begun(settlement)
        const outcome = await journal.settle(settlement)
        const counted = await this.#background.try('counting a recovered attempt', () =>
          this.#counter.count(settlement),
        )
        await this.#thresholds.settled(row, undefined, counted?.accounts ?? [])
        this.#recorded(settlement, outcome, { late: true })
        continue
      }
      if (row.holds.length > 0)
        await this.#background.try('holding an unsettled attempt', () => store.keep(row.customer, row.id, row.holds))
      emit?.({ type: 'unsettled', ...attemptFacts(row), cause: 'recovered' })
    }
  }

  /** Looks at leases no more, and tries until the deadline to record what the journal could not write. */
  async stop(deadlineMs: number): Promise<void> {
    clearInterval(this.#sweeper)
    await this.#unrecorded.stop(deadlineMs)
    this.#stopped = true
  }

  #toSettlement(intent: Intent, usage: JournalUsage): Settlement {
    const settlement = { intent, usage, events: toJournalEvents(intent, usage, this.#settings.meters), at: this.now() }
    if (intent.scopes === undefined) return settlement
    return { ...settlement, scopeCounts: this.#budgets.units(intent, usage).filter(({ key }) => isScopeKey(key)) }
  }

  /** An estimate that is not billed: the attempt counts with it, and waits for its outcome. */
  async #suspend(intent: Intent, usage: AttemptUsage): Promise<SettleResult> {
    const { journal, store, emit } = this.#settings
    await journal.suspend(intent.id, this.now(), usage)
    this.#attempts.ended(intent.id)
    await this.#background.try('holding an estimate', () =>
      store.keep(intent.customer, intent.id, this.#budgets.units(intent, usage)),
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
    const now = this.now()
    for (const handle of this.#attempts.handles()) {
      if (handle.expiresAt <= now) await this.#giveUp(handle, now)
      // One that has run for a while: a store that lost its data holds it again, whichever process finds out.
      else if (handle.expiresAt - now < this.#settings.leaseMs - this.#sweepMs / 2) await this.#holdAgain(handle)
    }
  }

  async #giveUp({ intent }: AttemptHandle, now: number): Promise<void> {
    const { journal, store, emit } = this.#settings
    // A journal that cannot write is asked again at the next look.
    await journal.suspend(intent.id, now)
    this.#attempts.ended(intent.id)
    const holds: readonly StoreUnits[] = this.#budgets.holds(intent)
    if (holds.length > 0)
      await this.#background.try('holding an unsettled attempt', () => store.keep(intent.customer, intent.id, holds))
    emit?.({ type: 'unsettled', ...attemptFacts(intent), cause: 'lease_expired' })
  }

  #toUnsettledAttempt(row: UnsettledIntent): UnsettledAttempt {
    const { holds: _holds, meters: _meters, at, since, estimate, ...intent } = row
    return {
      ...intent,
      at: new Date(at),
      since: new Date(since),
      heldTokens: row.promptTokens + row.completionTokens,
      ...(estimate === undefined ? {} : { estimate }),
      reservation: new AttemptHandle(row, undefined, this, this.#settings.leaseMs, 0),
    }
  }
}

function holdsMoney({ holds }: Intent): boolean {
  return holds.some(({ key }) => isPriceKey(key))
}
