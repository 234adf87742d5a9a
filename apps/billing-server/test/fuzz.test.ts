import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ContractOperation, contractOperations } from '../src/http/contract.ts'
import { asText, FuzzedValues, seededChance } from './fuzzed-value.ts'
import { followGuide } from './guide.ts'
import { testEngines } from './test-engines.ts'
import { TestServer } from './test-server.ts'

/** Requests to each operation: 200 in a soak; `FUZZ_RUNS` says otherwise. */
const RUNS = Number(process.env['FUZZ_RUNS'] ?? (process.env['SOAK'] === '1' ? 200 : 3))
const SEED = Number(process.env['TEST_SEED'] ?? 20260131)

/** Codes that speak of one member of the request. */
const NAMES_A_FIELD = ['INVALID_FIELD', 'MISSING_FIELD', 'RESOURCES_NOT_FOUND', 'BAD_REQUEST', 'UNSUPPORTED_MEDIA_TYPE']

// Without the invoices of periods: those are opened by time that passes, whatever is requested.
const tables = [
  'meters',
  'meter_values',
  'meter_properties',
  'meter_value_calculations',
  'features',
  'product_categories',
  'products',
  'product_items',
  'pricing_plans',
  'pricing_plan_versions',
  'billing_entities',
  'customers',
  'pricing_plan_subscriptions',
  'pricing_plan_schedules',
  'meter_data',
  'meter_data_duplicates',
  'usage_totals',
  'webhooks',
  'bulk_actions',
  'reprocess',
  'persist_data',
]
const COUNT_ALL = `select ${tables.map((table) => `(select count(*) from ${table})`).join(' + ')}
  + (select count(*) from invoices where type <> 'STANDARD') + (select count(*) from invoice_line_credits) as rows`

describe.each(testEngines)(`requests made up from the contract, on $name (seed ${SEED})`, (engine) => {
  let server: TestServer
  let ids: string[]

  beforeAll(async () => {
    // Nothing may be sent to what a fuzzed webhook names.
    server = await TestServer.start(engine, {
      webhookHosts: ['hooks.example'],
      fetch: () => Promise.reject(new Error('no network')),
    })
    const guide = await followGuide(server)
    ids = [...Object.values(guide), 'acme-corp', 'prompt_tokens', 'ai_pro', 'nothing_00000000000000000000']
    ids.push(...(await writtenInvoices(guide.customerId)), ...(await partsOf(guide.versionId)))
  })
  afterAll(() => server.stop())

  /**
   * A one-off that is a DRAFT, its line, and one that is FINAL: what operations on invoices get past the first check
   * with.
   */
  const writtenInvoices = async (customerId: string): Promise<string[]> => {
    const body = {
      pricing_name: 'A',
      pricing_type: 'FIXED',
      pricing_band: { amount: { quantity: '9', currency: 'USD' } },
    }
    const oneOff = async () => {
      const { id } = await server.must('POST', '/v1/invoices', { type: 'ONE_OFF', customer_id: customerId })
      return server.must('POST', `/v1/invoices/${id}/lines`, body)
    }
    const [draft, final] = [await oneOff(), await oneOff()]
    await server.must('PATCH', `/v1/invoices/${final.id}`, { status: 'FINAL' })
    return [draft.id, draft.periods[0].groups[0].lines[0].id, final.id]
  }

  /** A pricing of the version, an item of it and a rule: what statements about a rule get past the first check with. */
  const partsOf = async (versionId: string): Promise<string[]> => {
    const { pricing_categories } = await server.must('GET', `/v1/pricing-plan-versions/${versionId}`)
    const [pricing] = pricing_categories[0].pricings
    return [pricing.id, pricing.items[0].id, pricing.items[0].configs[0].id]
  }

  const rows = async () => (await server.server.database.query<{ rows: number }>(COUNT_ALL, []))[0]?.rows

  const request = (operation: ContractOperation, values: FuzzedValues) => {
    const path = operation.segments.map((segment) =>
      segment.startsWith('{')
        ? encodeURIComponent(asText(values.chance(0.9) ? values.pick(ids) : values.of({ type: 'string' })))
        : segment,
    )
    const query = new URLSearchParams()
    for (const parameter of operation.parameters.filter((one) => one.in === 'query')) {
      if (values.chance(0.3)) query.append(parameter.name, asText(values.of(parameter.schema)))
    }
    const body = operation.body && values.of(operation.body.schema)
    return { url: `/${path.join('/')}?${query.toString()}`, body }
  }

  it.each(contractOperations.map((operation) => [operation.id, operation] as const))(
    '%s answers with its result or an ApiError that names the fault, and a refusal stores nothing',
    async (id, operation) => {
      for (let run = 0; run < RUNS; run += 1) {
        const values = new FuzzedValues(seededChance(SEED + run * 7919 + id.length), ids)
        const { url, body } = request(operation, values)
        const before = await rows()
        const answer = await server.call(operation.method.toUpperCase(), url, body)
        const told = `${operation.method} ${url} ${JSON.stringify(body)} answered ${answer.status} ${JSON.stringify(answer.body)}`
        expect(answer.status, told).toBeLessThan(500)
        if (answer.status < 300) continue
        expect(answer.body, told).toMatchObject({ type: 'INVALID_REQUEST', message: expect.any(String) })
        if (NAMES_A_FIELD.includes(answer.body.code)) expect(answer.body.field, told).toEqual(expect.any(String))
        else
          expect(answer.body.field ?? answer.body.resource_id ?? answer.body.resource_type, told).toEqual(
            expect.any(String),
          )
        expect(await rows(), told).toBe(before)
      }
    },
  )
})
