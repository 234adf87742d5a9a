import type { StructuredTool } from '@langchain/core/tools'
import type { ChatOpenAI, OpenAIEmbeddings } from '@langchain/openai'
import type { Denial, Entitlements } from '@tallygate/entitlements'
import { createAgent } from 'langchain'
import { expectTypeOf } from 'vitest'
import {
  ConflictingCustomersError,
  EntitlementDeniedError,
  meterEmbeddings,
  meterStream,
  meterTool,
  type RecordedAttempt,
  UsageCallbackHandler,
} from './index.ts'
import { entitlementsMiddleware } from './middleware.ts'

declare const entitlements: Entitlements
declare const model: ChatOpenAI

const handler = new UsageCallbackHandler({
  entitlements,
  customer: 'acme',
  requestId: 'req-2041',
  modelIds: { 'gpt-4o-2024-08-06': 'gpt-4o' },
  estimatePromptTokens: (prompt) => ('messages' in prompt ? prompt.messages.length : prompt.text.length),
  onAttempt: (attempt) => expectTypeOf(attempt).toEqualTypeOf<RecordedAttempt>(),
})
expectTypeOf(handler.attempts).toEqualTypeOf<readonly RecordedAttempt[]>()

// @ts-expect-error entitlements is required
new UsageCallbackHandler({ customer: 'acme' })
// @ts-expect-error an option is spelt wrong
new UsageCallbackHandler({ entitlements, custommer: 'acme' })
// @ts-expect-error attempts cannot be replaced
handler.attempts = []

// Metered embeddings and tools are what they were.
declare const embeddings: OpenAIEmbeddings
expectTypeOf(meterEmbeddings(entitlements, embeddings, { customer: 'acme' })).toEqualTypeOf<OpenAIEmbeddings>()
declare const search: StructuredTool
expectTypeOf(meterTool(entitlements, search, { quantity: 'searches' })).toEqualTypeOf<StructuredTool>()
const estimate = { searches: 9 }
meterTool(entitlements, search, { quantity: (found: string[]) => ({ searches: found.length }), estimate })
// @ts-expect-error a model embeds nothing
meterEmbeddings(entitlements, model)
// @ts-expect-error nothing of an embedding is drained
meterEmbeddings(entitlements, embeddings, { onAbandon: 'drain' })

// A chunk of the stream keeps its type.
for await (const chunk of meterStream((config) => model.stream('hello', config), { handler }))
  expectTypeOf(chunk.text).toEqualTypeOf<string>()
// @ts-expect-error the handler is required
meterStream((config) => model.stream('hello', config), {})
// @ts-expect-error not a way to treat a stream that was left
meterStream((config) => model.stream('hello', config), { handler, onAbandon: 'forget' })

createAgent({
  model,
  tools: [],
  middleware: [
    entitlementsMiddleware({
      entitlements,
      onDenial: (denial) => {
        expectTypeOf(denial).toEqualTypeOf<Denial>()
        return denial.message
      },
      fallbackModels: [model],
      onAbandon: 'drain',
      drain: { maxMs: 1_000 },
    }),
  ],
})
// @ts-expect-error neither a way nor a function
entitlementsMiddleware({ entitlements, onDenial: 'ignore' })

const error: unknown = undefined
if (ConflictingCustomersError.isInstance(error))
  expectTypeOf(error.customers).toEqualTypeOf<readonly [string, string]>()
expectTypeOf(handler.attempts.map(({ askedModel, doubt }) => ({ askedModel, doubt }))).toEqualTypeOf<
  { askedModel: string; doubt: string | undefined }[]
>()
if (EntitlementDeniedError.isInstance(error)) expectTypeOf(error.decision).toEqualTypeOf<Denial>()
expectTypeOf(EntitlementDeniedError.find(error)).toEqualTypeOf<EntitlementDeniedError | undefined>()
