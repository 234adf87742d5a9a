import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { balanceOf, type CreditsPlan, invoiceOf, sellCredits, subscribe, tokensUsed } from './credits.ts'
import { testEngines } from './test-engines.ts'
import { TestServer } from './test-server.ts'

const NOW = '2026-01-20T12:00:00Z'
const MONTH = { type: 'MONTH', value: 1 }

describe.each(testEngines)('credits that a plan deposits on $name', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await TestServer.start(engine, { now: () => Date.parse(NOW) })
  })
  afterAll(() => server.stop())

  /** A server of its own state, with a plan and a customer since an instant. */
  const begin = async (plan: CreditsPlan, startAt: string, billingTime: 'EXACT' | 'CALENDAR' = 'EXACT') => {
    await server.must('POST', '/local/reset')
    const sold = await sellCredits(server, plan)
    const { customerId } = await subscribe(server, sold, { reference: 'acme', startAt, billingTime })
    const { data } = await server.must('GET', `/v1/wallets?customer_id=${customerId}`)
    const walletId = data[0]?.id as string
    const grants = async () =>
      (await server.must('GET', `/v1/wallet-grants?wallet_id=${walletId}&order_direction=asc`)).data.map(
        (one: { grant_credits: { quantity: string }; start_at: string; expire_at?: string; type: string }) =>
          [one.grant_credits.quantity, one.type, one.start_at, one.expire_at ?? 'never'].join(' '),
      )
    const moveTo = (now: string) => server.must('POST', '/local/clock', { now })
    const use = (reference: string, tokens: string, timestamp: string) =>
      server.must('POST', '/v1/ingest/meter-data', tokensUsed('acme', reference, tokens, timestamp))
    return { sold, customerId, walletId, grants, moveTo, use }
  }

  it('come with the first period and with each one after it; what is not used in its month expires', async () => {
    const monthly = { credits: '1000', expiry: MONTH }
    const { customerId, walletId, grants, moveTo, use } = await begin({ monthly }, '2026-01-01T00:00:00Z')
    expect(await grants()).toEqual(['1000 DEFAULT 2026-01-01T00:00:00Z 2026-02-01T00:00:00Z'])
    await use('used-in-january', '150000', '2026-01-10T00:00:00Z')
    expect(await balanceOf(server, walletId)).toBe('1000 300 700')
    await moveTo('2026-02-01T00:00:00Z')
    expect(await grants()).toEqual([
      '1000 DEFAULT 2026-01-01T00:00:00Z 2026-02-01T00:00:00Z',
      '1000 DEFAULT 2026-02-01T00:00:00Z 2026-03-01T00:00:00Z',
    ])
    // January is a DRAFT still: its 300 are reserved, its 700 have expired.
    expect(await balanceOf(server, walletId)).toBe('1300 300 1000')
    await moveTo('2026-02-01T09:00:00Z')
    expect(await balanceOf(server, walletId)).toBe('1000 0 1000')
    const { invoice } = await invoiceOf(server, customerId, '2026-01-01T00:00:00Z')
    expect([invoice.status, invoice.invoice_amount_including_tax.quantity]).toEqual(['FINAL', '20.00'])
    // The second month runs dry: 1,100 credits, of which the plan sells 100 for 1.50.
    await use('used-in-february', '550000', '2026-02-01T08:00:00Z')
    await moveTo('2026-03-01T09:00:00Z')
    const february = await invoiceOf(server, customerId, '2026-02-01T00:00:00Z')
    expect(february.invoice.invoice_amount_including_tax.quantity).toBe('21.50')
    expect(await balanceOf(server, walletId)).toBe('1000 0 1000')
  })

  it('roll over into the next period where they expire later, and are used before those that came after them', async () => {
    const monthly = { credits: '1000', expiry: { type: 'MONTH', value: 2 } }
    const { walletId, moveTo, use } = await begin({ monthly }, '2026-01-01T00:00:00Z')
    await moveTo('2026-02-10T00:00:00Z')
    expect(await balanceOf(server, walletId)).toBe('2000 0 2000')
    await use('used-in-february', '600000', '2026-02-09T00:00:00Z')
    expect(await balanceOf(server, walletId)).toBe('2000 1200 800')
    // On the 1st of March all of January is used up: nothing of it expires, and the 800 are of February.
    await moveTo('2026-03-01T12:00:00Z')
    expect(await balanceOf(server, walletId)).toBe('1800 0 1800')
  })

  it('are fewer in a part of a period, by its days, like the fee', async () => {
    const { customerId, grants } = await begin({ monthly: { credits: '1000' } }, '2026-01-17T00:00:00Z', 'CALENDAR')
    // 15 of 31 days: 483.8709677…
    expect(await grants()).toEqual(['483.870968 DEFAULT 2026-01-17T00:00:00Z never'])
    const { invoice } = await invoiceOf(server, customerId, '2026-01-17T00:00:00Z')
    expect(invoice.invoice_amount_including_tax.quantity).toBe('9.68')
  })

  it('come once, whatever is asked again and however many times the clock is moved', async () => {
    const { customerId, grants, moveTo } = await begin({ monthly: { credits: '7' } }, '2026-01-01T00:00:00Z')
    await server.must('GET', `/v1/invoices?customer_id=${customerId}`)
    await Promise.all([moveTo('2026-02-01T00:00:00Z'), moveTo('2026-02-01T00:00:00Z'), moveTo('2026-02-01T00:00:00Z')])
    await moveTo('2026-02-02T00:00:00Z')
    expect(await grants()).toHaveLength(2)
  })

  it('come when a schedule with another plan starts in mid-period', async () => {
    const { sold, customerId, grants, moveTo } = await begin({ monthly: { credits: '100' } }, '2026-01-01T00:00:00Z')
    const { data } = await server.must('GET', `/v1/pricing-plan-subscriptions?customer_id=${customerId}`)
    await server.must('POST', '/v1/pricing-plan-schedules?set_previous_end_at=true', {
      pricing_plan_subscription_id: data[0].id,
      pricing_plan_version_id: sold.versionId,
      start_at: '2026-01-25T00:00:00Z',
    })
    expect(await grants()).toHaveLength(1)
    await moveTo('2026-01-25T00:00:00Z')
    // 7 of 31 days of 100.
    expect((await grants())[1]).toMatch(/^22\.580645 DEFAULT 2026-01-25T00:00:00Z/)
    await moveTo('2026-02-01T00:00:00Z')
    expect((await grants())[2]).toMatch(/^100 DEFAULT 2026-02-01T00:00:00Z/)
  })

  it('of an add-on come when it is bought, once, however often it is bought again', async () => {
    const { sold, customerId, moveTo } = await begin(
      { addOn: true, monthly: { credits: '310' } },
      '2026-01-01T00:00:00Z',
    )
    const grants = async () => {
      const { data } = await server.must('GET', `/v1/wallet-grants?customer_id=${customerId}&order_direction=asc`)
      return data.map((one: { grant_credits: { quantity: string }; start_at: string }) => [
        one.grant_credits.quantity,
        one.start_at,
      ])
    }
    const { pricing_categories: categories } = await server.must('GET', `/v1/pricing-plan-versions/${sold.versionId}`)
    const [addOn] = categories[0].pricings
    const { data: subscriptions } = await server.must('GET', `/v1/pricing-plan-subscriptions?customer_id=${customerId}`)
    const query = `pricing_plan_subscription_id=${subscriptions[0].id}`
    const { data } = await server.must('GET', `/v1/pricing-plan-schedules?${query}`)
    const change = (body: object) => server.must('PATCH', `/v1/pricing-plan-schedules/${data[0].id}`, body)
    const buy = (window: object) => change({ enabled_pricings: [{ pricing_id: addOn.id, ...window }] })
    expect(await grants()).toEqual([])

    await buy({ start_at: '2026-02-05T00:00:00Z' })
    expect(await grants()).toEqual([])
    const from = { start_at: '2026-01-22T00:00:00Z' }
    await Promise.all([buy(from), buy(from), buy(from)])
    const january = ['100', '2026-01-22T00:00:00Z']
    expect(await grants()).toEqual([january])
    await change({ enabled_pricings: [] })
    await buy({ start_at: '2026-01-02T00:00:00Z' })
    const items = addOn.items.map(
      ({ product_item_ids, configs }: { product_item_ids: unknown; configs: object[] }) => ({
        product_item_ids,
        configs: configs.map((config) => ({ ...config, id: undefined })),
      }),
    )
    const { product_ids } = addOn
    await change({
      override_pricings: [
        { original_pricing_id: addOn.id, override: 'ALL', product_type: 'ADDON', product_ids, items },
      ],
    })
    expect(await grants()).toEqual([january])
    // As an earlier release left it: it made no difference between a plan and its add-ons.
    await change({ override_pricings: [] })
    await server.server.database.query(`delete from wallet_deposits where add_on <> ''`)
    await buy(from)
    expect(await grants()).toEqual([january])

    await moveTo('2026-02-01T00:00:00Z')
    expect(await grants()).toEqual([january, ['310', '2026-02-01T00:00:00Z']])
  })

  it.each<[string, (sold: { creditTypeId: string; walletTypeId: string }) => object, string]>([
    [
      'credits of a type that is not there',
      () => ({ bands: [{ credits: { quantity: '1', credit_type_id: 'ctyp_none' } }] }),
      'bands.0.credits.credit_type_id',
    ],
    [
      'a deposit into no type of wallet',
      ({ creditTypeId }) => ({
        wallet_grants: [
          { wallet_type_id: 'wtyp_none', credits_grant: { credits: { quantity: '1', credit_type_id: creditTypeId } } },
        ],
      }),
      'wallet_grants.0.wallet_type_id',
    ],
    [
      'a deposit of money into a wallet of credits',
      ({ walletTypeId }) => ({
        wallet_grants: [{ wallet_type_id: walletTypeId, amount_grant: { amount: { quantity: '1', currency: 'USD' } } }],
      }),
      'wallet_grants.0.amount_grant',
    ],
    [
      'a negative deposit',
      ({ creditTypeId, walletTypeId }) => ({
        wallet_grants: [
          {
            wallet_type_id: walletTypeId,
            credits_grant: { credits: { quantity: '-5', credit_type_id: creditTypeId } },
          },
        ],
      }),
      'wallet_grants.0.credits_grant.credits.quantity',
    ],
  ])('are refused with %s', async (_, members, field) => {
    const { sold } = await begin({}, '2026-01-01T00:00:00Z')
    const version = await server.must('GET', `/v1/pricing-plan-versions/${sold.versionId}`)
    const [category] = version.pricing_categories
    const [pricing] = category.pricings
    const [item] = pricing.items
    const { status, body } = await server.call('POST', '/v1/pricing-plan-versions', {
      pricing_plan_id: version.pricing_plan_id,
      status: 'ACTIVE',
      pricing_categories: [
        {
          product_category_id: category.product_category_id,
          pricings: [
            {
              product_ids: pricing.product_ids,
              items: [
                {
                  product_item_ids: item.product_item_ids,
                  configs: [
                    { type: 'FLAT', bands: [{ amount: { quantity: '1', currency: 'USD' } }], ...members(sold) },
                  ],
                },
              ],
            },
          ],
        },
      ],
    })
    expect([status, body.field]).toEqual([400, `pricing_categories.0.pricings.0.items.0.configs.0.${field}`])
  })
})
