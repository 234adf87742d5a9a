import {
  type AttemptPricing,
  attemptPricing,
  type CompiledPlan,
  PricingError,
  pricingsIn,
  soldCreditTypesIn,
} from '@tallygate/rating'
import type { CustomerSnapshot, PeriodMs, SnapshotSchedule } from '../customers/customer-snapshot.ts'
import type { PlanReader } from '../customers/plan-reader.ts'
import type { ReadPlan } from '../customers/sold-plan.ts'

/** The prices of attempts in the part of a period that a schedule holds for. */
export interface PricedAttempts {
  readonly type: 'priced'
  readonly pricing: AttemptPricing
  readonly schedule: SnapshotSchedule
  readonly start: Date
  /** Exclusive. */
  readonly end: Date
  readonly meterIds: ReadonlyMap<string, string>
  readonly valueIds: ReadonlyMap<string, string>
}

/** A plan whose attempts cannot be priced one by one, with the reason. */
export interface UnpricedAttempts {
  readonly type: 'unpriced'
  readonly pricingPlanVersionId: string | undefined
  readonly reason: string
  /** True where a rule is priced in credits that the plan does not sell: then wallets limit the customer. */
  readonly drawsWallets: boolean
}

export type AttemptPrices = PricedAttempts | UnpricedAttempts

/** Accounts that one customer's prices go by, at most; a plan has a handful of rules. */
const COUNTERS_MAX = 2_000

/** Prepares the prices of attempts, once for a schedule and a period. */
export class PriceReader {
  readonly #plans: Pick<PlanReader, 'read'>
  /** References of the meters that attempts report. */
  readonly #meters: readonly string[]
  /** By what was read of the customer: found without a wait as long as that stands. */
  readonly #known = new WeakMap<SnapshotSchedule, { readonly periodStart: number; readonly prices: AttemptPrices }>()
  /** By the compiled plan, which many customers and later reads of one customer share. */
  readonly #prepared = new WeakMap<ReadPlan, Map<string, AttemptPrices>>()

  constructor(plans: Pick<PlanReader, 'read'>, meters: readonly string[]) {
    this.#plans = plans
    this.#meters = meters
  }

  /** Prices at an instant as far as they are known without a wait: those of plans that were read with the customer. */
  known(snapshot: CustomerSnapshot, period: PeriodMs, at: number): AttemptPrices | undefined {
    const schedule = scheduleAt(snapshot, at)
    if (schedule === undefined) return undefined
    const known = this.#known.get(schedule)
    if (known?.periodStart === period.start) return known.prices
    if (schedule.plan === undefined) return undefined
    return this.#remember(schedule, period, this.#prepare(schedule.plan, snapshot, schedule, period))
  }

  #remember(schedule: SnapshotSchedule, { start }: PeriodMs, prices: AttemptPrices): AttemptPrices {
    this.#known.set(schedule, { periodStart: start, prices })
    return prices
  }

  /** Prices at an instant. Throws what the reads threw. */
  async at(snapshot: CustomerSnapshot, period: PeriodMs, at: number): Promise<AttemptPrices> {
    const known = this.known(snapshot, period, at)
    if (known !== undefined) return known
    const schedule = scheduleAt(snapshot, at)
    if (schedule === undefined || snapshot.subscription === undefined)
      return { type: 'unpriced', pricingPlanVersionId: undefined, reason: 'no schedule holds', drawsWallets: false }
    return this.#remember(schedule, period, await this.#read(snapshot, schedule, period))
  }

  /** Prices of every part of a period, in their order. Throws what the reads threw. */
  async ofPeriod(snapshot: CustomerSnapshot, period: PeriodMs): Promise<readonly AttemptPrices[]> {
    const parts = (snapshot.subscription?.schedules ?? []).filter(
      ({ start, end }) => start < period.end && end > period.start,
    )
    return Promise.all(parts.map(({ start }) => this.at(snapshot, period, Math.max(start, period.start))))
  }

  /** Of a schedule whose plan was not read with the customer: one that has ended. */
  async #read(snapshot: CustomerSnapshot, schedule: SnapshotSchedule, period: PeriodMs): Promise<AttemptPrices> {
    const { subscription } = snapshot
    const { pricingPlanVersionId } = schedule
    if (subscription === undefined || pricingPlanVersionId === undefined)
      return unpriced(schedule, 'the schedule names no plan version')
    const read = isPast(schedule, snapshot) ? await this.#plans.read(subscription, schedule) : undefined
    if (read === undefined) return unpriced(schedule, 'the plan cannot be read')
    return this.#prepare(read, snapshot, schedule, period)
  }

  #prepare(read: ReadPlan, snapshot: CustomerSnapshot, schedule: SnapshotSchedule, period: PeriodMs): AttemptPrices {
    const prepared = this.#prepared.get(read) ?? new Map<string, AttemptPrices>()
    this.#prepared.set(read, prepared)
    const key = `${period.start} ${period.end} ${schedule.start} ${schedule.end} ${snapshot.timeZone}`
    const found = prepared.get(key)
    if (found !== undefined) return found
    const prices = this.#price(read, snapshot, schedule, period)
    // A period at a time: what ended is not asked for again but by late settles.
    if (prepared.size > 1) prepared.clear()
    prepared.set(key, prices)
    return prices
  }

  #price(read: ReadPlan, snapshot: CustomerSnapshot, schedule: SnapshotSchedule, period: PeriodMs): AttemptPrices {
    const { plan, meterIds, valueIds } = read
    const start = new Date(Math.max(period.start, schedule.start))
    const end = new Date(Math.min(period.end, schedule.end))
    try {
      const pricing = attemptPricing(plan, {
        start,
        end,
        period: { start: new Date(period.start), end: new Date(period.end), full: period.full },
        timeZone: snapshot.timeZone,
        meterIds: new Set(this.#meters.flatMap((meter) => meterIds.get(meter) ?? [])),
      })
      if (pricing.counters.length > COUNTERS_MAX)
        return unpriced(
          schedule,
          `its price goes by ${pricing.counters.length} counts, more than ${COUNTERS_MAX}`,
          drawsWallets(plan, { start, end }),
        )
      return { type: 'priced', pricing, schedule, start, end, meterIds, valueIds }
    } catch (error) {
      if (!(error instanceof PricingError)) throw error
      return unpriced(schedule, error.message, drawsWallets(plan, { start, end }))
    }
  }
}

function unpriced(
  { pricingPlanVersionId }: SnapshotSchedule,
  reason: string,
  drawsCredits: boolean = false,
): UnpricedAttempts {
  return { type: 'unpriced', pricingPlanVersionId, reason, drawsWallets: drawsCredits }
}

function drawsWallets(plan: CompiledPlan, segment: { readonly start: Date; readonly end: Date }): boolean {
  const sold = soldCreditTypesIn(plan, segment)
  return pricingsIn(plan, segment)
    .flatMap(({ items }) => items)
    .flatMap((item) => ('error' in item ? [] : item.value.rules.shown))
    .some(({ creditTypeId }) => creditTypeId !== null && !sold.has(creditTypeId))
}

function isPast({ end }: SnapshotSchedule, { loadedAt }: CustomerSnapshot): boolean {
  return end <= loadedAt
}

function scheduleAt({ subscription }: CustomerSnapshot, at: number): SnapshotSchedule | undefined {
  return subscription?.schedules.find(({ start, end }) => start <= at && at < end)
}
