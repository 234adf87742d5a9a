import type { CallKind } from './call-kind.ts'
import type { Path } from './fields.ts'

/** The members of one kind of call that say how many tokens an answer may have. */
export interface Limits {
  /** Members that say how many tokens one choice may or must have. All are held, and all are lowered to the grant. */
  readonly caps: readonly Path[]
  /** Shares of an answer, such as its thoughts: of these a provider wants less than the limit itself. */
  readonly shares: readonly Path[]
  /** Members that say the least, not the most. */
  readonly least: readonly Path[]
  /** Members that say how many choices are made, and so paid. */
  readonly choices: readonly Path[]
  /** The fewest tokens of a share that the provider takes, and the fewest behind it for the answer. */
  readonly minimumShare?: { readonly share: number; readonly answer: number }
  /** The tokens of a choice where the request names no limit, as the provider documents it. */
  readonly unnamed?: number
}

const SHARES: readonly Path[] = [['thinking_budget'], ['reasoning', 'max_tokens'], ['thinking', 'budget_tokens']]

/** OpenAI's members, and those of servers that are compatible with it. */
const OPENAI: Limits = {
  caps: [
    ['max_tokens'],
    ['max_completion_tokens'],
    ['max_output_tokens'],
    ['max_new_tokens'],
    ['n_predict'],
    ['num_predict'],
    ['options', 'num_predict'],
  ],
  shares: SHARES,
  least: [['min_tokens']],
  choices: [['n'], ['best_of']],
}

/** Both spellings that Gemini's JSON takes. */
const GEMINI_CONFIGS = ['generationConfig', 'generation_config'] as const
const inConfig = (...spellings: readonly Path[]): readonly Path[] =>
  GEMINI_CONFIGS.flatMap((config) => spellings.map((path): Path => [config, ...path]))

const NONE: Limits = { caps: [], shares: [], least: [], choices: [] }

export const LIMITS: Readonly<Record<CallKind, Limits>> = {
  chat: OPENAI,
  // Its documentation: 16 tokens where max_tokens is absent.
  completions: { ...OPENAI, unnamed: 16 },
  responses: { ...OPENAI, choices: [] },
  messages: {
    caps: [['max_tokens']],
    shares: [['thinking', 'budget_tokens']],
    least: [],
    choices: [],
    // Anthropic takes no smaller budget for thoughts.
    minimumShare: { share: 1024, answer: 16 },
  },
  generate: {
    caps: inConfig(['maxOutputTokens'], ['max_output_tokens']),
    shares: inConfig(
      ['thinkingConfig', 'thinkingBudget'],
      ['thinkingConfig', 'thinking_budget'],
      ['thinking_config', 'thinkingBudget'],
      ['thinking_config', 'thinking_budget'],
    ),
    least: [],
    choices: inConfig(['candidateCount'], ['candidate_count']),
  },
  embeddings: NONE,
  images: NONE,
  speech: NONE,
  transcriptions: NONE,
  embed: NONE,
}
