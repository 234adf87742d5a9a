import { apply, defineCatalog } from '@tallygate/catalog'
import { type BillingClient, createBillingClient, paginate, unwrap } from '@tallygate/client'
import { type RunningBillingServer, startBillingServer } from '@tallygate/test-kit'
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
  server = await startBillingServer({ API_KEY: 'local-test-key' })
  client = createBillingClient({ apiKey: server.apiKey, baseUrl: server.url })
  await apply(client, catalog)
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
