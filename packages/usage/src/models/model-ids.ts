/**
 * Ids under which providers answer → ids under which they are billed. A provider answers with the dated snapshot that
 * served the request ("gpt-4o-2024-08-06"), while plans and prices name the model ("gpt-4o"). Sources: the model lists
 * of OpenAI (platform.openai.com/docs/models), Anthropic (docs.anthropic.com/en/docs/about-claude/models) and Amazon
 * Bedrock (docs.aws.amazon.com/bedrock/latest/userguide/models-supported.html).
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

/**
 * Returns the id under which a model is entitled and billed. Without `askedId`, `answeredId` is the id that is asked
 * for. With it, an answered id without an entry that is the asked one with a date is billed as the asked one. Any other
 * id without an entry is billed as itself.
 */
export type BilledModel = (answeredId: string, askedId?: string) => string

/** Applications make lookups for each request, and their maps are the same ones. */
const lookups = new WeakMap<object, BilledModel>()

const NO_IDS: Readonly<Record<string, string>> = {}

/**
 * Makes the lookup of billed ids. Throws TypeError for entries that are not ids.
 *
 * @example
 * ```ts
 * const billedModel = billedModelOf({ 'my-deployment': 'gpt-4o' })
 * billedModel('gpt-4o-2024-08-06') // 'gpt-4o'
 * billedModel('gpt-9-2031-01-01', 'gpt-9') // 'gpt-9'
 * ```
 */
export function billedModelOf(modelIds: ModelIds = NO_IDS): BilledModel {
  if (typeof modelIds === 'function') return (answeredId) => modelIds(answeredId)
  if (typeof modelIds !== 'object' || modelIds === null)
    throw new TypeError(
      `modelIds must be a record of answered ids to billed ids, or a function; it is ${String(modelIds)}.`,
    )
  let lookup = lookups.get(modelIds)
  if (lookup === undefined) {
    lookup = lookupOf(modelIds)
    lookups.set(modelIds, lookup)
  }
  return lookup
}

function lookupOf(modelIds: Readonly<Record<string, string>>): BilledModel {
  const map = new Map(Object.entries({ ...DEFAULT_MODEL_IDS, ...modelIds }))
  for (const [answered, billed] of map)
    if (typeof billed !== 'string' || billed === '')
      throw new TypeError(
        `modelIds["${answered}"] must be the billed id, a text that is not empty; it is ${billed === '' ? 'empty' : String(billed)}.`,
      )
  return (answeredId, askedId) => {
    const known = map.get(answeredId)
    if (known !== undefined || askedId === undefined) return known ?? answeredId
    return isSameModel(askedId, answeredId) ? (map.get(askedId) ?? askedId) : answeredId
  }
}

/**
 * Ends of an id that name a snapshot of its model, not another
 * model: -2024-08-06, -20241022, @20240620, -0613, -002, -latest.
 */
const SNAPSHOT = /[-@](?:\d{4}-\d{2}-\d{2}|\d{8}|\d{4}|\d{3}|latest)$/i

/**
 * Returns true where both ids name one model: they are the same but for the provider before them, and at most one of
 * them names a snapshot. Two snapshots of one model are two models, and so is "gpt-4o-mini" beside "gpt-4o".
 */
export function isSameModel(askedId: string, answeredId: string): boolean {
  const asked = withoutProvider(askedId)
  const answered = withoutProvider(answeredId)
  if (asked === answered) return true
  const [askedModel, answeredModel] = [asked.replace(SNAPSHOT, ''), answered.replace(SNAPSHOT, '')]
  if (askedModel === '' || askedModel !== answeredModel) return false
  return asked === askedModel || answered === answeredModel || isAlias(asked) || isAlias(answered)
}

function isAlias(id: string): boolean {
  return id.endsWith('-latest')
}

/**
 * The id behind its provider: "openai/gpt-4o", "models/gemini-2.5-pro", "us.anthropic.claude-sonnet-4-20250514-v1:0" of
 * Bedrock.
 */
function withoutProvider(id: string): string {
  return id
    .slice(id.lastIndexOf('/') + 1)
    .replace(/^(?:[a-z]{2,6}\.)?[a-z0-9]+\.(?=[a-z])/i, '')
    .replace(/-v\d+(?::\d+)?$/i, '')
}
