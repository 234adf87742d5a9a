import { AgentError } from '../http/agent-error.ts'
import type { CompletionRequest } from './completion-request-schema.ts'

/**
 * Members that say how many tokens one choice may or must have, by their path. All of them are held, and all of them
 * are lowered to what was granted.
 */
const CAPS: readonly (readonly [member: string] | readonly [member: string, nested: string])[] = [
  ['max_tokens'],
  ['max_completion_tokens'],
  ['max_output_tokens'],
  ['max_new_tokens'],
  ['min_tokens'],
  ['n_predict'],
  ['num_predict'],
  ['thinking_budget'],
  ['options', 'num_predict'],
  ['reasoning', 'max_tokens'],
  ['thinking', 'budget_tokens'],
]
/** Shares of an answer: of these a provider wants less than the limit itself. */
const SHARES = new Set(['thinking_budget', 'reasoning.max_tokens', 'thinking.budget_tokens'])
/** Says the least, not the most. */
const LEAST = 'min_tokens'
/**
 * Room for the answer beside its reasoning, where the request limits only the latter: what is held for a request
 * without limits.
 */
const ANSWER_TOKENS = 4096

const MAX_CAP = 1_000_000_000
/** Bytes of a token, at the least: a prediction that does not come true is billed token by token. */
const BYTES_PER_PREDICTED_TOKEN = 2

/**
 * Models that refuse `max_tokens` and want `max_completion_tokens`: OpenAI's reasoning models, also behind a gateway.
 */
const REASONING_MODEL = /^(?:[\w.-]+\/)?(?:o\d|gpt-(?:[5-9]|\d\d))/

export interface ProviderDialect {
  /** True where the provider knows `max_completion_tokens` for every model. */
  readonly knowsMaxCompletionTokens: boolean
}

/**
 * Reads how many completion tokens the request may cost at most; absent when it says nothing. Where it says two things
 * the larger one counts.
 * @throws AgentError `invalid_request` that names a limit that is not a whole number.
 */
export function completionTokensAsked(request: CompletionRequest): number | undefined {
  let limit: number | undefined
  let within = 0
  for (const path of CAPS) {
    const cap = readCap(request, path)
    if (cap === undefined || cap === Number.POSITIVE_INFINITY) continue
    const name = path.join('.')
    if (SHARES.has(name) || name === LEAST) within = Math.max(within, cap)
    else limit = Math.max(limit ?? 0, cap)
  }
  const predicted = predictedTokens(request)
  // The gate's own ceiling is held for a request that says nothing, and its choices share it.
  if (limit === undefined && within === 0) return predicted === 0 ? undefined : ANSWER_TOKENS + predicted
  return Math.max(limit ?? ANSWER_TOKENS + within, within) * choices(request) + predicted
}

/** Counts the choices that are made, and so paid: `best_of` makes more than it returns. */
export function choices(request: CompletionRequest): number {
  return Math.max(request.n ?? 1, request.best_of ?? 1)
}

/** Tells whether a grant has a token for each choice, beside what a prediction may cost. */
export function canBeLimitedTo(request: CompletionRequest, grantedTokens: number): boolean {
  return grantedTokens - predictedTokens(request) >= choices(request)
}

/**
 * Lowers every limit of the request so that all choices together stay within what was granted, and sets one where the
 * request has none or has it under a name that its provider does not know.
 */
export function limitCompletion(
  request: CompletionRequest,
  grantedTokens: number,
  { knowsMaxCompletionTokens }: ProviderDialect,
): CompletionRequest {
  const limit = Math.max(1, Math.floor((grantedTokens - predictedTokens(request)) / choices(request)))
  let lowered: CompletionRequest = request
  for (const path of CAPS) {
    const asked = readCap(request, path)
    if (asked === undefined) continue
    const most = SHARES.has(path.join('.')) ? Math.max(1, limit - 1) : limit
    lowered = withCap(lowered, path, Math.min(asked, most))
  }
  if (request.max_tokens != null) return lowered
  const isNewName = knowsMaxCompletionTokens || REASONING_MODEL.test(request.model)
  if (isNewName) return request.max_completion_tokens == null ? { ...lowered, max_completion_tokens: limit } : lowered
  const { max_completion_tokens: named, ...rest } = lowered
  return { ...rest, max_tokens: named ?? limit }
}

function readCap(request: CompletionRequest, [member, nested]: (typeof CAPS)[number]): number | undefined {
  const outer = request[member]
  const isObject = typeof outer === 'object' && outer !== null && !Array.isArray(outer)
  if (nested !== undefined && outer !== undefined && outer !== null && !isObject)
    throw notTokens(member, 'be an object', outer)
  const value =
    nested === undefined ? outer : isObject ? (outer as Readonly<Record<string, unknown>>)[nested] : undefined
  if (value === undefined || value === null) return undefined
  const field = nested === undefined ? member : `${member}.${nested}`
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value > MAX_CAP)
    throw notTokens(field, `be a whole number of tokens, at most ${MAX_CAP}`, value)
  // Below zero is how some servers write "no limit".
  return value < 0 ? Number.POSITIVE_INFINITY : value
}

function withCap(
  request: CompletionRequest,
  [member, nested]: (typeof CAPS)[number],
  tokens: number,
): CompletionRequest {
  if (nested === undefined) return { ...request, [member]: tokens }
  return { ...request, [member]: { ...(request[member] as object), [nested]: tokens } }
}

function predictedTokens(request: CompletionRequest): number {
  const prediction = request['prediction']
  if (prediction === undefined || prediction === null) return 0
  return Math.ceil(Buffer.byteLength(JSON.stringify(prediction)) / BYTES_PER_PREDICTED_TOKEN)
}

function notTokens(field: string, rule: string, value: unknown): AgentError {
  const shown = (JSON.stringify(value) ?? String(value)).slice(0, 40)
  return new AgentError('invalid_request', `${field} must ${rule}; it is ${shown}.`, { details: { field } })
}
