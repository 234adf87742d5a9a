import { addPeriod, formatInstant, parseInstant } from '@tallygate/billing-period'
import type { Schema } from '@tallygate/client'
import { gatherEntitlements } from '../customers/gather-entitlements.ts'
import type { Queryable } from '../database/database.ts'
import { resolveEntitlements } from '../features/resolve-entitlements.ts'
import { invalidField, invalidOperation, missingField } from '../http/api-fault.ts'
import type { OperationHandlers } from '../http/operation-handlers.ts'
import { listInvoices } from '../invoicing/invoices.store.ts'
import { presentInvoice } from '../invoicing/present-invoice.ts'
import type { ServerContext } from '../server-context.ts'
import { settleChanges } from './settle-changes.ts'
import { loadTerms, placeAt, type SubscriptionTerms } from './subscription-terms.ts'
import { activateSubscription, createSchedule, createSubscription, withScheduleInfos } from './subscriptions.routes.ts'

type Subscription = Schema<'PricingPlanSubscription'>
type Cancel = Schema<'PricingPlanSubscriptionCancelCreateRequest'>

/** What is done to subscriptions as a whole: subscribing at once, cancelling, voiding, archiving, copying. */
export function subscriptionActionRoutes(context: ServerContext): OperationHandlers {
  const { database, stores, makeId } = context
  const refuse = (message: string, id: string, field?: string) =>
    invalidOperation(message, { resourceType: 'PRICING_PLAN_SUBSCRIPTION', resourceId: id, ...(field && { field }) })
  const invoicesOf = async (connection: Queryable, id: string, final: boolean): Promise<number> => {
    const [row] = await connection.query<{ count: number }>(
      `select count(*) as count from invoices where subscription_id = $1 and (status = 'FINAL') = $2`,
      [id, final],
    )
    return row?.count ?? 0
  }
  return {
    initPricingPlanSubscription: async ({ body }) => {
      const created = await database.transaction((transaction) => subscribe(context, transaction, body))
      const invoices = await listInvoices(
        database,
        [{ sql: 'subscription_id', equals: created.subscription.id ?? '' }],
        {
          page: 1,
          limit: 1,
          orderDirection: 'asc',
        },
      )
      const first = invoices.data[0]
      return {
        customer: created.customer,
        pricing_plan_subscription: created.subscription,
        pricing_plan_schedules: created.schedules,
        pricing_plan_subscription_start_at: created.startAt,
        enabled_pricings: body.enabled_pricings ?? null,
        entitlements_summary: resolveEntitlements(await gatherEntitlements(context, created.customer.id ?? '')),
        invoice: first === undefined ? null : await presentInvoice(context, database, first),
      }
    },
    cancelPricingPlanSubscription: ({ path, body }) =>
      database.transaction(async (transaction) => {
        const found = await stores.subscriptions.lock(transaction, path.id)
        if (found.status !== 'ACTIVE')
          throw refuse(`A subscription that is ${String(found.status)} cannot be cancelled`, path.id)
        const [terms] = await loadTerms(transaction, { subscriptionIds: [path.id] })
        if (terms === undefined) throw refuse('The subscription has no schedule', path.id)
        return withScheduleInfos(context, transaction, await cancel(context, transaction, found, terms, body))
      }),
    voidPricingPlanSubscription: ({ path }) =>
      database.transaction(async (transaction) => {
        const found = await stores.subscriptions.lock(transaction, path.id)
        if (found.status !== 'DRAFT' && found.status !== 'ACTIVE') {
          throw refuse(`A subscription that is ${String(found.status)} cannot be voided`, path.id)
        }
        if ((await invoicesOf(transaction, path.id, true)) > 0) {
          throw refuse('The subscription has FINAL invoices; cancel it instead', path.id)
        }
        const voided = await stores.subscriptions.update(transaction, path.id, { status: 'VOID' })
        // Its events count nowhere any more, and what was not invoiced never will be.
        await settleChanges(context, transaction, path.id)
        await transaction.query('delete from usage_totals where subscription_id = $1', [path.id])
        await transaction.query('delete from invoices where subscription_id = $1', [path.id])
        return withScheduleInfos(context, transaction, voided)
      }),
    archivePricingPlanSubscription: ({ path }) =>
      database.transaction(async (transaction) => {
        const found = await stores.subscriptions.lock(transaction, path.id)
        if (found.status === 'ACTIVE') throw refuse('Cancel the subscription before archiving it', path.id)
        if ((await invoicesOf(transaction, path.id, false)) > 0) {
          throw refuse('The subscription has invoices that are not FINAL yet', path.id)
        }
        const archived = await stores.subscriptions.update(transaction, path.id, { status: 'ARCHIVED' })
        return withScheduleInfos(context, transaction, archived)
      }),
    copyPricingPlanSubscription: ({ path, body }) =>
      database.transaction(async (transaction) => {
        const {
          id: _id,
          object_type: _type,
          created_at: _created,
          updated_at: _updated,
          activated_at: _activated,
          ...rest
        } = await stores.subscriptions.get(transaction, path.id)
        const reference = body?.reference ?? makeId('pricing_plan_subscriptions')
        const copy = await stores.subscriptions.insert(transaction, {
          ...rest,
          reference,
          status: 'DRAFT',
          inactive_periods: [],
        })
        const schedules = await stores.schedules.list(transaction, [
          { sql: 'pricing_plan_subscription_id', equals: path.id },
        ])
        for (const { id: _scheduleId, object_type: _scheduleType, created_at: _at, ...schedule } of schedules.data) {
          await stores.schedules.insert(
            transaction,
            { ...schedule, pricing_plan_subscription_id: copy.id ?? '' },
            { start_at: schedule.start_at, end_at: schedule.end_at ?? null },
          )
        }
        return withScheduleInfos(context, transaction, copy)
      }),
  }
}

interface Subscribed {
  readonly customer: Schema<'Customer'>
  readonly subscription: Subscription
  readonly schedules: Schema<'PricingPlanSchedule'>[]
  readonly startAt: string
}

/** Customer, subscription and schedules in one transaction, ACTIVE at its end. */
async function subscribe(
  context: ServerContext,
  transaction: Queryable,
  body: Schema<'PricingPlanSubscriptionInitCreateRequest'>,
): Promise<Subscribed> {
  const { stores, makeId, clock } = context
  if (body.pricing_plan_schedules.length === 0) throw missingField('pricing_plan_schedules.0')
  const given = body.customer
  const name = given?.id ?? given?.reference ?? body.pricing_plan_subscription?.customer_id
  const existing = name == null ? undefined : await stores.customers.find(transaction, name)
  if (existing === undefined && given === undefined) throw missingField('customer')
  let customer =
    existing ??
    (await stores.customers.insert(transaction, {
      ...given,
      type: given?.type ?? 'ORGANIZATION',
      reference: given?.reference ?? makeId('customers'),
      status: 'ACTIVE',
    } as Partial<Schema<'Customer'>>))
  if (customer.status === 'DRAFT') {
    customer = await stores.customers.update(transaction, customer.id ?? '', { status: 'ACTIVE' })
  }
  const draft = await createSubscription(
    context,
    transaction,
    {
      ...body.pricing_plan_subscription,
      customer_id: customer.id ?? '',
    } as Schema<'PricingPlanSubscriptionCreateRequest'>,
    makeId('pricing_plan_subscriptions'),
  )
  const startAt = body.pricing_plan_subscription_start_at ?? formatInstant(clock.date())
  const schedules: Schema<'PricingPlanSchedule'>[] = []
  for (const schedule of body.pricing_plan_schedules) {
    const created = await createSchedule(
      context,
      transaction,
      {
        ...(body.enabled_pricings == null ? {} : { enabled_pricings: body.enabled_pricings }),
        ...schedule,
        pricing_plan_subscription_id: draft.id ?? '',
        start_at: schedule.start_at ?? startAt,
      } as Schema<'PricingPlanScheduleCreateRequest'>,
      { setPreviousEnd: false, setNextStart: false },
    )
    schedules.push(created)
  }
  const active = await activateSubscription(context, transaction, draft)
  return {
    customer,
    subscription: await withScheduleInfos(context, transaction, active),
    schedules,
    startAt: schedules[0]?.start_at ?? startAt,
  }
}

/** Sets or takes back the end of a subscription. */
async function cancel(
  context: ServerContext,
  transaction: Queryable,
  found: Subscription,
  terms: SubscriptionTerms,
  body: Cancel,
): Promise<Subscription> {
  const { stores, clock } = context
  const id = found.id ?? ''
  const now = new Date(Math.floor(clock.now() / 1000) * 1000)
  if (body.type === 'UNDO') {
    if (terms.endsAt === null)
      throw invalidOperation('The subscription is not cancelled', { field: 'type', resourceId: id })
    const kept = (found.inactive_periods ?? []).filter(({ type }) => type !== 'CANCEL')
    const restored = await stores.subscriptions.update(transaction, id, { inactive_periods: kept }, { ends_at: null })
    await settleChanges(context, transaction, id)
    return restored
  }
  const end = endOf(body, found, terms, now)
  const inactive: NonNullable<Subscription['inactive_periods']> = [
    ...(found.inactive_periods ?? []).filter(({ type }) => type !== 'CANCEL'),
    { type: 'CANCEL', start_at: formatInstant(end), end_at: null },
  ]
  const status = end <= now ? 'CANCELLED' : 'ACTIVE'
  const cancelled = await stores.subscriptions.update(
    transaction,
    id,
    { inactive_periods: inactive, status },
    { ends_at: end },
  )
  await settleChanges(context, transaction, id)
  return cancelled
}

/** The first instant that is no longer billed. */
function endOf(body: Cancel, found: Subscription, terms: SubscriptionTerms, now: Date): Date {
  const first = terms.schedules[0]?.startAt ?? now
  switch (body.type) {
    case 'NOW':
      return now
    case 'NEXT_BILLING_PERIOD':
      return placeAt(terms, now)?.period.end ?? (first > now ? first : now)
    case 'AFTER_INITIAL_TERM': {
      const initial = found.initial_term
      if (initial?.type === undefined) throw missingField('initial_term', 'PRICING_PLAN_SUBSCRIPTION')
      const renewal = found.renewal_term?.type === undefined ? initial : found.renewal_term
      let end = addPeriod(first, { type: initial.type, value: initial.value ?? 1 }, terms.timeZone)
      // Past the initial term the subscription has been renewed, term by term.
      for (let terms_ = 1; end <= now && terms_ < MAX_RENEWALS; terms_ += 1) {
        end = addPeriod(end, { type: renewal.type ?? initial.type, value: renewal.value ?? 1 }, terms.timeZone)
      }
      return end
    }
    case 'DATE': {
      if (body.cancel_at === undefined) throw missingField('cancel_at', 'PRICING_PLAN_SUBSCRIPTION')
      const end = new Date(Math.floor(parseInstant(body.cancel_at).getTime() / 1000) * 1000)
      if (end < now) throw invalidField('cancel_at', 'value lies in the past; use NOW', 'PRICING_PLAN_SUBSCRIPTION')
      return end
    }
    default:
      throw invalidField('type', 'value is not a way to cancel')
  }
}

/** Terms that a subscription can have been renewed for: two hundred years of days. */
const MAX_RENEWALS = 73_000
