import { createAnthropic } from '@ai-sdk/anthropic'
import { createOpenAI } from '@ai-sdk/openai'
import { EntitlementDeniedError, entitlementsMiddleware } from '@tallygate/ai-sdk'
import { wrapLanguageModel } from 'ai'
import { type Adapter, type Ask, type Caller, DRAIN, MODEL_IDS, type Parts } from './adapter.ts'
import { aiSdk, openAiModel } from './sdk-sessions.ts'

type Model = Parameters<typeof wrapLanguageModel>[0]['model']

function adapter(name: string, modelOf: (providerUrl: string, ask: Ask) => Model): Adapter {
  return {
    name: `ai-sdk: ${name}`,
    open: ({ entitlements, providerUrl }: Parts, { customer, requestId, isAttachedTwice = false }: Caller) => {
      const one = () => entitlementsMiddleware(entitlements, { customer, requestId, modelIds: MODEL_IDS, drain: DRAIN })
      const middleware = isAttachedTwice ? [one(), one()] : one()
      return {
        ...aiSdk((ask) => wrapLanguageModel({ model: modelOf(providerUrl, ask), middleware })),
        denialOf: (error) => EntitlementDeniedError.find(error)?.decision,
      }
    },
  }
}

/** The middleware of @tallygate/ai-sdk over providers of the AI SDK. */
export const AI_SDK_ADAPTERS: readonly Adapter[] = [
  adapter('@ai-sdk/openai', (providerUrl, ask) =>
    createOpenAI({ apiKey: 'none', baseURL: `${providerUrl}/v1` })(openAiModel(ask)),
  ),
  adapter('@ai-sdk/anthropic', (providerUrl, { isSmallModel = false }) =>
    createAnthropic({ apiKey: 'none', baseURL: `${providerUrl}/v1` })(isSmallModel ? 'claude-small' : 'claude-large'),
  ),
]
