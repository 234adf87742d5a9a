import { InMemoryCache } from '@langchain/core/caches'
import { DEFAULT_MODEL_IDS } from '@tallygate/usage'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { entitlementsMiddleware } from '../src/middleware/entitlements-middleware.ts'
import { UsageCallbackHandler } from '../src/run/usage-callback-handler.ts'
import { drained } from '../src/stream/drained.ts'
import { MIX, type MixKind } from './random-mix.ts'
import { RealParts } from './real-parts.ts'
import { type Provider, startProvider } from './start-provider.ts'

/** Calls of random kinds: enough for each kind to come many times, with `SOAK=1` to meet in many ways. */
const CALLS = process.env['SOAK'] === '1' ? 5_000 : 600
/** Calls at the same time. */
const WORKERS = 16
const SEED = 20_260_105
/** Different usages that the provider answers with. */
const USAGES = 97
const CUSTOMER = 'demo-pro'

const MODELS = ['gpt-4o-mini-2024-07-18', 'gpt-4o-2024-08-06', 'gpt-4o-2024-11-20']

let parts: RealParts
let provider: Provider

beforeAll(async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
  const usageOf = (index: number) => {
    const [prompt, completion] = [(index * 7_919) % 503, (index * 104_729) % 211]
    return { prompt_tokens: prompt + 1, completion_tokens: completion, total_tokens: prompt + 1 + completion }
  }
  const answers = Array.from({ length: USAGES }, (_, index) => ({
    match: { userMessage: `<${index}>` },
    response: {
      content: `Answer ${index}, which has a few more words.`,
      model: MODELS[index % MODELS.length] ?? '',
      usage: usageOf(index),
    },
    chunkSize: 8,
  }))
  const [startedParts, startedProvider] = await Promise.all([
    RealParts.start(),
    startProvider([
      { match: { model: 'broken' }, response: { error: { message: 'overloaded' }, status: 503 } },
      {
        match: { userMessage: 'cut' },
        response: { content: 'This will not come to its end.', usage: usageOf(3) },
        chunkSize: 4,
        truncateAfterChunks: 3,
      },
      {
        match: { userMessage: 'tool', hasToolResult: false },
        response: { toolCalls: [{ name: 'look_up', arguments: '{}' }], model: MODELS[0] ?? '', usage: usageOf(5) },
      },
      ...answers,
    ]),
  ])
  parts = startedParts
  provider = startedProvider
})

afterAll(async () => {
  await provider[Symbol.asyncDispose]()
  await parts[Symbol.asyncDispose]()
  vi.restoreAllMocks()
})

test(`billed tokens are those that the provider served, over ${CALLS} calls (seed ${SEED})`, async ({ annotate }) => {
  await runMix(seeded(SEED))
  await annotate(`${CALLS} calls of ${Object.keys(MIX).length} kinds`)
  expect(await drained(parts.entitlements)).toBe(0)
  await expect.poll(() => parts.open()).toBe(0)
  await parts.entitlements.flush({ deadlineMs: 60_000 })
  const served = servedTokens()
  expect(await billedTokens()).toEqual(served)
  expect(Object.values(served).every((tokens) => tokens > 1_000)).toBe(true)
})

/** Runs calls of random kinds, some at the same time. */
async function runMix(random: () => number): Promise<void> {
  const { entitlements } = parts
  const kinds = Object.values(MIX)
  const cache = new InMemoryCache()
  let started = 0
  const prompt = () => `Question ${started} <${Math.floor(random() * USAGES)}>`
  const one = async (kind: MixKind, requestId: string) => {
    const who = { entitlements, customer: CUSTOMER, requestId }
    const handler = new UsageCallbackHandler(who)
    await kind({ provider, handler, middleware: entitlementsMiddleware(who), prompt, cache })
  }
  const worker = async () => {
    while (started < CALLS) {
      started += 1
      const kind = kinds[Math.floor(random() * kinds.length)]
      if (kind !== undefined) await one(kind, `mix-${started}`)
    }
  }
  await Promise.all(Array.from({ length: WORKERS }, worker))
}

/** By billed model and part, from the provider's own journal: what it answered with usage, to its end. */
function servedTokens(): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const { body, response } of provider.mock.getRequests()) {
    const fixture = response.fixture
    if (response.status !== 200 || fixture === null || fixture.truncateAfterChunks !== undefined) continue
    const { stream, stream_options } = body as unknown as { stream?: boolean; stream_options?: object }
    if (stream === true && stream_options === undefined) continue
    const answer = fixture.response as { model: string; usage: { prompt_tokens: number; completion_tokens: number } }
    const model = DEFAULT_MODEL_IDS[answer.model] ?? answer.model
    add(sums, `prompt_tokens ${model}`, answer.usage.prompt_tokens)
    add(sums, `completion_tokens ${model}`, answer.usage.completion_tokens)
  }
  return sums
}

/** The same from the events that the billing server has; each counts once. */
async function billedTokens(): Promise<Record<string, number>> {
  const sums: Record<string, number> = {}
  const seen = new Set<string>()
  for (const event of await parts.allEvents(CUSTOMER)) {
    expect(seen.has(event.reference)).toBe(false)
    seen.add(event.reference)
    add(sums, `${event.meter} ${event.model}`, event.tokens)
  }
  return sums
}

function add(sums: Record<string, number>, key: string, tokens: number): void {
  sums[key] = (sums[key] ?? 0) + tokens
}

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let bits = Math.imul(state ^ (state >>> 15), 1 | state)
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits
    return ((bits ^ (bits >>> 14)) >>> 0) / 4_294_967_296
  }
}
