import { formatInstant, parseInstant } from '@tallygate/billing-period'
import type { Schema } from '@tallygate/client'
import type { Queryable } from '../database/database.ts'
import {
  ApiFault,
  invalidField,
  invalidOperation,
  missingField,
  notFound,
  referenceNotFound,
} from '../http/api-fault.ts'
import type { OperationHandlers } from '../http/operation-handlers.ts'
import { ensureInvoices } from '../invoicing/ensure-invoices.ts'
import { resolveEntitlementFeatures } from '../plans/check-version.ts'
import { pageResponse } from '../resources/page-response.ts'
import type { ServerContext } from '../server-context.ts'
import { settleChanges } from './settle-changes.ts'
import { loadTerms } from './subscription-terms.ts'

/** Subscriptions and their schedules. */
export function subscriptionRoutes(context: ServerContext): OperationHandlers {
  return { ...subscriptionResourceRoutes(context), ...scheduleRoutes(context) }
}

type Subscription = Schema<'PricingPlanSubscription'>
type Schedule = Schema<'PricingPlanSchedule'>

/** The subscription with the index of its schedules. */
export async function withScheduleInfos(
  { stores }: ServerContext,
  database: Queryable,
  subscription: Subscription,
): Promise<Subscription> {
  const schedules = await stores.schedules.list(
    database,
    [{ sql: 'pricing_plan_subscription_id', equals: subscription.id ?? '' }],
    { orderBy: 'created_at', orderDirection: 'asc' },
  )
  return {
    ...subscription,
    pricing_plan_schedule_infos: schedules.data
      .toSorted((one, other) => (one.start_at ?? '').localeCompare(other.start_at ?? ''))
      .map((schedule) => ({
        id: schedule.id ?? null,
        pricing_plan_id: schedule.pricing_plan_id ?? null,
        pricing_plan_version_id: schedule.pricing_plan_version_id ?? null,
        start_at: schedule.start_at ?? null,
        end_at: schedule.end_at ?? null,
      })),
  }
}

/** Who is billed by whom: the customer and the billing entity, each with id and reference. */
async function resolveParties(
  { stores }: ServerContext,
  database: Queryable,
  body: Schema<'PricingPlanSubscriptionUpdateRequest'>,
) {
  const customerKey = body.customer_id ?? body.customer_reference
  const customerField = body.customer_id === undefined ? 'customer_reference' : 'customer_id'
  const customer = customerKey === undefined ? undefined : await stores.customers.find(database, customerKey)
  if (customerKey !== undefined && customer === undefined)
    throw referenceNotFound(customerField, 'CUSTOMER', customerKey)
  const entityKey = body.billing_entity_id ?? body.billing_entity_reference
  const entity = entityKey == null ? undefined : await stores.billingEntities.find(database, entityKey)
  if (entityKey != null && entity === undefined) {
    const field = body.billing_entity_id == null ? 'billing_entity_reference' : 'billing_entity_id'
    throw referenceNotFound(field, 'BILLING_ENTITY', entityKey)
  }
  return { customer, entity }
}

function subscriptionResourceRoutes(context: ServerContext): OperationHandlers {
  const { database, stores, makeId } = context
  return {
    listPricingPlanSubscriptions: async ({ query }) => {
      if (query.reference !== undefined && query.customer_id === undefined) throw missingField('customer_id')
      const filters = [
        { sql: 'customer_id', equals: query.customer_id },
        { sql: 'reference', equals: query.reference },
        { sql: 'status', equals: query.status },
        { sql: 'status', in: query['statuses[]'] },
        { sql: "body ->> 'type'", equals: query.type },
        { sql: "body ->> 'variant'", equals: query.variant },
      ]
      const request = {
        page: query.page ?? 1,
        limit: query.limit ?? 50,
        orderBy: query.order_by,
        orderDirection: query.order_direction,
      }
      const found = await stores.subscriptions.list(database, filters, request)
      const data: Subscription[] = []
      for (const one of found.data) data.push(await withScheduleInfos(context, database, one))
      return pageResponse('/v1/pricing-plan-subscriptions', request, { ...found, data })
    },
    createPricingPlanSubscription: ({ body }) =>
      database.transaction(async (transaction) => {
        const created = await createSubscription(context, transaction, body, makeId('pricing_plan_subscriptions'))
        return withScheduleInfos(context, transaction, created)
      }),
    getPricingPlanSubscription: async ({ path }) =>
      withScheduleInfos(context, database, await stores.subscriptions.get(database, path.id)),
    updatePricingPlanSubscription: ({ path, body }) =>
      database.transaction(async (transaction) => {
        const found = await stores.subscriptions.lock(transaction, path.id)
        const updated = await updateSubscription(context, transaction, found, body)
        return withScheduleInfos(context, transaction, updated)
      }),
    deletePricingPlanSubscription: ({ path }) =>
      database.transaction(async (transaction) => {
        const found = await stores.subscriptions.lock(transaction, path.id)
        if (found.status !== 'DRAFT') {
          const message = `The subscription is ${String(found.status)}; only a DRAFT can be deleted`
          throw invalidOperation(message, { resourceType: 'PRICING_PLAN_SUBSCRIPTION', resourceId: path.id })
        }
        return stores.subscriptions.remove(transaction, path.id)
      }),
  }
}

/** Stores a DRAFT subscription with our defaults: EXACT, monthly, USD, the oldest billing entity. */
export async function createSubscription(
  context: ServerContext,
  database: Queryable,
  body: Schema<'PricingPlanSubscriptionCreateRequest'>,
  defaultReference: string,
): Promise<Subscription> {
  const { stores } = context
  refuseNegativeTax(body.sales_tax_percentage)
  const { customer, entity } = await resolveParties(context, database, body)
  if (customer?.id == null) throw missingField('customer_id', 'PRICING_PLAN_SUBSCRIPTION')
  const billingEntity =
    entity ?? (await stores.billingEntities.list(database, [], { limit: 1, orderDirection: 'asc' })).data[0]
  if (billingEntity?.id == null) {
    throw new ApiFault({
      status: 400,
      code: 'UNABLE_TO_PROCESS_INSTRUCTIONS',
      message: 'There is no billing entity yet; create one first',
      field: 'billing_entity_id',
      resourceType: 'BILLING_ENTITY',
    })
  }
  return stores.subscriptions.insert(database, {
    type: 'BILLING',
    variant: 'DEFAULT',
    billing_time: 'EXACT',
    billing_currency: 'USD',
    ...body,
    billing_period: { type: body.billing_period?.type ?? 'MONTH', value: body.billing_period?.value ?? 1 },
    reference: body.reference ?? defaultReference,
    customer_id: customer.id,
    customer_reference: customer.reference ?? '',
    billing_entity_id: billingEntity.id,
    billing_entity_reference: billingEntity.reference ?? null,
    status: 'DRAFT',
    inactive_periods: [],
  })
}

function refuseNegativeTax(percentage: string | null | undefined): void {
  if (percentage?.startsWith('-') === true) {
    throw invalidField('sales_tax_percentage', 'value is negative', 'PRICING_PLAN_SUBSCRIPTION')
  }
}

/** Members that decide periods and amounts: fixed once the subscription bills. */
const FIXED_ONCE_ACTIVE = [
  'type',
  'billing_period',
  'billing_currency',
  'billing_time',
  'customer_id',
  'customer_reference',
] as const

async function updateSubscription(
  context: ServerContext,
  database: Queryable,
  found: Subscription,
  body: Schema<'PricingPlanSubscriptionUpdateRequest'>,
): Promise<Subscription> {
  const { stores } = context
  const id = found.id ?? ''
  refuseNegativeTax(body.sales_tax_percentage)
  const { customer, entity } = await resolveParties(context, database, body)
  const members: Partial<Subscription> = {
    ...body,
    ...(customer?.id != null && { customer_id: customer.id, customer_reference: customer.reference ?? '' }),
    ...(entity?.id != null && { billing_entity_id: entity.id, billing_entity_reference: entity.reference ?? null }),
  } as Partial<Subscription>
  const status = body.status ?? found.status
  if (found.status !== 'DRAFT') {
    for (const member of FIXED_ONCE_ACTIVE) {
      if (members[member] !== undefined && JSON.stringify(members[member]) !== JSON.stringify(found[member])) {
        throw invalidOperation(`${member} of a subscription that is ${String(found.status)} cannot change`, {
          field: member,
          resourceType: 'PRICING_PLAN_SUBSCRIPTION',
          resourceId: id,
        })
      }
    }
    if (status !== found.status) {
      throw invalidOperation(
        `A subscription that is ${String(found.status)} cannot become ${String(status)} by an update`,
        {
          field: 'status',
          resourceType: 'PRICING_PLAN_SUBSCRIPTION',
          resourceId: id,
        },
      )
    }
    return stores.subscriptions.update(database, id, members)
  }
  if (status === 'CANCELLED' || status === 'VOID' || status === 'ARCHIVED') {
    throw invalidOperation(`A DRAFT cannot become ${status}; delete it instead`, { field: 'status', resourceId: id })
  }
  const updated = await stores.subscriptions.update(database, id, { ...members, status: 'DRAFT' })
  return status === 'ACTIVE' ? activateSubscription(context, database, updated) : updated
}

/** DRAFT → ACTIVE: from here on events are booked and invoices run. */
export async function activateSubscription(
  context: ServerContext,
  database: Queryable,
  subscription: Subscription,
): Promise<Subscription> {
  const { stores, clock } = context
  const id = subscription.id ?? ''
  const refuse = (message: string, facts: { field?: string; resourceType: 'CUSTOMER' | 'PRICING_PLAN_SCHEDULE' }) =>
    new ApiFault({ status: 400, code: 'UNABLE_TO_PROCESS_INSTRUCTIONS', message, resourceId: id, ...facts })
  const customer = await stores.customers.get(database, subscription.customer_id ?? '')
  if (customer.status !== 'ACTIVE') {
    const message = `The customer is ${String(customer.status)}; activate it first (POST /v1/customers/${customer.reference ?? ''}/activate)`
    throw refuse(message, { field: 'customer_id', resourceType: 'CUSTOMER' })
  }
  const schedules = await stores.schedules.list(database, [{ sql: 'pricing_plan_subscription_id', equals: id }])
  if (schedules.total === 0) {
    throw refuse('The subscription has no schedule; create one first', {
      field: 'status',
      resourceType: 'PRICING_PLAN_SCHEDULE',
    })
  }
  const entity = await stores.billingEntities.get(database, subscription.billing_entity_id ?? '')
  const activated = await stores.subscriptions.update(
    database,
    id,
    { status: 'ACTIVE', activated_at: formatInstant(clock.date()) },
    { activated_at: clock.date(), time_zone: customer.timezone ?? entity.timezone ?? 'UTC' },
  )
  const [terms] = await loadTerms(database, { subscriptionIds: [id] })
  if (terms !== undefined) await ensureInvoices(context, database, terms)
  return activated
}

function scheduleRoutes(context: ServerContext): OperationHandlers {
  const { database, stores } = context
  return {
    listPricingPlanSchedules: async ({ query }) => {
      const filters = [{ sql: 'pricing_plan_subscription_id', equals: query.pricing_plan_subscription_id }]
      const { data } = await stores.schedules.list(database, filters)
      return { data: data.toSorted((one, other) => (one.start_at ?? '').localeCompare(other.start_at ?? '')) }
    },
    createPricingPlanSchedule: ({ body, query }) =>
      database.transaction((transaction) =>
        createSchedule(context, transaction, body, {
          setPreviousEnd: query.set_previous_end_at ?? false,
          setNextStart: query.set_next_start_at ?? false,
        }),
      ),
    getPricingPlanSchedule: ({ path }) => stores.schedules.get(database, path.id),
  }
}

/** Which plan version a schedule means. Only one that is ACTIVE can be subscribed to. */
export async function resolveVersion(
  { stores }: ServerContext,
  database: Queryable,
  body: Schema<'PricingPlanScheduleCreateRequest'>,
) {
  const selector = body.pricing_plan_version_selector
  if (body.pricing_plan_version_id != null) {
    const version = await stores.versions.find(database, body.pricing_plan_version_id)
    if (version === undefined) {
      throw referenceNotFound('pricing_plan_version_id', 'PRICING_PLAN_VERSION', body.pricing_plan_version_id)
    }
    if (version.status !== 'ACTIVE') {
      throw invalidField(
        'pricing_plan_version_id',
        `the version is ${String(version.status)}; only an ACTIVE one can be subscribed to`,
        'PRICING_PLAN_VERSION',
      )
    }
    return version
  }
  const planKey = selector?.pricing_plan_id ?? selector?.pricing_plan_reference ?? body.pricing_plan_id
  if (planKey == null) throw missingField('pricing_plan_version_id', 'PRICING_PLAN_SCHEDULE')
  const plan = await stores.plans.find(database, planKey)
  if (plan?.id == null) throw referenceNotFound('pricing_plan_version_selector', 'PRICING_PLAN', planKey)
  const versions = await stores.versions.list(
    database,
    [
      { sql: 'pricing_plan_id', equals: plan.id },
      { sql: 'status', equals: 'ACTIVE' },
      { sql: 'version', equals: selector?.type === 'VERSION' ? (selector.version ?? undefined) : undefined },
    ],
    { limit: 1000, orderDirection: 'desc' },
  )
  const newest = versions.data.toSorted((one, other) => (other.version ?? 0) - (one.version ?? 0))[0]
  // The API's own answer to a plan whose versions are only DRAFT.
  if (newest === undefined) throw notFound('PRICING_PLAN_VERSION', planKey)
  return newest
}

/** Throws when a request names another plan than the one whose version the schedule follows. */
export function requirePlanOf(
  version: { readonly pricing_plan_id?: string | null },
  planId: string | null | undefined,
): void {
  if (planId == null || planId === version.pricing_plan_id) return
  throw invalidField('pricing_plan_id', 'value is not the plan of the version', 'PRICING_PLAN_SCHEDULE')
}

/** An instant of a request, to the second. Throws naming the field. */
export const readInstant = (text: string, field: string): Date => {
  try {
    // Whole seconds: what the API shows again is exactly what is billed by.
    return new Date(Math.floor(parseInstant(text).getTime() / 1000) * 1000)
  } catch {
    throw invalidField(field, 'value is not an instant; use ISO 8601 such as 2026-01-05T10:00:00Z')
  }
}

/** How far back a schedule may begin: every period since then gets its invoice (our limit). */
export const MAX_BACKDATED_MS = 10 * 366 * 24 * 3_600_000
/** How far ahead: a hundred years, so that no period ends after the last year that can be written (our limit). */
export const MAX_AHEAD_MS = 100 * 366 * 24 * 3_600_000

/** Throws when a schedule would begin further away than any plan reaches. */
export function checkStart(start: Date, now: number): void {
  if (start.getTime() < now - MAX_BACKDATED_MS) {
    throw invalidField('start_at', 'value lies more than ten years in the past', 'PRICING_PLAN_SCHEDULE')
  }
  if (start.getTime() > now + MAX_AHEAD_MS) {
    throw invalidField('start_at', 'value lies more than a hundred years in the future', 'PRICING_PLAN_SCHEDULE')
  }
}

/** Stores a schedule of a subscription; its stretch of time may not overlap another's. */
export async function createSchedule(
  context: ServerContext,
  database: Queryable,
  body: Schema<'PricingPlanScheduleCreateRequest'>,
  flags: { readonly setPreviousEnd: boolean; readonly setNextStart: boolean },
): Promise<Schedule> {
  const { stores } = context
  if (flags.setPreviousEnd && flags.setNextStart) {
    throw invalidField('set_next_start_at', 'value cannot be combined with set_previous_end_at')
  }
  const subscriptionId = body.pricing_plan_subscription_id
  if (subscriptionId === undefined) throw missingField('pricing_plan_subscription_id', 'PRICING_PLAN_SCHEDULE')
  if (body.start_at === undefined) throw missingField('start_at', 'PRICING_PLAN_SCHEDULE')
  const known = await stores.subscriptions.find(database, subscriptionId)
  if (known === undefined) {
    throw referenceNotFound('pricing_plan_subscription_id', 'PRICING_PLAN_SUBSCRIPTION', subscriptionId)
  }
  const subscription = await stores.subscriptions.lock(database, subscriptionId)
  if (subscription.status !== 'DRAFT' && subscription.status !== 'ACTIVE') {
    throw invalidOperation(`The subscription is ${String(subscription.status)}`, {
      field: 'pricing_plan_subscription_id',
      resourceType: 'PRICING_PLAN_SUBSCRIPTION',
      resourceId: subscriptionId,
    })
  }
  if (body.pricing_currency != null && body.pricing_currency !== subscription.billing_currency) {
    const message = `this server bills in the currency of the subscription (${subscription.billing_currency ?? ''}) only`
    throw invalidField('pricing_currency', message, 'PRICING_PLAN_SCHEDULE')
  }
  const version = await resolveVersion(context, database, body)
  if (body.pricing_plan_version_id != null) requirePlanOf(version, body.pricing_plan_id)
  const start = readInstant(body.start_at, 'start_at')
  checkStart(start, context.clock.now())
  const end = body.end_at == null ? null : readInstant(body.end_at, 'end_at')
  if (end !== null && end <= start) throw invalidField('end_at', 'value is not after start_at', 'PRICING_PLAN_SCHEDULE')
  const fitted = await makeRoom(context, database, { subscriptionId, start, end }, flags)
  const entitlements = await resolveEntitlementFeatures(database, stores, body.entitlements ?? [], 'entitlements')
  const schedule = await stores.schedules.insert(
    database,
    {
      type: 'DEFAULT',
      ...body,
      entitlements,
      start_at: formatInstant(start),
      end_at: fitted.end === null ? null : formatInstant(fitted.end),
      pricing_plan_id: version.pricing_plan_id ?? null,
      pricing_plan_version_id: version.id ?? null,
    } as Partial<Schedule>,
    { start_at: start, end_at: fitted.end },
  )
  if (subscription.status === 'ACTIVE') {
    await settleChanges(context, database, subscriptionId)
  }
  return schedule
}

/** Cuts the neighbours as the flags allow, or throws when the new stretch would overlap one of them. */
export async function makeRoom(
  { stores }: ServerContext,
  database: Queryable,
  wanted: {
    readonly subscriptionId: string
    readonly except?: string
    readonly start: Date
    readonly end: Date | null
  },
  flags: { readonly setPreviousEnd: boolean; readonly setNextStart: boolean },
): Promise<{ readonly end: Date | null }> {
  const others = await database.query<{ id: string; start_at: Date; end_at: Date | null }>(
    'select id, start_at, end_at from pricing_plan_schedules where pricing_plan_subscription_id = $1 order by start_at',
    [wanted.subscriptionId],
  )
  const cut = { end: wanted.end }
  for (const other of others) {
    if (other.id === wanted.except) continue
    const overlaps =
      (other.end_at === null || other.end_at > wanted.start) && (cut.end === null || other.start_at < cut.end)
    if (!overlaps) continue
    if (flags.setPreviousEnd && other.start_at < wanted.start) {
      await stores.schedules.update(
        database,
        other.id,
        { end_at: formatInstant(wanted.start) },
        { end_at: wanted.start },
      )
    } else if (flags.setNextStart && wanted.end !== null && other.start_at >= wanted.start) {
      await stores.schedules.update(
        database,
        other.id,
        { start_at: formatInstant(wanted.end) },
        { start_at: wanted.end },
      )
    } else {
      const message = `the schedule overlaps ${other.id}; use set_previous_end_at=true to end that one when this one starts`
      throw invalidField('start_at', message, 'PRICING_PLAN_SCHEDULE')
    }
  }
  return cut
}
