import type { Usage } from '@tallygate/entitlements'
import { type AnswerTally, type BilledModel, tokensOfBytes } from '@tallygate/usage'
import { modelId } from '../http/model-id.ts'

export interface UsageOfAnswerOptions {
  readonly askedModel: string
  readonly estimatedPromptTokens: number
  readonly billedModel: BilledModel
}

/** The usage of an answer, as it is settled. */
export interface UsageOfAnswer {
  readonly usage: Usage
  /** Says what the provider's counts left open, where `usage` is the reading that the rules for such counts give. */
  readonly doubt?: string
}

/**
 * Reads what an answer used, at the model that served it: the provider's own count, else an estimate from what was seen
 * of it, flagged as one. An invalid count, such as a fraction or a negative number, is never billed.
 */
export function usageOfAnswer(answer: AnswerTally, options: UsageOfAnswerOptions): UsageOfAnswer {
  const { askedModel, estimatedPromptTokens, billedModel } = options
  // An id that cannot be stored must not cost the usage.
  const served = modelId.safeParse(answer.model).data ?? askedModel
  const model = billedModel(served, askedModel)
  const reading = answer.usage
  if (reading !== undefined && 'usage' in reading)
    return {
      usage: { model, ...reading.usage, source: 'provider' },
      ...(reading.doubt === undefined ? {} : { doubt: reading.doubt }),
    }
  const completionTokens = tokensOfBytes(answer.producedBytes)
  return { usage: { model, promptTokens: estimatedPromptTokens, completionTokens, source: 'estimate' } }
}
