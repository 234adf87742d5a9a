import { LLMock } from '@copilotkit/aimock'
import { InMemoryCache } from '@langchain/core/caches'
import { ChatOpenAI } from '@langchain/openai'
import type { Denial, Entitlements, Reservation, ReserveRequest, Usage } from '@tallygate/entitlements'
import { drained, EntitlementDeniedError, meterStream, UsageCallbackHandler } from '@tallygate/langchain'
import { entitlementsMiddleware } from '@tallygate/langchain/middleware'
import { createAgent, createMiddleware } from 'langchain'

// Run by the check of peers in a folder of its own, with the oldest versions that the peer ranges name. It uses the
// packed package as its users do, so nothing here may come from src or test. It prints what happened, one line for each
// case.

const usage = { prompt_tokens: 9, completion_tokens: 12, total_tokens: 21 }
const mock = new LLMock({ port: 0, host: '127.0.0.1', logLevel: 'silent' })
mock.on(
  { userMessage: 'hello' },
  { content: 'Hello, and welcome.', model: 'gpt-4o-mini-2024-07-18', usage },
  { chunkSize: 4 },
)
mock.on({ userMessage: 'broken' }, { error: { message: 'overloaded' }, status: 503 })
await mock.start()
const fields = {
  model: 'gpt-4o-mini',
  apiKey: 'none',
  maxRetries: 0,
  configuration: { baseURL: `${mock.url}/v1` },
}
const model = new ChatOpenAI(fields)

const log: string[] = []
const denial = (request: ReserveRequest): Denial => ({
  allowed: false,
  reason: 'budget_exhausted',
  message: 'The budget is used up.',
  customer: request.customer,
  model: request.model ?? '',
  asOf: new Date(0),
  ageMs: 0,
})
const entitlements = {
  reserve: async (request: ReserveRequest) => {
    if (request.customer === 'poor') return denial(request)
    const { customer, model: asked = '', requestId, attempt = 1, estimate } = request
    const reservation: Reservation = {
      ...{ id: `${requestId}:${attempt}`, customer, model: asked, requestId, attempt: String(attempt) },
      heldTokens: (estimate.promptTokens ?? 0) + 100,
      maxCompletionTokens: 100,
      settle: async (used: Usage) => {
        log.push(`settled ${used.model} ${used.promptTokens} ${used.completionTokens} ${used.source}`)
        return { outcome: 'settled', conflict: false, references: [], budgets: [] }
      },
      release: async () => {
        log.push('released')
        return { outcome: 'released' }
      },
      renew: async () => {},
    }
    return { allowed: true, reservation, budgets: [], asOf: new Date(0), ageMs: 0 } as const
  },
} as unknown as Entitlements

const handler = (customer = 'acme') => new UsageCallbackHandler({ entitlements, customer })
const agent = (customer = 'acme') =>
  createAgent({ model, tools: [], middleware: [entitlementsMiddleware({ entitlements, customer })] })
const messages = { messages: [{ role: 'user', content: 'hello' }] }
const deniedBy = (error: unknown) => EntitlementDeniedError.find(error)?.decision.reason ?? String(error)

async function run(name: string, call: () => Promise<unknown>): Promise<void> {
  const answer = await call().then(() => 'answered', deniedBy)
  await drained(entitlements)
  process.stdout.write(`${[name, answer, ...log.splice(0)].join(' | ')}\n`)
}

const read = async (chunks: AsyncIterable<unknown>, most = Number.POSITIVE_INFINITY) => {
  let count = 0
  for await (const _chunk of chunks) {
    count += 1
    if (count === most) break
  }
}

// What LangChain writes when a handler denies is not what this prints.
console.error = () => {}
await run('invoke', () => model.invoke('hello', { callbacks: [handler()] }))
await run('stream', async () => await read(await model.stream('hello', { callbacks: [handler()] })))
await run('left', () =>
  read(
    meterStream((config) => model.stream('hello', config), { handler: handler() }),
    2,
  ),
)
await run('denied', () => model.invoke('hello', { callbacks: [handler('poor')] }))
await run('refused', () => model.invoke('broken', { callbacks: [handler()] }).catch(() => undefined))
await run('agent', () => agent().invoke(messages))
await run('agent left', async () => await read(await agent().stream(messages, { streamMode: 'messages' }), 2))
await run('agent denied', () => agent('poor').invoke(messages))
await run('other middleware', async () => {
  const asks = createMiddleware({ name: 'Asks', beforeModel: async () => void (await model.invoke('hello')) })
  const middleware = [asks, entitlementsMiddleware({ entitlements, customer: 'acme' })]
  await createAgent({ model, tools: [], middleware }).invoke(messages)
})
await run('cached', async () => {
  const cached = new ChatOpenAI({ ...fields, cache: new InMemoryCache() })
  await cached.invoke('hello', { callbacks: [handler()] })
  await cached.invoke('hello', { callbacks: [handler('poor')] })
})
process.stdout.write(
  `max_tokens ${JSON.stringify(mock.getRequests().map((entry) => (entry.body as { max_tokens?: number } | null)?.max_tokens ?? 0))}\n`,
)
await mock.stop()
