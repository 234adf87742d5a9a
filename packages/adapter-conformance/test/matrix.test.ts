import { applyDemo } from '@tallygate/catalog/demo'
import { type BillingClient, createBillingClient, paginate, unwrap } from '@tallygate/client'
import { createEntitlements, type Entitlements, memoryJournal, memoryStore } from '@tallygate/entitlements'
import { borrowBillingServer, CountingProvider, type ProviderCall, waitFor } from '@tallygate/test-kit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ADAPTERS, type Adapter, OWN_ADAPTERS, SCENARIOS, type Scenario } from '../src/index.ts'
import { type ConformedAgent, startConformedAgent } from './conformed-agent.ts'
import { EXCEPTIONS, matrixDocument } from './matrix-document.ts'
import { KILLED, playKilled } from './play-killed.ts'

const CELLS = ADAPTERS.flatMap((adapter) => SCENARIOS.map((scenario) => ({ adapter, scenario }))).filter(
  ({ adapter, scenario }) => EXCEPTIONS[adapter.name]?.[scenario.name]?.outcome !== 'not played',
)

/** Customers of the demo: one whose plan has every model, and one whose plan has the small model alone. */
const LARGE_PLAN = 'demo-pro'
const SMALL_PLAN = 'demo-starter'

/** The longest wait for the last answer that is read on without its reader. */
const ENDED_MS = 30_000

const results = new Map<string, string>()
const key = (adapter: Adapter, scenario: Scenario) => `${adapter.name} ${scenario.name}`

/** The name of a cell, in its request ids and in its prompts: by it both sides are compared. */
const idOf = (adapter: Adapter, scenario: Scenario) =>
  `cell-${ADAPTERS.indexOf(adapter)}-${SCENARIOS.indexOf(scenario)}-end`

/** The cell of a request id: the agent is given one for each call of a cell, and adds a part of its own. */
const cellOf = (requestId: string) => requestId.split('.')[0] ?? ''

let client: BillingClient
let entitlements: Entitlements
let provider: CountingProvider
let agent: ConformedAgent
/** Attempts that are reserved and have not ended. */
const held = new Set<string>()
let endAll: () => Promise<void>
/** Outcomes of the streams of a killed process, by the order of the adapters. */
let killed: readonly string[] = []

beforeAll(async () => {
  const server = await borrowBillingServer()
  client = createBillingClient({ apiKey: server.apiKey, baseUrl: server.url })
  await applyDemo(client)
  provider = await CountingProvider.start()
  agent = await startConformedAgent(server, provider)
  entitlements = createEntitlements({
    client,
    store: memoryStore(),
    journal: memoryJournal(),
    onUnavailable: 'deny',
    // The plans' limit of requests per minute is not what this is about.
    features: {
      models: 'available_models',
      budgets: { monthly_token_budget: ['prompt', 'completion'] },
      rates: { requests_per_minute: { windowMs: 1 } },
    },
    delivery: { batchSize: 500 },
    onEvent: (event) => {
      if (event.type === 'reserved') held.add(event.id)
      if (event.type === 'settled' || event.type === 'released' || event.type === 'unsettled') held.delete(event.id)
    },
  })
  endAll = async () => {
    await entitlements.close()
    await agent[Symbol.asyncDispose]()
    await provider[Symbol.asyncDispose]()
    await server.stop()
  }
  await playAll()
  killed = await playKilled(OWN_ADAPTERS.length, {
    client,
    server,
    provider,
    customer: LARGE_PLAN,
    billed: billedByRequest,
  })
})
afterAll(async () => await endAll?.())

/** Plays all cells at once, since most of a cell is waiting; then compares them. */
async function playAll(): Promise<void> {
  const failures = new Map<string, string>()
  await Promise.all(
    CELLS.map(async ({ adapter, scenario }) => {
      await play(adapter, scenario).catch((error: unknown) => failures.set(key(adapter, scenario), String(error)))
    }),
  )
  // What is still held then is what its cell says.
  await waitFor(() => (held.size === 0 ? true : undefined), {
    what: 'every attempt to end',
    timeoutMs: ENDED_MS,
  }).catch(() => undefined)
  const ofAgent = await agent.ended()
  await entitlements.flush({ deadlineMs: 60_000 })
  const billed = await billedByRequest()
  const listed = (await entitlements.unsettled()).map(({ reservation }) => reservation.requestId)
  const unsettled = new Set([...listed, ...ofAgent].map(cellOf))
  for (const { adapter, scenario } of CELLS) {
    const failed = failures.get(key(adapter, scenario))
    const found = failed === undefined ? outcomeOf(adapter, scenario, billed, unsettled) : `failed: ${failed}`
    results.set(key(adapter, scenario), found)
  }
}

async function play(adapter: Adapter, scenario: Scenario): Promise<void> {
  const { isSmallPlan = false, isAttachedTwice = false } = scenario
  const parts = { entitlements, providerUrl: provider.url, agentUrl: agent.url }
  const requestId = idOf(adapter, scenario)
  await scenario.play({
    session: adapter.open(parts, { customer: isSmallPlan ? SMALL_PLAN : LARGE_PLAN, requestId, isAttachedTwice }),
    other: adapter.open(parts, { customer: SMALL_PLAN, requestId }),
    prompt: (words) => `${words} ${requestId}`,
  })
}

/** The provider's calls of a cell. */
function callsOf(id: string): readonly ProviderCall[] {
  return provider.calls.filter(({ body }) => JSON.stringify(body).includes(id))
}

/** Tokens of the billing server's events by request id, over both customers. */
async function billedByRequest(): Promise<ReadonlyMap<string, number>> {
  const sums = new Map<string, number>()
  for (const customer of [LARGE_PLAN, SMALL_PLAN]) {
    const { id } = await unwrap(client.GET('/v1/customers/{idOrRef}', { params: { path: { idOrRef: customer } } }))
    const pages = paginate((page) =>
      client.GET('/v1/ingest/meter-data', { params: { query: { customer_id: id ?? '', page, limit: 100 } } }),
    )
    for await (const { reference, meter_values: values } of pages) {
      const requestId = cellOf(reference?.split(':')[1] ?? '')
      const tokens = Number(values?.find((value) => value.reference === 'token_count')?.number)
      sums.set(requestId, (sums.get(requestId) ?? 0) + tokens)
    }
  }
  return sums
}

/** Compares the provider's own count of a cell with the billing server's. */
function outcomeOf(
  adapter: Adapter,
  scenario: Scenario,
  billed: ReadonlyMap<string, number>,
  unsettled: ReadonlySet<string>,
): string {
  const id = idOf(adapter, scenario)
  const calls = callsOf(id)
  const counted = calls
    .filter(({ outcome }) => outcome === 'answered')
    .reduce((sum, { prompt, completion }) => sum + prompt + completion, 0)
  const tokens = billed.get(id) ?? 0
  if (calls.length < scenario.calls || (scenario.calls === 0 && calls.length > 0)) return `called ${calls.length} times`
  if ([...held].some((attempt) => attempt.includes(`:${id}:`))) return 'still held'
  if (unsettled.has(id)) return tokens === 0 ? 'unsettled' : `unsettled, and billed ${tokens}`
  if (tokens !== counted) return `billed ${tokens} of ${counted}`
  if (tokens > 0) return 'billed'
  return scenario.want === 'denied' ? 'denied' : 'released'
}

describe('the matrix of adapters and scenarios', () => {
  it.each(CELLS.map(({ adapter, scenario }) => [adapter.name, scenario.name, adapter, scenario] as const))(
    '%s: %s',
    (adapterName, scenarioName, adapter, scenario) => {
      const want = EXCEPTIONS[adapterName]?.[scenarioName]?.outcome ?? scenario.want
      expect(results.get(key(adapter, scenario))).toBe(want)
    },
  )

  it.each(OWN_ADAPTERS.map(({ name }, index) => [name, index] as const))(`%s: ${KILLED}`, (_, index) => {
    expect(killed[index]).toBe('unsettled')
  })

  it('is what the document says', async () => {
    const rows = SCENARIOS.map((scenario) => ({
      scenario: scenario.name,
      cells: ADAPTERS.map((adapter) => results.get(key(adapter, scenario)) ?? 'not played'),
    }))
    rows.push({ scenario: KILLED, cells: ADAPTERS.map((_, index) => killed[index] ?? 'not played') })
    await expect(matrixDocument(ADAPTERS, rows)).toMatchFileSnapshot('../MATRIX.md')
  })
})
