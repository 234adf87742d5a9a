import { type BillingRun, billingRuns, parseInstant, type SubscriptionSchedule } from '@tallygate/billing-period'
import { type BillingClient, type Schema, unwrap } from '@tallygate/client'
import {
  CustomerSnapshot,
  type SnapshotSchedule,
  type SnapshotSubscription,
  type SnapshotWallets,
} from './customer-snapshot.ts'
import type { EntitlementValue } from './entitlement-value.ts'
import { fromWireEntitlements } from './from-wire-entitlements.ts'
import { isNotFound } from './is-unavailable.ts'
import type { MeterCatalog } from './meter-catalog.ts'
import type { SoldPlan } from './sold-plan.ts'

/** A customer has one subscription, or a few; more than a page of active ones is not read. */
const SUBSCRIPTIONS_LIMIT = 50
/** States in which a customer keeps its data and is sold nothing. */
const CLOSED_STATES = new Set(['ARCHIVED', 'CLOSED'])

type Subscription = Schema<'PricingPlanSubscription'>
type PlanSchedule = Schema<'PricingPlanSchedule'>

/** The entitlements that the application grants to a customer without a subscription, by feature reference. */
export interface FreeTier {
  readonly models?: readonly string[]
  /** Budgets (per calendar month of the customer's time zone), rates and other NUMBER features. */
  readonly numbers?: Readonly<Record<string, number>>
  readonly switches?: Readonly<Record<string, boolean>>
}

export interface LoadCustomerOptions {
  readonly client: BillingClient
  readonly catalog: Pick<MeterCatalog, 'countedBy'>
  /** References of the meters of an attempt's events. */
  readonly meters: readonly string[]
  readonly modelsFeature: string | null
  readonly freeTier: FreeTier | undefined
  /** Reads the plan of a schedule; undefined where there is none, and where it cannot be read. */
  readonly readPlan?: (subscription: SnapshotSubscription, schedule: SnapshotSchedule) => Promise<SoldPlan | undefined>
  /** Reads the wallets that limit a customer; undefined where none does. */
  readonly readWallets?: (snapshot: CustomerSnapshot) => Promise<SnapshotWallets | undefined>
  readonly now: () => number
}

/**
 * Reads a customer's subscription, what it grants, and its schedules. A customer that the API does not know has none,
 * and no id.
 */
export async function loadCustomer(customer: string, options: LoadCustomerOptions): Promise<CustomerSnapshot> {
  const { client, modelsFeature, freeTier } = options
  const loadedAt = options.now()
  const path = { params: { path: { idOrRef: customer } } }
  const entitlementsRead = unwrap(client.GET('/v1/customers/{idOrRef}/entitlements', path))
  // Awaited after the customer, whose absence is the better answer; its own failure must not be unhandled until then.
  entitlementsRead.catch(() => undefined)
  const facts = { customer, loadedAt, modelsFeature, values: new Map<string, EntitlementValue>() }
  const wireCustomer = await readCustomer(client, customer)
  if (wireCustomer?.id == null) return new CustomerSnapshot(facts)
  const { id: customerId, status } = wireCustomer
  if (status != null && CLOSED_STATES.has(status))
    return new CustomerSnapshot({ ...facts, customerId, closedAs: status })
  const timeZone = wireCustomer.timezone ?? 'UTC'
  const active = await activeSubscriptions(client, customerId, timeZone, loadedAt)
  const current = await attemptsSubscription(active, options)
  const wire = await entitlementsRead
  const merged = fromWireEntitlements(customer, wire.entitlements ?? [])
  if (current === undefined) {
    const runs = freeTier === undefined ? [] : [{ calendar: calendarMonths(timeZone) }]
    return new CustomerSnapshot({ ...facts, customerId, values: freeValues(freeTier, modelsFeature), runs, timeZone })
  }
  const own = (wire.pricing_plan_subscription_entitlements ?? []).find(
    ({ pricing_plan_subscription_id: id }) => id === current.id,
  )
  // An answer that lists no subscriptions tells what the only one grants.
  const values =
    own === undefined && active.length === 1 ? merged : fromWireEntitlements(customer, own?.entitlements ?? [])
  const { id, runs, currency, billingPeriod } = current
  const schedules = await withPlans(current, options)
  const subscription = { id, schedules, currency, billingPeriod }
  const known = { ...facts, customerId, subscription, values, merged, runs, timeZone }
  const snapshot = new CustomerSnapshot(known)
  const wallets = await options.readWallets?.(snapshot)
  return wallets === undefined ? snapshot : new CustomerSnapshot({ ...known, wallets })
}

/** The schedules of a subscription with the plans of those that have not ended. */
async function withPlans(
  subscription: SnapshotSubscription,
  { readPlan, now }: LoadCustomerOptions,
): Promise<readonly SnapshotSchedule[]> {
  if (readPlan === undefined) return subscription.schedules
  return Promise.all(
    subscription.schedules.map(async (schedule) => {
      const plan = schedule.end <= now() ? undefined : await readPlan(subscription, schedule)
      return plan === undefined ? schedule : { ...schedule, plan }
    }),
  )
}

async function readCustomer(client: BillingClient, customer: string): Promise<Schema<'Customer'> | undefined> {
  try {
    return await unwrap(client.GET('/v1/customers/{idOrRef}', { params: { path: { idOrRef: customer } } }))
  } catch (error) {
    if (!isNotFound(error)) throw error
    return undefined
  }
}

interface ActiveSubscription extends SnapshotSubscription {
  readonly createdAt: string
  readonly runs: readonly BillingRun<TimedSchedule>[]
  /** The one in force. */
  readonly inForce: PlanSchedule
}

interface TimedSchedule extends SubscriptionSchedule {
  readonly wire: PlanSchedule
}

/**
 * The subscription that a customer's attempts belong to, and that their events name: the last created whose plan counts
 * every meter of an attempt, as the billing API chooses for an event that names none (API fact: selector fallback
 * LATEST). Our decision: where none does, the last created that counts one of them, else the last created.
 */
async function attemptsSubscription(
  active: readonly ActiveSubscription[],
  { catalog, meters }: LoadCustomerOptions,
): Promise<ActiveSubscription | undefined> {
  const [only] = active
  if (active.length <= 1) return only
  const counted = await Promise.all(
    active.map(async (subscription) => {
      const known = await catalog.countedBy(subscription.inForce)
      return { subscription, count: meters.filter((meter) => known.has(meter)).length }
    }),
  )
  return counted.sort(
    (one, other) => other.count - one.count || lastCreatedFirst(one.subscription, other.subscription),
  )[0]?.subscription
}

function lastCreatedFirst(one: ActiveSubscription, other: ActiveSubscription): number {
  if (one.createdAt !== other.createdAt) return one.createdAt < other.createdAt ? 1 : -1
  return one.id < other.id ? 1 : -1
}

/** The subscriptions that have a schedule in force. */
async function activeSubscriptions(
  client: BillingClient,
  customerId: string,
  timeZone: string,
  at: number,
): Promise<readonly ActiveSubscription[]> {
  const { data } = await unwrap(
    client.GET('/v1/pricing-plan-subscriptions', {
      params: { query: { customer_id: customerId, 'statuses[]': ['ACTIVE'], limit: SUBSCRIPTIONS_LIMIT } },
    }),
  )
  const active = data.filter(
    ({ status, type, ...rest }) => status === 'ACTIVE' && (type ?? 'BILLING') === 'BILLING' && !isInactive(rest, at),
  )
  const found = await Promise.all(
    active.map(async (subscription) => {
      const { data: schedules } = await unwrap(
        client.GET('/v1/pricing-plan-schedules', {
          params: { query: { pricing_plan_subscription_id: subscription.id ?? '' } },
        }),
      )
      return toActiveSubscription(subscription, schedules, timeZone, at)
    }),
  )
  return found.filter((subscription) => subscription !== undefined)
}

function toActiveSubscription(
  subscription: Subscription,
  wire: readonly PlanSchedule[],
  timeZone: string,
  at: number,
): ActiveSubscription | undefined {
  const { billing_time: billingTime, billing_period: period } = subscription
  const endAt = endOf(subscription, at)
  const runs = billingRuns({
    billingTime: billingTime ?? 'EXACT',
    period: { type: period?.type ?? 'MONTH', value: period?.value ?? 1 },
    timeZone,
    endAt,
    schedules: wire.flatMap(toTimedSchedule),
  })
  const held = runs.flatMap(({ schedules }) => schedules)
  const inForce = held.find(({ start, end }) => start.getTime() <= at && (end === null || at < end.getTime()))
  if (inForce === undefined) return undefined
  return {
    id: subscription.id ?? '',
    createdAt: subscription.created_at ?? '',
    // Our decision: what a subscription without a currency is billed in.
    currency: subscription.billing_currency ?? 'USD',
    billingPeriod: { type: period?.type ?? 'MONTH', value: period?.value ?? 1 },
    schedules: held.map(({ schedule, start, end }) => ({
      id: schedule.wire.id ?? '',
      start: start.getTime(),
      end: end?.getTime() ?? Number.POSITIVE_INFINITY,
      wire: schedule.wire,
      pricingPlanVersionId: schedule.wire.pricing_plan_version_id ?? undefined,
      overridesPricing:
        (schedule.wire.override_pricings?.length ?? 0) + (schedule.wire.pricing_categories?.length ?? 0) > 0,
    })),
    runs,
    inForce: inForce.schedule.wire,
  }
}

function toTimedSchedule(wire: PlanSchedule): TimedSchedule[] {
  if (wire.start_at === undefined) return []
  const period = wire.billing_period
  return [
    {
      wire,
      startAt: parseInstant(wire.start_at),
      endAt: wire.end_at == null ? null : parseInstant(wire.end_at),
      period: period == null ? null : { type: period.type ?? 'MONTH', value: period.value ?? 1 },
      realigns: wire.realign_invoice_date_to_pricing_plan_schedule_start_at === true,
    },
  ]
}

type InactivePeriods = Pick<Subscription, 'inactive_periods'>

function isInactive({ inactive_periods: periods }: InactivePeriods, at: number): boolean {
  return (periods ?? []).some((inactive) => {
    if (inactive.start_at == null || parseInstant(inactive.start_at).getTime() > at) return false
    return inactive.end_at == null || parseInstant(inactive.end_at).getTime() > at
  })
}

/** Finds the instant at which the subscription ends or pauses next: its last period before that is cut there. */
function endOf({ inactive_periods: periods }: InactivePeriods, at: number): Date | null {
  const starts = (periods ?? []).flatMap(({ start_at: start }) =>
    start == null ? [] : [parseInstant(start).getTime()],
  )
  const next = Math.min(...starts.filter((start) => start > at))
  return next === Number.POSITIVE_INFINITY ? null : new Date(next)
}

/** Our decision: budgets that the application grants without a subscription last a calendar month. */
function calendarMonths(timeZone: string): BillingRun<never>['calendar'] {
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
