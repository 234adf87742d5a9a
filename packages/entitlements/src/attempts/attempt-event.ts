import type { Intent, JournalUsage } from '../journal/journal.ts'
import type { Usage } from '../journal/usage.ts'
import type { CostFacts } from '../money/cost.ts'

/** The usage of an attempt as hooks are told it. A usage that was recovered after a crash is an estimate. */
export type AttemptUsage = Omit<JournalUsage, 'source'> & Pick<Usage, 'source'>

interface AttemptFacts {
  readonly id: string
  readonly customer: string
  /** Empty for an attempt without a model. */
  readonly model: string
}

/** Something that happened to an attempt. Durations are milliseconds. */
export type AttemptEvent =
  | (AttemptFacts & {
      readonly type: 'reserved'
      readonly heldTokens: number
      readonly unchecked: boolean
      readonly durationMs?: number
    })
  | (AttemptFacts &
      CostFacts & {
        readonly type: 'settled'
        readonly usage: AttemptUsage
        readonly late: boolean
        readonly afterRelease: boolean
        readonly durationMs?: number
      })
  /**
   * The journal cannot write what is known. It waits in memory and is tried again until the process ends; `settled`
   * follows when it is recorded.
   */
  | (AttemptFacts & { readonly type: 'usage_unrecorded'; readonly usage: AttemptUsage; readonly error: unknown })
  /** Settled twice with different numbers; the first ones count. */
  | (AttemptFacts & { readonly type: 'settle_conflict'; readonly usage: AttemptUsage })
  | (AttemptFacts & { readonly type: 'released'; readonly reason: string })
  | (AttemptFacts & { readonly type: 'unsettled'; readonly cause: 'lease_expired' | 'recovered' | 'estimate' })

/** Returns what every event of an attempt names. */
export function attemptFacts({ id, customer, model }: Intent): { id: string; customer: string; model: string } {
  return { id, customer, model }
}

/** Returns the usage as events tell it. */
export function toUsage({ source, costs: _costs, ...usage }: JournalUsage): AttemptUsage {
  return { ...usage, source: source === 'provider' ? 'provider' : 'estimate' }
}
