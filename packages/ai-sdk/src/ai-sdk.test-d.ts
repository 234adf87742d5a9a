import { createOpenAI } from '@ai-sdk/openai'
import { createOpenAI as createOpenAI6 } from '@ai-sdk/openai-6'
import type { Denial, Entitlements } from '@tallygate/entitlements'
import {
  jsonSchema,
  type LanguageModelMiddleware,
  tool,
  wrapEmbeddingModel,
  wrapImageModel,
  wrapLanguageModel,
} from 'ai'
import {
  jsonSchema as jsonSchema6,
  type LanguageModelMiddleware as LanguageModelMiddleware6,
  tool as tool6,
  wrapEmbeddingModel as wrapEmbeddingModel6,
  wrapImageModel as wrapImageModel6,
  wrapLanguageModel as wrapLanguageModel6,
} from 'ai-6'
import { expectTypeOf } from 'vitest'
import {
  EntitlementDeniedError,
  embeddingEntitlementsMiddleware,
  entitlementsMiddleware,
  imageEntitlementsMiddleware,
  meterTool,
} from './index.ts'

declare const entitlements: Entitlements
const language = entitlementsMiddleware(entitlements, { customer: 'acme' })
const embedding = embeddingEntitlementsMiddleware(entitlements)
const image = imageEntitlementsMiddleware(entitlements)

// Both majors take each of them as it is.
const openai = createOpenAI()
expectTypeOf(language).toExtend<LanguageModelMiddleware>()
wrapLanguageModel({ model: openai('gpt-4o'), middleware: language })
wrapEmbeddingModel({ model: openai.embedding('text-embedding-3-small'), middleware: embedding })
wrapImageModel({ model: openai.image('gpt-image-1'), middleware: image })
const openai6 = createOpenAI6()
expectTypeOf(language).toExtend<LanguageModelMiddleware6>()
wrapLanguageModel6({ model: openai6('gpt-4o'), middleware: [language] })
wrapEmbeddingModel6({ model: openai6.embedding('text-embedding-3-small'), middleware: embedding })
wrapImageModel6({ model: openai6.image('gpt-image-1'), middleware: image })

expectTypeOf(language.drained()).toEqualTypeOf<Promise<number>>()
expectTypeOf(EntitlementDeniedError.find(new Error('no'))?.decision).toEqualTypeOf<Denial | undefined>()

// A metered tool is the same tool, and its options know its input and its result.
const weather = tool({
  inputSchema: jsonSchema<{ city: string }>({ type: 'object' }),
  execute: async ({ city }) => ({ city, degrees: 7 }),
})
const metered = meterTool(entitlements, weather, {
  quantity: ({ degrees }, { city }) => ({ seconds: degrees + city.length }),
  estimate: ({ city }) => ({ seconds: city.length }),
  customer: ({ options }) => options.toolCallId,
})
expectTypeOf(metered).toEqualTypeOf(weather)
const weather6 = tool6({ inputSchema: jsonSchema6<{ city: string }>({ type: 'object' }), execute: async () => 7 })
expectTypeOf(meterTool(entitlements, weather6, { quantity: 'searches' })).toEqualTypeOf(weather6)
// @ts-expect-error no such member of the result
meterTool(entitlements, weather, { quantity: ({ kelvin }) => ({ seconds: kelvin }), estimate: { seconds: 1 } })

entitlementsMiddleware(entitlements, { customer: ({ headers }) => headers['x-tenant'] })
// @ts-expect-error a customer is a text
entitlementsMiddleware(entitlements, { customer: 7 })
// @ts-expect-error not an option
entitlementsMiddleware(entitlements, { customers: 'acme' })
// @ts-expect-error not a policy
embeddingEntitlementsMiddleware(entitlements, { onAbandon: 'wait' })
// @ts-expect-error a middleware of images wraps no language model
wrapLanguageModel({ model: openai('gpt-4o'), middleware: image })
// @ts-expect-error entitlements are required
imageEntitlementsMiddleware()
