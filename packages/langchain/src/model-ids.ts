import { InvalidOptionError } from '@tallygate/entitlements'

/**
 * Ids under which providers answer → ids under which they are billed. A provider answers with the dated snapshot that served the request
 * ("gpt-4o-2024-08-06"), while plans and prices name the model ("gpt-4o"). Explicit: an id that is not here is billed as it was answered, and
 * nothing is guessed from its form. Sources: the model lists of OpenAI (platform.openai.com/docs/models), Anthropic
 * (docs.anthropic.com/en/docs/about-claude/models) and Amazon Bedrock (docs.aws.amazon.com/bedrock/latest/userguide/models-supported.html).
 */
export const DEFAULT_MODEL_IDS: Readonly<Record<string, string>> = {
  'gpt-4o-2024-05-13': 'gpt-4o',
  'gpt-4o-2024-08-06': 'gpt-4o',
  'gpt-4o-2024-11-20': 'gpt-4o',
  'gpt-4o-mini-2024-07-18': 'gpt-4o-mini',
  'gpt-4.1-2025-04-14': 'gpt-4.1',
  'gpt-4.1-mini-2025-04-14': 'gpt-4.1-mini',
  'gpt-4.1-nano-2025-04-14': 'gpt-4.1-nano',
  'gpt-5-2025-08-07': 'gpt-5',
  'gpt-5-mini-2025-08-07': 'gpt-5-mini',
  'gpt-5-nano-2025-08-07': 'gpt-5-nano',
  'o1-2024-12-17': 'o1',
  'o3-2025-04-16': 'o3',
  'o3-mini-2025-01-31': 'o3-mini',
  'o4-mini-2025-04-16': 'o4-mini',
  'claude-3-5-sonnet-20240620': 'claude-3-5-sonnet',
  'claude-3-5-sonnet-20241022': 'claude-3-5-sonnet',
  'claude-3-5-sonnet-latest': 'claude-3-5-sonnet',
  'claude-3-5-haiku-20241022': 'claude-3-5-haiku',
  'claude-3-5-haiku-latest': 'claude-3-5-haiku',
  'claude-3-7-sonnet-20250219': 'claude-3-7-sonnet',
  'claude-3-7-sonnet-latest': 'claude-3-7-sonnet',
  'claude-sonnet-4-20250514': 'claude-sonnet-4',
  'claude-opus-4-20250514': 'claude-opus-4',
  'claude-opus-4-1-20250805': 'claude-opus-4-1',
  'claude-sonnet-4-5-20250929': 'claude-sonnet-4-5',
  'claude-haiku-4-5-20251001': 'claude-haiku-4-5',
  'anthropic.claude-3-5-sonnet-20240620-v1:0': 'claude-3-5-sonnet',
  'anthropic.claude-3-5-sonnet-20241022-v2:0': 'claude-3-5-sonnet',
  'anthropic.claude-3-5-haiku-20241022-v1:0': 'claude-3-5-haiku',
}

/** Answered id → billed id: entries over the defaults, or a function that decides alone. */
export type ModelIds = Readonly<Record<string, string>> | ((answeredId: string) => string)

const NO_IDS: Readonly<Record<string, string>> = {}

/** Handlers are made for each request, and their maps are the same ones. */
const lookups = new WeakMap<object, (answeredId: string) => string>()

/** The lookup for the option `modelIds`. An id without an entry is its own billed id. */
export function billedModelOf(modelIds: ModelIds = NO_IDS): (answeredId: string) => string {
  if (typeof modelIds === 'function') return modelIds
  if (typeof modelIds !== 'object' || modelIds === null)
    throw new InvalidOptionError({
      message: 'modelIds must be a record of answered ids to billed ids, or a function.',
      option: 'modelIds',
    })
  let lookup = lookups.get(modelIds)
  if (lookup === undefined) {
    lookup = lookupOf(modelIds)
    lookups.set(modelIds, lookup)
  }
  return lookup
}

function lookupOf(modelIds: Readonly<Record<string, string>>): (answeredId: string) => string {
  const map = new Map(Object.entries({ ...DEFAULT_MODEL_IDS, ...modelIds }))
  for (const [answered, billed] of map)
    if (typeof billed !== 'string' || billed === '')
      throw new InvalidOptionError({
        message: `modelIds["${answered}"] must be the id that is billed: a text that is not empty.`,
        option: 'modelIds',
      })
  return (answeredId) => map.get(answeredId) ?? answeredId
}
