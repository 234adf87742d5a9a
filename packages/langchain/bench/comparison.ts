import { writeFile } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'
import type { BaseCallbackHandler } from '@langchain/core/callbacks/base'
import { HumanMessage } from '@langchain/core/messages'
import { CallbackHandler } from '@langfuse/langchain'
import { RealParts } from '../test/real-parts.ts'
import { startRewritingProxy } from '../test/rewriting-proxy.ts'
import { abort, consume, leave, Stage, seenBy } from '../test/stage.ts'
import { startProvider } from '../test/start-provider.ts'
import { LangfuseSink } from './langfuse-sink.ts'

// Writes comparison.md: the calls of the field notes through this package's handler and through @langfuse/langchain's.

/** Longer than the lease and than every answer: what is not recorded by then is not recorded. */
const PATIENCE_MS = 4_000

type Act = (stage: Stage, callbacks: BaseCallbackHandler[]) => Promise<unknown>

const SCENARIOS: readonly (readonly [name: string, act: Act, customer?: string])[] = [
  ['T1 invoke', (stage, callbacks) => stage.provider.model().invoke(stage.prompt('hello'), { callbacks })],
  [
    'T2 a stream, read to its end',
    async (stage, callbacks) => consume(await stage.provider.model().stream(stage.prompt('hello'), { callbacks })),
  ],
  [
    'T3 a stream without usage',
    async (stage, callbacks) =>
      consume(await stage.provider.model({ streamUsage: false }).stream(stage.prompt('hello'), { callbacks })),
  ],
  [
    'T4 break',
    async (stage, callbacks) => leave(await stage.provider.model().stream(stage.prompt('hello'), { callbacks })),
  ],
  [
    'T5 abort inside the loop',
    (stage, callbacks) =>
      abort((signal) => stage.provider.model().stream(stage.prompt('hello'), { signal, callbacks })),
  ],
  [
    'T6 a stream that nobody reads',
    (stage, callbacks) => stage.provider.model().stream(stage.prompt('hello'), { callbacks }),
  ],
  [
    'T7 a stream that the provider cuts',
    async (stage, callbacks) => consume(await stage.provider.model().stream(stage.prompt('cut'), { callbacks })),
  ],
  [
    'T8 invoke, aborted',
    (stage, callbacks) =>
      stage.rewritten('/delayed').invoke(stage.prompt('hello'), { signal: AbortSignal.timeout(500), callbacks }),
  ],
  [
    'T9 three errors',
    (stage, callbacks) => stage.provider.model({ maxRetries: 2 }).invoke(stage.prompt('broken'), { callbacks }),
  ],
  [
    'T10, T11 a model that is not entitled',
    (stage, callbacks) => stage.provider.model({ model: 'gpt-4o' }).invoke(stage.prompt('hello'), { callbacks }),
    'demo-starter',
  ],
  [
    'T13 two prompts with two choices each',
    (stage, callbacks) => {
      const prompts = [1, 2].map(() => [new HumanMessage(stage.prompt('hello'))])
      return stage.rewritten('/choices', { n: 2 }).generate(prompts, { callbacks })
    },
  ],
  [
    'T14 a first delta without a role',
    async (stage, callbacks) =>
      consume(await stage.rewritten('/roleless').stream(stage.prompt('hello'), { callbacks })),
  ],
]

const usage = { prompt_tokens: 9, completion_tokens: 12, total_tokens: 21 }
const hello = { content: 'Hello, and welcome to this long answer.', model: 'gpt-4o-mini-2024-07-18', usage }
const streamingProfile = { ttft: 5, tps: 200 }
await using parts = await RealParts.start()
await using provider = await startProvider([
  { match: { userMessage: 'hello' }, response: hello, chunkSize: 4, streamingProfile },
  { match: { userMessage: 'cut' }, response: hello, chunkSize: 4, streamingProfile, truncateAfterChunks: 4 },
  { match: { userMessage: 'broken' }, response: { error: { message: 'overloaded' }, status: 503 } },
])
await using proxy = await startRewritingProxy(provider.mock.url)
// LangChain writes what a handler throws to console.error.
console.error = () => {}

async function ours(stage: Stage, act: Act): Promise<readonly [string, string]> {
  await seenBy(async () => String(await act(stage, [stage.handler(parts.shortLease)])))
  await setTimeout(PATIENCE_MS)
  const events = await parts.events(stage.customer, stage.requestId)
  const tokens = events.reduce((sum, event) => sum + Number(event.split(' ').at(-1)), 0)
  const states = [...new Set(parts.states(stage.requestId))].join(', ')
  return [String(stage.reached), states === '' ? 'denied' : `${states}, ${tokens} tokens billed`]
}

async function theirs(stage: Stage, act: Act): Promise<readonly [string, string]> {
  const sink = new LangfuseSink(true)
  const handler = new CallbackHandler() as unknown as BaseCallbackHandler
  await seenBy(async () => String(await act(stage, [handler])))
  await setTimeout(PATIENCE_MS)
  const told = sink.ended.map(({ tokens }) => (tokens === undefined ? 'no usage' : `${tokens} tokens`))
  const open = Array.from({ length: sink.open }, () => 'never ended')
  return [String(stage.reached), [...told, ...open].join(', ')]
}

const rows: string[] = []
for (const [name, act, customer = 'demo-pro'] of SCENARIOS) {
  const id = name.replaceAll(/[^A-Za-z0-9]+/g, '-')
  const shared = { parts, provider, proxy }
  const [reached, outcome] = await ours(new Stage(shared, customer, `ours-${id}`), act)
  const [reachedToo, outcomeToo] = await theirs(new Stage(shared, customer, `theirs-${id}`), act)
  rows.push(`| ${name} | ${reached} | ${outcome} | ${reachedToo} | ${outcomeToo} |`)
}

const table = `# The same calls, through two handlers

Written by \`node --conditions=@tallygate/source bench/comparison.ts\`. Each answer that ends uses 21 tokens. The handlers alone, without \`meterStream\`
and the middleware. @langfuse/langchain is a tracer: it does not block, and does not claim to bill; the table shows what a bill made from its records would miss.

| call | requests | @tallygate/langchain | requests | @langfuse/langchain 5.11.1 records |
|---|---|---|---|---|
${rows.join('\n')}
`
await writeFile(new URL('comparison.md', import.meta.url), table)
process.stdout.write(table)
