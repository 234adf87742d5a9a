import { apply, defineCatalog } from '@tallygate/catalog'
import { type BillingClient, createBillingClient, paginate, unwrap } from '@tallygate/client'
import { borrowBillingServer, type RunningBillingServer } from '@tallygate/test-kit'
import { AnswerTally, billedModelOf, usageOfAnswer } from '@tallygate/usage'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createEntitlements } from '../src/create-entitlements.ts'
import type { Entitlements } from '../src/entitlements.ts'
import { memoryJournal } from '../src/journal/memory-journal.ts'
import { memoryStore } from '../src/store/memory-store.ts'
import { granted } from './setup.ts'

const POOLS = {
  uncachedPromptTokens: 'prompt_uncached',
  cachedPromptTokens: 'prompt_cached',
  cacheWriteTokens: 'prompt_cache_write',
  audioPromptTokens: 'prompt_audio',
  textCompletionTokens: 'answer_text',
  reasoningTokens: 'answer_reasoning',
  audioCompletionTokens: 'answer_audio',
} as const
type Meter = (typeof POOLS)[keyof typeof POOLS]

const meters = [...Object.values(POOLS), 'prompt_tokens', 'completion_tokens']
const entries = <Value>(of: (meter: string) => Value) => Object.fromEntries(meters.map((meter) => [meter, of(meter)]))
const rates = (names: readonly string[]) =>
  Object.fromEntries(names.map((meter) => [`${meter}_item`, { type: 'FLAT', price: '0.01', per: 1000 } as const]))
const items = (names: readonly string[]) =>
  Object.fromEntries(names.map((meter) => [`${meter}_item`, { name: meter, calculation: `${meter}_sum` }]))

/** A plan by totals and a plan by pools. */
const catalog = defineCatalog({
  meterValues: { token_count: { name: 'Token count', type: 'NUMBER' } },
  meterProperties: { model_id: { name: 'Model', type: 'STRING' } },
  meters: entries((meter) => ({ name: meter, values: ['token_count'] as const, properties: ['model_id'] as const })),
  calculations: Object.fromEntries(
    meters.map((meter) => [`${meter}_sum`, { type: 'SUM', meter, value: 'token_count' } as const]),
  ),
  productCategories: { ai: { name: 'AI' } },
  products: {
    pooled: { name: 'By pools', category: 'ai', items: items(Object.values(POOLS)) },
    total: { name: 'By totals', category: 'ai', items: items(['prompt_tokens', 'completion_tokens']) },
  },
  plans: {
    pooled: { name: 'Pools', currency: 'USD', pricings: { pooled: { rates: rates(Object.values(POOLS)) } } },
    total: {
      name: 'Totals',
      currency: 'USD',
      pricings: { total: { rates: rates(['prompt_tokens', 'completion_tokens']) } },
    },
  },
})

let server: RunningBillingServer
let client: BillingClient
let entitlements: Entitlements

beforeAll(async () => {
  server = await borrowBillingServer()
  client = createBillingClient({ apiKey: server.apiKey, baseUrl: server.url })
  await apply(client, catalog)
  const entity = { reference: 'shapes', legal_name: 'Shapes', timezone: 'UTC' }
  await unwrap(client.POST('/v1/billing-entities', { body: entity }))
  for (const plan of ['pooled', 'total']) await subscribe(plan)
  entitlements = createEntitlements({
    client,
    store: memoryStore(),
    journal: memoryJournal(),
    onUnavailable: 'deny',
    quantities: POOLS,
    features: { models: null, budgets: {} },
  })
})
afterAll(async () => {
  await entitlements?.close({ deadlineMs: 1_000 })
  await server?.stop()
})

async function subscribe(plan: string): Promise<void> {
  const organization = { legal_name: plan }
  const { id: customer_id } = await unwrap(
    client.POST('/v1/customers', {
      body: { type: 'ORGANIZATION', reference: plan, status: 'ACTIVE', timezone: 'UTC', organization },
    }),
  )
  const billing = { billing_entity_reference: 'shapes', billing_currency: 'USD', billing_time: 'EXACT' } as const
  const { id = '' } = await unwrap(
    client.POST('/v1/pricing-plan-subscriptions', {
      body: {
        reference: plan,
        customer_id: customer_id ?? '',
        billing_period: { type: 'MONTH', value: 1 },
        ...billing,
      },
    }),
  )
  const start_at = `${new Date().toISOString().slice(0, 10)}T00:00:00Z`
  const pricing_plan_version_selector = { pricing_plan_reference: plan, type: 'LATEST' as const }
  const body = { pricing_plan_subscription_id: id ?? '', pricing_plan_version_selector, start_at }
  await unwrap(client.POST('/v1/pricing-plan-schedules', { body }))
  const params = { path: { id: id ?? '' } }
  await unwrap(client.PATCH('/v1/pricing-plan-subscriptions/{id}', { params, body: { status: 'ACTIVE' } }))
}

type Shape = readonly [
  name: string,
  whole: object,
  stream: readonly object[],
  pools: Readonly<Partial<Record<Meter, number>>>,
]

const model = 'model-1'
const chat = (usage: object): [object, object[]] => [
  { model, choices: [{ index: 0, message: { content: 'Hello' }, finish_reason: 'stop' }], usage },
  [
    { model, choices: [{ index: 0, delta: { content: 'Hello' }, finish_reason: 'stop' }] },
    { choices: [], usage },
  ],
]
const response = (usage: object) => ({ object: 'response', status: 'completed', model, output: [], usage })
const anthropic = { input_tokens: 200, cache_read_input_tokens: 700, cache_creation_input_tokens: 100 }
const gemini = (candidatesTokenCount: number, totalTokenCount: number) => ({
  modelVersion: model,
  candidates: [{ index: 0, content: { parts: [{ text: 'Hello' }] }, finishReason: 'STOP' }],
  usageMetadata: {
    promptTokenCount: 1000,
    cachedContentTokenCount: 600,
    promptTokensDetails: [
      { modality: 'TEXT', tokenCount: 900 },
      { modality: 'AUDIO', tokenCount: 100 },
    ],
    candidatesTokenCount,
    thoughtsTokenCount: 120,
    totalTokenCount,
  },
})
const bedrock = {
  inputTokens: 200,
  outputTokens: 300,
  totalTokens: 1300,
  cacheReadInputTokens: 700,
  cacheWriteInputTokens: 100,
}

/** Every shape says that 1,000 prompt tokens and 300 completion tokens were used. */
const SHAPES: readonly Shape[] = [
  [
    'OpenAI chat',
    ...chat({
      prompt_tokens: 1000,
      completion_tokens: 300,
      total_tokens: 1300,
      prompt_tokens_details: { cached_tokens: 600, audio_tokens: 100 },
      completion_tokens_details: { reasoning_tokens: 120, audio_tokens: 80 },
    }),
    {
      prompt_uncached: 300,
      prompt_cached: 600,
      prompt_audio: 100,
      answer_text: 100,
      answer_reasoning: 120,
      answer_audio: 80,
    },
  ],
  [
    'OpenAI Responses',
    ...((usage: object): [object, object[]] => [
      response(usage),
      [{ type: 'response.completed', response: response(usage) }],
    ])({
      input_tokens: 1000,
      input_tokens_details: { cached_tokens: 600 },
      output_tokens: 300,
      output_tokens_details: { reasoning_tokens: 120 },
      total_tokens: 1300,
    }),
    { prompt_uncached: 400, prompt_cached: 600, answer_text: 180, answer_reasoning: 120 },
  ],
  [
    'Anthropic, whose cache stands beside its prompt',
    { type: 'message', model, content: [], stop_reason: 'end_turn', usage: { ...anthropic, output_tokens: 300 } },
    [
      { type: 'message_start', message: { model, usage: { ...anthropic, output_tokens: 1 } } },
      { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 300 } },
      { type: 'message_stop' },
    ],
    { prompt_uncached: 200, prompt_cached: 700, prompt_cache_write: 100, answer_text: 300 },
  ],
  [
    'Gemini, whose thoughts stand beside its candidates',
    gemini(180, 1300),
    [gemini(50, 1170), gemini(180, 1300)],
    { prompt_uncached: 300, prompt_cached: 600, prompt_audio: 100, answer_text: 180, answer_reasoning: 120 },
  ],
  [
    'xAI, whose reasoning stands beside its completion',
    ...chat({
      prompt_tokens: 1000,
      completion_tokens: 180,
      total_tokens: 1300,
      prompt_tokens_details: { cached_tokens: 600 },
      completion_tokens_details: { reasoning_tokens: 120 },
    }),
    { prompt_uncached: 400, prompt_cached: 600, answer_text: 180, answer_reasoning: 120 },
  ],
  [
    'DeepSeek',
    ...chat({
      prompt_tokens: 1000,
      completion_tokens: 300,
      total_tokens: 1300,
      prompt_cache_hit_tokens: 600,
      prompt_cache_miss_tokens: 400,
      completion_tokens_details: { reasoning_tokens: 120 },
    }),
    { prompt_uncached: 400, prompt_cached: 600, answer_text: 180, answer_reasoning: 120 },
  ],
  [
    'Bedrock',
    { output: { message: { content: [{ text: 'Hello' }] } }, stopReason: 'end_turn', usage: bedrock },
    [{ messageStop: { stopReason: 'end_turn' } }, { metadata: { usage: bedrock } }],
    { prompt_uncached: 200, prompt_cached: 700, prompt_cache_write: 100, answer_text: 300 },
  ],
]

/** Settles an answer as an adapter does, and returns the head of the references of its events. */
async function settle(customer: string, requestId: string, events: readonly object[]): Promise<string> {
  const answer = new AnswerTally()
  for (const event of events) answer.add(event)
  const decision = await entitlements.reserve({ customer, model, requestId, estimate: { promptTokens: 1000 } })
  const { reservation } = granted(decision)
  const { usage, doubt } = usageOfAnswer(answer, {
    askedModel: model,
    estimatedPromptTokens: 1,
    billedModel: billedModelOf(),
  })
  expect(doubt).toBeUndefined()
  await reservation.settle(usage)
  return reservation.id
}

/** The counts of a customer's stored events by their references. */
async function eventsOf(reference: string): Promise<Record<string, number>> {
  const { id } = await unwrap(client.GET('/v1/customers/{idOrRef}', { params: { path: { idOrRef: reference } } }))
  const query = { customer_id: id ?? '', limit: 100 }
  const found: Record<string, number> = {}
  for await (const event of paginate((page) =>
    client.GET('/v1/ingest/meter-data', { params: { query: { ...query, page } } }),
  )) {
    expect(event.processed_details?.type).not.toBe('NOT_MATCHED')
    found[event.reference ?? ''] = Number(event.meter_values?.[0]?.number)
  }
  return found
}

it('of every provider, whole and as a stream, become the events that the plan of the customer counts', async () => {
  const expected: Record<'pooled' | 'total', Record<string, number>> = { pooled: {}, total: {} }
  for (const [name, whole, stream, pools] of SHAPES) {
    for (const [way, events] of [
      ['whole', [whole]],
      ['stream', stream],
    ] as const) {
      const id = await settle('pooled', `${name} ${way}`, events)
      for (const [meter, count] of Object.entries(pools)) expected.pooled[`${id}:${meter}`] = count
      const other = await settle('total', `${name} ${way}`, events)
      expected.total[`${other}:prompt_tokens`] = 1000
      expected.total[`${other}:completion_tokens`] = 300
    }
  }
  await entitlements.flush()
  expect(await eventsOf('pooled')).toEqual(expected.pooled)
  expect(await eventsOf('total')).toEqual(expected.total)
})
