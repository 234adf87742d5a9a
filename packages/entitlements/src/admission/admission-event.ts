import type { Denial } from './denial.ts'

/** A decision that is no grant, or that nothing could be asked for. Durations are milliseconds. */
export type AdmissionEvent =
  /** By reserve(), or by check(), which holds nothing. */
  | {
      readonly type: 'denied'
      readonly denial: Denial
      readonly by?: 'reserve' | 'check'
      readonly durationMs?: number
    }
  /** The stated policy answered. */
  | {
      readonly type: 'unavailable'
      readonly customer: string
      readonly policy: 'deny' | 'allow'
      readonly part: 'billing_api' | 'store'
      readonly error: unknown
    }
