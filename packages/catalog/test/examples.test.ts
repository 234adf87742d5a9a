import { type BillingClient, createBillingClient, type Schema, unwrap } from '@tallygate/client'
import { borrowBillingServer, type RunningBillingServer } from '@tallygate/test-kit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { perOutcome } from '../examples/per-outcome.ts'
import { perSeat } from '../examples/per-seat.ts'
import { perToken } from '../examples/per-token.ts'
import { prepaidCredits } from '../examples/prepaid-credits.ts'
import { apply, type Catalog, plan } from '../src/index.ts'

let server: RunningBillingServer
let client: BillingClient

beforeAll(async () => {
  server = await borrowBillingServer()
  client = createBillingClient({ baseUrl: server.url, apiKey: server.apiKey })
})

afterAll(() => server.stop())

/** Moves the server's clock (by nothing, where nothing is said), and answers with its time. */
async function clock(move?: object): Promise<Date> {
  const response = await fetch(`${server.url}/local/clock`, {
    ...(move && { method: 'POST', body: JSON.stringify(move) }),
    headers: { 'X-API-KEY': server.apiKey, 'Content-Type': 'application/json' },
  })
  expect(response.status).toBe(200)
  return new Date(((await response.json()) as { now: string }).now)
}

/** Applies a catalog and subscribes a new customer to its plan, monthly from now on. */
async function subscribe(catalog: Catalog, customer: string, planReference: string): Promise<void> {
  await apply(client, catalog)
  expect(await plan(client, catalog)).toEqual([])
  const startAt = (await clock()).toISOString()
  await unwrap(
    client.PUT('/v1/billing-entities', { body: { reference: 'examples', legal_name: 'Examples', timezone: 'UTC' } }),
  )
  const { id: customer_id = '' } = await unwrap(
    client.POST('/v1/customers', {
      body: {
        type: 'ORGANIZATION',
        reference: customer,
        status: 'ACTIVE',
        email: `${customer}@examples.example`,
        organization: { legal_name: customer },
      },
    }),
  )
  const { id } = await unwrap(
    client.POST('/v1/pricing-plan-subscriptions', {
      body: {
        reference: `${customer}-subscription`,
        customer_id: customer_id ?? '',
        billing_entity_reference: 'examples',
        billing_period: { type: 'MONTH', value: 1 },
        billing_currency: 'USD',
        billing_time: 'EXACT',
      },
    }),
  )
  await unwrap(
    client.POST('/v1/pricing-plan-schedules', {
      body: {
        pricing_plan_subscription_id: id ?? '',
        pricing_plan_version_selector: { pricing_plan_reference: planReference, type: 'LATEST' },
        start_at: startAt,
      },
    }),
  )
  const path = { id: id ?? '' }
  await unwrap(client.PATCH('/v1/pricing-plan-subscriptions/{id}', { params: { path }, body: { status: 'ACTIVE' } }))
}

let events = 0

async function report(
  customer: string,
  meter: string,
  [value, number]: readonly [reference: string, number: string],
  properties: Readonly<Record<string, string>>,
): Promise<void> {
  events += 1
  const body: Schema<'MeterDataCreateRequest'> = {
    reference: `example-event-${events}`,
    meter_reference: meter,
    customer_reference: customer,
    timestamp: (await clock()).toISOString(),
    meter_values: [{ reference: value, number }],
    meter_properties: Object.entries(properties).map(([reference, text]) => ({ reference, value: text })),
  }
  await unwrap(client.POST('/v1/ingest/meter-data', { body }))
}

interface Bill {
  readonly status: string | null | undefined
  readonly total: string | undefined
  /** `1234567 → 18.52`, sorted. */
  readonly lines: readonly string[]
}

/** The invoice of the first month, after the month and the grace period are over. */
async function billOf(customer: string): Promise<Bill> {
  await clock({ advance: 'P1M' })
  await clock({ advance: 'P1D' })
  const { id } = await unwrap(client.GET('/v1/customers/{idOrRef}', { params: { path: { idOrRef: customer } } }))
  const { data } = await unwrap(
    client.GET('/v1/invoices', {
      params: { query: { customer_id: id ?? '', include_periods: true, include_lines: true } },
    }),
  )
  const [invoice] = data.filter(({ status, type }) => status === 'FINAL' && type === 'STANDARD')
  const groups = (invoice?.periods ?? []).flatMap((period) => period.groups ?? [])
  const lines = groups.flatMap((group) => group.lines ?? [])
  return {
    status: invoice?.status,
    total: invoice?.invoice_amount_including_tax?.quantity,
    lines: lines
      .map(({ meter_value: used, amount_excluding_tax: amount }) => `${used?.number ?? '-'} → ${amount?.quantity}`)
      .sort(),
  }
}

test('per token: the worked example of the guide, to the cent', async () => {
  await subscribe(perToken, 'token-customer', 'pay_per_token')
  for (const [model, number] of [
    ['gpt-4o', '1234567'],
    ['gpt-4o-mini', '89012'],
    ['claude-3-opus', '333'],
  ] as const) {
    await report('token-customer', 'completion_tokens', ['token_count', number], { model_id: model })
  }
  expect(await billOf('token-customer')).toEqual({
    status: 'FINAL',
    total: '18.57',
    lines: ['1234567 → 18.52', '333 → 0.00', '89012 → 0.05'],
  })
})

test('per seat: the seats of the plan, and tokens beyond the budget alone', async () => {
  await subscribe(perSeat, 'seat-customer', 'team')
  await report('seat-customer', 'tokens', ['token_count', '1500000'], { model_id: 'gpt-4o' })
  await report('seat-customer', 'tokens', ['token_count', '1500000'], { model_id: 'gpt-4o-mini' })
  // 5 seats at 20 USD, and 1,000,000 tokens beyond the 2,000,000 of the budget at 0.01 USD per 1,000.
  expect(await billOf('seat-customer')).toEqual({
    status: 'FINAL',
    total: '110.00',
    lines: ['- → 100.00', '3000000 → 10.00'],
  })
})

test('per outcome: resolved tasks, each once however often it is reported', async () => {
  await subscribe(perOutcome, 'outcome-customer', 'pay_per_outcome')
  const done = (task_id: string, outcome: string) =>
    report('outcome-customer', 'tasks', ['task_count', '1'], { task_id, outcome })
  await done('task-1', 'resolved')
  await done('task-2', 'escalated')
  await done('task-3', 'resolved')
  await done('task-1', 'resolved')
  expect(await billOf('outcome-customer')).toEqual({
    status: 'FINAL',
    total: '1.98',
    lines: ['1 → 0.00', '2 → 1.98'],
  })
})

/** Buys what a plan sells on demand, by the name of its product item. */
async function buy(customer_id: string, name: string, flexible_amount?: Schema<'Amount'>): Promise<Schema<'Invoice'>> {
  const { data: subscriptions } = await unwrap(
    client.GET('/v1/pricing-plan-subscriptions', { params: { query: { customer_id } } }),
  )
  const query = { pricing_plan_subscription_id: subscriptions[0]?.id ?? '' }
  const { data: schedules } = await unwrap(client.GET('/v1/pricing-plan-schedules', { params: { query } }))
  const id = schedules[0]?.id ?? ''
  const sold = await unwrap(
    client.GET('/v1/pricing-plan-schedules/{id}/on-demand-pricing-items', { params: { path: { id } } }),
  )
  const pricings = (sold.pricing_categories ?? []).flatMap((category) => category.pricings ?? [])
  const { data: items } = await unwrap(client.GET('/v1/product-items'))
  const wanted = items.find((item) => item.name === name)?.id ?? ''
  const item = pricings.flatMap((each) => each.items ?? []).find((each) => each.product_item_ids?.includes(wanted))
  const pricing_items = [{ pricing_item_id: item?.id ?? '', ...(flexible_amount && { flexible_amount }) }]
  const body = { pricing_plan_schedule_id: id, pricing_items, finalize_immediately: true }
  return unwrap(client.POST('/v1/invoices/charge-on-demand-pricing-items', { body }))
}

test('prepaid credits: the credits of the month and bought ones are drawn, and what is beyond them is sold', async () => {
  await subscribe(prepaidCredits, 'credit-customer', 'prepaid')
  const { id: customer_id = '' } = await unwrap(
    client.GET('/v1/customers/{idOrRef}', { params: { path: { idOrRef: 'credit-customer' } } }),
  )
  const { data } = await unwrap(client.GET('/v1/wallets', { params: { query: { customer_id: customer_id ?? '' } } }))
  expect(data).toHaveLength(1)
  const wallet_id = data[0]?.id ?? ''
  const balance = async () => {
    const params = { path: { idOrRef: wallet_id } }
    const answer = await unwrap(client.POST('/v1/wallets/{idOrRef}/balance', { params, body: {} }))
    return [answer.balance, answer.reserved_balance, answer.open_balance].map((one) => one?.credits?.quantity)
  }
  expect(await balance()).toEqual(['1000', '0', '1000'])
  // 900 credits of the month, then a top-up of 500.
  await report('credit-customer', 'tokens', ['token_count', '450000'], { model_id: 'gpt-4o' })
  const invoice = await buy(customer_id ?? '', '500 credits')
  expect([invoice.status, invoice.invoice_amount_including_tax?.quantity]).toEqual(['FINAL', '12.50'])
  expect(await balance()).toEqual(['1500', '900', '600'])
  // 100 more credits of the month, 500 of the top-up, and 40 beyond: in one event.
  await clock({ advance: 'PT1H' })
  await report('credit-customer', 'tokens', ['token_count', '6400000'], { model_id: 'gpt-4o-mini' })
  expect(await balance()).toEqual(['1500', '1500', '0'])
  expect(await billOf('credit-customer')).toEqual({
    status: 'FINAL',
    total: '21.00',
    lines: ['- → 1.00', '- → 20.00', '450000 → 0.00', '6400000 → 0.00'],
  })
  // The next month has begun, with its own 1,000.
  expect(await balance()).toEqual(['1000', '0', '1000'])
  // 45 credits a dollar for an amount of choice.
  await buy(customer_id ?? '', 'Credits for an amount', { quantity: '7.50', currency: 'USD' })
  expect(await balance()).toEqual(['1337.5', '0', '1337.5'])
})
