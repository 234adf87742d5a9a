import { type BillingRun, billingPeriodAt } from '@tallygate/billing-period'
import type { Schema } from '@tallygate/client'
import type { Decimal, WalletUnit } from '@tallygate/rating'
import type { EntitlementValue } from './entitlement-value.ts'
import type { SoldPlan } from './sold-plan.ts'

/** A half-open period in epoch milliseconds. */
export interface PeriodMs {
  readonly start: number
  /** Exclusive. */
  readonly end: number
  /** The whole period, before a subscription's start or end cut it. */
  readonly full: { readonly start: Date; readonly end: Date }
}

/** The facts that were read about one customer. Immutable, but for the memory of the last period and day. */
export class CustomerSnapshot {
  readonly customer: string
  /** Epoch ms of the read. */
  readonly loadedAt: number
  /** The API's id; undefined for a customer that the billing API does not know. */
  readonly customerId: string | undefined
  /** State of a customer who is not entitled for it: ARCHIVED or CLOSED. */
  readonly closedAs: string | undefined
  /** The one that attempts belong to. */
  readonly subscription: SnapshotSubscription | undefined
  /** The values that the subscription grants, or the application where there is no subscription. */
  readonly values: ReadonlyMap<string, EntitlementValue>
  /** The same over all subscriptions, for display: nothing is decided by it. */
  readonly merged: ReadonlyMap<string, EntitlementValue>
  readonly models: ReadonlySet<string>
  /** The NUMBER features among the values, for those who look at each. */
  readonly numbers: readonly { readonly feature: string; readonly limit: number }[]
  /** The wallets that limit the customer; absent where none does. */
  readonly wallets: SnapshotWallets | undefined
  /** IANA time zone whose days are counted. */
  readonly timeZone: string
  readonly #runs: readonly Pick<BillingRun<never>, 'calendar'>[]
  /** Features end at the last `@` of a key. */
  readonly #keySuffix: string
  #period: PeriodMs | undefined
  #day: PeriodMs | undefined

  constructor(facts: SnapshotFacts) {
    this.customer = facts.customer
    this.loadedAt = facts.loadedAt
    this.customerId = facts.customerId
    this.closedAs = facts.closedAs
    this.subscription = facts.subscription
    this.values = facts.values
    this.merged = facts.merged ?? facts.values
    this.models = new Set(facts.modelsFeature === null ? [] : membersOf(facts.values.get(facts.modelsFeature)))
    this.numbers = [...facts.values].flatMap(([feature, value]) =>
      value.type === 'number' ? [{ feature, limit: value.number }] : [],
    )
    this.wallets = facts.wallets
    this.timeZone = facts.timeZone ?? 'UTC'
    this.#runs = facts.runs ?? []
    this.#period = facts.period
    this.#keySuffix = facts.subscription === undefined ? '' : `.${facts.subscription.id.replaceAll('@', '%40')}`
  }

  /** The period at an instant; undefined where no schedule holds, and without one. */
  periodAt(at: number): PeriodMs | undefined {
    const known = this.#period
    if (known !== undefined && at >= known.start && at < known.end) return known
    for (const { calendar } of this.#runs) {
      const period = billingPeriodAt(calendar, new Date(at))
      if (period === undefined) continue
      this.#period = { start: period.start.getTime(), end: period.end.getTime(), full: period.full }
      return this.#period
    }
    return undefined
  }

  /** The day of the customer's time zone at an instant. */
  dayAt(at: number): PeriodMs {
    const known = this.#day
    if (known !== undefined && at >= known.start && at < known.end) return known
    const day = { billingTime: 'CALENDAR', period: { type: 'DAY', value: 1 }, startAt: new Date(0) } as const
    const found = billingPeriodAt({ ...day, timeZone: this.timeZone }, new Date(at))
    if (found === undefined) throw new RangeError(`at must be an instant from 1970 on; it is ${at}.`)
    this.#day = { start: found.full.start.getTime(), end: found.full.end.getTime(), full: found.full }
    return this.#day
  }

  /** The plan of the schedule that is in force at an instant, as far as it is known. */
  planAt(at: number): SoldPlan | undefined {
    const schedules = this.subscription?.schedules ?? []
    for (const { start, end, plan } of schedules) if (at >= start && at < end) return plan
    return undefined
  }

  /**
   * The key of the account that counts a budget in a period: `<feature>@<start of the period>.<subscription>`. Two
   * subscriptions of one customer have a budget each.
   */
  budgetKey(feature: string, period: PeriodMs): string {
    const key = `${feature}@${period.start}`
    return this.#keySuffix === '' ? key : key + this.#keySuffix
  }

  /** The limit of a NUMBER feature; undefined when the plan has no value for it. */
  number(feature: string): number | undefined {
    const value = this.values.get(feature)
    return value?.type === 'number' ? value.number : undefined
  }
}

export interface SnapshotFacts {
  readonly customer: string
  readonly loadedAt: number
  readonly modelsFeature: string | null
  readonly values: ReadonlyMap<string, EntitlementValue>
  readonly customerId?: string
  readonly closedAs?: string
  readonly subscription?: SnapshotSubscription
  readonly wallets?: SnapshotWallets | undefined
  /** Default `UTC`. */
  readonly timeZone?: string
  /** Default: the values. */
  readonly merged?: ReadonlyMap<string, EntitlementValue>
  /** The billing runs that cut the time into periods. */
  readonly runs?: readonly Pick<BillingRun<never>, 'calendar'>[]
  /** A period that is known already. */
  readonly period?: PeriodMs
}

/** The wallets that limit a customer in one billing period. */
export interface SnapshotWallets {
  /** Start of the period: epoch ms. */
  readonly periodStart: number
  /** Epoch ms from which on it has to be read anew: a grant starts or expires, or the period ends. */
  readonly until: number
  /** One for each unit that attempts are priced in. */
  readonly wallets: readonly {
    readonly unit: WalletUnit
    /** Id of the oldest wallet of the unit; undefined where the customer has none. */
    readonly wallet: string | undefined
    /** All that attempts of the period may take: what the wallets would have without them. */
    readonly available: Decimal
    /** True where the plan sells what the wallets lack. */
    readonly isSold: boolean
  }[]
}

export interface SnapshotSubscription {
  readonly id: string
  /** ISO 4217 code of what is billed. */
  readonly currency: string
  /** Length of the subscription's billing period. */
  readonly billingPeriod: Schema<'Period'>
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
  /** Absent for a schedule that has ended, for one that names no version, and where the plan could not be read. */
  readonly plan?: SoldPlan
  /** The schedule as it was read: its own settings are a part of its prices. */
  readonly wire: Schema<'PricingPlanSchedule'>
  /**
   * The schedule prices differently from its plan version, so the plan version does not say what the invoice's lines
   * cover.
   */
  readonly overridesPricing: boolean
}

function membersOf(value: EntitlementValue | undefined): readonly string[] {
  if (value?.type === 'enums') return value.enums
  return value?.type === 'strings' ? value.strings : []
}

/** Tells when the facts that decided were read, and how long ago that is. Without a snapshot nothing was read: now. */
export function ageOf(
  snapshot: CustomerSnapshot | undefined,
  now: number,
): { readonly asOf: Date; readonly ageMs: number } {
  const loadedAt = snapshot?.loadedAt ?? now
  return { asOf: new Date(loadedAt), ageMs: Math.max(0, now - loadedAt) }
}
