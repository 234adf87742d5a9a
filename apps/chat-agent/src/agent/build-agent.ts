import type { Entitlements } from '@tallygate/entitlements'
import { type AgentMiddleware, createAgent } from 'langchain'
import { agentTools } from './agent-tools.ts'
import { ChatModels, type ProviderAccess } from './chat-models.ts'
import { agentContextSchema, modelChoice } from './model-choice.ts'

const SYSTEM_PROMPT =
  'You are a helpful assistant. Use your tools for arithmetic, for the time, and for questions about the customer’s own usage.'

export interface AgentParts {
  /** For the tool that tells customers their usage. */
  readonly entitlements: Pick<Entitlements, 'usage'>
  readonly provider: ProviderAccess
  readonly fallbackModel: string | undefined
  readonly now: () => number
  /** The middleware that gates and meters the calls of the model. */
  readonly metering: readonly AgentMiddleware[]
}

/**
 * The agent: tools, the choice of the model, and last the metering, so that each call that the choice makes is an
 * attempt of its own.
 */
export function buildAgent({ entitlements, provider, fallbackModel, now, metering }: AgentParts) {
  const models = new ChatModels(provider)
  return createAgent({
    // The middleware puts the model of the run in its place.
    model: models.get('gpt-4o-mini'),
    tools: agentTools({ entitlements, now }),
    systemPrompt: SYSTEM_PROMPT,
    contextSchema: agentContextSchema,
    middleware: [modelChoice({ models, fallbackModel }), ...metering],
  })
}
