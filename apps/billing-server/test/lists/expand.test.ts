import { unwrap } from '@tallygate/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createHandlers } from '../../src/billing-server.ts'
import { contractOperations } from '../../src/http/contract.ts'
import { alertRule } from '../contract/alert-rules.contract.ts'
import { ContractWorld, inDays } from '../contract/contract-world.ts'
import { testEngines } from '../test-engines.ts'
import { type Answer, TestServer } from '../test-server.ts'

const answered = new Set(Object.keys(createHandlers({} as never, {} as never)))
const operations = contractOperations.filter(
  ({ id, parameters }) => answered.has(id) && parameters.some(({ name }) => name === 'expand[]'),
)

type Entry = Answer['body']

describe.each(testEngines)('expand[] on $name', (engine) => {
  let server: TestServer
  let world: ContractWorld
  let sold: Awaited<ReturnType<ContractWorld['newSoldPlan']>>
  let customer: { readonly id: string }
  let subscription: { readonly id: string }
  let scheduleId: string
  let eventId: string

  beforeAll(async () => {
    server = await TestServer.start(engine)
    world = new ContractWorld(server.client, server.server.url, 'expand', {})
    sold = await world.newSoldPlan()
    const subscribed = await subscribe()
    ;({ customer, subscription } = subscribed)
    scheduleId = subscribed.schedule.id
    eventId = (await world.ingest(world.event({ ...sold, customer: subscribed.customer }, '3'))).id
    await server.must('POST', '/v1/reprocess', { type: 'CUSTOMER', customer: { customer_id: customer.id } })
  })
  afterAll(() => server.stop())

  const subscribe = async () => {
    const made = await world.customer()
    const draft = await world.subscription({ customer_id: made.id })
    const schedule = await world.schedule({
      pricing_plan_subscription_id: draft.id,
      pricing_plan_version_id: sold.version.id,
      start_at: inDays(-1),
    })
    return { customer: made, subscription: await world.activate(draft.id), schedule }
  }
  const get = async (path: string, ...expand: string[]): Promise<Entry> => {
    const query = new URLSearchParams(expand.map((value): [string, string] => ['expand[]', value]))
    return server.must('GET', `${path}?${query.toString()}`)
  }

  it.each(operations)('$id refuses what cannot be expanded, before it does anything', async (operation) => {
    const path = operation.segments.map((piece) => (piece.startsWith('{') ? 'nothing' : piece)).join('/')
    const body = operation.id === 'createPricingPlanSchedule' ? { pricing_plan_subscription_id: subscription.id } : {}
    const answer = await server.call(
      operation.method.toUpperCase(),
      `/${path}?expand[]=nothing_like_this`,
      operation.body && body,
    )
    expect([answer.status, answer.body.field]).toEqual([400, 'expand[]'])
  })

  it.each(operations.filter(({ id, method }) => method === 'get' || id.startsWith('search')))(
    '$id expands ALL within the contract',
    async (operation) => {
      const rule = await alertRule(world)
      const alert = await server.must('POST', '/v1/alerts', {
        platform_id: 'plat_TallygateLocalServer',
        alert_rule_id: rule.id,
        customer_id: customer.id,
        type: 'ENTITLEMENT',
        alert_data: { entitlement: { used_value: { number: '801' } } },
      })
      const ids: Record<string, string> = {
        getMeter: sold.meter.id,
        getMeterValueCalculation: sold.calculation.id,
        getProduct: sold.product.id,
        getProductItem: sold.item.id,
        getFeature: sold.feature.id,
        getPricingPlanVersion: sold.version.id,
        getPricingPlanSubscription: subscription.id,
        getPricingPlanSchedule: scheduleId,
        getReprocess: (await server.must('GET', '/v1/reprocess')).data[0].id,
        getMeterDataEventTrace: eventId,
        getEventTrace: eventId,
        getAlertRule: rule.id,
        getAlert: alert.id,
      }
      const path = operation.segments.map((piece) => (piece.startsWith('{') ? (ids[operation.id] ?? 'nothing') : piece))
      const answer = await server.call(
        operation.method.toUpperCase(),
        `/${path.join('/')}?expand[]=ALL`,
        operation.body && {},
      )
      expect(answer.status, JSON.stringify(answer.body)).toBe(200)
    },
  )

  it('puts each object beside its id, in the form of its own GET', async () => {
    const [meter, item, version, product, calculation, feature] = await Promise.all([
      get(`/v1/meters/${sold.meter.id}`),
      get(`/v1/product-items/${sold.item.id}`),
      get(`/v1/pricing-plan-versions/${sold.version.id}`),
      get(`/v1/products/${sold.product.id}`),
      get(`/v1/meter-value-calculations/${sold.calculation.id}`),
      get(`/v1/features/${sold.feature.id}`),
    ])
    const plan = await get(`/v1/pricing-plans/${sold.plan.id}`)
    const whole = await get(`/v1/pricing-plan-subscriptions/${subscription.id}`, 'ALL')
    expect(whole.customer).toEqual(await get(`/v1/customers/${customer.id}`))
    expect(whole.billing_entity.id).toBe(whole.billing_entity_id)
    expect(whole.pricing_plan_schedule_infos[0]).toMatchObject({
      pricing_plan: plan,
      pricing_plan_version: version,
      pricing_plan_schedule: { id: scheduleId, object_type: 'PRICING_PLAN_SCHEDULE' },
    })
    expect((await get(`/v1/meters/${sold.meter.id}`, 'meter_values')).meter_values[0].object.id).toBe(sold.value.id)
    expect(await get(`/v1/product-items/${sold.item.id}`, 'product_id.category_id')).toEqual({
      ...item,
      product: { ...product, category: await get(`/v1/product-categories/${sold.category.id}`) },
    })
    const usage = await get(`/v1/product-items/${sold.item.id}`, 'usage_based.meter_value_calculation_id.meter_id')
    expect(usage.usage_based.meter_value_calculation).toEqual({ ...calculation, meter })
    const tree = await get(
      `/v1/pricing-plan-versions/${sold.version.id}`,
      'pricing_categories.pricings.items.product_item_ids',
      'pricing_categories.pricings.entitlements.feature_id',
    )
    const [pricing] = tree.pricing_categories[0].pricings
    expect(pricing.items[0].product_items).toEqual([item])
    expect(pricing.entitlements[0].feature).toEqual(feature)
    const trace = await get(`/v1/events/${eventId}/event_trace`, 'ALL')
    expect(trace.meter_data.id).toBe(eventId)
    expect(trace.links[0]).toMatchObject({
      invoice: { id: trace.links[0].invoice_id, object_type: 'INVOICE' },
      product_items: [{ id: sold.item.id }],
      pricing_plan_subscription: { id: subscription.id, pricing_plan_schedule_infos: [{ id: scheduleId }] },
    })
  })

  it('expands the answer of a change, too, and a replay says the same', async () => {
    const draft = await world.subscription({ customer_id: customer.id })
    const body = {
      pricing_plan_subscription_id: draft.id,
      pricing_plan_version_id: sold.version.id,
      start_at: inDays(5),
      entitlements: [{ feature_id: sold.feature.id, number: '7' }],
    }
    const create = () =>
      server.call('POST', '/v1/pricing-plan-schedules?expand[]=entitlements.feature_id', body, {
        'idempotency-key': 'expanded-once',
      })
    const first = await create()
    expect(first.status, JSON.stringify(first.body)).toBe(201)
    expect(first.body.entitlements[0].feature.id).toBe(sold.feature.id)
    expect((await create()).body).toEqual(first.body)
    const { id } = first.body
    expect(
      await unwrap(server.client.GET('/v1/pricing-plan-schedules/{id}', { params: { path: { id } } })),
    ).not.toHaveProperty('entitlements.0.feature')
  })

  it('reads as often for one entry as for many', async () => {
    const { database } = server.server
    let statements = 0
    const { query } = database
    database.query = (...given) => {
      statements += 1
      return query.apply(database, given) as never
    }
    const count = async (limit: number): Promise<[entries: number, statements: number]> => {
      statements = 0
      const path = '/v1/pricing-plan-subscriptions'
      const expand = 'expand[]=ALL&expand[]=pricing_plan_schedule_infos.pricing_plan_version.pricing_plan_id'
      const { data } = await server.must('GET', `${path}?limit=${limit}&${expand}`)
      return [data.length, statements]
    }
    try {
      for (let made = 0; made < 12; made += 1) await subscribe()
      // The server also looks for work that is due, at moments of its own: the least of several is the list's alone.
      const least = async (limit: number) => {
        const counts = [await count(limit), await count(limit), await count(limit), await count(limit)]
        return { entries: counts[0]?.[0] ?? 0, statements: Math.min(...counts.map(([, made]) => made)) }
      }
      const [one, many] = [await least(1), await least(100)]
      expect([one.entries, many.entries > 12]).toEqual([1, true])
      expect(many.statements).toBe(one.statements)
    } finally {
      database.query = query
    }
  })
})
