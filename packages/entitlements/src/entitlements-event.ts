import type { Denial } from './admission/denial.ts'
import type { Usage } from './journal/usage.ts'

interface AttemptFacts {
  readonly id: string
  readonly customer: string
  readonly model: string
}

/** What happened, for logs, metrics and traces. Durations are milliseconds. A hook that throws is ignored with a process warning. */
export type EntitlementsEvent =
  | (AttemptFacts & {
      readonly type: 'reserved'
      readonly heldTokens: number
      readonly unchecked: boolean
      readonly durationMs?: number
    })
  /** By reserve(), or by check(), which holds nothing. */
  | {
      readonly type: 'denied'
      readonly denial: Denial
      readonly by?: 'reserve' | 'check'
      readonly durationMs?: number
    }
  | (AttemptFacts & {
      readonly type: 'settled'
      readonly usage: Usage
      readonly late: boolean
      readonly afterRelease: boolean
      readonly durationMs?: number
    })
  /** Settled twice with different numbers; the first ones count. */
  | (AttemptFacts & { readonly type: 'settle_conflict'; readonly usage: Usage })
  | (AttemptFacts & { readonly type: 'released'; readonly reason: string })
  | (AttemptFacts & { readonly type: 'unsettled'; readonly cause: 'lease_expired' | 'recovered' | 'estimate' })
  | { readonly type: 'delivered'; readonly events: number; readonly duplicates: number; readonly durationMs: number }
  | {
      readonly type: 'delivery_failed'
      readonly events: number
      readonly retryInMs: number
      readonly error: unknown
      readonly durationMs?: number
    }
  /** A poison event: kept, counted, in nobody's way. */
  | { readonly type: 'event_rejected'; readonly reference: string; readonly customer: string; readonly error: unknown }
  /** The stated policy answered. */
  | {
      readonly type: 'unavailable'
      readonly customer: string
      readonly policy: 'deny' | 'allow'
      readonly part: 'billing_api' | 'store'
      readonly error: unknown
    }
  /** Something in the background failed and is tried again later. */
  | { readonly type: 'background_failed'; readonly what: string; readonly customer?: string; readonly error: unknown }
