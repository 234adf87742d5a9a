import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { followGuide, type Guide } from './guide.ts'
import { testEngines } from './test-engines.ts'
import { completionEvent, TestServer } from './test-server.ts'

const OWN_RULE = 'pricing_categories.0.pricings.0.items.0.configs.0'

interface WireItem {
  readonly id: string
  readonly product_item_ids: string[]
  readonly configs: { id: string }[]
}

describe.each(testEngines)('a schedule that could not be billed as it says, on $name', (engine) => {
  let server: TestServer
  let guide: Guide
  /** Parts of the sold version. */
  let pricing: { id: string; product_ids: string[]; items: WireItem[] }
  let categoryId: string

  beforeAll(async () => {
    server = await TestServer.start(engine)
    guide = await followGuide(server)
    const version = await server.must('GET', `/v1/pricing-plan-versions/${guide.versionId}`)
    categoryId = version.pricing_categories[0].product_category_id
    pricing = version.pricing_categories[0].pricings[0]
  })
  afterAll(() => server.stop())

  const draft = async (members: object = {}): Promise<string> =>
    (await server.must('POST', '/v1/pricing-plan-subscriptions', { customer_id: guide.customerId, ...members })).id
  const startAt = () => new Date(Date.now() - 60_000).toISOString()
  const schedule = (subscriptionId: string, members: object) => ({
    pricing_plan_subscription_id: subscriptionId,
    pricing_plan_version_id: guide.versionId,
    start_at: startAt(),
    ...members,
  })
  const rate = (currency: string) => ({ type: 'FLAT', bands: [{ amount: { quantity: '1', currency } }] })
  const own = (item: object) => ({
    pricing_categories: [
      { product_category_id: categoryId, pricings: [{ product_ids: pricing.product_ids, items: [item] }] },
    ],
  })

  const ownPrice = (config: object) => {
    const { product_item_ids } = pricing.items[0] ?? {}
    return own({ product_item_ids, configs: [config] })
  }
  const tiers = (...bounds: (string | null)[]) => ({
    type: 'TIERED',
    bands: bounds.map((number) => ({
      ...rate('USD').bands[0],
      ...(number !== null && { tier_top_bound: { number } }),
    })),
  })

  const faults: [name: string, members: () => object, field: string, code?: string][] = [
    ['more than all off', () => ({ discount: { totals: [{ percentage: '101' }] } }), 'discount.totals.0.percentage'],
    [
      'money of another currency',
      () => ({ discount: { totals: [{ amount: { quantity: '1', currency: 'EUR' } }] } }),
      'discount.totals.0.amount.currency',
    ],
    [
      'a discount on a rule that the plan does not have',
      () => ({
        discount: { pricing_item_configs: [{ ids: [pricing.items[0]?.configs[0]?.id, 'pico_x'], percentage: '5' }] },
      }),
      'discount.pricing_item_configs.0.ids.1',
      'RESOURCES_NOT_FOUND',
    ],
    [
      'a discount on no product',
      () => ({ discount: { products: [{ ids: ['prod_x'], percentage: '5' }] } }),
      'discount.products.0.ids.0',
      'RESOURCES_NOT_FOUND',
    ],
    ['a coupon', () => ({ coupon_ids: ['coup_x'] }), 'coupon_ids.0', 'RESOURCES_NOT_FOUND'],
    [
      'seats of no rule',
      () => ({ seats_values: [{ pricing_item_config_id: 'pico_x', number: '3' }] }),
      'seats_values.0.pricing_item_config_id',
      'RESOURCES_NOT_FOUND',
    ],
    [
      'half a minus',
      () => ({ included_volumes: [{ pricing_item_config_id: pricing.items[0]?.configs[0]?.id, number: '-1' }] }),
      'included_volumes.0.number',
    ],
    [
      'an add-on that the plan does not have',
      () => ({ enabled_pricings: [{ pricing_id: 'pric_x' }] }),
      'enabled_pricings.0.pricing_id',
      'RESOURCES_NOT_FOUND',
    ],
    [
      'an override of nothing',
      () => ({ override_pricings: [{ product_ids: pricing.product_ids }] }),
      'override_pricings.0.original_pricing_id',
      'RESOURCES_NOT_FOUND',
    ],
    [
      'a price of its own on no item',
      () => own({ product_item_ids: ['proi_x'] }),
      'pricing_categories.0.pricings.0.items.0.product_item_ids.0',
      'RESOURCES_NOT_FOUND',
    ],
    ['tiers of its own that overlap', () => ownPrice(tiers('100', '50', null)), `${OWN_RULE}.bands.1.tier_top_bound`],
    [
      'a tier of its own without an end in the middle',
      () => ownPrice(tiers('100', null, '200')),
      `${OWN_RULE}.bands.1.tier_top_bound`,
    ],
    [
      'a price of its own for a property that no meter has',
      () => ownPrice({ ...rate('USD'), conditions: { meter_properties: [{ reference: 'nowhere', value: 'x' }] } }),
      `${OWN_RULE}.conditions.meter_properties.0.reference`,
      'RESOURCES_NOT_FOUND',
    ],
    ['another currency', () => ({ pricing_currency: 'EUR' }), 'pricing_currency'],
  ]

  it.each(faults)('is refused with %s when it is made and when it is changed', async (_, members, field, code) => {
    const want = { status: 400, body: { code: code ?? 'INVALID_FIELD', field } }
    const id = await draft()
    expect(await server.call('POST', '/v1/pricing-plan-schedules', schedule(id, members()))).toMatchObject(want)
    const list = `/v1/pricing-plan-schedules?pricing_plan_subscription_id=${id}`
    expect((await server.must('GET', list)).data).toEqual([])
    const made = await server.must('POST', '/v1/pricing-plan-schedules', schedule(id, {}))
    expect(await server.call('PATCH', `/v1/pricing-plan-schedules/${made.id}`, members())).toMatchObject(want)
    expect((await server.must('GET', list)).data).toEqual([made])
  })

  it('is refused at once with its customer, and named by its place in the request', async () => {
    const refused = await server.call('POST', '/v1/pricing-plan-subscriptions/init', {
      customer: { reference: 'never-made', type: 'ORGANIZATION' },
      pricing_plan_schedules: [
        { pricing_plan_version_id: guide.versionId, discount: { totals: [{ percentage: '101' }] } },
      ],
    })
    const field = 'pricing_plan_schedules.0.discount.totals.0.percentage'
    expect(refused).toMatchObject({ status: 400, body: { code: 'INVALID_FIELD', field } })
    expect((await server.call('GET', '/v1/customers/never-made')).status).toBe(404)
  })

  it('is refused where the plan has no price in the currency, and again when a DRAFT that changed becomes ACTIVE', async () => {
    const euros = await draft({ billing_currency: 'EUR' })
    expect(await server.call('POST', '/v1/pricing-plan-schedules', schedule(euros, {}))).toMatchObject({
      status: 400,
      body: { field: 'pricing_plan_version_id', message: expect.stringContaining('pricing_categories.0') },
    })
    const id = await draft()
    await server.must('POST', '/v1/pricing-plan-schedules', schedule(id, {}))
    await server.must('PATCH', `/v1/pricing-plan-subscriptions/${id}`, { billing_currency: 'EUR' })
    const refused = await server.call('PATCH', `/v1/pricing-plan-subscriptions/${id}`, { status: 'ACTIVE' })
    expect(refused).toMatchObject({ status: 400, body: { code: 'UNABLE_TO_PROCESS_INSTRUCTIONS', field: 'status' } })
    expect((await server.must('GET', `/v1/pricing-plan-subscriptions/${id}`)).status).toBe('DRAFT')
  })

  it('cannot take its prices to a version that lacks what they speak of', async () => {
    const id = await draft()
    const terms = { seats_values: [{ pricing_item_config_id: pricing.items[0]?.configs[0]?.id, number: '3' }] }
    const made = await server.must('POST', '/v1/pricing-plan-schedules', schedule(id, terms))
    const empty = await server.must('POST', '/v1/pricing-plan-versions', {
      pricing_plan_id: guide.planId,
      status: 'ACTIVE',
    })
    const refused = await server.call('POST', `/v1/pricing-plan-schedules/${made.id}/migrate`, {
      pricing_plan_version_id: empty.id,
    })
    expect(refused).toMatchObject({ status: 400, body: { field: 'pricing_plan_version_id' } })
    expect((await server.must('GET', `/v1/pricing-plan-schedules/${made.id}`)).end_at ?? null).toBeNull()
  })

  it('is refused where it chooses what its plan does not offer, until it chooses well', async () => {
    const version = await server.must('POST', '/v1/pricing-plan-versions', {
      pricing_plan_id: guide.planId,
      status: 'ACTIVE',
      billing_period_settings: { billing_periods: [{ period: { type: 'YEAR', value: 1 } }] },
      pricing_categories: [
        {
          product_category_id: categoryId,
          pricing_groups: [
            {
              name: 'Support',
              selection_constraint: 'EXACTLY_ONE',
              pricings: [{ product_ids: [] }, { product_ids: [] }],
            },
          ],
        },
      ],
    })
    const [one, other] = version.pricing_categories[0].pricing_groups[0].pricings.map(({ id }: { id: string }) => id)
    const id = await draft()
    const choose = (period: string, ...ids: string[]) =>
      server.call(
        'POST',
        '/v1/pricing-plan-schedules',
        schedule(id, {
          pricing_plan_version_id: version.id,
          billing_period: { type: period },
          enabled_pricings: ids.map((pricing_id) => ({ pricing_id })),
        }),
      )
    expect((await choose('MONTH', one)).body.field).toBe('billing_period')
    expect((await choose('YEAR')).body.field).toBe('enabled_pricings')
    expect((await choose('YEAR', one, other)).body.field).toBe('enabled_pricings')
    expect((await choose('YEAR', one)).status).toBe(201)
  })

  it('is refused with a period that no calendar here reaches', async () => {
    const period = { type: 'MONTH', value: 1001 }
    const made = await server.call(
      'POST',
      '/v1/pricing-plan-schedules',
      schedule(await draft(), { billing_period: period }),
    )
    expect(made).toMatchObject({ status: 400, body: { code: 'INVALID_FIELD', field: 'billing_period.value' } })
    const body = { customer_id: guide.customerId, initial_term: period }
    const refused = await server.call('POST', '/v1/pricing-plan-subscriptions', body)
    expect(refused).toMatchObject({ status: 400, body: { code: 'INVALID_FIELD', field: 'initial_term.value' } })
  })

  it('makes no room by pushing another one past its own end', async () => {
    const id = await draft()
    const at = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString()
    await server.must('POST', '/v1/pricing-plan-schedules', schedule(id, { start_at: at(2), end_at: at(3) }))
    const path = '/v1/pricing-plan-schedules?set_next_start_at=true'
    const refused = await server.call('POST', path, schedule(id, { start_at: at(1), end_at: at(4) }))
    expect(refused).toMatchObject({ status: 400, body: { code: 'INVALID_FIELD', field: 'end_at' } })
    const fits = await server.call('POST', path, schedule(id, { start_at: at(1), end_at: at(2.5) }))
    expect(fits.status).toBe(201)
  })

  it('counts what only its own prices meter, and a copy of it keeps what was said of them', async () => {
    const empty = await server.must('POST', '/v1/pricing-plan-versions', {
      pricing_plan_id: guide.planId,
      status: 'ACTIVE',
    })
    const customer = await server.must('POST', '/v1/customers', {
      reference: 'own-prices',
      type: 'ORGANIZATION',
      status: 'ACTIVE',
    })
    const id = await draft({ customer_id: customer.id })
    const prices = own({ product_item_ids: [await completionItem()], configs: [rate('USD')] })
    const made = await server.must(
      'POST',
      '/v1/pricing-plan-schedules',
      schedule(id, { pricing_plan_version_id: empty.id, ...prices }),
    )
    const config = made.pricing_categories[0].pricings[0].items[0].configs[0]
    expect([config.id.slice(0, 5), made.pricing_categories[0].pricings[0].pricing_plan_schedule_id]).toEqual([
      'pico_',
      made.id,
    ])
    const volumes = { included_volumes: [{ pricing_item_config_id: config.id, number: '2' }] }
    await server.must('PATCH', `/v1/pricing-plan-schedules/${made.id}`, volumes)
    await server.must('PATCH', `/v1/pricing-plan-subscriptions/${id}`, { status: 'ACTIVE' })
    const event = completionEvent('of-own-prices', '5', { customer_reference: 'own-prices' })
    const stored = await server.must('POST', '/v1/ingest/meter-data', event)
    expect(stored.processed_details.type).toBe('DEFAULT')
    const { data } = await server.must('GET', `/v1/invoices?customer_id=${customer.id}&include_lines=true`)
    expect(data[0].invoice_amount_including_tax.quantity).toBe('3.00')
    const all = await server.must('POST', `/v1/pricing-plan-subscriptions/${id}/copy`, {})
    const [{ id: copiedId }] = all.pricing_plan_schedule_infos
    const copied = await server.must('GET', `/v1/pricing-plan-schedules/${copiedId}`)
    expect(copied).toMatchObject({
      ...volumes,
      pricing_categories: [{ pricings: [{ pricing_plan_schedule_id: copiedId }] }],
    })
    await server.must('POST', `/v1/pricing-plan-subscriptions/${id}/cancel`, { type: 'NOW' })
    await server.must('PATCH', `/v1/pricing-plan-subscriptions/${all.id}`, { status: 'ACTIVE' })
    const later = { customer_reference: 'own-prices', timestamp: new Date(Date.now() + 5000).toISOString() }
    const booked = await server.must('POST', '/v1/ingest/meter-data', completionEvent('of-the-copy', '3', later))
    expect(booked.processed_details.type).toBe('DEFAULT')
    const copy = await server.must('POST', `/v1/pricing-plan-schedules/${made.id}/copy`, {
      pricing_plan_subscription_id: await draft({ customer_id: customer.id }),
    })
    expect(copy).toMatchObject({
      ...volumes,
      pricing_categories: [{ pricings: [{ pricing_plan_schedule_id: copy.id }] }],
    })
  })

  const completionItem = async (): Promise<string> => {
    const { data } = await server.must('GET', '/v1/product-items?limit=100')
    return data.find(({ id }: { id: string }) => JSON.stringify(pricing.items[0]).includes(id)).id
  }
})
