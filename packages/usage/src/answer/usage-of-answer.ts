import { tokensOfBytes } from '../estimate/tokens-of-text.ts'
import type { BilledModel } from '../models/model-ids.ts'
import type { TokenUsage } from '../reading/token-usage.ts'
import type { AnswerTally } from './answer-tally.ts'

export interface UsageOfAnswerOptions {
  /** The id that was asked for. */
  readonly askedModel: string
  /** Counts where the provider stated no usage. */
  readonly estimatedPromptTokens: number
  readonly billedModel: BilledModel
}

/** The usage of an answer, as it is settled. */
export interface UsageOfAnswer {
  readonly usage: TokenUsage & { readonly model: string; readonly source: 'provider' | 'estimate' }
  /** Says what the provider's counts left open, where `usage` is the reading that the rules for such counts give. */
  readonly doubt?: string
}

/** Longest id of a model that is taken from an answer. */
const MAX_MODEL_CHARACTERS = 100

/** Control characters, and halves of a pair that stand alone: no store, header or log takes these. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}]/u

/**
 * Reads what an answer used, at the model that served it: the provider's own count, else an estimate from what was seen
 * of it, flagged as one. An invalid count, such as a fraction or a negative number, is never billed. An id that cannot
 * be stored does not cost the usage: it counts for the asked model.
 */
export function usageOfAnswer(answer: AnswerTally, options: UsageOfAnswerOptions): UsageOfAnswer {
  const { askedModel, estimatedPromptTokens, billedModel } = options
  const served = answer.model !== undefined && isStorable(answer.model) ? answer.model : askedModel
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

function isStorable(model: string): boolean {
  return model.length <= MAX_MODEL_CHARACTERS && !UNPRINTABLE.test(model)
}
