import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { formatInstant } from '@tallygate/billing-period'
import { applyDemo } from '@tallygate/catalog/demo'
import { type BillingClient, createBillingClient, paginate, unwrap } from '@tallygate/client'
import { startBillingServer } from '@tallygate/test-kit'
import { createEntitlements } from '../src/create-entitlements.ts'
import { memoryJournal } from '../src/journal/memory-journal.ts'
import { sqliteJournal } from '../src/journal/sqlite-journal.ts'
import { memoryStore } from '../src/store/memory-store.ts'
import { measure, row, say } from './measure.ts'

/** Events in the period of the customer that is measured, and of the two customers whose cold starts are compared. */
const EVENTS = 10_000
const COLD_EVENTS = Number(process.env['BENCH_COLD_EVENTS'] ?? 1_000_000)
const BATCH = 1_000

const folder = await mkdtemp(join(tmpdir(), 'tallygate-bench-'))
const server = await startBillingServer()
const client = createBillingClient({ apiKey: server.apiKey, baseUrl: server.url, timeoutMs: 60_000 })
try {
  await applyDemo(client)
  await fill('demo-pro', EVENTS)
  await compareWithGuide()
  await compareColdStarts()
} finally {
  await server.stop()
  await rm(folder, { recursive: true, force: true })
}

async function compareWithGuide(): Promise<void> {
  say(`a request against the billing server with ${EVENTS.toLocaleString('en-US')} events in the period`)
  const { id } = await unwrap(client.GET('/v1/customers/{idOrRef}', { params: { path: { idOrRef: 'demo-pro' } } }))
  const guide = await measure(3, 1, (index) => theGuidesWay(client, id ?? '', `guide-request-${index}`))
  say(row('the guide: read entitlements, sum events, report', guide))
  const entitlements = createEntitlements({
    client,
    store: memoryStore(),
    journal: sqliteJournal({ path: join(folder, 'usage.db') }),
    onUnavailable: 'deny',
  })
  await entitlements.usage('demo-pro')
  // The demo allows 600 requests a minute.
  const ours = await measure(500, 1, async (index) => {
    const request = {
      customer: 'demo-pro',
      model: 'gpt-4o',
      requestId: `our-request-${index}`,
      estimate: { promptTokens: 10, completionTokens: 10 },
    }
    const decision = await entitlements.reserve(request)
    if (!decision.allowed) throw new Error(decision.message)
    await decision.reservation.settle({ model: 'gpt-4o', promptTokens: 9, completionTokens: 5, source: 'provider' })
  })
  say(row('reserve + settle, SQLite journal, delivery behind it', ours))
  say(`${Math.round(guide.p50 / ours.p50).toLocaleString('en-US')} × faster per request (p50)`)
  await entitlements.close({ deadlineMs: 60_000 })
}

/** Steps 5 and 6 of the guide: entitlements and events before the request, two events after it. */
async function theGuidesWay(api: BillingClient, customerId: string, requestId: string): Promise<void> {
  await unwrap(api.GET('/v1/customers/{idOrRef}/entitlements', { params: { path: { idOrRef: 'demo-pro' } } }))
  let used = 0
  const query = { customer_id: customerId, limit: 100 }
  for await (const event of paginate((page) =>
    api.GET('/v1/ingest/meter-data', { params: { query: { ...query, page } } }),
  ))
    used += Number(event.meter_values?.[0]?.number ?? 0)
  if (used > 10_000_000) throw new Error('over the budget')
  for (const meter of ['prompt_tokens', 'completion_tokens'])
    await unwrap(api.POST('/v1/ingest/meter-data', { body: event('demo-pro', `${requestId}:${meter}`, meter) }))
}

/** The first answer about a customer that this process has never seen. */
async function compareColdStarts(): Promise<void> {
  await fill('demo-free', 1_000)
  await fill('demo-starter', COLD_EVENTS)
  const cold = async (customer: string): Promise<number> => {
    const startedAt = performance.now()
    const entitlements = createEntitlements({
      client,
      store: memoryStore(),
      journal: memoryJournal(),
      onUnavailable: 'deny',
    })
    await entitlements.usage(customer)
    const took = performance.now() - startedAt
    await entitlements.close()
    return took
  }
  // In turns, so that what else the machine does meets both.
  const few: number[] = []
  const many: number[] = []
  for (let round = 0; round < 41; round += 1) {
    few.push(await cold('demo-free'))
    many.push(await cold('demo-starter'))
  }
  const [fewMs, manyMs] = [median(few), median(many)]
  say(`cold start of a customer with 1,000 events: p50 ${fewMs.toFixed(1)} ms`)
  say(
    `cold start of a customer with ${COLD_EVENTS.toLocaleString('en-US')} events: p50 ${manyMs.toFixed(1)} ms, ${(manyMs / fewMs).toFixed(2)} ×`,
  )
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1] ?? 0
}

async function fill(customer: string, count: number): Promise<void> {
  for (let from = 0; from < count; from += BATCH) {
    const meter_datas = Array.from({ length: Math.min(BATCH, count - from) }, (_, index) =>
      event(customer, `filled-${customer}-${from + index}`, index % 2 === 0 ? 'prompt_tokens' : 'completion_tokens'),
    )
    await unwrap(client.POST('/v1/ingest/meter-datas', { body: { meter_datas } }))
  }
}

function event(customer: string, reference: string, meter: string) {
  return {
    reference,
    meter_reference: meter,
    customer_reference: customer,
    timestamp: formatInstant(new Date()),
    meter_properties: [{ reference: 'model_id', value: 'gpt-4o' }],
    meter_values: [{ reference: 'token_count', number: '1' }],
  }
}
