import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { followGuide, type Guide, linesOf } from './guide.ts'
import { testEngines } from './test-engines.ts'
import { completionEvent, TestServer } from './test-server.ts'

const SEED = Number(process.env['TEST_SEED'] ?? 20260131)
const RUNS = Number(process.env['MODEL_RUNS'] ?? (process.env['SOAK'] === '1' ? 100 : 6))
const MODELS = ['gpt-4o', 'gpt-4o-mini', 'unlisted']

interface Reported {
  readonly model: string
  readonly tokens: number
  readonly deleted: boolean
}

/** The whole truth about a customer's usage, small enough to be right: references, and whether they were deleted. */
type World = Map<string, Reported>

const reference = fc.integer({ min: 0, max: 15 }).map((number) => `reference-of-event-${number}`)
const event = fc.record({
  reference,
  model: fc.constantFrom(...MODELS),
  tokens: fc.integer({ min: 1, max: 5_000_000 }),
})
const operation = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('report' as const), event }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('batch' as const),
      events: fc.array(event, { minLength: 1, maxLength: 8 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete' as const), reference }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reprocess' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('at-once' as const),
      events: fc.array(event, { minLength: 2, maxLength: 5 }),
    }),
  },
)

describe.each(testEngines)(`random operations on $name (seed ${SEED})`, (engine) => {
  let server: TestServer
  let guide: Guide
  let customers = 0

  beforeAll(async () => {
    server = await TestServer.start(engine)
    guide = await followGuide(server)
  })
  afterAll(() => server.stop())

  const subscribe = async () => {
    customers += 1
    const made = await server.must('POST', '/v1/pricing-plan-subscriptions/init', {
      customer: { reference: `customer-${customers}`, type: 'ORGANIZATION' },
      pricing_plan_subscription: { reference: 'pro', billing_currency: 'USD' },
      pricing_plan_schedules: [{ pricing_plan_version_id: guide.versionId }],
      pricing_plan_subscription_start_at: new Date(Date.now() - 60_000).toISOString(),
    })
    return { id: made.customer.id as string, reference: made.customer.reference as string }
  }
  const wire = (customer: { reference: string }, one: { reference: string; model: string; tokens: number }) =>
    completionEvent(`${customer.reference}-${one.reference}`, String(one.tokens), {
      customer_reference: customer.reference,
      meter_properties: [{ reference: 'model_id', value: one.model }],
    })
  /** Tokens by model, as the invoice's lines show them. */
  const billed = async (customerId: string) => {
    const { lines, total, invoice } = await linesOf(server, customerId)
    const sum = lines.reduce((cents, line) => cents + Math.round(Number(line.amount_excluding_tax.quantity) * 100), 0)
    expect(Math.round(Number(total) * 100), invoice.id).toBe(sum)
    return lines.map((line) => line.meter_value.number)
  }
  const expected = (world: World): string[] =>
    MODELS.flatMap((model) => {
      const counted = [...world.values()].filter((one) => !one.deleted && one.model === model)
      const tokens = counted.reduce((sum, one) => sum + one.tokens, 0)
      return tokens === 0 ? [] : [String(tokens)]
    })

  it('end in the invoice that a small model of the world ends in', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { minLength: 1, maxLength: 14 }), async (operations) => {
        const customer = await subscribe()
        const world: World = new Map()
        /**
         * Takes events in, all or none, and says what becomes of each; undefined where a reference is another event's.
         */
        const taken = (events: readonly { reference: string; model: string; tokens: number }[]) => {
          const after: World = new Map(world)
          const types: string[] = []
          for (const { reference, model, tokens } of events) {
            const known = after.get(reference)
            if (known !== undefined && (known.deleted || known.tokens !== tokens)) return undefined
            if (known === undefined) after.set(reference, { model, tokens, deleted: false })
            types.push(known === undefined ? 'DEFAULT' : 'DUPLICATE')
          }
          for (const [reference, one] of after) world.set(reference, one)
          return types
        }
        const typeOf = (one: { processed_details: { type: string } }): string => one.processed_details.type
        for (const step of operations) {
          if (step.kind === 'report') {
            const answer = await server.call('POST', '/v1/ingest/meter-data', wire(customer, step.event))
            const types = taken([step.event])
            expect(answer.status).toBe(types === undefined ? 409 : 201)
            if (types !== undefined) expect([typeOf(answer.body)]).toEqual(types)
          } else if (step.kind === 'batch') {
            const meterDatas = step.events.map((one) => wire(customer, one))
            const answer = await server.call('POST', '/v1/ingest/meter-datas', { meter_datas: meterDatas })
            const types = taken(step.events)
            expect(answer.status).toBe(types === undefined ? 409 : 201)
            if (types !== undefined) expect(answer.body.meter_datas.map(typeOf)).toEqual(types)
          } else if (step.kind === 'at-once') {
            // Different references, so that no order among them matters.
            const different = [...new Map(step.events.map((one) => [one.reference, one])).values()]
            const answers = await Promise.all(
              different.map((one) => server.call('POST', '/v1/ingest/meter-data', wire(customer, one))),
            )
            expect(answers.map(({ status }) => status)).toEqual(
              different.map((one) => (taken([one]) === undefined ? 409 : 201)),
            )
          } else if (step.kind === 'delete') {
            const body = { reference: `${customer.reference}-${step.reference}` }
            const answer = await server.call('POST', '/v1/events/delete', body)
            const known = world.get(step.reference)
            expect(answer.status).toBe(known === undefined ? 404 : 200)
            if (known !== undefined) world.set(step.reference, { ...known, deleted: true })
          } else {
            await server.must('POST', '/v1/reprocess', { type: 'CUSTOMER', customer: { customer_id: customer.id } })
          }
        }
        expect(await billed(customer.id)).toEqual(expected(world))
      }),
      { seed: SEED, numRuns: RUNS },
    )
  })

  it('give the same invoice in any order, batching and repetition of the same events', async () => {
    const events = fc.uniqueArray(event, { selector: (one) => one.reference, minLength: 1, maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(events, fc.infiniteStream(fc.nat()), async (given, numbers) => {
        const next = (): number => numbers.next().value ?? 0
        const [inOrder, shuffled] = [await subscribe(), await subscribe()]
        for (const one of given) await server.must('POST', '/v1/ingest/meter-data', wire(inOrder, one))
        // Twice each, in another order, cut into batches anywhere.
        const rest = [...given, ...given].map((one) => ({ one, key: next() })).toSorted((a, b) => a.key - b.key)
        while (rest.length > 0) {
          const batch = rest.splice(0, 1 + (next() % 5))
          await server.must('POST', '/v1/ingest/meter-datas', {
            meter_datas: batch.map(({ one }) => wire(shuffled, one)),
          })
        }
        expect(await billed(shuffled.id)).toEqual(await billed(inOrder.id))
      }),
      { seed: SEED, numRuns: RUNS },
    )
  })
})
