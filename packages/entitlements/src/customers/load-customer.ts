import { type BillingSchedule, type Period, parseInstant } from '@tallygate/billing-period'
import { type BillingClient, type Schema, unwrap } from '@tallygate/client'
import type { FreeTier } from '../entitlements-options.ts'
import { CustomerSnapshot, type SnapshotSchedule } from './customer-snapshot.ts'
import type { EntitlementValue } from './entitlement-value.ts'
import { fromWireEntitlements } from './from-wire-entitlements.ts'
import { isNotFound } from './is-unavailable.ts'

/** A customer has one subscription, or a few; more than a page of active ones is not read. */
const SUBSCRIPTIONS_LIMIT = 50

type Subscription = Schema<'PricingPlanSubscription'>
type PlanSchedule = Schema<'PricingPlanSchedule'>

export interface LoadCustomerOptions {
  readonly client: BillingClient
  readonly modelsFeature: string | null
  readonly freeTier: FreeTier | undefined
  readonly now: () => number
}

/** Reads a customer's entitlements, subscription and schedule. A customer that the API does not know has neither, and no id. */
export async function loadCustomer(customer: string, options: LoadCustomerOptions): Promise<CustomerSnapshot> {
  const { client, modelsFeature, freeTier } = options
  const loadedAt = options.now()
  const path = { params: { path: { idOrRef: customer } } }
  const entitlementsRead = unwrap(client.GET('/v1/customers/{idOrRef}/entitlements', path))
  // Awaited after the customer, whose absence is the better answer; its own failure must not be unhandled until then.
  entitlementsRead.catch(() => undefined)
  const facts = { customer, loadedAt, modelsFeature }
  let wireCustomer: Schema<'Customer'>
  try {
    wireCustomer = await unwrap(client.GET('/v1/customers/{idOrRef}', path))
  } catch (error) {
    if (!isNotFound(error)) throw error
    return new CustomerSnapshot({
      ...facts,
      customerId: undefined,
      subscription: undefined,
      values: new Map(),
      schedule: undefined,
    })
  }
  const customerId = wireCustomer.id ?? undefined
  const timeZone = wireCustomer.timezone ?? 'UTC'
  const current = customerId === undefined ? undefined : await currentSubscription(client, customerId, loadedAt)
  const wireEntitlements = await entitlementsRead
  if (current === undefined) {
    const schedule = freeTier === undefined ? undefined : calendarMonths(timeZone)
    const values = freeValues(freeTier, modelsFeature)
    return new CustomerSnapshot({ ...facts, customerId, subscription: undefined, values, schedule })
  }
  return new CustomerSnapshot({
    ...facts,
    customerId,
    subscription: { id: current.subscription.id ?? '', schedules: current.schedules.map(toSnapshotSchedule) },
    values: fromWireEntitlements(customer, wireEntitlements),
    schedule: toBillingSchedule(current, timeZone),
  })
}

interface CurrentSubscription {
  readonly subscription: Subscription
  /** In the order of their start. */
  readonly schedules: readonly TimedSchedule[]
  /** Position of the one in force. */
  readonly inForce: number
}

interface TimedSchedule {
  readonly wire: PlanSchedule
  readonly start: number
  readonly end: number
}

/**
 * The subscription that events are booked on: of several active ones the one whose schedule in force began last, because an event without a
 * subscription goes to the latest one (API fact: selector fallback LATEST).
 */
async function currentSubscription(
  client: BillingClient,
  customerId: string,
  at: number,
): Promise<CurrentSubscription | undefined> {
  const { data } = await unwrap(
    client.GET('/v1/pricing-plan-subscriptions', {
      params: { query: { customer_id: customerId, 'statuses[]': ['ACTIVE'], limit: SUBSCRIPTIONS_LIMIT } },
    }),
  )
  const active = data.filter((subscription) => subscription.status === 'ACTIVE' && !isInactive(subscription, at))
  const found = await Promise.all(
    active.map(async (subscription) => {
      const wire = await unwrap(
        client.GET('/v1/pricing-plan-schedules', {
          params: { query: { pricing_plan_subscription_id: subscription.id ?? '' } },
        }),
      )
      const schedules = toTimedSchedules(wire.data)
      return { subscription, schedules, inForce: schedules.findLastIndex(({ start, end }) => start <= at && at < end) }
    }),
  )
  const startOf = ({ schedules, inForce }: CurrentSubscription): number => schedules[inForce]?.start ?? 0
  return found.filter(({ inForce }) => inForce >= 0).sort((a, b) => startOf(b) - startOf(a))[0]
}

/** A schedule ends when it says so, and at the latest when the next one starts. */
function toTimedSchedules(wire: readonly PlanSchedule[]): TimedSchedule[] {
  const starts = wire
    .flatMap((schedule) => {
      return schedule.start_at === undefined
        ? []
        : [{ wire: schedule, start: parseInstant(schedule.start_at).getTime() }]
    })
    .sort((a, b) => a.start - b.start)
  return starts.map(({ wire: schedule, start }, index) => {
    const end = schedule.end_at == null ? Number.POSITIVE_INFINITY : parseInstant(schedule.end_at).getTime()
    return { wire: schedule, start, end: Math.min(end, starts[index + 1]?.start ?? Number.POSITIVE_INFINITY) }
  })
}

function isInactive(subscription: Subscription, at: number): boolean {
  return (subscription.inactive_periods ?? []).some((inactive) => {
    if (inactive.start_at == null || parseInstant(inactive.start_at).getTime() > at) return false
    return inactive.end_at == null || parseInstant(inactive.end_at).getTime() > at
  })
}

function toSnapshotSchedule({ wire, start, end }: TimedSchedule): SnapshotSchedule {
  return {
    id: wire.id ?? '',
    start,
    end,
    pricingPlanVersionId: wire.pricing_plan_version_id ?? undefined,
    overridesPricing: (wire.override_pricings?.length ?? 0) + (wire.pricing_categories?.length ?? 0) > 0,
  }
}

/**
 * What cuts the time into periods. A schedule that follows another one without a gap goes on in its periods, unless it asks to realign or has
 * another length: a plan change in the middle of a month does not begin another month, nor give its budget again.
 */
function toBillingSchedule(
  { subscription, schedules, inForce }: CurrentSubscription,
  timeZone: string,
): BillingSchedule {
  const lengthOf = (schedule: TimedSchedule | undefined): Period => {
    const wire = schedule?.wire.billing_period ?? subscription.billing_period
    return { type: wire?.type ?? 'MONTH', value: wire?.value ?? 1 }
  }
  const goesOn = (earlier: TimedSchedule | undefined, later: TimedSchedule | undefined): boolean => {
    if (earlier === undefined || later === undefined || earlier.end !== later.start) return false
    const [one, other] = [lengthOf(earlier), lengthOf(later)]
    const realigns = later.wire.realign_invoice_date_to_pricing_plan_schedule_start_at === true
    return !realigns && one.type === other.type && one.value === other.value
  }
  let first = inForce
  while (goesOn(schedules[first - 1], schedules[first])) first -= 1
  let last = inForce
  while (goesOn(schedules[last], schedules[last + 1])) last += 1
  const end = schedules[last]?.end ?? Number.POSITIVE_INFINITY
  return {
    billingTime: subscription.billing_time ?? 'EXACT',
    period: lengthOf(schedules[first]),
    startAt: new Date(schedules[first]?.start ?? 0),
    endAt: end === Number.POSITIVE_INFINITY ? null : new Date(end),
    timeZone,
  }
}

/** Our decision: budgets that the application grants without a subscription last a calendar month. */
function calendarMonths(timeZone: string): BillingSchedule {
  return { billingTime: 'CALENDAR', period: { type: 'MONTH', value: 1 }, startAt: new Date(0), timeZone }
}

function freeValues(tier: FreeTier | undefined, modelsFeature: string | null): Map<string, EntitlementValue> {
  const values = new Map<string, EntitlementValue>()
  if (tier === undefined) return values
  if (tier.models !== undefined && modelsFeature !== null)
    values.set(modelsFeature, { type: 'enums', enums: tier.models })
  for (const [feature, number] of Object.entries(tier.numbers ?? {})) values.set(feature, { type: 'number', number })
  for (const [feature, on] of Object.entries(tier.switches ?? {})) values.set(feature, { type: 'switch', switch: on })
  return values
}
