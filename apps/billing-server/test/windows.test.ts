import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { grantOf, invoiceOf, openWallet, sellCredits, subscribe, tokensUsed } from './credits.ts'
import { priced, type Sale, Shop, usd } from './shop.ts'
import { testEngines } from './test-engines.ts'
import { TestServer } from './test-server.ts'

describe.each(testEngines)('windows inside a schedule, on $name', (engine) => {
  let server: TestServer
  let shop: Shop

  beforeAll(async () => {
    server = await TestServer.start(engine, { now: () => Date.parse('2026-01-01T00:00:00Z') })
  })
  afterAll(() => server.stop())
  beforeEach(async () => {
    await server.must('POST', '/local/reset')
    shop = await Shop.open(server)
  })

  /** A version whose only pricing is an add-on. */
  const addOn = async (items: Parameters<Shop['versionOf']>[0]) =>
    JSON.parse(
      JSON.stringify(await shop.versionOf(items)).replace('"product_ids"', '"product_type":"ADDON","product_ids"'),
    )
  /** Buys the add-on for a time. */
  const enable = async ({ versionId, scheduleId }: Sale, time: object) => {
    const { pricing_categories: categories } = await server.must('GET', `/v1/pricing-plan-versions/${versionId}`)
    await server.must('PATCH', `/v1/pricing-plan-schedules/${scheduleId}`, {
      enabled_pricings: [{ pricing_id: categories[0].pricings[0].id, ...time }],
    })
  }

  it('bills an add-on of 310 a month that is bought from the last noon of January for a day', async () => {
    const version = await addOn({ platform: { configs: [{ type: 'FIXED', bands: [{ amount: usd('310') }] }] } })
    const sale = await shop.sell('acme', version)
    await enable(sale, { start_at: '2026-01-31T12:00:00Z', end_at: '2026-02-01T00:00:01Z' })
    await server.must('POST', '/local/clock', { now: '2026-03-02T00:00:00Z' })
    expect((await shop.bills(sale.customerId)).map(({ total }) => total)).toEqual(['10.00 USD', '0.00 USD'])
  })

  it('bills the usage of an add-on from when it was bought: sums and different values', async () => {
    const version = await addOn({
      tokens: { configs: [{ type: 'FLAT', bands: [priced('1', '1')] }] },
      tasks: { configs: [{ type: 'FLAT', bands: [priced('31', '1')] }] },
    })
    const sale = await shop.sell('acme', version)
    await enable(sale, { start_at: '2026-01-20T00:00:00Z' })
    await server.must('POST', '/local/clock', { now: '2026-01-31T00:00:00Z' })
    for (const [day, tokens] of [
      ['01-05', '500'],
      ['01-20', '30'],
      ['01-25', '7'],
    ] as const) {
      await shop.report('acme', 'tokens', day, tokens)
      await shop.report('acme', 'tasks', day, '1', `task-${day}`)
    }
    await server.must('POST', '/local/clock', { now: '2026-02-02T00:00:00Z' })
    expect(await shop.bills(sale.customerId)).toEqual([
      // 37 tokens; two tasks for 12 of 31 days.
      {
        total: '61.00 USD',
        lines: [
          ['tokens', '37.00'],
          ['tasks', '24.00'],
        ],
      },
    ])
  })

  it('takes a percentage of what falls into its window, of late usage too', async () => {
    const version = await shop.versionOf({
      platform: { configs: [{ type: 'FIXED', bands: [{ amount: usd('310') }] }] },
      tokens: { configs: [{ type: 'FLAT', bands: [priced('1', '1')] }] },
    })
    const january = { percentage: '10', start_at: '2026-01-20T00:00:00Z', end_at: '2026-02-01T00:00:00Z' }
    const sale = await shop.sell('acme', version, { terms: () => ({ discount: { totals: [january] } }) })
    await server.must('POST', '/local/clock', { now: '2026-01-31T00:00:00Z' })
    await shop.report('acme', 'tokens', '01-05', '500')
    await shop.report('acme', 'tokens', '01-25', '100')
    const predicted = {
      reference: 'one-more-event',
      meter_reference: 'tokens',
      customer_reference: 'acme',
      meter_properties: [],
    }
    const costs = async (timestamp: string) => {
      const event = { ...predicted, timestamp, meter_values: [{ reference: 'count', number: '100' }] }
      const { cost_prediction: cost } = await server.must('POST', '/v1/events/calculate', event)
      return cost.details[0].amount_excluding_tax.quantity
    }
    expect([await costs('2026-01-06T00:00:00Z'), await costs('2026-01-26T00:00:00Z')]).toEqual(['100.00', '90.00'])
    await server.must('POST', '/local/clock', { now: '2026-02-02T00:00:00Z' })
    await shop.report('acme', 'tokens', '01-06', '1000')
    await shop.report('acme', 'tokens', '01-26', '300')
    await server.must('POST', '/local/clock', { now: '2026-03-02T00:00:00Z' })
    const late = 'Late usage of 2026-01-01 to 2026-01-31: '
    expect((await shop.bills(sale.customerId)).map(({ lines }) => lines)).toEqual([
      // 12 of 31 days of the fee, and 100 tokens.
      [
        ['platform', '310.00'],
        ['tokens', '600.00'],
        ['Discount 10 %', '-22.00'],
      ],
      [
        ['platform', '310.00'],
        [`${late}tokens`, '1300.00'],
        [`${late}Discount 10 %`, '-30.00'],
      ],
    ])
  })

  it('asks wallets for what was used while an add-on was sold, on either side of a grant', async () => {
    await server.must('POST', '/local/reset')
    const sold = await sellCredits(server, { addOn: true })
    const { customerId, subscriptionId } = await subscribe(server, sold, {
      reference: 'acme',
      startAt: '2026-01-01T00:00:00Z',
    })
    const { pricing_categories: categories } = await server.must('GET', `/v1/pricing-plan-versions/${sold.versionId}`)
    const { data } = await server.must(
      'GET',
      `/v1/pricing-plan-schedules?pricing_plan_subscription_id=${subscriptionId}`,
    )
    await server.must('PATCH', `/v1/pricing-plan-schedules/${data[0].id}`, {
      enabled_pricings: [{ pricing_id: categories[0].pricings[0].id, start_at: '2026-01-20T00:00:00Z' }],
    })
    const walletId = await openWallet(server, sold, customerId)
    const grant = (quantity: string, time: object) =>
      server.must('POST', '/v1/wallet-grants', grantOf(sold, customerId, walletId, quantity, time))
    await grant('8', { start_at: '2026-01-01T00:00:00Z', expire_at: '2026-01-25T00:00:00Z' })
    await grant('100', { start_at: '2026-01-25T00:00:00Z' })
    await server.must('POST', '/local/clock', { now: '2026-01-31T00:00:00Z' })
    for (const [day, tokens] of [
      ['05', '10000'],
      ['22', '5000'],
      ['27', '5000'],
    ] as const) {
      const event = tokensUsed('acme', `used-on-the-${day}`, tokens, `2026-01-${day}T12:00:00Z`)
      await server.must('POST', '/v1/ingest/meter-data', event)
    }
    const { lines } = await invoiceOf(server, customerId, '2026-01-01T00:00:00Z')
    // 10 credits on the 22nd: 8 of the first grant, 2 sold. 10 on the 27th, of the second one.
    const { wallet_balance_details: wallet } = lines[0].details
    expect([wallet.used_wallet_credits.quantity, wallet.left_wallet_credits.quantity]).toEqual(['18', '90'])
    expect(lines[1].amount_excluding_tax.quantity).toBe('0.03')
  })
})
