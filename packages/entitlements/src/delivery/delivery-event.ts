import type { DeliveryOutcome } from '../journal/journal.ts'

/** Something that became of usage events on their way to the billing API. Durations are milliseconds. */
export type DeliveryEvent =
  /** `unbilled`: those that the billing API stored and no invoice bills; each is an `event_unbilled` of its own. */
  | {
      readonly type: 'delivered'
      readonly events: number
      readonly duplicates: number
      readonly unbilled: number
      readonly durationMs: number
    }
  | {
      readonly type: 'event_unbilled'
      readonly reference: string
      readonly customer: string
      readonly outcome: Exclude<DeliveryOutcome, 'counted' | 'duplicate'>
    }
  | {
      readonly type: 'delivery_failed'
      readonly events: number
      readonly retryInMs: number
      readonly error: unknown
      readonly durationMs?: number
    }
  /** Refused for a time or a state: kept, counted, in nobody's way, and tried again slowly. */
  | {
      readonly type: 'event_postponed'
      readonly reference: string
      readonly customer: string
      readonly retryInMs: number
      readonly error: unknown
    }
  /** A poison event, refused for its content: kept, counted, in nobody's way. */
  | { readonly type: 'event_rejected'; readonly reference: string; readonly customer: string; readonly error: unknown }
