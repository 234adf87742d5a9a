import type { Cost } from '../money/cost.ts'
import type { EventMeter } from '../quantities/quantity-meters.ts'
import type { QuantityCounts } from '../quantities/quantity-names.ts'
import type { LimitedScope } from '../scopes/scope.ts'
import type { StoreUnits } from '../store/store.ts'
import type { UsageSource } from './usage.ts'

/**
 * The record of an attempt that is durable before the provider is called. Its counts are the estimate that is held.
 */
export interface Intent extends QuantityCounts {
  /** `<customer>:<request id>:<attempt>`, each part escaped: see attemptId. */
  readonly id: string
  readonly customer: string
  /** Empty for an attempt without a model. */
  readonly model: string
  readonly requestId: string
  readonly attempt: string
  /**
   * Epoch ms of the admission, whole seconds: the timestamp of the attempt's events, so its usage belongs to the period
   * that admitted it.
   */
  readonly at: number
  /** Properties that the application gave, by their references. */
  readonly properties?: Readonly<Record<string, string>>
  /** The events that it will have. Absent: those of an attempt of which no plan is known. */
  readonly meters?: readonly EventMeter[]
  /** The units that the store holds for the attempt, account by account. */
  readonly holds: readonly StoreUnits[]
  /**
   * Id of the subscription that it belongs to, which its events name. Absent where none was known when it was admitted.
   */
  readonly subscriptionId?: string
  /** The levels below the customer that it belongs to, with the limits that it was admitted by. */
  readonly scopes?: readonly LimitedScope[]
}

export interface JournalUsage extends QuantityCounts {
  /** Empty for an attempt without a model. */
  readonly model: string
  readonly source: UsageSource
  /** The price of the attempt, where a limit of a scope goes by it: decimal text. */
  readonly costs?: readonly Cost[]
}

/** One usage event, frozen: what is sent now is what is sent by every retry. */
export interface JournalEvent {
  readonly reference: string
  readonly customer: string
  /** Reference of the meter. */
  readonly meter: string
  readonly at: number
  /** The count that it carries: the sum of the quantities of its meter. */
  readonly quantity: number
  /** Id of the subscription that the event names. */
  readonly subscriptionId?: string | undefined
  /** The request body of `POST /v1/ingest/meter-data`, as JSON. */
  readonly body: string
}

export interface Settlement {
  readonly intent: Intent
  readonly usage: JournalUsage
  readonly events: readonly JournalEvent[]
  /** Epoch ms. */
  readonly at: number
  /** The units that the accounts of its scopes count of it: the journal adds them up. */
  readonly scopeCounts?: readonly StoreUnits[]
}

/** An attempt whose outcome is not known. */
export interface UnsettledIntent extends Intent {
  /** Epoch ms since when it is unsettled. */
  readonly since: number
  /** The estimate of the usage, when a partial stream left one and estimates are not billed. */
  readonly estimate?: JournalUsage
}

/** An event handed out for delivery; `key` names it to the journal. */
export interface PendingEvent extends JournalEvent {
  readonly key: string
}

/**
 * The result that the billing API reached for an event that it stored. `counted`: an invoice bills it. `duplicate`: it
 * had the reference already. `no_subscription`: no subscription covers its time. `no_pricing`: no plan counts its
 * meter, or no rule of the plan takes it. `not_matched`: it is billed nowhere for another reason, such as a FINAL
 * invoice.
 */
export type DeliveryOutcome = 'counted' | 'duplicate' | 'not_matched' | 'no_pricing' | 'no_subscription'

/** An event that the billing API refused, kept in the journal. */
export interface RefusedEvent extends JournalEvent {
  /**
   * `rejected`: refused for its content, and sent again only on request. `postponed`: refused for a time or a state,
   * and sent again by itself.
   */
  readonly state: 'rejected' | 'postponed'
  readonly error: string
  /** Epoch ms of the next try of a postponed one. */
  readonly until?: number
}

export interface JournalCounts {
  /** Attempts that run now. */
  readonly open: number
  readonly unsettled: number
  /** Events that wait for an acknowledgement. */
  readonly pending: number
  /** Events that the billing API refused for a time or a state: kept, counted, sent again by themselves, slowly. */
  readonly postponed: number
  /** Events that the billing API refuses for their content: kept, counted, sent again only on request. */
  readonly rejected: number
}

export type JournalSettleOutcome = 'settled' | 'after_release' | 'repeated'
export type JournalReleaseOutcome = 'released' | 'repeated' | 'after_settle' | 'unknown'

/** The state of one attempt of the journal: the material of an audit. */
export interface JournalAttempt extends Intent {
  readonly state: 'open' | 'unsettled' | 'settled' | 'released'
  readonly usage?: JournalUsage
  readonly releaseReason?: string
  readonly endedAt?: number
  readonly events: readonly (JournalEvent & {
    readonly state: 'pending' | 'postponed' | 'delivered' | 'rejected'
    /** The reason of the billing API's last refusal. */
    readonly error?: string
    /** The result of a delivered event. */
    readonly outcome?: DeliveryOutcome
  })[]
}

/**
 * Durable intents and events of this application. Each promise resolves when its fact is durable. Every operation is
 * one transaction. A failure is a JournalError, and then nothing of the operation is recorded.
 */
export interface Journal {
  /** Absent in a journal that does not outlive its process: it has no counts to give back after a restart. */
  readonly scopes?: ScopeCounts
  /** Makes it ready. Once; later calls return the same promise. */
  open(): Promise<void>
  /**
   * `duplicate`: the id is open, unsettled or settled already; nothing was recorded. A released id may be used again.
   */
  intend(intent: Intent): Promise<'recorded' | 'duplicate'>
  /**
   * Ends the attempt and adds its events, in one transaction; also when its intent is unsettled, released or unknown.
   */
  settle(settlement: Settlement): Promise<JournalSettleOutcome>
  release(id: string, reason: string, at: number): Promise<JournalReleaseOutcome>
  /** Marks an attempt unsettled, with an estimate where there is one. Nothing for an attempt that has ended. */
  suspend(id: string, at: number, estimate?: JournalUsage): Promise<void>
  /**
   * Attempts that processes which are gone left open, once each: they are unsettled from now on. Asked at the start and
   * again from time to time, since a journal that several processes share learns later that one of them is gone.
   */
  takeOver(): Promise<readonly UnsettledIntent[]>
  /** Unsettled attempts, oldest first; of one customer where given. */
  unsettled(limit: number, customer?: string): Promise<readonly UnsettledIntent[]>
  /** Attempts of a customer that run now, in whichever process. */
  running(limit: number, customer: string): Promise<readonly Intent[]>
  /** Tells whether an attempt with this id is known: open, unsettled, settled or released. */
  has(id: string): Promise<boolean>
  /** Hands out up to `limit` pending events, oldest first, that are not handed out already. */
  take(limit: number): Promise<readonly PendingEvent[]>
  acknowledge(
    deliveries: readonly { readonly key: string; readonly outcome: DeliveryOutcome }[],
    at: number,
  ): Promise<void>
  /** Puts events that were taken back to the others, after a failed send. */
  giveBack(keys: readonly string[]): Promise<void>
  /** Sets an event aside that the billing API refuses for its content. */
  reject(key: string, error: string, at: number): Promise<void>
  /** Sets an event aside until an instant: the billing API refuses it for a time or a state. */
  postpone(key: string, error: string, until: number): Promise<void>
  /** Makes postponed events pending again whose time has come. Answers when the next one's comes, epoch ms. */
  resume(now: number): Promise<number | undefined>
  /** Events that were rejected or postponed, oldest first. */
  refused(limit: number): Promise<readonly RefusedEvent[]>
  /** Makes rejected and postponed events pending again, those with one of the references where given; how many. */
  retryRefused(references?: readonly string[]): Promise<number>
  /**
   * Usage of pending, postponed and rejected events of a customer with `from <= at < to`, by meter, properties and the
   * subscription that the events name.
   */
  undelivered(customer: string, from: number, to: number): Promise<readonly UndeliveredUsage[]>
  /** Attempts of a customer admitted in `[from, to)`, oldest first, as far back as the journal keeps them. */
  attempts(customer: string, from: number, to: number, limit: number): Promise<readonly JournalAttempt[]>
  counts(): Promise<JournalCounts>
  close(): Promise<void>
}

/** The counts of scopes over all settled attempts, for a store that lost them. */
export interface ScopeCounts {
  /** The time that a count is kept after its last attempt. */
  readonly keepMs: number
  /** True where several processes write to the journal. */
  readonly isShared: boolean
  /** Units by account, in the order of the keys; 0 where nothing was settled. */
  read(customer: string, keys: readonly string[]): Promise<readonly number[]>
}

/** Usage that the billing API has not acknowledged. */
export interface UndeliveredUsage {
  readonly meter: string
  /** Properties of the events, the model among them, by their references. */
  readonly properties: Readonly<Record<string, string>>
  /** Absent: the events name none. */
  readonly subscriptionId?: string
  readonly quantity: number
}
