import type { TestServer } from './test-server.ts'
import { WorldSnapshots } from './world-snapshots.ts'

/** Ids of what the guide sets up. */
export interface Guide {
  readonly customerId: string
  readonly subscriptionId: string
  readonly scheduleId: string
  readonly versionId: string
  readonly planId: string
  readonly completionMeterId: string
}

export interface GuideOptions {
  /** First instant of the subscription. */
  readonly startAt?: string
  readonly billingTime?: 'EXACT' | 'CALENDAR'
  readonly customer?: string
  readonly timezone?: string
}

const rate = (quantity: string) => ({ amount: { quantity, currency: 'USD' }, block_size: { number: '1000' } })

/** Default start of a subscription, before now. */
const STARTED_AGO_MS = 3_600_000

const snapshots = new WorldSnapshots<Guide>()

/**
 * Gives an empty server the world of the guide, as `walkGuide` makes it: by its calls the first time, then by their
 * rows. A server that is not empty is walked through.
 */
export function followGuide(server: TestServer, options: GuideOptions = {}): Promise<Guide> {
  return snapshots.make(server, JSON.stringify(options), () => walkGuide(server, options))
}

/**
 * Steps 1 to 4 of the guide, call by call as a reader of it would send them: two meters, a product, a Pro plan with the
 * rates of the worked example, three features, a customer with an ACTIVE subscription.
 */
export async function walkGuide(server: TestServer, options: GuideOptions = {}): Promise<Guide> {
  // Step 1: meters first, linked afterwards.
  await server.must('POST', '/v1/meters', { reference: 'prompt_tokens', name: 'Prompt Tokens' })
  await server.must('POST', '/v1/meters', { reference: 'completion_tokens', name: 'Completion Tokens' })
  const value = await server.must('POST', '/v1/meter-values', {
    reference: 'token_count',
    name: 'Token Count',
    type: 'NUMBER',
    status: 'ACTIVE',
  })
  const model = await server.must('POST', '/v1/meter-properties', {
    reference: 'model_id',
    name: 'Model ID',
    type: 'STRING',
    status: 'ACTIVE',
  })
  const items: string[] = []
  let completionMeterId = ''
  const category = await server.must('POST', '/v1/product-categories', { reference: 'ai', name: 'AI' })
  const product = await server.must('POST', '/v1/products', {
    reference: 'ai_agent',
    name: 'AI Agent',
    category_id: category.id,
  })
  for (const reference of ['completion_tokens', 'prompt_tokens']) {
    const meter = await server.must('PATCH', `/v1/meters/${reference}`, {
      status: 'ACTIVE',
      meter_values: [{ reference: 'token_count', required: true }],
      meter_properties: [{ reference: 'model_id', required: true }],
    })
    if (reference === 'completion_tokens') completionMeterId = meter.id
    const calculation = await server.must('POST', '/v1/meter-value-calculations', {
      reference: `${reference}_sum`,
      calculation_type: 'SUM',
      meter_id: meter.id,
      meter_value_id: value.id,
    })
    // Step 2: what the invoice will show.
    const item = await server.must('POST', '/v1/product-items', {
      product_id: product.id,
      reference: `${reference}_item`,
      name: reference,
      model_type: 'USAGE_BASED',
      usage_based: { meter_value_calculation_id: calculation.id },
    })
    items.push(item.id)
  }
  await server.must('POST', `/v1/products/${product.id}/activate?align_product_item_status=true`)
  // Step 3: features, before the plan grants them.
  await server.must('POST', '/v1/features', { reference: 'monthly_token_budget', type: 'NUMBER' })
  await server.must('POST', '/v1/features', {
    reference: 'available_models',
    type: 'ENUM',
    enum_values: ['gpt-4o', 'gpt-4o-mini'],
  })
  await server.must('POST', '/v1/features', { reference: 'priority_queue', type: 'SWITCH' })
  const plan = await server.must('POST', '/v1/pricing-plans', { reference: 'ai_pro', name: 'Pro' })
  const only = (name: string) => ({ meter_properties: [{ id: model.id, value: name, comparator: 'EQUALS' }] })
  const version = await server.must('POST', '/v1/pricing-plan-versions', {
    pricing_plan_id: plan.id,
    status: 'ACTIVE',
    pricing_categories: [
      {
        product_category_id: category.id,
        pricings: [
          {
            name: 'Tokens',
            product_ids: [product.id],
            entitlements: [
              { feature_reference: 'monthly_token_budget', number: '10000000' },
              { feature_reference: 'available_models', enum: 'gpt-4o' },
              { feature_reference: 'available_models', enum: 'gpt-4o-mini' },
              { feature_reference: 'priority_queue', switch: true },
            ],
            items: [
              {
                product_item_ids: [items[0]],
                configs: [
                  { type: 'FLAT', order: 1, conditions: only('gpt-4o'), bands: [rate('0.015')] },
                  { type: 'FLAT', order: 2, conditions: only('gpt-4o-mini'), bands: [rate('0.0006')] },
                  { type: 'FLAT', order: 3, bands: [rate('0.01')] },
                ],
              },
              { product_item_ids: [items[1]], configs: [{ type: 'NONE' }] },
            ],
          },
        ],
      },
    ],
  })
  // Step 4: who is billed.
  await server.must('POST', '/v1/billing-entities', { reference: 'our-company', legal_name: 'Our Company' })
  const customer = await server.must('POST', '/v1/customers', {
    reference: options.customer ?? 'acme-corp',
    type: 'ORGANIZATION',
    email: 'billing@acme.example',
    organization: { legal_name: 'Acme' },
    ...(options.timezone === undefined ? {} : { timezone: options.timezone }),
  })
  await server.must('POST', `/v1/customers/${customer.reference}/activate`)
  const subscription = await server.must('POST', '/v1/pricing-plan-subscriptions', {
    customer_id: customer.id,
    reference: 'acme-pro',
    billing_currency: 'USD',
    billing_period: { type: 'MONTH', value: 1 },
    billing_time: options.billingTime ?? 'EXACT',
  })
  const schedule = await server.must('POST', '/v1/pricing-plan-schedules', {
    pricing_plan_subscription_id: subscription.id,
    pricing_plan_version_id: version.id,
    start_at: options.startAt ?? new Date(Date.now() - STARTED_AGO_MS).toISOString(),
  })
  await server.must('PATCH', `/v1/pricing-plan-subscriptions/${subscription.id}`, { status: 'ACTIVE' })
  return {
    customerId: customer.id,
    subscriptionId: subscription.id,
    scheduleId: schedule.id,
    versionId: version.id,
    planId: plan.id,
    completionMeterId,
  }
}

/** The lines of the customer's invoice as description and amount, in order. */
export async function linesOf(server: TestServer, customerId: string) {
  const page = await server.must(
    'GET',
    `/v1/invoices?customer_id=${customerId}&include_periods=true&include_lines=true`,
  )
  const invoice = page.data[0]
  return {
    invoice,
    total: invoice.invoice_amount_including_tax.quantity as string,
    lines: invoice.periods.flatMap((period: { groups: { lines: unknown[] }[] }) =>
      period.groups.flatMap((group) => group.lines),
    ) as { amount_excluding_tax: { quantity: string }; meter_value: { number: string } }[],
  }
}
