import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { priced, Shop, usd } from './shop.ts'
import { testEngines } from './test-engines.ts'
import { TestServer } from './test-server.ts'

// Each way to charge as a worked example, through the API to FINAL invoices, to the cent.

describe.each(testEngines)('ways to charge, on $name', (engine) => {
  let server: TestServer
  let shop: Shop
  const start = Date.parse('2026-01-01T00:00:00Z')

  beforeAll(async () => {
    server = await TestServer.start(engine, { now: () => start })
  })
  afterAll(() => server.stop())
  beforeEach(async () => {
    await server.must('POST', '/local/reset')
    shop = await Shop.open(server)
  })

  const moveTo = (day: string) => server.must('POST', '/local/clock', { now: `2026-${day}T00:00:00Z` })
  const totals = async (customerId: string) => (await shop.bills(customerId)).map(({ total }) => total)

  it('a year in one invoice, though its second half is spelled otherwise: 12 months, then a year', async () => {
    const version = await shop.versionOf({
      platform: {
        configs: [{ type: 'FIXED', pricing_period: { type: 'MONTH', value: 1 }, bands: [{ amount: usd('100') }] }],
      },
    })
    const subscription = { billing_period: { type: 'MONTH', value: 12 } }
    const sale = await shop.sell('acme', version, { subscription })
    await server.must('POST', '/v1/pricing-plan-schedules?set_previous_end_at=true', {
      pricing_plan_subscription_id: sale.subscriptionId,
      pricing_plan_version_id: sale.versionId,
      start_at: '2026-07-01T00:00:00Z',
      billing_period: { type: 'YEAR', value: 1 },
    })
    const { data } = await server.must('GET', `/v1/invoices?customer_id=${sale.customerId}&include_periods=true`)
    expect(data).toMatchObject([
      {
        periods: [{ start_at: '2026-01-01T00:00:00Z', end_at: '2027-01-01T00:00:00Z' }],
        invoice_amount_including_tax: usd('1200.00'),
      },
    ])
  })

  it('per seat: a seat added on the 17th of a month of 31 days, with a token budget and what goes beyond it', async () => {
    const version = await shop.versionOf({
      seats: { configs: [{ type: 'FLAT', default_seats_value: { number: '5' }, bands: [{ amount: usd('20') }] }] },
      tokens: {
        configs: [{ type: 'FLAT', default_included_volume: { number: '2000000' }, bands: [priced('0.01', '1000')] }],
      },
    })
    const sale = await shop.sell('acme', version)
    await moveTo('01-18')
    await server.must('PATCH', `/v1/pricing-plan-schedules/${sale.scheduleId}`, {
      seats_values: [
        { pricing_item_config_id: sale.rules['seats']?.[0], number: '6', start_at: '2026-01-17T00:00:00Z' },
      ],
    })
    await shop.report('acme', 'tokens', '01-10', '1500000')
    await shop.report('acme', 'tokens', '01-17', '2000000')
    await moveTo('03-02')
    expect(await shop.bills(sale.customerId)).toEqual([
      // 5 × 20 × 16 ÷ 31 + 6 × 20 × 15 ÷ 31 = 109.677…; 1,500,000 beyond the budget × 0.01 ÷ 1,000.
      {
        total: '124.68 USD',
        lines: [
          ['seats', '109.68'],
          ['tokens', '15.00'],
        ],
      },
      // February has six seats from its first day.
      { total: '120.00 USD', lines: [['seats', '120.00']] },
    ])
  })

  it('per outcome: a task that is reported twice counts once', async () => {
    const version = await shop.versionOf({ tasks: { configs: [{ type: 'FLAT', bands: [{ amount: usd('0.99') }] }] } })
    const { customerId } = await shop.sell('acme', version)
    await moveTo('01-20')
    for (const task of ['task-1', 'task-2', 'task-1']) await shop.report('acme', 'tasks', '01-10', '1', task)
    await moveTo('02-02')
    expect(await shop.bills(customerId)).toEqual([{ total: '1.98 USD', lines: [['tasks', '1.98']] }])
  })

  describe.each([
    {
      name: 'FLAT_TOP_UP',
      bands: [priced('5', '1000')],
      used: ['2500', '1200', '300'],
      // 3 blocks leave 500; 1,200 needs one more and leaves 300; 300 needs none.
      carried: ['15.00 USD', '5.00 USD', '0.00 USD'],
      lost: ['15.00 USD', '10.00 USD', '5.00 USD'],
    },
    {
      name: 'TIERED_TOP_UP',
      bands: [priced('5', '500', '1000'), priced('8', '1000')],
      used: ['1700', '800', '100'],
      // 2 × 500 and 1,000 leave 300; 800 needs 500 of the first tier again and leaves nothing; 100 needs one more.
      carried: ['18.00 USD', '5.00 USD', '5.00 USD'],
      lost: ['18.00 USD', '10.00 USD', '5.00 USD'],
    },
    {
      name: 'STAIR_STEP_TOP_UP',
      bands: [
        { fixed_amount: usd('10'), tier_top_bound: { number: '1000' } },
        { fixed_amount: usd('15'), tier_top_bound: { number: '3000' } },
        { fixed_amount: usd('40') },
      ],
      used: ['1500', '2000', '400'],
      // Two packages leave 1,500; 2,000 needs the first again and leaves 500; 400 needs none.
      carried: ['25.00 USD', '10.00 USD', '0.00 USD'],
      lost: ['25.00 USD', '25.00 USD', '10.00 USD'],
    },
  ])('$name', ({ name, bands, used, carried, lost }) => {
    it.each([
      ['carries what is left into the next period, with rollover', true, carried],
      ['loses what is left at the end of the period, without', false, lost],
    ])('%s', async (_, rollover, want) => {
      const version = await shop.versionOf({ tokens: { configs: [{ type: name, top_up: { rollover }, bands }] } })
      const { customerId, versionId } = await shop.sell('acme', version)
      for (const [index, tokens] of used.entries()) {
        await moveTo(`0${index + 1}-20`)
        await shop.report('acme', 'tokens', `0${index + 1}-10`, tokens)
      }
      await moveTo('04-02')
      expect(await totals(customerId)).toEqual(want)
      const range = { from: '2026-01-01', to: '2026-04-01' }
      const same = await server.must('POST', '/operator/what-if', { ...range, pricing_plan_version_id: versionId })
      expect(same.totals).toMatchObject([{ invoices: 3, difference: usd('0.00') }])
    })
  })

  it('commitments and discounts: of an item, of the total, of a coupon by its promotion code, and what is committed', async () => {
    const version = await shop.versionOf({
      platform: { configs: [{ type: 'FIXED', bands: [{ amount: usd('50') }] }] },
      tokens: { configs: [{ type: 'FLAT', bands: [priced('0.01', '1000')] }] },
    })
    const ofCoupon = { coupon_id: 'coup_spring', promotion_code_details: { code: 'SPRING' } }
    const { customerId } = await shop.sell('acme', version, {
      terms: ({ tokens }) => ({
        discount: {
          pricing_item_configs: [{ ids: tokens, percentage: '10' }],
          totals: [{ amount: usd('6') }, { percentage: '25', ...ofCoupon }],
        },
        commitment: { totals: [{ amount: usd('75') }] },
      }),
    })
    await moveTo('01-20')
    await shop.report('acme', 'tokens', '01-10', '4000000')
    await moveTo('02-02')
    const [bill] = await shop.bills(customerId)
    // 50 + 40 − 4 − 6 = 80; a quarter of it is 20; 60 is 15 less than committed.
    expect(bill?.lines.map(([, amount]) => amount)).toEqual(['50.00', '40.00', '-4.00', '-6.00', '-20.00', '15.00'])
    expect(bill?.total).toBe('75.00 USD')
  })

  it('several pricing currencies on one plan: each customer is billed at the prices of their own', async () => {
    const priceIn = (currency: string, model: string, other: string) => ({
      currency,
      configs: [
        {
          type: 'FLAT',
          order: 1,
          conditions: { meter_properties: [{ reference: 'model_id', value: 'gpt-4o', comparator: 'EQUALS' }] },
          bands: [{ amount: { quantity: model, currency }, block_size: { number: '1000' } }],
        },
        { type: 'FLAT', order: 2, bands: [{ amount: { quantity: other, currency }, block_size: { number: '1000' } }] },
      ],
    })
    const version = await shop.versionOf(
      {
        tokens: {
          pricing_currency_configs: [
            priceIn('USD', '0.02', '0.01'),
            priceIn('EUR', '0.018', '0.009'),
            priceIn('JPY', '3', '1.5'),
          ],
        },
      },
      { pricing_currency_settings: { default_pricing_currency: 'USD', pricing_currencies: ['USD', 'EUR', 'JPY'] } },
    )
    const sales = []
    for (const currency of ['USD', 'EUR', 'JPY']) {
      sales.push(
        await shop.sell(`in-${currency}`, version, { currency, terms: () => ({ pricing_currency: currency }) }),
      )
    }
    await moveTo('01-20')
    for (const currency of ['USD', 'EUR', 'JPY']) {
      await shop.report(`in-${currency}`, 'tokens', '01-10', '1234567', 'gpt-4o')
      await shop.report(`in-${currency}`, 'tokens', '01-10', '1000000', 'o3')
    }
    await moveTo('02-02')
    const found = []
    for (const { customerId } of sales) found.push(...(await totals(customerId)))
    // 24.69134 + 10; 22.222206 + 9; 3,703.701 + 1,500, and a yen has no cents.
    expect(found).toEqual(['34.69 USD', '31.22 EUR', '5204 JPY'])
  })
})
