import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  balanceOf,
  type CreditsPlan,
  openWallet,
  sellCredits,
  subscribe,
  subscribeAgain,
  tokensUsed,
} from './credits.ts'
import { Money } from './money.ts'
import { testEngines } from './test-engines.ts'
import { TestServer } from './test-server.ts'

const NOW = '2026-01-20T12:00:00Z'
const CHARGE = '/v1/invoices/charge-on-demand-pricing-items'
const usd = (quantity: string) => ({ quantity, currency: 'USD' })

describe.each(testEngines)('a top-up on $name', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await TestServer.start(engine, { now: () => Date.parse(NOW) })
  })
  afterAll(() => server.stop())

  const begin = async (plan: CreditsPlan = {}) => {
    await server.must('POST', '/local/reset')
    const sold = await sellCredits(server, { topUps: true, overagePrice: null, ...plan })
    const { customerId, subscriptionId } = await subscribe(server, sold, {
      reference: 'acme',
      startAt: '2026-01-01T00:00:00Z',
    })
    const query = `pricing_plan_subscription_id=${subscriptionId}`
    const { data } = await server.must('GET', `/v1/pricing-plan-schedules?${query}`)
    const scheduleId: string = data[0].id
    const order = (members: object = {}, item = sold.packItemId, choice: object = {}) => ({
      pricing_plan_schedule_id: scheduleId,
      pricing_items: [{ pricing_item_id: item, ...choice }],
      finalize_immediately: true,
      ...members,
    })
    const grants = async (): Promise<string[]> =>
      (await server.must('GET', `/v1/wallet-grants?customer_id=${customerId}`)).data.map(
        (one: { grant_credits: { quantity: string } }) => one.grant_credits.quantity,
      )
    const invoices = async (): Promise<string[]> =>
      (await server.must('GET', `/v1/invoices?customer_id=${customerId}&limit=100`)).data
        .filter((one: { type: string }) => one.type === 'ONE_OFF')
        .map((one: { status: string; invoice_amount_including_tax: { quantity: string } }) =>
          [one.status, one.invoice_amount_including_tax.quantity].join(' '),
        )
    return { sold, customerId, subscriptionId, scheduleId, order, grants, invoices }
  }

  it('opens a wallet, fills it, and pays what was owed', async () => {
    const { sold, customerId, order, grants, invoices } = await begin()
    await server.must(
      'POST',
      '/v1/ingest/meter-data',
      tokensUsed('acme', 'used-before-it', '60000', '2026-01-19T00:00:00Z'),
    )
    const invoice = await server.must('POST', CHARGE, order())
    expect([invoice.status, invoice.invoice_number, invoice.payment_status]).toEqual(['FINAL', '2026-0001', 'UNPAID'])
    const { data: wallets } = await server.must('GET', `/v1/wallets?customer_id=${customerId}`)
    expect(wallets).toHaveLength(1)
    // 120 credits of 60,000 tokens.
    expect(await balanceOf(server, wallets[0].id)).toBe('1000 120 880')
    await server.must('POST', CHARGE, order({}, sold.flexibleItemId, { flexible_amount: usd('7.77') }))
    expect(await balanceOf(server, wallets[0].id)).toBe('1155.4 120 1035.4')
    expect((await grants()).toSorted()).toEqual(['1000', '155.4'])
    expect((await invoices()).toSorted()).toEqual(['FINAL 50.00', 'FINAL 7.77'])
  })

  it('is made once for an Idempotency-Key, and not at all by a preview', async () => {
    const { order, grants, invoices } = await begin()
    await server.must('POST', CHARGE, order({ preview: true }))
    expect([await grants(), await invoices()]).toEqual([[], []])
    const key = { 'idempotency-key': 'the-key-of-one-top-up' }
    const answers = [await server.call('POST', CHARGE, order(), key), await server.call('POST', CHARGE, order(), key)]
    expect(answers.map(({ status, body }) => [status, body.id])).toEqual([
      [201, answers[0]?.body.id],
      [201, answers[0]?.body.id],
    ])
    expect([await grants(), await invoices()]).toEqual([['1000'], ['FINAL 50.00']])
  })

  it('deposits with its DRAFT too, whose lines stay and which is not archived', async () => {
    const { order, grants } = await begin()
    const draft = await server.must('POST', CHARGE, order({ finalize_immediately: false }))
    expect([draft.status, draft.sold_on_demand, await grants()]).toEqual(['DRAFT', undefined, ['1000']])
    const line = draft.periods[0].groups[0].lines[0].id
    const refused = [
      await server.call('DELETE', `/v1/invoices/${draft.id}/lines/${line}`),
      await server.call('POST', `/v1/invoices/${draft.id}/lines`, { pricing_type: 'NONE', pricing_name: 'More' }),
      await server.call('POST', `/v1/invoices/${draft.id}/archive`),
    ]
    expect(refused.map(({ status, body }) => [status, body.message])).toEqual([
      [400, 'The lines of a charge on demand are what was sold; credit the invoice once it is FINAL'],
      [400, 'The lines of a charge on demand are what was sold; credit the invoice once it is FINAL'],
      [400, 'The invoice deposited into a wallet and stays; credit it once it is FINAL'],
    ])
    const final = await server.must('PATCH', `/v1/invoices/${draft.id}`, { status: 'FINAL' })
    expect([final.status, final.sold_on_demand]).toEqual(['FINAL', undefined])
  })

  it('writes nothing where it cannot deposit, and says why', async () => {
    const { sold, customerId, order, grants, invoices, subscriptionId } = await begin()
    const walletId = await openWallet(server, sold, customerId)
    await server.must('POST', `/v1/wallets/${walletId}/deactivate`)
    const refusals: [object, string | undefined, string][] = [
      [order(), undefined, 'The wallet must be ACTIVE; it is INACTIVE'],
      [
        order({}, 'prii_00000000000000000000'),
        'pricing_items.0.pricing_item_id',
        'the schedule must sell the item on demand at start_at; see on-demand-pricing-items',
      ],
      [
        order({}, sold.flexibleItemId, { flexible_amount: usd('4.99') }),
        'pricing_items.0.flexible_amount.quantity',
        'must be at least 5; it is 4.99',
      ],
      [
        order({ pricing_items: [{ pricing_item_id: sold.packItemId }, { pricing_item_id: sold.packItemId }] }),
        'pricing_items.1.pricing_item_id',
        'an item is charged once in a request',
      ],
      [
        order({ start_at: '2025-12-31T23:59:59Z' }),
        'start_at',
        'must lie in the schedule; it is 2025-12-31T23:59:59.000Z',
      ],
      [
        order({ pricing_plan_schedule_id: 'ppsc_00000000000000000000' }),
        'pricing_plan_schedule_id',
        'The requested PRICING_PLAN_SCHEDULE could not be found',
      ],
    ]
    for (const [body, field, message] of refusals) {
      const refused = await server.call('POST', CHARGE, body)
      expect([refused.status, refused.body.field, refused.body.message]).toEqual([400, field, message])
    }
    await server.must('POST', `/v1/pricing-plan-subscriptions/${subscriptionId}/cancel`, { type: 'NOW' })
    await server.must('POST', '/local/clock', { advance: 'P1D' })
    const ended = await server.call('POST', CHARGE, order())
    expect([ended.status, ended.body.field]).toEqual([400, 'pricing_plan_subscription_id'])
    expect([await grants(), await invoices()]).toEqual([[], []])
  })

  it('of money is not paid by money of wallets: not by its own, nor by what an earlier one sold', async () => {
    const { sold, customerId } = await begin()
    const money = await Money.open(server)
    const grant = { wallet_type_id: money.typeOf('balance'), amount_grant: { percentage: '100' } }
    const config = { type: 'FLEXIBLE', bands: [{ minimum_amount: usd('5') }], on_demand: true, wallet_grants: [grant] }
    const { data: items } = await server.must('GET', '/v1/product-items')
    const item = items.find(({ reference }: { reference: string }) => reference === 'top_up')
    const product = await server.must('GET', `/v1/products/${item.product_id}`)
    const plan = await server.must('POST', '/v1/pricing-plans', { reference: 'money', name: 'Money' })
    const pricing = { product_ids: [product.id], items: [{ product_item_ids: [item.id], configs: [config] }] }
    const version = await server.must('POST', '/v1/pricing-plan-versions', {
      pricing_plan_id: plan.id,
      status: 'ACTIVE',
      pricing_categories: [{ product_category_id: product.category_id, pricings: [pricing] }],
    })
    const startAt = '2026-01-01T00:00:00Z'
    const subscriptionId = await subscribeAgain(
      server,
      { ...sold, versionId: version.id },
      { customerId, reference: 'acme-money', startAt },
    )
    const { data } = await server.must(
      'GET',
      `/v1/pricing-plan-schedules?pricing_plan_subscription_id=${subscriptionId}`,
    )
    const buy = (quantity: string, finalize: boolean) =>
      server.must('POST', CHARGE, {
        pricing_plan_schedule_id: data[0].id,
        pricing_items: [
          {
            pricing_item_id: version.pricing_categories[0].pricings[0].items[0].id,
            flexible_amount: usd(quantity),
          },
        ],
        finalize_immediately: finalize,
      })
    const open = ({ open_invoice_amount: amount }: { open_invoice_amount: { quantity: string } }) => amount.quantity
    expect(open(await buy('30', true))).toBe('30.00')
    expect(open(await buy('10', true))).toBe('10.00')
    const draft = await buy('5', false)
    expect([open(draft), open(await server.must('GET', `/v1/invoices/${draft.id}`))]).toEqual(['5.00', '5.00'])
    expect(open(await server.must('PATCH', `/v1/invoices/${draft.id}`, { status: 'FINAL' }))).toBe('5.00')
    const { data: wallets } = await server.must('GET', `/v1/wallets?customer_id=${customerId}`)
    expect(await money.balanceOf(wallets[0].id)).toBe('45 0 45')
    const work = await money.oneOff(customerId, '12')
    expect(open(await server.must('PATCH', `/v1/invoices/${work}`, { status: 'FINAL' }))).toBe('0.00')
    expect(await money.balanceOf(wallets[0].id)).toBe('33 0 33')
  })
})
