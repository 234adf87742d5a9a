import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { followGuide, type Guide } from './guide.ts'
import { testEngines } from './test-engines.ts'
import { TestServer } from './test-server.ts'

describe.each(testEngines)('what resources say of each other, on $name', (engine) => {
  let server: TestServer
  let guide: Guide
  let product: { id: string; category_id: string }
  let item: { id: string; usage_based: { meter_value_calculation_id: string } }

  beforeAll(async () => {
    server = await TestServer.start(engine)
    guide = await followGuide(server)
    product = await server.must('GET', '/v1/products/ai_agent')
    item = await server.must('GET', '/v1/product-items/completion_tokens_item')
  })
  afterAll(() => server.stop())

  const nobody = 'cust_00000000000000000000'
  const feature = async () => (await server.must('GET', '/v1/features')).data[0].id

  it.each<[path: string, make: () => object, change: () => string | Promise<string>, members: object, field: string]>([
    [
      '/v1/customers',
      () => ({ type: 'ORGANIZATION' }),
      () => guide.customerId,
      { parent_customer_id: nobody },
      'parent_customer_id',
    ],
    [
      '/v1/customers',
      () => ({ type: 'ORGANIZATION' }),
      () => guide.customerId,
      { seller_details: { default_billing_entity_id: 'bent_x' } },
      'seller_details.default_billing_entity_id',
    ],
    ['/v1/product-categories', () => ({ name: 'x' }), () => 'ai', { customer_id: nobody }, 'customer_id'],
    [
      '/v1/products',
      () => ({ name: 'x', category_id: product.category_id }),
      () => product.id,
      { parent_product_id: 'prod_x' },
      'parent_product_id',
    ],
    [
      '/v1/products',
      () => ({ name: 'x', category_id: product.category_id }),
      () => product.id,
      { features: [{ id: 'feat_x', reference: 'x' }] },
      'features.0.id',
    ],
    [
      '/v1/products',
      () => ({ name: 'x', category_id: product.category_id }),
      () => product.id,
      { billing_entity_id: 'bent_x' },
      'billing_entity_id',
    ],
    [
      '/v1/product-items',
      () => ({ name: 'x', product_id: product.id, model_type: 'RECURRING' }),
      () => item.id,
      { usage_based: { tiering_meter_value_calculation_id: 'bmet_x' } },
      'usage_based.tiering_meter_value_calculation_id',
    ],
    [
      '/v1/product-items',
      () => ({ name: 'x', product_id: product.id, model_type: 'RECURRING' }),
      () => item.id,
      { usage_based: { report_meter_value_calculation_ids: ['bmet_x'] } },
      'usage_based.report_meter_value_calculation_ids.0',
    ],
    ['/v1/pricing-plans', () => ({}), () => guide.planId, { customer_id: nobody }, 'customer_id'],
    [
      '/v1/pricing-plan-subscriptions',
      () => ({ customer_id: guide.customerId }),
      () => guide.subscriptionId,
      { forward_customer_id: nobody },
      'forward_customer_id',
    ],
    [
      '/v1/pricing-plan-subscriptions',
      () => ({ customer_id: guide.customerId }),
      () => guide.subscriptionId,
      { seller_details: { seller_customer_id: nobody } },
      'seller_details.seller_customer_id',
    ],
  ])('%s refuses %s of nothing, when it is made and when it is changed', async (path, make, change, members, field) => {
    const want = { status: 400, body: { code: 'RESOURCES_NOT_FOUND', field } }
    const body = { reference: 'refers-to-nothing', ...make(), ...members }
    expect(await server.call('POST', path, body)).toMatchObject(want)
    const target = `${path}/${await change()}`
    const before = await server.must('GET', target)
    expect(await server.call('PATCH', target, members)).toMatchObject(want)
    expect(await server.must('GET', target)).toEqual(before)
  })

  it.each<[path: string, id: () => string | Promise<string>, members: readonly string[]]>([
    ['/v1/customers', () => guide.customerId, ['status']],
    ['/v1/billing-entities', () => 'our-company', ['status']],
    ['/v1/product-items', () => item.id, ['product_id', 'name', 'type', 'model_type']],
    ['/v1/features', feature, ['type']],
    ['/v1/pricing-plans', () => guide.planId, ['type', 'variant']],
    ['/v1/pricing-plan-versions', () => guide.versionId, ['status', 'version', 'pricing_plan_id']],
    [
      '/v1/pricing-plan-subscriptions',
      () => guide.subscriptionId,
      ['status', 'type', 'billing_time', 'billing_entity_id', 'billing_entity_reference'],
    ],
    ['/v1/pricing-plan-schedules', () => guide.scheduleId, ['type', 'pricing_plan_id', 'pricing_plan_version_id']],
  ])('%s keeps what it cannot be without: null is refused by name', async (path, id, members) => {
    const target = `${path}/${await id()}`
    const before = await server.must('GET', target)
    for (const member of members) {
      const refused = { status: 400, body: { code: 'INVALID_FIELD', field: member } }
      expect(await server.call('PATCH', target, { [member]: null }), member).toMatchObject(refused)
    }
    expect(await server.must('GET', target)).toEqual(before)
  })

  it('gives defaults for null in what is made', async () => {
    const plan = await server.must('POST', '/v1/pricing-plans', { reference: 'of-nulls', type: null, variant: null })
    expect(plan).toMatchObject({ type: 'STANDARD', variant: 'DEFAULT' })
    const version = await server.must('POST', '/v1/pricing-plan-versions', {
      pricing_plan_id: plan.id,
      status: null,
      version: null,
    })
    expect(version).toMatchObject({ status: 'DRAFT', version: 1 })
    const subscription = await server.must('POST', '/v1/pricing-plan-subscriptions', {
      customer_id: guide.customerId,
      type: null,
      billing_time: null,
      billing_entity_id: null,
    })
    const want = { type: 'BILLING', billing_time: 'EXACT', billing_entity_reference: 'our-company' }
    expect(subscription).toMatchObject(want)
  })

  it('refuses a customer or a product among its own ancestors', async () => {
    const make = (reference: string, parent?: string) =>
      server.must('POST', '/v1/customers', { reference, type: 'ORGANIZATION', parent_customer_id: parent ?? null })
    const top = await make('top-of-three')
    const bottom = await make('bottom-of-three', (await make('middle-of-three', top.id)).id)
    for (const parent of [top.id, bottom.id]) {
      const refused = await server.call('PATCH', `/v1/customers/${top.id}`, { parent_customer_id: parent })
      expect(refused).toMatchObject({ status: 400, body: { code: 'INVALID_FIELD', field: 'parent_customer_id' } })
    }
  })

  it('shows a new reference wherever the resource is named, and decides by its id', async () => {
    const id = await feature()
    const old = (await server.must('GET', `/v1/features/${id}`)).reference
    await server.must('PATCH', `/v1/products/${product.id}`, { features: [{ id, reference: 'as-it-was' }] })
    await server.must('PATCH', `/v1/features/${id}`, { reference: 'renamed-feature' })
    await server.must('PATCH', `/v1/customers/${guide.customerId}`, { reference: 'renamed-customer' })
    await server.must('PATCH', '/v1/billing-entities/our-company', { reference: 'renamed-company' })
    const version = await server.must('GET', `/v1/pricing-plan-versions/${guide.versionId}`)
    const granted = version.pricing_categories[0].pricings[0].entitlements
    expect(granted.find((one: { feature_id: string }) => one.feature_id === id).feature_reference).toBe(
      'renamed-feature',
    )
    expect((await server.must('GET', `/v1/products/${product.id}`)).features).toEqual([
      { id, reference: 'renamed-feature' },
    ])
    expect(await server.must('GET', `/v1/pricing-plan-subscriptions/${guide.subscriptionId}`)).toMatchObject({
      customer_reference: 'renamed-customer',
      billing_entity_reference: 'renamed-company',
    })
    const [invoice] = (await server.must('GET', `/v1/invoices?customer_id=${guide.customerId}`)).data
    expect(invoice.customer_reference).toBe('renamed-customer')
    const { entitlements } = await server.must('GET', '/v1/customers/renamed-customer/entitlements')
    expect(entitlements.map((one: { feature_reference: string }) => one.feature_reference)).toContain('renamed-feature')
    await server.must('PATCH', `/v1/features/${id}`, { reference: old })
    await server.must('PATCH', `/v1/customers/${guide.customerId}`, { reference: 'acme-corp' })
    await server.must('PATCH', '/v1/billing-entities/renamed-company', { reference: 'our-company' })
  })

  it('gives items the status of their product when a change asks for it, and takes them along when it goes', async () => {
    const made = await server.must('POST', '/v1/products', {
      reference: 'aligned',
      name: 'Aligned',
      category_id: product.category_id,
    })
    await server.must('POST', `/v1/products/${made.id}/activate`)
    const recurring = await server.must('POST', '/v1/product-items', {
      product_id: made.id,
      reference: 'aligned-item',
      name: 'Aligned',
      model_type: 'RECURRING',
    })
    const status = async () => (await server.must('GET', `/v1/product-items/${recurring.id}`)).status
    await server.must('PATCH', `/v1/products/${made.id}`, { name: 'Still' })
    expect(await status()).toBe('DRAFT')
    await server.must('PATCH', `/v1/products/${made.id}?align_product_item_status=true`, { name: 'Aligned' })
    expect(await status()).toBe('ACTIVE')
    expect((await server.call('DELETE', `/v1/products/${made.id}`)).status).toBe(409)
    await server.must('DELETE', `/v1/products/${made.id}?align_product_item_status=true`)
    expect((await server.call('GET', `/v1/product-items/${recurring.id}`)).status).toBe(404)
  })

  it('keeps a category that only the tree of a version names, and an item that only a schedule prices', async () => {
    const category = await server.must('POST', '/v1/product-categories', { reference: 'of-a-tree', name: 'Of a tree' })
    const version = await server.must('POST', '/v1/pricing-plan-versions', {
      pricing_plan_id: guide.planId,
      pricing_categories: [{ product_category_id: category.id }],
    })
    const fee = await server.must('POST', '/v1/product-items', {
      product_id: product.id,
      reference: 'of-a-schedule',
      name: 'Of a schedule',
      model_type: 'RECURRING',
    })
    await server.must('POST', `/v1/product-items/${fee.id}/activate`)
    await server.must('PATCH', `/v1/pricing-plan-schedules/${guide.scheduleId}`, {
      pricing_categories: [
        {
          product_category_id: product.category_id,
          pricings: [
            {
              product_ids: [product.id],
              items: [
                {
                  product_item_ids: [fee.id],
                  configs: [{ type: 'FIXED', bands: [{ fixed_amount: { quantity: '1', currency: 'USD' } }] }],
                },
              ],
            },
          ],
        },
      ],
    })
    for (const path of [`/v1/product-categories/${category.id}`, `/v1/product-items/${fee.id}`]) {
      expect(await server.call('DELETE', path)).toMatchObject({ status: 400, body: { code: 'INVALID_OPERATION' } })
    }
    await server.must('DELETE', `/v1/pricing-plan-versions/${version.id}`)
    await server.must('DELETE', `/v1/product-categories/${category.id}`)
    await server.must('PATCH', `/v1/pricing-plan-schedules/${guide.scheduleId}`, { pricing_categories: null })
    await server.must('DELETE', `/v1/product-items/${fee.id}`)
  })

  it('keeps the calculation of an item whose usage_based is changed without it', async () => {
    const changed = await server.must('PATCH', `/v1/product-items/${item.id}`, {
      usage_based: { report_meter_value_calculation_ids: [] },
    })
    expect(changed.usage_based).toEqual({ ...item.usage_based, report_meter_value_calculation_ids: [] })
  })

  describe('subscribing at once', () => {
    const init = (body: object) =>
      server.call('POST', '/v1/pricing-plan-subscriptions/init', {
        pricing_plan_schedules: [{ pricing_plan_version_id: guide.versionId }],
        ...body,
      })

    it('gives a customer that exists the members that it brings, and stores no id of the caller', async () => {
      const { body } = await init({
        customer: { reference: 'acme-corp', email: 'new@acme.example' },
        pricing_plan_schedules: [{ id: 'ppsc_mine', pricing_plan_version_id: guide.versionId }],
      })
      expect(body.customer).toMatchObject({ id: guide.customerId, email: 'new@acme.example', type: 'ORGANIZATION' })
      expect(body.pricing_plan_schedules[0].id).toMatch(/^ppsc_[0-9A-Za-z]{20}$/)
      expect((await server.must('GET', '/v1/customers/acme-corp')).email).toBe('new@acme.example')
    })

    it('leaves the subscription a DRAFT where it says so', async () => {
      const { body } = await init({
        pricing_plan_subscription: { customer_reference: 'acme-corp', reference: 'a-draft', status: 'DRAFT' },
      })
      expect([body.pricing_plan_subscription.status, body.invoice]).toEqual(['DRAFT', null])
    })

    it.each<[name: string, body: object, field: string, code: string]>([
      ['a customer id that is not there', { customer: { id: nobody } }, 'customer.id', 'RESOURCES_NOT_FOUND'],
      [
        'a customer that is nobody',
        { pricing_plan_subscription: { customer_id: nobody } },
        'pricing_plan_subscription.customer_id',
        'RESOURCES_NOT_FOUND',
      ],
      [
        'an unknown time zone',
        { customer: { reference: 'nowhere', timezone: 'Moon/Base' } },
        'customer.timezone',
        'INVALID_FIELD',
      ],
      [
        'an entity that is not there',
        { customer: { reference: 'acme-corp' }, pricing_plan_subscription: { billing_entity_id: 'bent_x' } },
        'pricing_plan_subscription.billing_entity_id',
        'RESOURCES_NOT_FOUND',
      ],
      [
        'a subscription of its own choice',
        { customer: { reference: 'acme-corp' }, pricing_plan_subscription: { id: 'ppsu_x' } },
        'pricing_plan_subscription.id',
        'INVALID_FIELD',
      ],
      [
        'a schedule of another subscription',
        {
          customer: { reference: 'acme-corp' },
          pricing_plan_schedules: [{ pricing_plan_subscription_id: 'ppsu_x', pricing_plan_version_id: 'ppve_x' }],
        },
        'pricing_plan_schedules.0.pricing_plan_subscription_id',
        'INVALID_FIELD',
      ],
      [
        'a version that is not there',
        { customer: { reference: 'acme-corp' }, pricing_plan_schedules: [{ pricing_plan_version_id: 'ppve_x' }] },
        'pricing_plan_schedules.0.pricing_plan_version_id',
        'RESOURCES_NOT_FOUND',
      ],
    ])('is refused with %s', async (_, body, field, code) => {
      expect(await init(body)).toMatchObject({ status: 400, body: { code, field } })
    })
  })
})
