import type { Fields } from './fields.ts'
import { RefusedRequestError } from './refused-request-error.ts'

/** Most models of one request. A gateway takes a handful. */
const MAX_NAMED_MODELS = 20
/** Longest id of a model. */
const MAX_MODEL_CHARACTERS = 100
/** Control characters, and halves of a pair that stand alone: no store, header or log takes these. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}]/u

/** Members in which gateways take further models for a request. */
const MEMBERS = ['models', 'fallbacks'] as const

/**
 * Lists the models that a request names beside `model`, so that each of them is checked: `models` and `fallbacks` are
 * lists of ids, of objects with a `model`, or, for `fallbacks`, of objects that map an id to a list of ids.
 * @throws RefusedRequestError when a member is written in a way whose models cannot be told.
 */
export function namedModels(body: Fields): readonly string[] {
  const models = new Set<string>()
  for (const member of MEMBERS) {
    const value = body[member]
    if (value === undefined || value === null) continue
    if (!Array.isArray(value)) throw unreadable(member)
    for (const entry of value) for (const model of modelsOf(entry, member)) models.add(model)
  }
  if (models.size > MAX_NAMED_MODELS)
    throw new RefusedRequestError(
      'models',
      `models must name at most ${MAX_NAMED_MODELS} models; it is ${models.size}.`,
    )
  return [...models]
}

/** Tells whether a value is the id of a model: a printable text of 1 to 100 characters. */
export function isModelId(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= MAX_MODEL_CHARACTERS && !UNPRINTABLE.test(value)
}

function modelsOf(entry: unknown, member: string): readonly string[] {
  if (isModelId(entry)) return [entry]
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) throw unreadable(member)
  const members = Object.entries(entry)
  // What else stands beside the model could set anything of the request again.
  if ('model' in entry && members.length === 1 && isModelId(entry.model)) return [entry.model]
  if (members.length === 0 || 'model' in entry) throw unreadable(member)
  return members.flatMap(([, list]) => {
    if (!Array.isArray(list) || !list.every(isModelId)) throw unreadable(member)
    return list
  })
}

function unreadable(member: string): RefusedRequestError {
  return new RefusedRequestError(member, `${member} must be a list of model ids.`)
}
