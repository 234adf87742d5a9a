import { apply, type Catalog, defineCatalog } from '@tallygate/catalog'
import type { Schema } from '@tallygate/client'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { followGuide, type Guide } from './guide.ts'
import { testEngines } from './test-engines.ts'
import { apiKey, completionEvent, TestServer } from './test-server.ts'

const JANUARY = { from: '2026-01-01', to: '2026-02-01' }

/** Seats with a budget of tokens, at the prices of a test. */
const teamAt = (seat: string, token: string): Catalog =>
  defineCatalog({
    meterValues: { token_count: { name: 'Token count', type: 'NUMBER' } },
    meterProperties: { model_id: { name: 'Model', type: 'STRING' } },
    meters: { tokens: { name: 'Tokens', values: ['token_count'], properties: ['model_id'] } },
    calculations: { tokens_sum: { type: 'SUM', meter: 'tokens', value: 'token_count' } },
    productCategories: { team_ai: { name: 'AI' } },
    products: {
      workspace: {
        name: 'Workspace',
        category: 'team_ai',
        items: { seats: { name: 'Seats', model: 'PER_SEAT' }, extra: { name: 'Tokens', calculation: 'tokens_sum' } },
      },
    },
    plans: {
      team: {
        name: 'Team',
        currency: 'USD',
        pricings: {
          workspace: {
            rates: {
              seats: { type: 'FLAT', price: seat, seats: 5 },
              extra: { type: 'FLAT', price: token, per: 1000, included: 1_000_000 },
            },
          },
        },
      },
    },
  })

/** A monthly fee with 1,000 credits, tokens that cost credits, and what is beyond them in money. */
const prepaidAt = (credits: string): Catalog =>
  defineCatalog({
    meterValues: { token_count: { name: 'Token count', type: 'NUMBER' } },
    meterProperties: { model_id: { name: 'Model', type: 'STRING' } },
    meters: { tokens: { name: 'Tokens', values: ['token_count'], properties: ['model_id'] } },
    calculations: { tokens_sum: { type: 'SUM', meter: 'tokens', value: 'token_count' } },
    creditTypes: { ai_credit: { name: 'AI credit', unit: { singular: 'credit', plural: 'credits' } } },
    walletTypes: { ai_credits: { name: 'AI credits', credits: 'ai_credit' } },
    productCategories: { prepaid_ai: { name: 'AI' } },
    products: {
      prepaid_agent: {
        name: 'Agent',
        category: 'prepaid_ai',
        items: {
          monthly_fee: { name: 'Monthly fee', model: 'RECURRING' },
          credit_tokens: { name: 'Tokens', calculation: 'tokens_sum' },
          extra_credits: { name: 'Credits beyond the wallet', model: 'CREDITS', credits: 'ai_credit' },
        },
      },
    },
    plans: {
      prepaid: {
        name: 'Prepaid',
        currency: 'USD',
        pricings: {
          prepaid_agent: {
            rates: {
              monthly_fee: {
                type: 'FIXED',
                price: '20.00',
                grants: [{ wallet: 'ai_credits', credits: 1000, expiresAfter: { type: 'MONTH', value: 1 } }],
              },
              credit_tokens: { type: 'FLAT', price: credits, per: 1000, credits: 'ai_credit' },
              extra_credits: { type: 'FLAT', price: '0.025' },
            },
          },
        },
      },
    },
  })

describe.each(testEngines)('what-if, on $name', (engine) => {
  let server: TestServer
  let guide: Guide
  const start = Date.parse('2026-01-01T00:00:00Z')

  beforeAll(async () => {
    server = await TestServer.start(engine, { now: () => start })
  })
  afterAll(() => server.stop())
  beforeEach(async () => {
    await server.must('POST', '/local/reset')
    guide = await followGuide(server, { startAt: '2026-01-01T00:00:00Z' })
  })

  const moveTo = (now: string) => server.must('POST', '/local/clock', { now })
  const ask = (question: object) => server.must('POST', '/operator/what-if', { ...JANUARY, ...question })
  const version = () => server.must('GET', `/v1/pricing-plan-versions/${guide.versionId}`)

  /** A DRAFT of the guide's plan in which gpt-4o costs twice as much. */
  const dearer = async (status = 'DRAFT'): Promise<string> => {
    const { pricing_categories } = await version()
    const text = JSON.stringify({ pricing_plan_id: guide.planId, pricing_categories }).replace('"0.015"', '"0.030"')
    return (await server.must('POST', '/v1/pricing-plan-versions', { ...JSON.parse(text), status })).id
  }

  const reportGuide = async () => {
    await moveTo('2026-01-20T00:00:00Z')
    for (const [reference, tokens, model] of [
      ['guide-example-1', '1234567', 'gpt-4o'],
      ['guide-example-2', '89012', 'gpt-4o-mini'],
      ['guide-example-3', '333', 'claude-3-opus'],
    ] as const) {
      const meter_properties = [{ reference: 'model_id', value: model }]
      await server.must(
        'POST',
        '/v1/ingest/meter-data',
        completionEvent(reference, tokens, { meter_properties, timestamp: '2026-01-10T00:00:00Z' }),
      )
    }
  }

  it('shows the guide’s invoice next to what it would be at a dearer price, line by line', async () => {
    await reportGuide()
    await moveTo('2026-02-02T00:00:00Z')
    const answer = await ask({ pricing_plan_version_id: await dearer(), customer: 'acme-corp' })
    expect(answer.totals).toEqual([
      {
        invoices: 1,
        before: usd('18.57'),
        after: usd('37.09'),
        difference: usd('18.52'),
        difference_percentage: '99.7',
      },
    ])
    expect(answer.most_changed).toMatchObject([{ customer_reference: 'acme-corp', difference: usd('18.52') }])
    expect(answer.invoices).toMatchObject([{ status: 'FINAL', invoice_number: '2026-0001', usage: 'totals' }])
    const lines = (answer.invoices[0].lines as Compared[])
      .filter((line) => line.before?.amount_excluding_tax?.quantity !== '0.00')
      .map((line) => [line.before, line.after].map((one) => one?.amount_excluding_tax?.quantity))
    expect(lines).toEqual([
      ['18.52', '37.04'],
      ['0.05', '0.05'],
    ])
  })

  it('stores nothing, whichever candidate is asked about', async () => {
    await reportGuide()
    const draft = await dearer()
    const before = await everything(server)
    await ask({ pricing_plan_version_id: draft })
    await ask({ pricing_plan_reference: 'ai_pro', version: 2, usage: 'events', lines: true })
    await ask({ catalog: teamAt('20', '0.01'), plans: 'all' })
    expect(await everything(server)).toEqual(before)
  })

  it('prices a catalog file that was never applied, by the reference of its plans', async () => {
    await apply(server.client, teamAt('20', '0.01'))
    const { pricing_plan_schedules: schedules } = await server.must('POST', '/v1/pricing-plan-subscriptions/init', {
      customer: { reference: 'team-customer', type: 'ORGANIZATION' },
      pricing_plan_subscription: { reference: 'team', billing_currency: 'USD' },
      pricing_plan_schedules: [
        { pricing_plan_version_selector: { pricing_plan_reference: 'team' }, start_at: '2026-01-01T00:00:00Z' },
      ],
      pricing_plan_subscription_start_at: '2026-01-01T00:00:00Z',
    })
    const team = await server.must('GET', `/v1/pricing-plan-schedules/${schedules[0].id}`)
    const sold = await server.must('GET', `/v1/pricing-plan-versions/${team.pricing_plan_version_id}`)
    const seatRule = sold.pricing_categories[0].pricings[0].items[0].configs[0].id
    // The customer has 8 seats, which another version must not forget.
    await server.must('PATCH', `/v1/pricing-plan-schedules/${team.id}`, {
      seats_values: [{ pricing_item_config_id: seatRule, number: '8' }],
    })
    await server.must('POST', '/v1/ingest/meter-data', {
      reference: 'team-event-1',
      meter_reference: 'tokens',
      customer_reference: 'team-customer',
      meter_properties: [{ reference: 'model_id', value: 'gpt-4o' }],
      meter_values: [{ reference: 'token_count', number: '3000000' }],
    })
    await reportGuide()
    // 8 × 20 + 2,000,000 × 0.01 / 1,000 = 180.00; 8 × 25 + 2,000,000 × 0.005 / 1,000 = 210.00.
    const answer = await ask({ catalog: teamAt('25', '0.005'), lines: true })
    expect(answer.refused).toEqual([])
    expect(answer.totals).toEqual([
      {
        invoices: 1,
        before: usd('180.00'),
        after: usd('210.00'),
        difference: usd('30.00'),
        difference_percentage: '16.7',
      },
    ])
    expect(answer.invoices).toMatchObject([{ customer_reference: 'team-customer', status: 'OPEN' }])
    // The other customer is on a plan that the catalog does not have, and is not priced anew.
    expect(answer.most_changed).toHaveLength(1)
  })

  it('sets prices in credits against the wallet, and equals the invoice under the same version', async () => {
    await apply(server.client, prepaidAt('2'))
    await server.must('POST', '/v1/pricing-plan-subscriptions/init', {
      customer: { reference: 'credit-customer', type: 'ORGANIZATION' },
      pricing_plan_subscription: { reference: 'prepaid', billing_currency: 'USD' },
      pricing_plan_schedules: [
        { pricing_plan_version_selector: { pricing_plan_reference: 'prepaid' }, start_at: '2026-01-01T00:00:00Z' },
      ],
      pricing_plan_subscription_start_at: '2026-01-01T00:00:00Z',
    })
    await moveTo('2026-01-20T00:00:00Z')
    await server.must('POST', '/v1/ingest/meter-data', {
      reference: 'credit-event-1',
      meter_reference: 'tokens',
      customer_reference: 'credit-customer',
      timestamp: '2026-01-10T00:00:00Z',
      meter_properties: [{ reference: 'model_id', value: 'gpt-4o' }],
      meter_values: [{ reference: 'token_count', number: '700000' }],
    })
    // 1,400 credits are 400 beyond the wallet: 20 + 10. At four a thousand tokens they are 1,800: 20 + 45.
    for (const day of ['2026-01-21', '2026-02-02']) {
      await moveTo(`${day}T00:00:00Z`)
      const same = await ask({ pricing_plan_reference: 'prepaid', customer: 'credit-customer' })
      expect(same.totals).toMatchObject([{ before: usd('30.00'), after: usd('30.00') }])
      const lines = same.invoices[0].lines as Compared[]
      expect(lines.map(({ after }) => after)).toEqual(lines.map(({ before }) => before))
      const dearer = await ask({ catalog: prepaidAt('4'), customer: 'credit-customer' })
      expect(dearer.totals).toMatchObject([{ before: usd('30.00'), after: usd('65.00') }])
    }
  })

  it('sets prices in credits against the wallet of a customer whose own prices are in money', async () => {
    await apply(server.client, prepaidAt('2'))
    await reportGuide()
    const type = await server.must('GET', '/v1/wallet-types/ai_credits')
    const wallet = { reference: 'acme-credits', wallet_type_id: type.id, customer_id: guide.customerId }
    await server.must('POST', '/v1/wallets', wallet)
    const { id: walletId } = await server.must('POST', '/v1/wallets/acme-credits/activate')
    const { id: creditTypeId } = await server.must('GET', '/v1/credit-types/ai_credit')
    await server.must('POST', '/v1/wallet-grants', {
      customer_id: guide.customerId,
      billing_entity_id: (await server.must('GET', '/v1/billing-entities/our-company')).id,
      wallet_id: walletId,
      grant_credits: { quantity: '1000', credit_type_id: creditTypeId },
      start_at: '2026-01-05T00:00:00Z',
    })
    const { pricing_categories } = await version()
    const [{ pricings, ...category }] = pricing_categories
    const [{ items, ...pricing }] = pricings
    const credits = { quantity: '1', credit_type_id: creditTypeId }
    const inCredits = { type: 'FLAT', bands: [{ credits, block_size: { number: '1000' } }] }
    const draft = await server.must('POST', '/v1/pricing-plan-versions', {
      pricing_plan_id: guide.planId,
      pricing_categories: [
        {
          product_category_id: category.product_category_id,
          pricings: [
            {
              product_ids: pricing.product_ids,
              items: [{ product_item_ids: items[0].product_item_ids, configs: [inCredits] }],
            },
          ],
        },
      ],
    })
    const { invoices } = await ask({ pricing_plan_version_id: draft.id, customer: 'acme-corp', lines: true })
    const lines = (invoices[0].lines as Compared[]).flatMap(({ after }) => after?.details?.wallet_balance_details ?? [])
    // 1,323.912 credits, of which the wallet has 1,000.
    expect(lines).toMatchObject([{ used_wallet_credits: { quantity: '1000' }, left_wallet_credits: { quantity: '0' } }])
  })

  it('adds up raw events for a meter that only the other version counts', async () => {
    const { pricing_categories } = await version()
    const [completion] = pricing_categories[0].pricings[0].items
    const only = structuredClone(pricing_categories)
    only[0].pricings[0].items = [completion]
    const narrow = await server.must('POST', '/v1/pricing-plan-versions', {
      pricing_plan_id: guide.planId,
      pricing_categories: only,
      status: 'ACTIVE',
    })
    await server.must('POST', '/v1/pricing-plan-schedules?set_previous_end_at=true', {
      pricing_plan_subscription_id: guide.subscriptionId,
      pricing_plan_version_id: narrow.id,
      start_at: '2026-01-11T00:00:00Z',
    })
    await reportGuide()
    for (const [index, day] of ['05', '12', '13'].entries()) {
      const event = completionEvent(`prompt-event-${index}`, '1000', { timestamp: `2026-01-${day}T00:00:00Z` })
      await server.must('POST', '/v1/ingest/meter-data', { ...event, meter_reference: 'prompt_tokens' })
    }
    const text = JSON.stringify(pricing_categories).replace(
      /"configs":\[\{[^\]]*"type":"NONE"[^\]]*\]/,
      '"configs":[{"type":"FLAT","bands":[{"amount":{"quantity":"1","currency":"USD"},"block_size":{"number":"1000"}}]}]',
    )
    const priced = await server.must('POST', '/v1/pricing-plan-versions', {
      pricing_plan_id: guide.planId,
      pricing_categories: JSON.parse(text),
    })
    // One prompt event was booked, two count nowhere; each of the three would cost a dollar.
    for (const usage of ['totals', 'events'] as const) {
      const answer = await ask({ pricing_plan_version_id: priced.id, usage })
      expect(answer.invoices).toMatchObject([{ usage: 'events', difference: usd('3.00') }])
    }
  })

  it('answers with progress, line by line, to those who ask for it', async () => {
    await reportGuide()
    const response = await fetch(`${server.server.url}/operator/what-if`, {
      method: 'POST',
      headers: { accept: 'application/x-ndjson', 'content-type': 'application/json', 'x-api-key': apiKey },
      body: JSON.stringify({ ...JANUARY, pricing_plan_reference: 'ai_pro' }),
    })
    const lines = (await response.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.slice(0, -1)).toEqual([{ progress: { done: 0, total: 1 } }, { progress: { done: 1, total: 1 } }])
    expect(lines.at(-1).result.totals).toMatchObject([{ difference: usd('0.00') }])
  })

  it.each([
    ['no range', { from: undefined }, 'from'],
    ['a range that ends before it begins', { to: '2025-01-01' }, 'to'],
    ['two candidates', { pricing_plan_version_id: 'a', pricing_plan_reference: 'b' }, 'pricing_plan_version_id'],
    ['a member that does not exist', { pricing_plan_reference: 'ai_pro', month: 1 }, 'month'],
    ['a choice that does not exist', { pricing_plan_reference: 'ai_pro', plans: 'some' }, 'plans'],
    [
      'a catalog that contradicts itself',
      { catalog: { meters: { m: { name: 'm', values: ['x'] } } } },
      'catalog.meters.m',
    ],
  ])('refuses %s, naming the member', async (_, more, field) => {
    const answer = await server.call('POST', '/operator/what-if', { ...JANUARY, ...more })
    expect(answer.status).toBe(400)
    expect(answer.body).toMatchObject({ type: 'INVALID_REQUEST' })
    expect(answer.body.field).toMatch(new RegExp(`^${field}`))
  })

  it.each([
    ['a version', { pricing_plan_version_id: 'ppve_x' }],
    ['a plan', { pricing_plan_reference: 'nope' }],
    ['a customer', { pricing_plan_reference: 'ai_pro', customer: 'nobody' }],
  ])('answers 404 for %s that does not exist', async (_, more) => {
    expect((await server.call('POST', '/operator/what-if', { ...JANUARY, ...more })).status).toBe(404)
  })
})

interface Compared {
  readonly before: Schema<'InvoiceLine'> | null
  readonly after: Schema<'InvoiceLine'> | null
}

const usd = (quantity: string) => ({ quantity, currency: 'USD' })

/** Every row of every table, as text. */
async function everything(server: TestServer): Promise<Record<string, unknown>> {
  const { database } = server.server
  const tables = await database.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = current_schema() order by 1`,
    [],
  )
  const found: Record<string, unknown> = {}
  for (const { name } of tables) {
    const rows = await database.query<{ digest: string }>(
      `select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as digest from ${name} t`,
      [],
    )
    found[name] = rows[0]?.digest
  }
  return found
}
