import { apply, type Catalog, defineCatalog } from '@tallygate/catalog'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { testEngines } from './test-engines.ts'
import { type Answer, TestServer } from './test-server.ts'

const PATH = '/v1/ingest/persist-data'
const usd = (quantity: string) => ({ quantity, currency: 'USD' })

interface Sold {
  readonly customerId: string
  readonly subscriptionId: string
  readonly place: {
    readonly pricing_id: string
    readonly pricing_item_id: string
    readonly pricing_item_config_id: string
  }
}

/** One meter of what is stored, with a calculation of the type of a test. */
const metering = (type: string, persist: boolean): Catalog =>
  defineCatalog({
    meterValues: { size: { name: 'Size', type: 'NUMBER' } },
    meterProperties: { kind: { name: 'Kind', type: 'STRING' } },
    meters: { stored: { name: 'Stored', values: ['size'], optionalProperties: ['kind'], properties: [] } },
    calculations: { state: { type, meter: 'stored', value: 'size', persist } },
    features: { storage: { type: 'NUMBER', calculation: 'state' } },
    productCategories: { ai: { name: 'AI' } },
    products: {
      agent: { name: 'Agent', category: 'ai', items: { storage: { name: 'Storage', calculation: 'state' } } },
    },
  } as never)

describe.each(testEngines)('state that is carried from period to period, on $name', (engine) => {
  let server: TestServer
  let events = 0
  let plans = 0

  beforeAll(async () => {
    server = await TestServer.start(engine, { now: () => Date.parse('2026-01-20T00:00:00Z') })
  })
  afterAll(() => server.stop())
  beforeEach(async () => {
    await server.must('POST', '/local/reset')
    await server.must('POST', '/v1/billing-entities', { reference: 'our-company', legal_name: 'Our Company' })
  })

  const version = async (config: object): Promise<Answer['body']> => {
    const item = await server.must('GET', '/v1/product-items/storage')
    const { id, category_id } = await server.must('GET', '/v1/products/agent')
    plans += 1
    const plan = await server.must('POST', '/v1/pricing-plans', { reference: `plan-${plans}`, name: 'Plan' })
    return server.must('POST', '/v1/pricing-plan-versions', {
      pricing_plan_id: plan.id,
      status: 'ACTIVE',
      pricing_categories: [
        {
          product_category_id: category_id,
          pricings: [
            {
              product_ids: [id],
              items: [{ product_item_ids: [item.id], configs: [config] }],
              entitlements: [{ feature_reference: 'storage', number: '100' }],
            },
          ],
        },
      ],
    })
  }
  const flat = { type: 'FLAT', bands: [{ amount: usd('1') }] }

  const sell = async (
    options: { type?: string; persist?: boolean; config?: object; customer?: string } = {},
  ): Promise<Sold> => {
    const { type = 'SUM', persist = true, config = flat, customer = 'acme' } = options
    await apply(server.client, metering(type, persist))
    const made = await version(config)
    const { customer: sold, pricing_plan_subscription: subscription } = await server.must(
      'POST',
      '/v1/pricing-plan-subscriptions/init',
      {
        customer: { reference: customer, type: 'ORGANIZATION' },
        pricing_plan_subscription: { reference: 'storage', billing_currency: 'USD' },
        pricing_plan_schedules: [{ pricing_plan_version_id: made.id }],
        pricing_plan_subscription_start_at: '2026-01-01T00:00:00Z',
      },
    )
    const [pricing] = made.pricing_categories[0].pricings
    return {
      customerId: sold.id,
      subscriptionId: subscription.id,
      place: {
        pricing_id: pricing.id,
        pricing_item_id: pricing.items[0].id,
        pricing_item_config_id: pricing.items[0].configs[0].id,
      },
    }
  }
  const use = (number: string, at: string, more = {}) => {
    events += 1
    return server.must('POST', '/v1/ingest/meter-data', {
      reference: `something-stored-${events}`,
      customer_reference: 'acme',
      meter_reference: 'stored',
      timestamp: at,
      meter_values: [{ reference: 'size', number }],
      ...more,
    })
  }
  const statement = (sold: Sold, more: object) => ({
    ...sold.place,
    customer_id: sold.customerId,
    pricing_plan_subscription_id: sold.subscriptionId,
    ...more,
  })
  const moveTo = (now: string) => server.must('POST', '/local/clock', { now })
  /** Each invoice as status, quantity, amount, oldest first. */
  const bills = async (): Promise<string[]> => {
    const path = '/v1/invoices?include_lines=true&order_by=invoice_date&order_direction=asc'
    return (await server.must('GET', path)).data.map((invoice: Answer['body']) =>
      [
        invoice.status,
        ...invoice.periods[0].groups.flatMap(({ lines }: Answer['body']) =>
          lines.map((line: Answer['body']) => `${line.meter_value.number}: ${line.amount_excluding_tax.quantity}`),
        ),
      ].join(' '),
    )
  }
  const refusal = async (body: object) => {
    const answer = await server.call('POST', PATH, body)
    return [answer.status, answer.body.code, answer.body.field]
  }

  describe('by a calculation with persist', () => {
    it.each<[type: string, want: string[]]>([
      ['SUM', ['FINAL 40: 40.00', 'FINAL 45: 45.00', 'OPEN 45: 45.00']],
      ['MAX', ['FINAL 30: 30.00', 'FINAL 30: 30.00', 'OPEN 30: 30.00']],
      ['MIN', ['FINAL 10: 10.00', 'FINAL 5: 5.00', 'OPEN 5: 5.00']],
      ['AVERAGE', ['FINAL 20: 20.00', 'FINAL 15: 15.00', 'OPEN 15: 15.00']],
      ['UNIQUE', ['FINAL 2: 2.00', 'FINAL 3: 3.00', 'OPEN 3: 3.00']],
    ])('%s goes on where the period before ended, and is billed anew each period', async (type, want) => {
      await sell({ type })
      await use('10', '2026-01-05T00:00:00Z')
      await use('30', '2026-01-06T00:00:00Z')
      await moveTo('2026-02-10T00:00:00Z')
      await use('5', '2026-02-05T00:00:00Z')
      await moveTo('2026-03-10T00:00:00Z')
      expect(await bills()).toEqual(want)
    })

    it.each<[type: string, persist: boolean, january: string, february: string, march: string]>([
      ['SUM', true, '10: 10.00', '40: 40.00', '40: 40.00'],
      ['MAX', true, '10: 10.00', '30: 30.00', '30: 30.00'],
      ['UNIQUE', true, '1: 1.00', '2: 2.00', '2: 2.00'],
      ['SUM', false, '10: 10.00', '30: 30.00', ''],
      ['MAX', false, '10: 10.00', '20: 20.00', ''],
      ['UNIQUE', false, '1: 1.00', '1: 1.00', ''],
    ])(
      '%s with persist %s takes what came after its period was FINAL',
      async (type, persist, ...[january, february, march]) => {
        await sell({ type, persist })
        await use('10', '2026-01-05T00:00:00Z')
        await moveTo('2026-02-10T00:00:00Z')
        await use('30', '2026-01-06T00:00:00Z')
        expect(await bills()).toEqual([`FINAL ${january}`, `OPEN ${february}`])
        await moveTo('2026-03-10T00:00:00Z')
        expect(await bills()).toEqual([`FINAL ${january}`, `FINAL ${february}`, `OPEN ${march}`.trim()])
      },
    )

    it('starts afresh with a new schedule, by the days that each holds, unless it is stated what it brings along', async () => {
      const sold = await sell()
      const { subscriptionId } = sold
      await use('31', '2026-01-05T00:00:00Z')
      const dearer = await version({ type: 'FLAT', bands: [{ amount: usd('2') }] })
      const next = await server.must('POST', '/v1/pricing-plan-schedules?set_previous_end_at=true', {
        pricing_plan_subscription_id: subscriptionId,
        pricing_plan_version_id: dearer.id,
        start_at: '2026-02-15T00:00:00Z',
      })
      const notices = async () =>
        (await server.must('GET', `/operator/pricing-notices?pricing_plan_subscription_id=${subscriptionId}`)).data
      expect(await notices()).toEqual([
        {
          pricing_plan_subscription_id: subscriptionId,
          pricing_plan_schedule_id: next.id,
          field: 'start_at',
          message:
            'what was counted with persist starts afresh with the schedule: POST /v1/ingest/persist-data states what it brings along',
        },
      ])
      await moveTo('2026-02-20T00:00:00Z')
      await use('25', '2026-02-03T00:00:00Z')
      // 14 of 28 days at 1, with what came in them; 14 of 28 days at 2, of nothing yet.
      expect((await bills())[1]).toBe('OPEN 56: 28.00')
      await use('10', '2026-02-16T00:00:00Z')
      expect((await bills())[1]).toBe('OPEN 56: 28.00 10: 10.00')
      const [pricing] = dearer.pricing_categories[0].pricings
      const place = {
        pricing_id: pricing.id,
        pricing_item_id: pricing.items[0].id,
        pricing_item_config_id: pricing.items[0].configs[0].id,
      }
      await server.must('POST', PATH, statement(sold, { ...place, persist_usage: '56' }))
      expect(await notices()).toEqual([])
      // As if the state had gone on over the subscription: 66 at 2 for 14 of 28 days.
      expect((await bills())[1]).toBe('OPEN 56: 28.00 66: 66.00')
      await moveTo('2026-03-20T00:00:00Z')
      expect((await bills()).slice(1)).toEqual(['FINAL 56: 28.00 66: 66.00', 'OPEN 66: 132.00'])
    })

    it('drops with a schedule what was stated for the one before, at the turn of a period too', async () => {
      const sold = await sell()
      await server.must('POST', PATH, statement(sold, { persist_usage: '100' }))
      await use('31', '2026-01-05T00:00:00Z')
      const { data: schedules } = await server.must('GET', '/v1/pricing-plan-schedules')
      await server.must('POST', '/v1/pricing-plan-schedules?set_previous_end_at=true', {
        pricing_plan_subscription_id: sold.subscriptionId,
        pricing_plan_version_id: schedules[0].pricing_plan_version_id,
        start_at: '2026-02-01T00:00:00Z',
      })
      await moveTo('2026-02-20T00:00:00Z')
      await use('5', '2026-02-05T00:00:00Z')
      expect(await bills()).toEqual(['FINAL 131: 131.00', 'OPEN 5: 5.00'])
      // What comes late of the schedule that is over is in no state that goes on.
      await use('7', '2026-01-06T00:00:00Z')
      await moveTo('2026-03-20T00:00:00Z')
      expect((await bills()).slice(1)).toEqual(['FINAL 5: 5.00', 'OPEN 5: 5.00'])
      await server.must('POST', PATH, statement(sold, { persist_usage: '143' }))
      expect((await bills()).slice(2)).toEqual(['OPEN 143: 143.00'])
    })

    it('answers what-if, predictions, alerts and a refreshed invoice with the whole state', async () => {
      const { subscriptionId } = await sell()
      await server.must('POST', '/v1/alert-rules', {
        reference: 'nearly-full',
        status: 'ACTIVE',
        type: 'ENTITLEMENT',
        entitlement: {
          feature_id: (await server.must('GET', '/v1/features')).data[0].id,
          threshold: { number: '50' },
        },
      })
      await use('40', '2026-01-05T00:00:00Z')
      await moveTo('2026-02-10T00:00:00Z')
      expect((await server.must('GET', '/v1/alerts')).data).toEqual([])
      const predicted = await server.must('POST', '/v1/events/calculate', {
        reference: 'is-only-a-question',
        customer_reference: 'acme',
        meter_reference: 'stored',
        meter_values: [{ reference: 'size', number: '3' }],
      })
      expect(predicted.cost_prediction.details[0].amount_excluding_tax.quantity).toBe('3.00')
      await use('10', '2026-02-05T00:00:00Z')
      await moveTo('2026-02-11T00:00:00Z')
      const alerts = (await server.must('GET', '/v1/alerts')).data
      expect(alerts.map((one: Answer['body']) => one.alert_data.entitlement.used_value.number)).toEqual(['50'])
      const [invoice] = (await server.must('GET', '/v1/invoices?statuses[]=OPEN')).data
      await server.must('POST', `/v1/invoices/${invoice.id}/refresh`, { type: 'FULL' })
      expect((await bills())[1]).toBe('OPEN 50: 50.00')
      const dearer = await version({ type: 'FLAT', bands: [{ amount: usd('3') }] })
      for (const usage of ['totals', 'events']) {
        const question = {
          from: '2026-01-01',
          to: '2026-03-01',
          pricing_plan_version_id: dearer.id,
          plans: 'all',
          usage,
        }
        const { invoices } = await server.must('POST', '/operator/what-if', question)
        const after = invoices.map((one: Answer['body']) => [one.before.quantity, one.after.quantity])
        expect(after, usage).toEqual([
          ['40.00', '120.00'],
          ['50.00', '150.00'],
        ])
      }
      expect(subscriptionId).toBeDefined()
    })
  })

  describe('as it is stated', () => {
    it('takes the place of the usage before, from its period on', async () => {
      const sold = await sell()
      await use('10', '2026-01-05T00:00:00Z')
      const body = statement(sold, { reference: 'moved-january', persist_usage: '100' })
      const stored = await server.must('POST', PATH, body)
      expect(stored).toMatchObject({
        ...body,
        object_type: 'PERSIST_DATA',
        id: expect.stringMatching(/^peda_/),
        customer_reference: 'acme',
        pricing_plan_subscription_reference: 'storage',
        period: { start_at: '2026-01-01T00:00:00Z', end_at: '2026-02-01T00:00:00Z' },
        timestamp: '2026-01-20T00:00:00Z',
      })
      expect(await bills()).toEqual(['OPEN 110: 110.00'])
      await moveTo('2026-02-10T00:00:00Z')
      await use('5', '2026-02-05T00:00:00Z')
      expect(await bills()).toEqual(['FINAL 110: 110.00', 'OPEN 115: 115.00'])
      // Stated anew for February: what January left no longer counts.
      const february = { start_at: '2026-02-01T00:00:00Z', end_at: '2026-03-01T00:00:00Z', ratio: '1.0' }
      await server.must('POST', PATH, statement(sold, { persist_usage: '20', period: february }))
      expect(await bills()).toEqual(['FINAL 110: 110.00', 'OPEN 25: 25.00'])
      // A period that has not begun.
      const march = { start_at: '2026-03-01T00:00:00Z' }
      await server.must('POST', PATH, statement(sold, { persist_usage: '1', period: march }))
      await moveTo('2026-03-10T00:00:00Z')
      expect(await bills()).toEqual(['FINAL 110: 110.00', 'FINAL 25: 25.00', 'OPEN 1: 1.00'])
    })

    it.each<[type: string, want: string]>([
      ['MAX', 'OPEN 100: 100.00'],
      ['MIN', 'OPEN 10: 10.00'],
    ])('goes on with %s', async (type, want) => {
      const sold = await sell({ type })
      await use('10', '2026-01-05T00:00:00Z')
      await server.must('POST', PATH, statement(sold, { persist_usage: '100' }))
      expect(await bills()).toEqual([want])
    })

    it('is known under a reference once: repeated it is the same, with other content it is refused', async () => {
      const sold = await sell()
      const body = statement(sold, { reference: 'moved-january', persist_usage: '100' })
      const answers = await Promise.all(Array.from({ length: 6 }, () => server.call('POST', PATH, body)))
      expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201))
      const [first] = answers
      for (const { body: answered } of answers) expect(answered).toEqual(first?.body)
      expect((await server.server.database.query('select id from persist_data', [])).length).toBe(1)
      expect(await refusal({ ...body, persist_usage: '101' })).toEqual([409, 'RESOURCE_ALREADY_EXISTS', 'reference'])
      await moveTo('2026-03-10T00:00:00Z')
      // The answer of what was stored, also when its period is FINAL.
      expect((await server.must('POST', PATH, body)).id).toBe(first?.body.id)
    })

    it('charges only what is new where the usage was charged already, at the tier that the whole has reached', async () => {
      const tier = (amount: string, top?: string) => ({
        amount: usd(amount),
        ...(top === undefined ? {} : { tier_top_bound: { number: top } }),
      })
      const config = {
        type: 'TIERED',
        bands: [tier('1', '100'), tier('0.5')],
        default_included_volume: { number: '20' },
      }
      const sold = await sell({ config })
      await use('50', '2026-01-10T00:00:00Z')
      const charged = { persist_usage: '90', persist_charged_volume: true }
      await server.must('POST', PATH, statement(sold, charged))
      // 140 in all, 20 of them included. 70 were charged; 30 more at 1 fill the tier, 20 cost 0.50 each.
      expect(await bills()).toEqual(['OPEN 140: 40.00'])
      await moveTo('2026-02-10T00:00:00Z')
      // The next period is nobody else's: 100 at 1 and 20 at 0.50.
      expect(await bills()).toEqual(['FINAL 140: 40.00', 'OPEN 140: 110.00'])
    })

    it('takes the place of the included volume of one period', async () => {
      const config = { ...flat, default_included_volume: { number: '1000' } }
      const sold = await sell({ config, persist: false })
      await use('300', '2026-01-05T00:00:00Z')
      expect(await bills()).toEqual(['OPEN 300: 0.00'])
      const volume = { included_volume: { reference: 'size', number: '200' } }
      await server.must('POST', PATH, statement(sold, volume))
      expect(await bills()).toEqual(['OPEN 300: 100.00'])
      // Two segments share it: it was stated for the period.
      await server.must('POST', '/v1/pricing-plan-schedules?set_previous_end_at=true', {
        pricing_plan_subscription_id: sold.subscriptionId,
        pricing_plan_version_id: (await server.must('GET', '/v1/pricing-plan-schedules')).data[0]
          .pricing_plan_version_id,
        start_at: '2026-01-15T00:00:00Z',
      })
      await use('50', '2026-01-16T00:00:00Z')
      expect(await bills()).toEqual(['OPEN 300: 100.00 50: 50.00'])
      await moveTo('2026-02-10T00:00:00Z')
      await use('300', '2026-02-05T00:00:00Z')
      expect((await bills())[1]).toBe('OPEN 300: 0.00')
    })

    it.each<[name: string, members: object, january: string, february: string]>([
      ['as it is', {}, 'FINAL 30: 50.00', 'OPEN 60: 50.00'],
      [
        'in place of what rolls over',
        { set_rollover_volume: true, persist_included_volume: '25' },
        'FINAL 30: 50.00',
        'OPEN 60: 50.00',
      ],
      [
        'on top of what rolls over',
        { persist_rollover_volume: true, included_volume: { number: '40' } },
        'FINAL 30: 50.00',
        'OPEN 60: 0.00',
      ],
    ])('holds bought volume %s', async (_, members, january, february) => {
      // Packs of 50 for 50 dollars, which go on into the next period.
      const config = {
        type: 'FLAT_TOP_UP',
        top_up: { rollover: true },
        bands: [{ amount: usd('50'), block_size: { number: '50' } }],
      }
      const sold = await sell({ config, persist: false })
      await use('30', '2026-01-05T00:00:00Z')
      await moveTo('2026-02-10T00:00:00Z')
      await use('60', '2026-02-05T00:00:00Z')
      if (Object.keys(members).length > 0) await server.must('POST', PATH, statement(sold, members))
      expect(await bills()).toEqual([january, february])
      // What is left of it goes on: 20 or 25 and a pack of 50, or 20 and 40, less 60.
      await moveTo('2026-03-10T00:00:00Z')
      await use('15', '2026-03-05T00:00:00Z')
      const left = 'set_rollover_volume' in members ? 15 : 'persist_rollover_volume' in members ? 0 : 10
      expect((await bills())[2]).toBe(left >= 15 ? 'OPEN 15: 0.00' : 'OPEN 15: 50.00')
    })

    it('holds for the rule that names its rule as the original, in the next version of the plan, in the period that it is for', async () => {
      const sold = await sell()
      await server.must('POST', PATH, statement(sold, { persist_usage: '100' }))
      const { data } = await server.must('GET', '/v1/pricing-plan-schedules')
      const old = await server.must('GET', `/v1/pricing-plan-versions/${data[0].pricing_plan_version_id}`)
      const text = JSON.stringify(old.pricing_categories)
      const [category] = JSON.parse(text)
      const [config] = category.pricings[0].items[0].configs
      config.original_pricing_item_config_id = sold.place.pricing_item_config_id
      config.bands[0].amount.quantity = '2'
      const next = await server.must('POST', '/v1/pricing-plan-versions', {
        pricing_plan_id: old.pricing_plan_id,
        status: 'ACTIVE',
        pricing_categories: [category],
      })
      const question = { from: '2026-01-01', to: '2026-02-01', pricing_plan_version_id: next.id }
      const { totals } = await server.must('POST', '/operator/what-if', question)
      expect(totals).toMatchObject([{ before: usd('100.00'), after: usd('200.00') }])
      await server.must('POST', '/v1/pricing-plan-schedules?set_previous_end_at=true', {
        pricing_plan_subscription_id: sold.subscriptionId,
        pricing_plan_version_id: next.id,
        start_at: '2026-01-16T00:00:00Z',
      })
      await moveTo('2026-02-10T00:00:00Z')
      // Stated for January, in which both schedules hold: 15 of 31 days at 1, 16 at 2.
      expect(await bills()).toEqual(['FINAL 100: 48.39 100: 103.23', 'OPEN 100: 200.00'])
    })
  })

  it('is refused where it makes no sense, naming the member, and stores nothing', async () => {
    const sold = await sell()
    const other = await sell({ customer: 'other' })
    const usage = (more: object) => refusal(statement(sold, { persist_usage: '1', ...more }))
    const invalid = (field: string) => [400, 'INVALID_FIELD', field]
    const unknown = (field: string) => [400, 'RESOURCES_NOT_FOUND', field]
    const missing = (field: string) => [400, 'MISSING_FIELD', field]
    expect(await usage({ customer_id: 'cust_none' })).toEqual(unknown('customer_id'))
    expect(await usage({ customer_id: null, customer_reference: 'nobody' })).toEqual(unknown('customer_reference'))
    expect(await usage({ customer_id: null })).toEqual(missing('customer_id'))
    expect(await usage({ customer_reference: 'other' })).toEqual(invalid('customer_reference'))
    expect(await usage({ pricing_plan_subscription_id: other.subscriptionId })).toEqual(
      unknown('pricing_plan_subscription_id'),
    )
    expect(await usage({ pricing_plan_subscription_id: null })).toEqual(missing('pricing_plan_subscription_id'))
    expect(await usage({ pricing_plan_subscription_reference: 'nothing' })).toEqual(
      invalid('pricing_plan_subscription_reference'),
    )
    expect(await usage({ pricing_plan_subscription_selector: { fallback: 'NONE' } })).toEqual(
      invalid('pricing_plan_subscription_selector'),
    )
    for (const member of ['pricing_id', 'pricing_item_id', 'pricing_item_config_id'] as const) {
      expect(await usage({ [member]: other.place[member] })).toEqual(unknown(member))
    }
    expect(await usage({ persist_usage: '-1' })).toEqual(invalid('persist_usage'))
    expect(await usage({ persist_included_volume: '-1' })).toEqual(invalid('persist_included_volume'))
    expect(await usage({ included_volume: { number: '-1' } })).toEqual(invalid('included_volume.number'))
    expect(await usage({ included_volume: { amount: usd('1') } })).toEqual(invalid('included_volume.amount'))
    expect(await usage({ included_volume: {} })).toEqual(missing('included_volume.number'))
    expect(await usage({ included_volume: { reference: 'kind', number: '1' } })).toEqual(
      invalid('included_volume.reference'),
    )
    const both = { included_volume: { number: '1' }, persist_included_volume: '2' }
    expect(await usage(both)).toEqual(invalid('included_volume'))
    expect(await usage({ set_rollover_volume: true, persist_included_volume: '1' })).toEqual(
      invalid('set_rollover_volume'),
    )
    expect(await usage({ persist_rollover_volume: true })).toEqual(invalid('persist_rollover_volume'))
    expect(await usage({ persist_usage: null })).toEqual(missing('persist_usage'))
    expect(await usage({ persist_usage: null, persist_charged_volume: true })).toEqual(missing('persist_usage'))
    expect(await usage({ reprocess_id: 'repr_none' })).toEqual(unknown('reprocess_id'))
    const period = (start_at: string, more = {}) => ({ period: { start_at, ...more } })
    expect(await usage(period('2025-12-01T00:00:00Z'))).toEqual(invalid('period.start_at'))
    expect(await usage(period('2026-01-02T00:00:00Z'))).toEqual(invalid('period.start_at'))
    expect(await usage(period('2026-01-01T00:00:00Z', { end_at: '2026-01-31T00:00:00Z' }))).toEqual(
      invalid('period.end_at'),
    )
    expect(await usage({ period: { end_at: '2026-02-01T00:00:00Z' } })).toEqual(missing('period.start_at'))
    expect(await usage(period('2026-01-01T00:00:00Z', { ratio: '0.5' }))).toEqual(invalid('period.ratio'))
    expect(await usage({ timestamp: '2026-01-20T01:00:00Z' })).toEqual(invalid('timestamp'))
    expect(await usage({ timestamp: '2025-12-20T01:00:00Z' })).toEqual(invalid('timestamp'))
    await server.must('POST', `/v1/pricing-plan-subscriptions/${other.subscriptionId}/void`)
    const voided = statement(other, { persist_usage: '1' })
    expect(await refusal(voided)).toEqual([400, 'INVALID_OPERATION', 'pricing_plan_subscription_id'])
    expect(await server.server.database.query('select id from persist_data', [])).toEqual([])
    await moveTo('2026-03-01T00:00:00Z')
    const final = [400, 'INVALID_OPERATION', 'period.start_at']
    expect(await usage(period('2026-01-01T00:00:00Z'))).toEqual(final)
    expect(await usage({ timestamp: '2026-01-20T00:00:00Z' })).toEqual([400, 'INVALID_OPERATION', 'timestamp'])
    expect(await server.server.database.query('select id from persist_data', [])).toEqual([])
  })

  it.each<[name: string, options: object, members: object, field: string]>([
    ['a calculation without persist', { persist: false }, { persist_usage: '1' }, 'persist_usage'],
    ['an average', { type: 'AVERAGE' }, { persist_usage: '1' }, 'persist_usage'],
    ['distinct values', { type: 'UNIQUE' }, { persist_usage: '1' }, 'persist_usage'],
    [
      'a fee for a step, of which nothing is new',
      { config: { type: 'STAIR_STEP', bands: [{ fixed_amount: usd('5') }] } },
      { persist_usage: '1', persist_charged_volume: true },
      'persist_charged_volume',
    ],
    [
      'both ways to roll over',
      { persist: false, config: { type: 'FLAT_TOP_UP', top_up: { rollover: true }, bands: [{ amount: usd('1') }] } },
      { persist_included_volume: '1', persist_rollover_volume: true, set_rollover_volume: true },
      'set_rollover_volume',
    ],
    [
      'a fee that no volume covers',
      { persist: false, config: { type: 'FIXED', bands: [{ fixed_amount: usd('5') }] } },
      { persist_included_volume: '1' },
      'persist_included_volume',
    ],
  ])('is refused for %s', async (_, options, members, field) => {
    const sold = await sell(options)
    expect(await refusal(statement(sold, members))).toEqual([400, 'INVALID_FIELD', field])
  })
})
