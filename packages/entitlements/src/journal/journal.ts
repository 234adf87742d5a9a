import type { StoreTokens } from '../store/store.ts'
import type { UsageDetails, UsageSource } from './usage.ts'

/** What is durable before the provider is called. */
export interface Intent {
  /** `<customer>:<request id>:<attempt>`, each part escaped: see attemptId. */
  readonly id: string
  readonly customer: string
  readonly model: string
  readonly requestId: string
  readonly attempt: string
  /** Epoch ms of the admission, whole seconds: the timestamp of the attempt's events, so its usage belongs to the period that admitted it. */
  readonly at: number
  readonly promptTokens: number
  readonly completionTokens: number
  /** What the store holds for it, account by account. */
  readonly holds: readonly StoreTokens[]
}

export interface JournalUsage {
  readonly model: string
  readonly promptTokens: number
  readonly completionTokens: number
  readonly details?: UsageDetails
  readonly source: UsageSource
}

/** One usage event, frozen: what is sent now is what is sent by every retry. */
export interface JournalEvent {
  readonly reference: string
  readonly customer: string
  /** Reference of the meter. */
  readonly meter: string
  readonly at: number
  readonly tokens: number
  /** The request body of `POST /v1/ingest/meter-data`, as JSON. */
  readonly body: string
}

export interface Settlement {
  readonly intent: Intent
  readonly usage: JournalUsage
  readonly events: readonly JournalEvent[]
  /** Epoch ms. */
  readonly at: number
}

/** An attempt whose outcome is not known. */
export interface UnsettledIntent extends Intent {
  /** Epoch ms since when it is unsettled. */
  readonly since: number
  /** What was estimated for it, when a partial stream left an estimate and estimates are not billed. */
  readonly estimate?: JournalUsage
}

/** An event handed out for delivery; `key` names it to the journal. */
export interface PendingEvent extends JournalEvent {
  readonly key: string
}

export interface JournalCounts {
  /** Attempts that run now. */
  readonly open: number
  readonly unsettled: number
  /** Events that wait for an acknowledgement. */
  readonly pending: number
  /** Events that the billing API refuses for good: kept, counted, sent again only on request. */
  readonly rejected: number
}

export type JournalSettleOutcome = 'settled' | 'after_release' | 'repeated'
export type JournalReleaseOutcome = 'released' | 'repeated' | 'after_settle' | 'unknown'

/** How one attempt of the journal stands: the material of an audit. */
export interface JournalAttempt extends Intent {
  readonly state: 'open' | 'unsettled' | 'settled' | 'released'
  readonly usage?: JournalUsage
  readonly releaseReason?: string
  readonly endedAt?: number
  readonly events: readonly (JournalEvent & {
    readonly state: 'pending' | 'delivered' | 'rejected'
    readonly error?: string
    /** The billing API said that it knew the reference already. */
    readonly duplicate?: boolean
  })[]
}

/**
 * Durable intents and events of this application. Each promise resolves when its fact is durable. Every operation is one transaction. A
 * failure is a JournalError, and then nothing of the operation is recorded.
 */
export interface Journal {
  /** Makes it ready. Once; later calls return the same promise. */
  open(): Promise<void>
  /** `duplicate`: the id is open, unsettled or settled already; nothing was recorded. A released id may be used again. */
  intend(intent: Intent): Promise<'recorded' | 'duplicate'>
  /** Ends the attempt and adds its events, in one transaction; also when its intent is unsettled, released or unknown. */
  settle(settlement: Settlement): Promise<JournalSettleOutcome>
  release(id: string, reason: string, at: number): Promise<JournalReleaseOutcome>
  /** Marks an attempt unsettled, with an estimate where there is one. Nothing for an attempt that has ended. */
  suspend(id: string, at: number, estimate?: JournalUsage): Promise<void>
  /**
   * Attempts that processes which are gone left open, once each: they are unsettled from now on. Asked at the start and again from time to time,
   * since a journal that several processes share learns later that one of them is gone.
   */
  takeOver(): Promise<readonly UnsettledIntent[]>
  /** Unsettled attempts, oldest first; of one customer where given. */
  unsettled(limit: number, customer?: string): Promise<readonly UnsettledIntent[]>
  /** Hands out up to `limit` pending events, oldest first, that are not handed out already. */
  take(limit: number): Promise<readonly PendingEvent[]>
  acknowledge(deliveries: readonly { readonly key: string; readonly duplicate: boolean }[], at: number): Promise<void>
  /** Puts events that were taken back to the others, after a failed send. */
  giveBack(keys: readonly string[]): Promise<void>
  /** Sets an event aside that the billing API refuses for good. */
  reject(key: string, error: string, at: number): Promise<void>
  /** Makes rejected events pending again; how many. */
  retryRejected(): Promise<number>
  /** Tokens of pending and rejected events of a customer, by meter, with `from <= at < to`. */
  undelivered(
    customer: string,
    from: number,
    to: number,
  ): Promise<readonly { readonly meter: string; readonly tokens: number }[]>
  /** Attempts of a customer admitted in `[from, to)`, oldest first, as far back as the journal keeps them. */
  attempts(customer: string, from: number, to: number, limit: number): Promise<readonly JournalAttempt[]>
  counts(): Promise<JournalCounts>
  close(): Promise<void>
}
