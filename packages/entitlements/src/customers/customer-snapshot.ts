import { type BillingPeriod, type BillingSchedule, billingPeriodAt } from '@tallygate/billing-period'
import type { EntitlementValue } from './entitlement-value.ts'

/** A half-open period in epoch milliseconds. */
export interface PeriodMs {
  readonly start: number
  /** Exclusive. */
  readonly end: number
}

/** What was read about one customer. Immutable, but for the memory of the last period. */
export class CustomerSnapshot {
  readonly customer: string
  /** Epoch ms of the read. */
  readonly loadedAt: number
  /** The API's id; undefined for a customer that the billing API does not know. */
  readonly customerId: string | undefined
  readonly subscription: SnapshotSubscription | undefined
  readonly values: ReadonlyMap<string, EntitlementValue>
  readonly models: ReadonlySet<string>
  /** The NUMBER features among the values, for those who look at each. */
  readonly numbers: readonly { readonly feature: string; readonly limit: number }[]
  readonly #schedule: BillingSchedule | undefined
  #period: PeriodMs | undefined

  constructor(facts: {
    readonly customer: string
    readonly loadedAt: number
    readonly customerId: string | undefined
    readonly subscription: SnapshotSubscription | undefined
    readonly values: ReadonlyMap<string, EntitlementValue>
    readonly modelsFeature: string | null
    /** Absent: nothing is billed, so there is no period. */
    readonly schedule: BillingSchedule | undefined
  }) {
    this.customer = facts.customer
    this.loadedAt = facts.loadedAt
    this.customerId = facts.customerId
    this.subscription = facts.subscription
    this.values = facts.values
    this.models = new Set(facts.modelsFeature === null ? [] : membersOf(facts.values.get(facts.modelsFeature)))
    this.numbers = [...facts.values].flatMap(([feature, value]) =>
      value.type === 'number' ? [{ feature, limit: value.number }] : [],
    )
    this.#schedule = facts.schedule
  }

  /** The period at an instant; undefined before the schedule's start, at or after its end, and without one. */
  periodAt(at: number): PeriodMs | undefined {
    const known = this.#period
    if (known !== undefined && at >= known.start && at < known.end) return known
    if (this.#schedule === undefined) return undefined
    const period: BillingPeriod | undefined = billingPeriodAt(this.#schedule, new Date(at))
    if (period === undefined) return undefined
    this.#period = { start: period.start.getTime(), end: period.end.getTime() }
    return this.#period
  }

  /** The limit of a NUMBER feature; undefined when the plan has no value for it. */
  number(feature: string): number | undefined {
    const value = this.values.get(feature)
    return value?.type === 'number' ? value.number : undefined
  }
}

export interface SnapshotSubscription {
  readonly id: string
  /** In the order of their start. A plan change is a new schedule, and may fall into the middle of a period. */
  readonly schedules: readonly SnapshotSchedule[]
}

export interface SnapshotSchedule {
  readonly id: string
  /** Epoch ms. */
  readonly start: number
  /** Exclusive; Infinity while it goes on. */
  readonly end: number
  readonly pricingPlanVersionId: string | undefined
  /** The schedule prices differently from its plan version, so the plan version does not say what the invoice's lines cover. */
  readonly overridesPricing: boolean
}

function membersOf(value: EntitlementValue | undefined): readonly string[] {
  if (value?.type === 'enums') return value.enums
  return value?.type === 'strings' ? value.strings : []
}

/** When what decided was read, and how long ago that is. Without a snapshot nothing was read: now. */
export function ageOf(
  snapshot: CustomerSnapshot | undefined,
  now: number,
): { readonly asOf: Date; readonly ageMs: number } {
  const loadedAt = snapshot?.loadedAt ?? now
  return { asOf: new Date(loadedAt), ageMs: Math.max(0, now - loadedAt) }
}
