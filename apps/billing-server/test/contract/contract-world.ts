import { type BillingClient, type Schema, unwrap } from '@tallygate/client'
import { expect } from 'vitest'
import { apiKey } from '../test-server.ts'

/** A resource as the server stored it: the contract promises no member, so each scenario asks for these once. */
export type Stored<Resource> = Resource & { readonly id: string } & (Resource extends { reference?: unknown }
    ? { readonly reference: string }
    : unknown)

/** The resource, which must have an id, and a reference where its kind has one. */
export function stored<Resource extends { readonly id?: string | null }>(resource: Resource): Stored<Resource> {
  expect(resource.id, 'id of a stored resource').toMatch(/^[a-z]{3,5}_[0-9A-Za-z]{20}$/)
  return resource as Stored<Resource>
}

const DAY_MS = 86_400_000
const DRAFTED_PERIOD_DAYS = 40

/** An instant some days from now as the API writes it; negative is the past. */
export const inDays = (days: number): string =>
  new Date(Date.now() + days * DAY_MS).toISOString().replace(/\.\d{3}Z$/, 'Z')

type Given<Request> = { readonly [Member in keyof Request]?: Request[Member] }

/**
 * The resources that several scenarios read and none changes. The first scenario that needs one makes it: that takes a
 * dozen calls.
 */
export interface SharedWorld {
  soldPlan?: ReturnType<ContractWorld['newSoldPlan']>
}

/**
 * The world of one scenario: the client, and ways to what a scenario needs before the operation that it is about.
 * Everything is made through the API, under references that no other scenario has, so the order of scenarios does not
 * matter.
 */
export class ContractWorld {
  readonly client: BillingClient
  /** A second caller's knowledge: where the server listens, for what the typed client cannot say. */
  readonly url: string
  readonly #name: string
  readonly #shared: SharedWorld
  #count = 0

  constructor(client: BillingClient, url: string, name: string, shared: SharedWorld) {
    this.client = client
    this.url = url
    this.#name = name
    this.#shared = shared
  }

  /** A reference that was not used before. */
  reference(noun: string): string {
    this.#count += 1
    return `${this.#name}-${noun}-${this.#count}`
  }

  async meterValue(given: Given<Schema<'MeterValueCreateRequest'>> = {}) {
    const reference = this.reference('value')
    const body = { reference, name: reference, type: 'NUMBER', status: 'ACTIVE', ...given } as const
    return stored(await unwrap(this.client.POST('/v1/meter-values', { body })))
  }

  async meterProperty(given: Given<Schema<'MeterPropertyCreateRequest'>> = {}) {
    const reference = this.reference('property')
    const body = { reference, name: reference, type: 'STRING', status: 'ACTIVE', ...given } as const
    return stored(await unwrap(this.client.POST('/v1/meter-properties', { body })))
  }

  async meter(given: Given<Schema<'MeterCreateRequest'>> = {}) {
    const body = { reference: this.reference('meter'), ...given }
    return stored(await unwrap(this.client.POST('/v1/meters', { body })))
  }

  /** An ACTIVE meter with one number and one text, and the sum of the number. */
  async metering() {
    const value = await this.meterValue()
    const property = await this.meterProperty()
    const meter = await this.meter({
      status: 'ACTIVE',
      meter_values: [{ id: value.id, required: true }],
      meter_properties: [{ id: property.id }],
    })
    const calculation = await this.calculation({ meter_id: meter.id, meter_value_id: value.id })
    return { value, property, meter, calculation }
  }

  async calculation(
    given: Pick<Schema<'MeterValueCalculationCreateRequest'>, 'meter_id'> &
      Given<Schema<'MeterValueCalculationCreateRequest'>>,
  ) {
    const body = { reference: this.reference('calculation'), calculation_type: 'SUM', ...given } as const
    return stored(await unwrap(this.client.POST('/v1/meter-value-calculations', { body })))
  }

  async category(given: Given<Schema<'ProductCategoryCreateRequest'>> = {}) {
    const reference = this.reference('category')
    const body = { reference, name: reference, ...given }
    return stored(await unwrap(this.client.POST('/v1/product-categories', { body })))
  }

  async product(given: Given<Schema<'ProductCreateRequest'>> = {}) {
    const reference = this.reference('product')
    const category_id = given.category_id ?? (await this.category()).id
    const body = { reference, name: reference, ...given, category_id }
    return stored(await unwrap(this.client.POST('/v1/products', { body })))
  }

  async productItem(given: Given<Schema<'ProductItemCreateRequest'>> = {}) {
    const reference = this.reference('item')
    const product_id = given.product_id ?? (await this.product()).id
    const body = { reference, name: reference, model_type: 'RECURRING', ...given, product_id } as const
    return stored(await unwrap(this.client.POST('/v1/product-items', { body })))
  }

  /** A product with one item that bills the sum of a meter, both ACTIVE. */
  async pricedProduct() {
    const metering = await this.metering()
    const category = await this.category()
    const product = await this.product({ category_id: category.id })
    const item = await this.productItem({
      product_id: product.id,
      model_type: 'USAGE_BASED',
      usage_based: { meter_value_calculation_id: metering.calculation.id },
    })
    await unwrap(
      this.client.POST('/v1/products/{idOrRef}/activate', {
        params: { path: { idOrRef: product.id }, query: { align_product_item_status: true } },
      }),
    )
    return { ...metering, category, product, item }
  }

  async feature(given: Given<Schema<'FeatureCreateRequest'>> = {}) {
    const body = { reference: this.reference('feature'), type: 'NUMBER', ...given } as const
    return stored(await unwrap(this.client.POST('/v1/features', { body })))
  }

  async plan(given: Given<Schema<'PricingPlanCreateRequest'>> = {}) {
    const body = { reference: this.reference('plan'), ...given }
    return stored(await unwrap(this.client.POST('/v1/pricing-plans', { body })))
  }

  async version(
    given: Pick<Schema<'PricingPlanVersionCreateRequest'>, 'pricing_plan_id'> &
      Given<Schema<'PricingPlanVersionCreateRequest'>>,
  ) {
    return stored(await unwrap(this.client.POST('/v1/pricing-plan-versions', { body: given })))
  }

  /** A plan with an ACTIVE version: 2.50 USD for each unit that the meter counts, and a budget of 1,000. Shared. */
  soldPlan() {
    this.#shared.soldPlan ??= this.newSoldPlan()
    return this.#shared.soldPlan
  }

  /** A sold plan of this scenario's own, to be changed. */
  async newSoldPlan() {
    const priced = await this.pricedProduct()
    const feature = await this.feature()
    const plan = await this.plan()
    const version = await this.version({
      pricing_plan_id: plan.id,
      status: 'ACTIVE',
      pricing_categories: [
        {
          product_category_id: priced.category.id,
          pricings: [
            {
              name: 'Usage',
              product_ids: [priced.product.id],
              entitlements: [{ feature_id: feature.id, number: '1000' }],
              items: [
                {
                  product_item_ids: [priced.item.id],
                  configs: [{ type: 'FLAT', bands: [{ amount: { quantity: '2.50', currency: 'USD' } }] }],
                },
              ],
            },
          ],
        },
      ],
    })
    return { ...priced, feature, plan, version }
  }

  async billingEntity(given: Given<Schema<'BillingEntityCreateRequest'>> = {}) {
    const body = { reference: this.reference('entity'), ...given }
    return stored(await unwrap(this.client.POST('/v1/billing-entities', { body })))
  }

  /** An ACTIVE customer. */
  async customer(given: Given<Schema<'CustomerCreateRequest'>> = {}) {
    const body = { reference: this.reference('customer'), type: 'ORGANIZATION', status: 'ACTIVE', ...given } as const
    return stored(await unwrap(this.client.POST('/v1/customers', { body })))
  }

  /** A DRAFT subscription of a new customer, in dollars by the month, billed by an entity of its own. */
  async subscription(given: Given<Schema<'PricingPlanSubscriptionCreateRequest'>> = {}) {
    const customer_id = given.customer_id ?? (await this.customer()).id
    const billing_entity_id = given.billing_entity_id ?? (await this.billingEntity()).id
    const body = { reference: this.reference('subscription'), ...given, customer_id, billing_entity_id }
    return stored(await unwrap(this.client.POST('/v1/pricing-plan-subscriptions', { body })))
  }

  async schedule(
    given: Pick<Schema<'PricingPlanScheduleCreateRequest'>, 'pricing_plan_subscription_id'> &
      Given<Schema<'PricingPlanScheduleCreateRequest'>>,
  ) {
    const body = { start_at: inDays(-1), ...given }
    return stored(await unwrap(this.client.POST('/v1/pricing-plan-schedules', { body })))
  }

  async activate(subscriptionId: string) {
    const params = { path: { id: subscriptionId } }
    const body = { status: 'ACTIVE' } as const
    return stored(await unwrap(this.client.PATCH('/v1/pricing-plan-subscriptions/{id}', { params, body })))
  }

  /** A customer with an ACTIVE subscription to a sold plan, by default since yesterday. */
  async subscribed(
    given: {
      readonly startAt?: string
      readonly subscription?: Given<Schema<'PricingPlanSubscriptionCreateRequest'>>
    } = {},
  ) {
    const sold = await this.soldPlan()
    const customer = await this.customer()
    const draft = await this.subscription({ customer_id: customer.id, ...given.subscription })
    const schedule = await this.schedule({
      pricing_plan_subscription_id: draft.id,
      pricing_plan_version_id: sold.version.id,
      start_at: given.startAt ?? inDays(-1),
    })
    const subscription = await this.activate(draft.id)
    return { ...sold, customer, schedule, subscription }
  }

  /** A usage event, ready to be sent. Its reference is as long as the API wants it. */
  event(
    of: Pick<Awaited<ReturnType<ContractWorld['subscribed']>>, 'customer' | 'meter' | 'property' | 'value'>,
    units: string,
    given: Given<Schema<'MeterDataCreateRequest'>> = {},
  ): Schema<'MeterDataCreateRequest'> {
    return {
      reference: this.reference('usage-event'),
      customer_reference: of.customer.reference,
      meter_reference: of.meter.reference,
      meter_properties: [{ reference: of.property.reference, value: 'gpt-4o' }],
      meter_values: [{ reference: of.value.reference, number: units }],
      ...given,
    }
  }

  async ingest(body: Schema<'MeterDataCreateRequest'>) {
    return stored(await unwrap(this.client.POST('/v1/ingest/meter-data', { body })))
  }

  /** The one invoice of the subscription that is running, with its lines. */
  async openInvoice(customerId: string) {
    const query = { customer_id: customerId, include_periods: true, include_lines: true, 'statuses[]': ['OPEN'] }
    const { data } = await unwrap(this.client.GET('/v1/invoices', { params: { query } }))
    expect(data).toHaveLength(1)
    return stored(data[0] ?? {})
  }

  /**
   * Lets everything happen that is due now, instead of waiting for the server to look: its clock goes on by a second.
   */
  async runWhatIsDue(): Promise<void> {
    const response = await fetch(`${this.url}/local/clock`, {
      method: 'POST',
      headers: { 'x-api-key': apiKey, 'content-type': 'application/json' },
      body: '{"advance":"PT1S"}',
    })
    expect(response.status).toBe(200)
  }

  /**
   * A customer whose first period ended some days ago (1 to 39), and the DRAFT of it. The second period runs. Scenarios
   * that close all drafts up to a date use days of their own.
   */
  async drafted(daysAgo: number) {
    const subscribed = await this.subscribed({
      startAt: inDays(-daysAgo - DRAFTED_PERIOD_DAYS),
      subscription: { billing_period: { type: 'DAY', value: DRAFTED_PERIOD_DAYS } },
    })
    await this.runWhatIsDue()
    const query = { customer_id: subscribed.customer.id, 'statuses[]': ['DRAFT'] }
    const { data } = await unwrap(this.client.GET('/v1/invoices', { params: { query } }))
    expect(data).toHaveLength(1)
    return { ...subscribed, draft: stored(data[0] ?? {}) }
  }
}
