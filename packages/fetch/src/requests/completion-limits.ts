import { textBytes } from '@tallygate/usage'
import type { CallKind } from './call-kind.ts'
import { type Fields, isFields, type Path, withValueAt } from './fields.ts'
import { LIMITS } from './limits.ts'
import { RefusedRequestError } from './refused-request-error.ts'

/**
 * Room for the answer beside its reasoning, where the request limits only the latter: what is held for a request
 * without limits.
 */
const ANSWER_TOKENS = 4096

const MAX_CAP = 1_000_000_000
/** Most choices of one completion, as OpenAI has it. */
const MAX_CHOICES = 128
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
 * @throws RefusedRequestError that names a limit that is not a whole number.
 */
export function completionTokensAsked(kind: CallKind, request: Fields): number | undefined {
  const limits = LIMITS[kind]
  // Servers take it for no limit.
  for (const path of limits.caps) if (valueAt(request, path) === 0) throw refused(path, 'be at least 1', 0)
  const limit = largest(request, limits.caps) ?? limits.unnamed
  const within = largest(request, [...limits.shares, ...limits.least]) ?? 0
  const made = choices(kind, request)
  const predicted = predictedTokens(kind, request)
  // The gate's own ceiling is held for a request that says nothing, and its choices share it.
  if (limit === undefined && within === 0) return predicted === 0 ? undefined : ANSWER_TOKENS + predicted
  return Math.max(limit ?? ANSWER_TOKENS + within, within) * made + predicted
}

/**
 * Counts the choices that are made, and so paid: `best_of` makes more than it returns.
 * @throws RefusedRequestError that names a count that is not a whole number.
 */
export function choices(kind: CallKind, request: Fields): number {
  let most = 1
  for (const path of LIMITS[kind].choices) {
    const value = valueAt(request, path)
    if (value === undefined || value === null) continue
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 1 || value > MAX_CHOICES)
      throw refused(path, `be a whole number from 1 to ${MAX_CHOICES}`, value)
    most = Math.max(most, value)
  }
  return most
}

/**
 * Tells whether a request can be kept to a grant: a token for each choice beside what a prediction may cost, and room
 * for the thoughts of a model that has to be given some.
 */
export function canBeLimitedTo(kind: CallKind, request: Fields, grantedTokens: number): boolean {
  const limit = Math.floor((grantedTokens - predictedTokens(kind, request)) / choices(kind, request))
  if (limit < 1) return false
  const { shares, minimumShare } = LIMITS[kind]
  const share = largest(request, shares)
  if (minimumShare === undefined || share === undefined) return true
  return Math.min(share, minimumShare.share) + minimumShare.answer <= limit
}

/**
 * Lowers every limit of the request so that all choices together stay within what was granted, and sets one where the
 * request has none or has it under a name that its provider does not know. Nothing is raised.
 */
export function limitCompletion(
  kind: CallKind,
  request: Fields,
  grantedTokens: number,
  dialect: ProviderDialect,
): Fields {
  const { caps, shares, least } = LIMITS[kind]
  if (caps.length === 0) return request
  const limit = Math.max(1, Math.floor((grantedTokens - predictedTokens(kind, request)) / choices(kind, request)))
  let lowered = request
  const lower = (path: Path, most: number): void => {
    const asked = readCap(request, path)
    if (asked !== undefined && asked > most) lowered = withValueAt(lowered, path, most)
  }
  for (const path of [...caps, ...least]) lower(path, limit)
  for (const path of shares) lower(path, shareOf(kind, request, path, limit))
  return withLimit(kind, lowered, limit, dialect)
}

/** A share keeps its part of the limit, and stays below it. */
function shareOf(kind: CallKind, request: Fields, path: Path, limit: number): number {
  const { caps, minimumShare } = LIMITS[kind]
  if (minimumShare === undefined) return Math.max(1, limit - 1)
  const asked = largest(request, caps) ?? limit
  const share = readCap(request, path) ?? 0
  if (asked <= limit) return share
  return Math.max(minimumShare.share, Math.floor((share * limit) / asked))
}

/** Sets a limit where the request has none that its provider knows. */
function withLimit(kind: CallKind, request: Fields, limit: number, { knowsMaxCompletionTokens }: ProviderDialect) {
  const most = Math.min(limit, LIMITS[kind].unnamed ?? limit)
  if (kind === 'responses')
    return isSet(request, ['max_output_tokens']) ? request : { ...request, max_output_tokens: most }
  if (kind === 'generate') {
    if (LIMITS.generate.caps.some((path) => isSet(request, path))) return request
    const config = isFields(request['generation_config']) ? 'generation_config' : 'generationConfig'
    return withValueAt(request, [config, 'maxOutputTokens'], most)
  }
  if (isSet(request, ['max_tokens'])) return request
  if (kind !== 'chat') return { ...request, max_tokens: most }
  const isNewName = knowsMaxCompletionTokens || REASONING_MODEL.test(String(request['model']))
  if (isNewName)
    return isSet(request, ['max_completion_tokens']) ? request : { ...request, max_completion_tokens: most }
  const { max_completion_tokens: named, ...rest } = request
  return { ...rest, max_tokens: named ?? most }
}

function isSet(request: Fields, path: Path): boolean {
  const value = valueAt(request, path)
  return value !== undefined && value !== null
}

/** The largest of several limits, without those that say "no limit". */
function largest(request: Fields, paths: readonly Path[]): number | undefined {
  let most: number | undefined
  for (const path of paths) {
    const cap = readCap(request, path)
    if (cap !== undefined && cap !== Number.POSITIVE_INFINITY) most = Math.max(most ?? 0, cap)
  }
  return most
}

function readCap(request: Fields, path: Path): number | undefined {
  const value = valueAt(request, path)
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value > MAX_CAP)
    throw refused(path, `be a whole number of tokens, at most ${MAX_CAP}`, value)
  // Below zero is how some servers write "no limit".
  return value < 0 ? Number.POSITIVE_INFINITY : value
}

/**
 * Reads the value at a path.
 * @throws RefusedRequestError where a member on the way is there and no object: a server might read it all the same.
 */
function valueAt(request: Fields, path: Path): unknown {
  let current: unknown = request
  for (const [index, member] of path.entries()) {
    if (current === undefined || current === null) return undefined
    if (!isFields(current)) throw refused([path[0], ...path.slice(1, index)], 'be an object', current)
    current = current[member]
  }
  return current
}

function predictedTokens(kind: CallKind, request: Fields): number {
  const prediction = kind === 'chat' ? request['prediction'] : undefined
  if (prediction === undefined || prediction === null) return 0
  return Math.ceil(textBytes(JSON.stringify(prediction)) / BYTES_PER_PREDICTED_TOKEN)
}

function refused(path: Path, rule: string, value: unknown): RefusedRequestError {
  const field = path.join('.')
  const shown = (JSON.stringify(value) ?? String(value)).slice(0, 40)
  return new RefusedRequestError(field, `${field} must ${rule}; it is ${shown}.`)
}
