import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { followGuide, type Guide } from './guide.ts'
import { postgresEngines, type TestEngine, testEngines } from './test-engines.ts'
import { completionEvent, TestServer } from './test-server.ts'
import { WebhookListener } from './webhook-listener.ts'

// The guide grants a monthly token budget of 10,000,000.

/** Adds the calculation that counts the budget's use, which the guide leaves out. Returns the id of the feature. */
async function watchBudget(server: TestServer): Promise<string> {
  const { data } = await server.must('GET', '/v1/features')
  const feature = data.find((one: { reference: string }) => one.reference === 'monthly_token_budget')
  const calculations = (await server.must('GET', '/v1/meter-value-calculations')).data
  const sum = calculations.find((one: { reference: string }) => one.reference === 'completion_tokens_sum')
  await server.must('PATCH', `/v1/features/${feature.id}`, { meter_value_calculation_id: sum.id })
  return feature.id
}

describe.each(testEngines)('alerts on $name', (engine) => {
  let server: TestServer
  let guide: Guide
  let featureId: string
  const start = Date.parse('2026-01-01T00:00:00Z')

  beforeAll(async () => {
    server = await TestServer.start(engine, { now: () => start })
  })
  afterAll(() => server.stop())
  beforeEach(async () => {
    await server.must('POST', '/local/reset')
    guide = await followGuide(server, { startAt: '2026-01-01T00:00:00Z' })
    featureId = await watchBudget(server)
  })

  const moveTo = (now: string) => server.must('POST', '/local/clock', { now })
  const sweep = () => server.must('POST', '/local/clock', { advance: 'PT1S' })
  const report = (reference: string, tokens: string, more: object = {}) =>
    server.must('POST', '/v1/ingest/meter-data', completionEvent(reference, tokens, more))
  const raised = async () => (await server.must('GET', '/v1/alerts')).data.toReversed()
  const ruleOn = (threshold: object, more: object = {}) =>
    server.must('POST', '/v1/alert-rules', {
      reference: `rule-${JSON.stringify(threshold)}`,
      status: 'ACTIVE',
      type: 'ENTITLEMENT',
      entitlement: { feature_id: featureId, threshold },
      ...more,
    })

  it('raises one alert for each threshold of a period, with its webhook and what was used', async () => {
    const listener = await WebhookListener.start()
    try {
      const hook = { url: listener.url, name: 'Alerts', reference: 'alerts', included_actions: ['ALERT.CREATED'] }
      await server.must('POST', '/v1/webhooks', hook)
      const eighty = await ruleOn({ percentage: '80' })
      const all = await ruleOn({ number: '10000000' })
      await report('alert-event-1', '7999999')
      await sweep()
      expect(await raised()).toEqual([])
      await report('alert-event-2', '843')
      await sweep()
      await report('alert-event-3', '1000')
      await sweep()
      expect(await raised()).toMatchObject([
        {
          alert_rule_id: eighty.id,
          customer_id: guide.customerId,
          type: 'ENTITLEMENT',
          data_trigger_reference: 'alert-event-2',
          alert_data: {
            entitlement: {
              pricing_plan_subscription_id: guide.subscriptionId,
              entitlement_value: { number: '10000000' },
              threshold_value: { number: '8000000' },
              used_value: { number: '8000842' },
            },
          },
        },
      ])
      await report('alert-event-4', '5000000')
      await sweep()
      expect((await raised()).map((one: { alert_rule_id: string }) => one.alert_rule_id)).toEqual([eighty.id, all.id])
      expect(listener.deliveries.map(({ body }) => JSON.parse(body).data)).toEqual(await raised())
    } finally {
      await listener.close()
    }
  })

  it('raises again in the next period', async () => {
    await ruleOn({ percentage: '80' })
    await report('alert-event-1', '9000000')
    await moveTo('2026-02-03T00:00:00Z')
    expect(await raised()).toHaveLength(1)
    await report('alert-event-2', '9000000')
    await sweep()
    expect(await raised()).toMatchObject([
      { data_trigger_reference: 'alert-event-1' },
      { data_trigger_reference: 'alert-event-2' },
    ])
  })

  it('looks at usage that was there before the rule, and at every period that is still open', async () => {
    await report('alert-event-1', '9000000', { timestamp: '2026-01-01T00:00:00Z' })
    const rule = await ruleOn({ percentage: '80' }, { status: 'DRAFT' })
    await sweep()
    expect(await raised()).toEqual([])
    await server.must('PATCH', `/v1/alert-rules/${rule.id}`, { status: 'ACTIVE' })
    await sweep()
    expect(await raised()).toMatchObject([{ alert_rule_id: rule.id, data_trigger_reference: null }])
  })

  it('raises an alert when the entitlement becomes smaller, and none while a rule is not ACTIVE', async () => {
    await ruleOn({ percentage: '80' })
    const archived = await ruleOn({ percentage: '10' })
    await server.must('PATCH', `/v1/alert-rules/${archived.id}`, { status: 'ARCHIVED' })
    await report('alert-event-1', '5000000')
    await sweep()
    expect(await raised()).toEqual([])
    await server.must('PATCH', `/v1/pricing-plan-schedules/${guide.scheduleId}`, {
      entitlements: [{ feature_id: featureId, number: '6000000', override: true }],
    })
    await sweep()
    expect(await raised()).toMatchObject([
      { alert_data: { entitlement: { entitlement_value: { number: '6000000' }, used_value: { number: '5000000' } } } },
    ])
  })

  it('counts events that a reprocess books', async () => {
    await ruleOn({ number: '1' })
    await report('alert-event-1', '5', { timestamp: '2025-12-01T00:00:00Z' })
    await sweep()
    expect(await raised()).toEqual([])
    await server.must('PATCH', `/v1/pricing-plan-schedules/${guide.scheduleId}`, { end_at: '2027-01-01T00:00:00Z' })
    await server.must('POST', '/v1/pricing-plan-schedules', {
      pricing_plan_subscription_id: guide.subscriptionId,
      pricing_plan_version_id: guide.versionId,
      start_at: '2025-11-01T00:00:00Z',
      end_at: '2026-01-01T00:00:00Z',
    })
    await server.must('POST', '/v1/reprocess', {
      type: 'NOT_MATCHED',
      not_matched: { customer_id: guide.customerId },
    })
    await sweep()
    expect(await raised()).toMatchObject([{ alert_data: { entitlement: { used_value: { number: '5' } } } }])
  })

  it('is for the customers that it names', async () => {
    const other = await server.must('POST', '/v1/customers', { reference: 'other', type: 'ORGANIZATION' })
    await ruleOn({ percentage: '1' }, { customer_ids: [other.id] })
    await report('alert-event-1', '9000000')
    await sweep()
    expect(await raised()).toEqual([])
  })

  it('cannot be deleted once it has raised an alert', async () => {
    const rule = await ruleOn({ percentage: '1' })
    await report('alert-event-1', '9000000')
    await sweep()
    expect(await server.call('DELETE', `/v1/alert-rules/${rule.id}`)).toMatchObject({
      status: 409,
      body: { code: 'COULD_NOT_DELETE_RESOURCE' },
    })
  })

  it.each<[string, object, string]>([
    ['a customer that does not exist', { customer_ids: ['cust_x'] }, 'customer_ids.0'],
    ['nothing to compare', { entitlement: undefined }, 'entitlement'],
    ['a feature that does not exist', { entitlement: { feature_id: 'feat_x' } }, 'entitlement.feature_id'],
    ['no threshold', { entitlement: {} }, 'entitlement.threshold'],
    ['two thresholds', { entitlement: { threshold: { number: '1', percentage: '1' } } }, 'entitlement.threshold'],
    ['a negative one', { entitlement: { threshold: { number: '-1' } } }, 'entitlement.threshold.number'],
    [
      'an amount for a number',
      { entitlement: { threshold: { amount: { quantity: '1', currency: 'USD' } } } },
      'entitlement.threshold.amount.quantity',
    ],
    [
      'a comparison that holds from the start',
      { entitlement: { comparator: 'LESS_THAN', threshold: { number: '1' } } },
      'entitlement.comparator',
    ],
    ['an ACTIVE rule on invoices', { type: 'INVOICE', entitlement: undefined }, 'status'],
  ])('refuses %s, naming the member', async (_, more, field) => {
    const body = { reference: 'faulty', status: 'ACTIVE', type: 'ENTITLEMENT', ...more }
    const entitlement = 'entitlement' in more && more.entitlement
    const answer = await server.call('POST', '/v1/alert-rules', {
      ...body,
      ...(entitlement ? { entitlement: { feature_id: featureId, ...entitlement } } : {}),
      ...(!('entitlement' in more) ? { entitlement: { feature_id: featureId, threshold: { number: '1' } } } : {}),
    })
    expect(answer).toMatchObject({ status: 400, body: { field } })
    expect((await server.must('GET', '/v1/alert-rules')).data).toEqual([])
  })

  it('refuses a rule on a feature that nothing counts', async () => {
    const feature = await server.must('POST', '/v1/features', { reference: 'uncounted', type: 'NUMBER' })
    const entitlement = { feature_id: feature.id, threshold: { number: '1' } }
    const body = { reference: 'uncounted', type: 'ENTITLEMENT', entitlement }
    expect(await server.call('POST', '/v1/alert-rules', body)).toMatchObject({
      status: 400,
      body: { field: 'entitlement.feature_id' },
    })
  })
})

describe.each(postgresEngines)('two servers on one $name', (engine) => {
  it('raise each alert once, with what callers report to both at the same time', async () => {
    const place = await engine.place()
    const shared: TestEngine = {
      ...engine,
      place: () => Promise.resolve({ ...place, remove: () => Promise.resolve() }),
    }
    const first = await TestServer.start(shared)
    const second = await TestServer.start(shared)
    try {
      await followGuide(first)
      const featureId = await watchBudget(first)
      for (let percentage = 10; percentage <= 100; percentage += 10) {
        await first.must('POST', '/v1/alert-rules', {
          reference: `rule-${percentage}`,
          status: 'ACTIVE',
          type: 'ENTITLEMENT',
          entitlement: { feature_id: featureId, threshold: { percentage: String(percentage) } },
        })
      }
      const tokens = '125000'
      await Promise.all(
        Array.from({ length: 80 }, async (_, index) => {
          const server = index % 2 === 0 ? first : second
          await server.must('POST', '/v1/ingest/meter-data', completionEvent(`both-event-${index}`, tokens))
          if (index % 8 === 0) await server.must('POST', '/local/clock', { advance: 'PT1S' })
        }),
      )
      await Promise.all([first, second].map((server) => server.must('POST', '/local/clock', { advance: 'PT1S' })))
      const { data } = await first.must('GET', '/v1/alerts?limit=100')
      const rules = (await first.must('GET', '/v1/alert-rules?limit=100')).data as { id: string }[]
      const raised = (data as { alert_rule_id: string }[]).map(({ alert_rule_id: id }) => id)
      expect(raised.toSorted()).toEqual(rules.map(({ id }) => id).toSorted())
    } finally {
      await first.stop()
      await second.stop()
      await place.remove()
    }
  })
})
