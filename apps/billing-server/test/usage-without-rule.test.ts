import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createBillingServer } from '../src/billing-server.ts'
import { priced, type Rule, type Sale, Shop } from './shop.ts'
import { postgresEngines, testEngines } from './test-engines.ts'
import { type Answer, apiKey, TestServer } from './test-server.ts'

const NOW = Date.parse('2026-01-20T00:00:00Z')
const NO_RULE = { type: 'NOT_MATCHED', not_matched: { variant: 'NO_RULE' } }
const TAKEN = { type: 'DEFAULT' }

const ofModel = (model: string, price: string): Rule => ({
  type: 'FLAT',
  conditions: { meter_properties: [{ reference: 'model_id', value: model, comparator: 'EQUALS' }] },
  bands: [priced(price, '1')],
})
const rules = (...configs: Rule[]): { readonly tokens: Rule } => ({ tokens: { configs } })

describe.each(testEngines)('usage that no rule of the plan takes, on $name', (engine) => {
  let server: TestServer
  let shop: Shop

  beforeAll(async () => {
    server = await TestServer.start(engine, { now: () => NOW })
  })
  afterAll(() => server.stop())
  beforeEach(async () => {
    await server.must('POST', '/local/reset')
    shop = await Shop.open(server)
  })

  const report = async (customer: string, model: string | undefined, number = '5') =>
    (await shop.report(customer, 'tokens', '01-10', number, model)).processed_details
  const unmatched = async (): Promise<Answer['body'][]> =>
    (await server.must('GET', '/v1/events?processed_details_type=NOT_MATCHED')).data
  const countedUnmatched = async (): Promise<number> => {
    const { body } = await server.call('GET', '/metrics')
    return Number(/NOT_MATCHED"[^\n]* (\d+)\n/.exec(body)?.[1] ?? 0)
  }
  const open = async ({ customerId }: Sale): Promise<string[][]> => {
    const { data } = await server.must(
      'GET',
      `/v1/invoices?customer_id=${customerId}&statuses[]=OPEN&include_lines=true`,
    )
    return data.flatMap((invoice: Answer['body']) =>
      invoice.periods.flatMap(({ groups }: Answer['body']) =>
        groups.flatMap(({ lines }: Answer['body']) =>
          lines.map((line: Answer['body']) => [
            line.description,
            line.meter_value.number,
            line.amount_excluding_tax.quantity,
          ]),
        ),
      ),
    )
  }
  const override = (sale: Sale, configs: readonly Rule[]) =>
    server.must('GET', `/v1/pricing-plan-versions/${sale.versionId}`).then(({ pricing_categories: categories }) => {
      const [pricing] = categories[0].pricings
      const items = pricing.items.map((item: Answer['body']) => ({ product_item_ids: item.product_item_ids, configs }))
      const overriding = { original_pricing_id: pricing.id, override: 'ALL', product_ids: pricing.product_ids, items }
      return server.must('PATCH', `/v1/pricing-plan-schedules/${sale.scheduleId}`, { override_pricings: [overriding] })
    })
  const reprocess = ({ customerId }: Sale) =>
    server.must('POST', '/v1/reprocess', { type: 'NOT_MATCHED', not_matched: { customer_id: customerId } })

  it('is NOT_MATCHED, counted, listed and on no line, and what a rule takes is billed', async () => {
    const before = await countedUnmatched()
    const sale = await shop.sell('narrow', await shop.versionOf(rules(ofModel('gpt-4o', '2'))))
    expect([
      await report('narrow', 'gpt-4o'),
      await report('narrow', 'haiku'),
      await report('narrow', undefined),
    ]).toEqual([TAKEN, NO_RULE, NO_RULE])
    expect((await unmatched()).map((event) => event.meter_properties)).toMatchObject([[], [{ value: 'haiku' }]])
    expect((await countedUnmatched()) - before).toBe(2)
    expect(await open(sale)).toEqual([['tokens: model_id gpt-4o', '5', '10.00']])
    const calculated = await server.must('POST', '/v1/events/calculate', {
      reference: 'calculated-event',
      meter_reference: 'tokens',
      customer_reference: 'narrow',
      meter_values: [{ reference: 'count', number: '1' }],
      meter_properties: [{ reference: 'model_id', value: 'haiku' }],
    })
    expect(calculated.processed_details).toEqual(NO_RULE)
  })

  it('is billed when it is reprocessed after a rule was added, and was not before', async () => {
    const sale = await shop.sell('widened', await shop.versionOf(rules(ofModel('gpt-4o', '2'))))
    await report('widened', 'gpt-4o')
    await report('widened', 'haiku', '7')
    await reprocess(sale)
    expect(await unmatched()).toHaveLength(1)
    await override(sale, [ofModel('gpt-4o', '2'), ofModel('haiku', '1')])
    expect(await unmatched()).toHaveLength(1)
    expect(await report('widened', 'haiku', '1')).toEqual(TAKEN)
    await reprocess(sale)
    expect(await unmatched()).toEqual([])
    expect(await open(sale)).toEqual([
      ['tokens: model_id gpt-4o', '5', '10.00'],
      ['tokens: model_id haiku', '8', '8.00'],
    ])
  })

  it('leaves the invoice when the rule that took it is gone', async () => {
    const sale = await shop.sell('narrowed', await shop.versionOf(rules(ofModel('gpt-4o', '2'), ofModel('haiku', '1'))))
    expect([await report('narrowed', 'gpt-4o'), await report('narrowed', 'haiku')]).toEqual([TAKEN, TAKEN])
    await override(sale, [ofModel('gpt-4o', '2')])
    expect((await unmatched()).map(({ processed_details }) => processed_details)).toEqual([NO_RULE])
    expect(await open(sale)).toEqual([['tokens: model_id gpt-4o', '5', '10.00']])
  })

  it('goes to the other subscription whose plan takes it, unless it names one', async () => {
    const first = await shop.sell('two-plans', await shop.versionOf(rules(ofModel('gpt-4o', '2'))))
    const version = await server.must(
      'POST',
      '/v1/pricing-plan-versions',
      await shop.versionOf(rules(ofModel('haiku', '1'))),
    )
    const { id } = await server.must('POST', '/v1/pricing-plan-subscriptions', {
      customer_id: first.customerId,
      reference: 'second',
      billing_currency: 'USD',
    })
    await server.must('POST', '/v1/pricing-plan-schedules', {
      pricing_plan_subscription_id: id,
      pricing_plan_version_id: version.id,
      start_at: '2026-01-01T00:00:00Z',
    })
    await server.must('PATCH', `/v1/pricing-plan-subscriptions/${id}`, { status: 'ACTIVE' })
    const named = (reference: string, model: string, subscription?: string) =>
      server.must('POST', '/v1/ingest/meter-data', {
        reference,
        meter_reference: 'tokens',
        customer_reference: 'two-plans',
        meter_values: [{ reference: 'count', number: '1' }],
        meter_properties: [{ reference: 'model_id', value: model }],
        ...(subscription && { pricing_plan_subscription_id: subscription }),
      })
    const events = [
      await named('event-000001', 'gpt-4o'),
      await named('event-000002', 'haiku'),
      await named('event-000003', 'gpt-4o', id),
    ]
    expect(events.map((event) => [event.pricing_plan_subscription_id, event.processed_details.type])).toEqual([
      [first.subscriptionId, 'DEFAULT'],
      [id, 'DEFAULT'],
      [id, 'NOT_MATCHED'],
    ])
  })

  it('counts where it chooses the tier of a rule', async () => {
    const operands = [{ meter_property: { reference: 'model_id', comparator: 'NOT_EMPTY' } }]
    const all = { expression: { operator: 'AND', operands } }
    const tiered = { type: 'TOP_TIERED', conditions: ofModel('gpt-4o', '1')['conditions'], tiering_conditions: all }
    const bands = [priced('2', '1', '10'), priced('1', '1')]
    const sale = await shop.sell('tiered', await shop.versionOf({ tokens: { configs: [{ ...tiered, bands }] } }))
    expect([
      await report('tiered', 'gpt-4o'),
      await report('tiered', 'haiku', '20'),
      await report('tiered', undefined),
    ]).toEqual([TAKEN, TAKEN, NO_RULE])
    expect((await open(sale)).filter(([, , amount]) => amount !== '0.00')).toEqual([
      ['tokens: model_id gpt-4o', '5', '5.00'],
    ])
  })

  it('is in what-if as it would be booked under the other version', async () => {
    const sale = await shop.sell('asked', await shop.versionOf(rules(ofModel('gpt-4o', '2'))))
    for (const model of ['gpt-4o', 'haiku', 'mini']) await report('asked', model)
    const { pricing_plan_id: plan } = await server.must('GET', `/v1/pricing-plan-versions/${sale.versionId}`)
    const ask = async (...configs: Rule[]) => {
      const wanted = await server.must('POST', '/v1/pricing-plan-versions', {
        ...(await shop.versionOf(rules(...configs))),
        pricing_plan_id: plan,
        status: 'DRAFT',
      })
      const question = { from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z', pricing_plan_version_id: wanted.id }
      const answers = []
      for (const usage of ['totals', 'events']) {
        const { invoices } = await server.must('POST', '/operator/what-if', { ...question, usage, lines: true })
        answers.push(
          invoices[0].lines.map((line: Answer['body']) => [
            line.description,
            line.after?.amount_excluding_tax?.quantity,
          ]),
        )
      }
      expect(answers[0]).toEqual(answers[1])
      return answers[0]
    }
    expect(await ask(ofModel('gpt-4o', '2'), ofModel('haiku', '3'))).toEqual([
      ['tokens: model_id gpt-4o', '10.00'],
      ['tokens: model_id haiku', '15.00'],
    ])
    expect(await ask(ofModel('mini', '4'))).toEqual([
      ['tokens: model_id gpt-4o', undefined],
      ['tokens: model_id mini', '20.00'],
    ])
  })
})

// What one server remembers of a plan must not outlive a change that another one makes.
describe.each(postgresEngines)('two servers on one $name', (engine) => {
  let one: TestServer
  let other: Awaited<ReturnType<typeof createBillingServer>>
  let shop: Shop

  beforeAll(async () => {
    one = await TestServer.start(engine, { now: () => NOW })
    shop = await Shop.open(one)
    other = await createBillingServer({ ...one.config, now: () => NOW })
  })
  afterAll(async () => {
    await other.close()
    await one.stop()
  })

  let events = 0
  const reportToOther = async (customer: string, model: string): Promise<string> => {
    events += 1
    const response = await fetch(`${other.url}/v1/ingest/meter-data`, {
      method: 'POST',
      headers: { 'x-api-key': apiKey, 'content-type': 'application/json' },
      body: JSON.stringify({
        reference: `other-event-${events}`,
        meter_reference: 'tokens',
        customer_reference: customer,
        meter_values: [{ reference: 'count', number: '1' }],
        meter_properties: [{ reference: 'model_id', value: model }],
      }),
    })
    const event: Answer['body'] = await response.json()
    return event.processed_details.type
  }

  it('take usage by the prices of a schedule, a version, and the conditions of a product item as they are now', async () => {
    const draft = { ...(await shop.versionOf(rules(ofModel('gpt-4o', '2')))) }
    const sale = await shop.sell('shared', draft)
    expect([await reportToOther('shared', 'gpt-4o'), await reportToOther('shared', 'haiku')]).toEqual([
      'DEFAULT',
      'NOT_MATCHED',
    ])

    const plan = (await one.must('GET', `/v1/pricing-plan-versions/${sale.versionId}`)).pricing_plan_id
    const wide = { ...(await shop.versionOf(rules(ofModel('haiku', '2')))), pricing_plan_id: plan }
    const next = await one.must('POST', '/v1/pricing-plan-versions', wide)
    await one.must('POST', '/v1/pricing-plan-schedules?set_previous_end_at=true', {
      pricing_plan_subscription_id: sale.subscriptionId,
      pricing_plan_version_id: next.id,
      start_at: '2026-01-15T00:00:00Z',
    })
    expect([await reportToOther('shared', 'gpt-4o'), await reportToOther('shared', 'haiku')]).toEqual([
      'NOT_MATCHED',
      'DEFAULT',
    ])

    const [item] = next.pricing_categories[0].pricings[0].items[0].product_item_ids
    const { usage_based: usage } = await one.must('GET', `/v1/product-items/${item}`)
    const conditions = { meter_properties: [{ reference: 'model_id', value: 'haiku', comparator: 'NOT_EQUALS' }] }
    const none = { meter_properties: [] }
    await one.must('PATCH', `/v1/product-items/${item}`, { usage_based: { ...usage, conditions } })
    expect(await reportToOther('shared', 'haiku')).toBe('NOT_MATCHED')
    await one.must('PATCH', `/v1/product-items/${item}`, { usage_based: { ...usage, conditions: none } })
    expect(await reportToOther('shared', 'haiku')).toBe('DEFAULT')
  })
})
