import { BillingApiError, type BillingClient, paginate, type Schema, unwrap } from '@tallygate/client'
import { apply } from '../apply.ts'
import { assertFunctionOptions } from '../assert-options.ts'
import type { CatalogChange } from '../catalog-change.ts'
import { findOne } from '../resources/find-each.ts'
import { demoCatalog } from './demo-catalog.ts'
import { type DemoCustomer, demoCustomers } from './demo-customers.ts'

/** Options of `applyDemo`. */
export interface ApplyDemoOptions {
  /** Epoch milliseconds; new subscriptions start with the UTC day of this instant. Default: `Date.now`. */
  readonly now?: () => number
}

const BILLING_ENTITY = 'demo'
const PAGE_LIMIT = 50
const MONTH = { type: 'MONTH', value: 1 } as const

/**
 * Gives a billing API the demo: its catalog, a billing entity, and a customer with an ACTIVE monthly subscription in
 * USD for each plan. Idempotent and resumable like `apply`: what exists stays as it is.
 *
 * @throws CatalogConflictError, CatalogApplyError, BillingApiError, BillingConnectionError
 */
export async function applyDemo(
  client: BillingClient,
  options: ApplyDemoOptions = {},
): Promise<readonly CatalogChange[]> {
  assertFunctionOptions('applyDemo', options, ['now'])
  const { now = Date.now } = options
  const changes = await apply(client, demoCatalog)
  await ensureBillingEntity(client)
  // The start of the day: events that were made just before the first start are still billed, whatever the clocks say.
  const startAt = `${new Date(now()).toISOString().slice(0, 10)}T00:00:00Z`
  for (const customer of demoCustomers) {
    const id = await ensureCustomer(client, customer)
    await ensureSubscription(client, customer, id, startAt)
  }
  return changes
}

async function ensureBillingEntity(client: BillingClient): Promise<void> {
  const params = { path: { idOrRef: BILLING_ENTITY } }
  if (await findOne(() => client.GET('/v1/billing-entities/{idOrRef}', { params }))) return
  await unlessItExists(
    unwrap(
      client.POST('/v1/billing-entities', {
        body: { reference: BILLING_ENTITY, legal_name: 'Tallygate Demo', timezone: 'UTC' },
      }),
    ),
  )
}

async function ensureCustomer(client: BillingClient, { reference, legalName, email }: DemoCustomer): Promise<string> {
  const find = () => client.GET('/v1/customers/{idOrRef}', { params: { path: { idOrRef: reference } } })
  let customer = await findOne(find)
  if (!customer) {
    const body: Schema<'CustomerCreateRequest'> = {
      type: 'ORGANIZATION',
      reference,
      status: 'ACTIVE',
      timezone: 'UTC',
      email,
      organization: { legal_name: legalName },
    }
    customer = (await unlessItExists(unwrap(client.POST('/v1/customers', { body })))) ?? (await unwrap(find()))
  }
  if (customer.status === 'DRAFT') {
    await unwrap(client.POST('/v1/customers/{idOrRef}/activate', { params: { path: { idOrRef: reference } } }))
  }
  return idOf(customer)
}

/**
 * A subscription is made in three requests, each of which a crash may have been the last: then the next one follows.
 */
async function ensureSubscription(
  client: BillingClient,
  { reference, plan }: DemoCustomer,
  customerId: string,
  startAt: string,
): Promise<void> {
  const subscriptionReference = `${reference}-subscription`
  const subscription =
    (await findSubscription(client, customerId, subscriptionReference)) ??
    (await unlessItExists(createSubscription(client, customerId, subscriptionReference))) ??
    (await findSubscription(client, customerId, subscriptionReference))
  if (!subscription) throw new Error(`The billing API neither makes nor has the subscription ${subscriptionReference}`)
  if (subscription.status !== 'DRAFT') return
  const id = idOf(subscription)
  const schedules = await unwrap(
    client.GET('/v1/pricing-plan-schedules', { params: { query: { pricing_plan_subscription_id: id } } }),
  )
  if (schedules.data.length === 0) {
    await unwrap(
      client.POST('/v1/pricing-plan-schedules', {
        body: {
          pricing_plan_subscription_id: id,
          pricing_plan_version_selector: { pricing_plan_reference: plan, type: 'LATEST' },
          start_at: startAt,
        },
      }),
    )
  }
  await unwrap(
    client.PATCH('/v1/pricing-plan-subscriptions/{id}', { params: { path: { id } }, body: { status: 'ACTIVE' } }),
  )
}

function createSubscription(
  client: BillingClient,
  customerId: string,
  reference: string,
): Promise<Schema<'PricingPlanSubscription'>> {
  const body: Schema<'PricingPlanSubscriptionCreateRequest'> = {
    reference,
    customer_id: customerId,
    billing_entity_reference: BILLING_ENTITY,
    billing_period: MONTH,
    billing_currency: 'USD',
    billing_time: 'EXACT',
    type: 'BILLING',
  }
  return unwrap(client.POST('/v1/pricing-plan-subscriptions', { body }))
}

async function findSubscription(
  client: BillingClient,
  customerId: string,
  reference: string,
): Promise<Schema<'PricingPlanSubscription'> | undefined> {
  const pages = paginate((page) =>
    client.GET('/v1/pricing-plan-subscriptions', {
      params: { query: { customer_id: customerId, page, limit: PAGE_LIMIT } },
    }),
  )
  for await (const subscription of pages) {
    if (subscription.reference === reference) return subscription
  }
  return undefined
}

/** Undefined when another process was faster. */
async function unlessItExists<Wire>(creation: Promise<Wire>): Promise<Wire | undefined> {
  try {
    return await creation
  } catch (error) {
    if (BillingApiError.isInstance(error) && error.code === 'RESOURCE_ALREADY_EXISTS') return undefined
    throw error
  }
}

function idOf(wire: { readonly id?: string | null }): string {
  if (!wire.id) throw new Error('The billing API answered without an id')
  return wire.id
}
