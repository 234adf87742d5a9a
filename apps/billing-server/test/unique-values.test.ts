import { apply, type Catalog, defineCatalog } from '@tallygate/catalog'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { testEngines } from './test-engines.ts'
import { type Answer, TestServer } from './test-server.ts'

const JANUARY = { from: '2026-01-01', to: '2026-02-01' }

/** Runs of an agent that say which document they were about, by its number; each document costs once. */
const documents = (type: 'UNIQUE' | 'SUM', rates: object): Catalog =>
  defineCatalog({
    meterValues: { document: { name: 'Document', type: 'NUMBER' } },
    meterProperties: { kind: { name: 'Kind', type: 'STRING' } },
    meters: { runs: { name: 'Runs', values: ['document'], properties: ['kind'] } },
    calculations: { [`documents_${type}`]: { type, meter: 'runs', value: 'document' } },
    creditTypes: { credit: { name: 'Credit', unit: { singular: 'credit', plural: 'credits' } } },
    walletTypes: { credits: { name: 'Credits', credits: 'credit' } },
    features: { documents: { type: 'NUMBER', calculation: `documents_${type}` } },
    productCategories: { ai: { name: 'AI' } },
    products: {
      agent: {
        name: 'Agent',
        category: 'ai',
        items: { [`item_${type}`]: { name: 'Documents', calculation: `documents_${type}` } },
      },
    },
    plans: {
      reader: {
        name: 'Reader',
        currency: 'USD',
        pricings: {
          agent: { rates: { [`item_${type}`]: rates }, entitlements: { documents: 3 } },
        },
      },
    },
  } as never)

const UNIQUE = documents('UNIQUE', { by: 'kind', prices: { scan: '2' }, default: '0.50' })

describe.each(testEngines)('UNIQUE over a meter value, on $name', (engine) => {
  let server: TestServer
  let customerId: string
  let events = 0

  beforeAll(async () => {
    server = await TestServer.start(engine, { now: () => Date.parse('2026-01-20T00:00:00Z') })
  })
  afterAll(() => server.stop())
  beforeEach(async () => {
    await server.must('POST', '/local/reset')
    events = 0
  })

  const sell = async (catalog: Catalog) => {
    await server.must('POST', '/v1/billing-entities', { reference: 'our-company', legal_name: 'Our Company' })
    await apply(server.client, catalog)
    const plan = await server.must('GET', '/v1/pricing-plans/reader')
    const made = await server.must('POST', '/v1/pricing-plan-subscriptions/init', {
      customer: { reference: 'reader', type: 'ORGANIZATION' },
      pricing_plan_subscription: { reference: 'reader', billing_currency: 'USD' },
      pricing_plan_schedules: [{ pricing_plan_version_id: plan.pricing_plan_version_infos.at(-1).id }],
      pricing_plan_subscription_start_at: '2026-01-01T00:00:00Z',
    })
    customerId = made.customer.id
    return plan.pricing_plan_version_infos.at(-1).id as string
  }
  const run = (number: string, kind = 'text', day = 10, more = {}) => {
    events += 1
    return server.must('POST', '/v1/ingest/meter-data', event(`run-of-an-agent-${events}`, number, kind, day, more))
  }
  const event = (reference: string, number: string, kind: string, day: number, more = {}) => ({
    reference,
    customer_reference: 'reader',
    meter_reference: 'runs',
    timestamp: `2026-01-${String(day).padStart(2, '0')}T00:00:00Z`,
    meter_values: [{ reference: 'document', number }],
    meter_properties: [{ reference: 'kind', value: kind }],
    ...more,
  })
  const invoice = async () =>
    (
      await server.must('GET', `/v1/invoices?customer_id=${customerId}&include_lines=true&order_by=invoice_date`)
    ).data.at(-1)
  const bill = async () =>
    (await invoice()).periods[0].groups.flatMap(({ lines }: Answer['body']) =>
      lines.map((line: Answer['body']) => [line.meter_value.number, line.amount_excluding_tax.quantity]),
    )

  it('counts each value once, for each rule, whatever the spelling and the order', async () => {
    await sell(UNIQUE)
    for (const number of ['7', '7.0', '8', '10']) await run(number)
    await run('7', 'scan')
    await run('9', 'scan')
    await run('9', 'scan')
    expect(await bill()).toEqual([
      ['2', '4.00'],
      ['3', '1.50'],
    ])
    const [line] = (await invoice()).periods[0].groups[0].lines
    expect(line.meter_value).toMatchObject({ reference: 'document', type: 'NUMBER' })
    expect(line.details.meter_value).toMatchObject({ number: '2', count: '3' })
    expect(line.sub_lines).toBeUndefined()
  })

  it('counts what is left when events are deleted, and the same after adding up anew', async () => {
    await sell(UNIQUE)
    const one = await run('7')
    await run('7')
    const other = await run('8')
    await server.must('POST', `/v1/events/${one.id}/delete`)
    expect(await bill()).toEqual([['2', '1.00']])
    await server.must('POST', `/v1/events/${other.id}/delete`)
    expect(await bill()).toEqual([['1', '0.50']])
    const { id } = await invoice()
    await server.must('POST', '/v1/reprocess', { type: 'INVOICE', invoice: { invoice_id: id } })
    expect(await bill()).toEqual([['1', '0.50']])
  })

  it('predicts, traces and finally bills what the open invoice said', async () => {
    await sell(UNIQUE)
    const first = await run('7')
    const predict = async (number: string) =>
      (await server.must('POST', '/v1/events/calculate', event('is-only-a-question', number, 'text', 11)))
        .cost_prediction.details[0].amount_excluding_tax.quantity
    expect([await predict('7'), await predict('7.00'), await predict('8')]).toEqual(['0.00', '0.00', '0.50'])
    const trace = await server.must('GET', `/v1/ingest/meter-data/${first.id}/event_trace`)
    const open = await invoice()
    expect(trace.links).toMatchObject([{ id: open.periods[0].groups[0].lines[0].id, invoice_id: open.id }])
    await server.must('POST', '/local/clock', { now: '2026-02-02T00:00:00Z' })
    const final = await server.must('GET', `/v1/invoices/${open.id}`)
    expect(final.status).toBe('FINAL')
    expect(final.periods[0].groups).toEqual(open.periods[0].groups)
    // The next period begins at nothing.
    await run('7', 'text', 30, { timestamp: '2026-02-01T10:00:00Z' })
    expect((await invoice()).periods[0].groups[0].lines[0].meter_value.number).toBe('1')
  })

  it('answers what-if from totals and from events alike, also where only the other version counts values', async () => {
    const versionId = await sell(documents('SUM', { type: 'FLAT', price: '0.10' }))
    for (const number of ['7', '7', '8']) await run(number)
    await run('8', 'scan')
    await run('9', 'text', 10, { meter_values: [{ reference: 'document', count: '9' }] })
    expect(await bill()).toEqual([['39', '3.90']])
    const asked = async (question: object) =>
      (await server.must('POST', '/operator/what-if', { ...JANUARY, lines: true, ...question })).invoices.map(
        ({ before, after, lines }: Answer['body']) => [
          before.quantity,
          after.quantity,
          lines.flatMap((line: Answer['body']) => line.after?.meter_value?.number ?? []),
        ],
      )
    for (const usage of ['totals', 'events']) {
      expect(await asked({ pricing_plan_version_id: versionId, usage }), usage).toEqual([['3.90', '3.90', ['39']]])
      // A catalog that was never applied: its calculation is gone again when the usage is read.
      expect(await asked({ catalog: UNIQUE, usage }), usage).toEqual([['3.90', '3.50', ['1', '3']]])
    }
    await apply(server.client, UNIQUE)
    expect(await asked({ pricing_plan_reference: 'reader' })).toEqual([['3.90', '3.50', ['1', '3']]])
  })

  it('prices credits piece by piece between grants', async () => {
    await sell(documents('UNIQUE', { type: 'FLAT', price: '10', credits: 'credit' }))
    await run('7', 'text', 2)
    await run('8', 'text', 3)
    const wallet = await server.must('POST', '/v1/wallets', {
      customer_id: customerId,
      wallet_type_id: (await server.must('GET', '/v1/wallet-types/credits')).id,
      reference: 'of-the-reader',
      name: 'Credits',
    })
    await server.must('POST', `/v1/wallets/${wallet.id}/activate`)
    const creditType = await server.must('GET', '/v1/credit-types/credit')
    await server.must('POST', '/v1/wallet-grants', {
      wallet_id: wallet.id,
      customer_id: customerId,
      billing_entity_id: (await server.must('GET', '/v1/billing-entities/our-company')).id,
      grant_credits: { quantity: '100', credit_type_id: creditType.id },
      start_at: '2026-01-05T00:00:00Z',
    })
    // Seen before the grant: it costs nothing any more. What is new does.
    await run('7', 'text', 10)
    await run('9', 'text', 10, { meter_values: [{ reference: 'document', count: '9' }] })
    const [line] = (await invoice()).periods[0].groups[0].lines
    expect(line.meter_value.number).toBe('3')
    expect(line.details.conversion.credits.quantity).toBe('30')
    // The 20 that were owed when the grant came, and the 10 since.
    expect(line.details.wallet_balance_details.used_wallet_credits.quantity).toBe('30')
  })

  it('raises alerts by the number of different values', async () => {
    await sell(UNIQUE)
    const feature = (await server.must('GET', '/v1/features')).data[0]
    await server.must('POST', '/v1/alert-rules', {
      reference: 'three-documents',
      status: 'ACTIVE',
      type: 'ENTITLEMENT',
      entitlement: { feature_id: feature.id, threshold: { percentage: '100' } },
    })
    const alerts = async () => {
      await server.must('POST', '/local/clock', { advance: 'PT1S' })
      return (await server.must('GET', '/v1/alerts')).data.map(
        (alert: Answer['body']) => alert.alert_data.entitlement.used_value.number,
      )
    }
    for (const number of ['7', '7', '8', '8']) await run(number)
    expect(await alerts()).toEqual([])
    await run('9')
    expect(await alerts()).toEqual(['3'])
  })

  it('is refused where it counts nothing, when the calculation is made', async () => {
    await sell(UNIQUE)
    const meter = await server.must('GET', '/v1/meters/runs')
    const body = { reference: 'nothing', calculation_type: 'UNIQUE', meter_id: meter.id }
    const answer = await server.call('POST', '/v1/meter-value-calculations', body)
    expect([answer.status, answer.body.code, answer.body.field]).toEqual([400, 'INVALID_FIELD', 'meter_property_id'])
  })
})
