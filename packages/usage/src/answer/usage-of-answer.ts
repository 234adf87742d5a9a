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
  /**
   * True for an answer that broke off. What its provider had stated by then, such as the seed of Anthropic's first
   * event, is the least that it used: an estimate, and at least as much as arrived. Default: false.
   */
  readonly isPartial?: boolean
}

/** The usage of an answer, as it is settled. */
export interface UsageOfAnswer {
  readonly usage: TokenUsage & {
    readonly model: string
    /** Counts beside the tokens; absent where the answer has none. */
    readonly quantities?: Readonly<Record<string, number>>
    readonly source: 'provider' | 'estimate'
  }
  /** Says what the provider's counts left open, where `usage` is the reading that the rules for such counts give. */
  readonly doubt?: string
}

/** Longest id of a model that is taken from an answer. */
const MAX_MODEL_CHARACTERS = 100

/** Control characters, and halves of a pair that stand alone: no store, header or log takes these. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}]/u

/**
 * Reads what an answer used, at the model that served it: the provider's own count, else an estimate from what was seen
 * of it, flagged as one. An answer that states images or seconds and no tokens used none. An invalid count, such as a
 * fraction or a negative number, is never billed. An id that cannot be stored does not cost the usage: it counts for
 * the asked model.
 */
export function usageOfAnswer(answer: AnswerTally, options: UsageOfAnswerOptions): UsageOfAnswer {
  const { askedModel, estimatedPromptTokens, billedModel, isPartial = false } = options
  const served = answer.model !== undefined && isStorable(answer.model) ? answer.model : askedModel
  const model = billedModel(served, askedModel)
  const reading = answer.usage
  const counted = answer.quantities
  const quantities = Object.keys(counted).length === 0 ? {} : { quantities: { ...counted } }
  // Answers that are billed by these need no tokens. Searches come beside tokens.
  const isCounted = counted.images !== undefined || counted.seconds !== undefined
  const stated = reading !== undefined && 'usage' in reading ? reading : undefined
  if (stated !== undefined && !isPartial)
    return {
      usage: { model, ...stated.usage, ...quantities, source: 'provider' },
      ...(stated.doubt === undefined ? {} : { doubt: stated.doubt }),
    }
  if (reading === undefined && isCounted && !isPartial)
    return { usage: { model, promptTokens: 0, completionTokens: 0, ...quantities, source: 'provider' } }
  const { promptTokens = estimatedPromptTokens, completionTokens = 0 } = stated?.usage ?? {}
  const produced = Math.max(completionTokens, tokensOfBytes(answer.producedBytes))
  return { usage: { model, promptTokens, completionTokens: produced, ...quantities, source: 'estimate' } }
}

function isStorable(model: string): boolean {
  return model.length <= MAX_MODEL_CHARACTERS && !UNPRINTABLE.test(model)
}
