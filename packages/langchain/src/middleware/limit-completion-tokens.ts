import { isFields } from '../usage/fields.ts'
import { loweredThinking } from './thinking-budget.ts'

/**
 * Fields of chat models that limit an answer: OpenAI, Anthropic, Bedrock (maxTokens), Google (maxOutputTokens), Ollama
 * (numPredict).
 */
const LIMIT_FIELDS = ['maxTokens', 'maxOutputTokens', 'numPredict']

/** ChatOpenAI hands each call on to one of these. */
const DELEGATES = ['completions', 'responses']

/**
 * Views kept of one model: as a rule every call is granted the same limit, and only the end of a budget grants others.
 */
const MAX_VIEWS = 16

/**
 * Views by model and limit. A view that is used again keeps what its first call made: ChatOpenAI makes its HTTP client
 * when it is first called, and one made on a view is lost with it.
 */
const views = new WeakMap<object, Map<number, object>>()

/**
 * A model that generates no more than so many tokens an answer, or undefined where it is not known how this model is
 * limited.
 */
export type LimitCompletionTokens = (model: object, maxTokens: number) => object | undefined

/**
 * A view of the model with a lower limit; the model itself is not changed. Integrations take the limit from the model's
 * own fields, not from the options of a call (`modelSettings: { max_tokens }` of an agent never reaches OpenAI), so the
 * view has other fields. A lower limit of the model stays: it is its own view. A budget for thinking is lowered with
 * the limit.
 */
export const limitCompletionTokens: LimitCompletionTokens = (model, maxTokens) => {
  const known = LIMIT_FIELDS.filter((field) => field in model || fieldsOf(model, field))
  const limitField = known[0] ?? (DELEGATES.some((delegate) => delegate in model) ? 'maxTokens' : undefined)
  if (limitField === undefined) return undefined
  if (isWithin(model, limitField, maxTokens)) return model
  const own = (model as Readonly<Record<string, unknown>>)[limitField]
  const limit = typeof own === 'number' && own > 0 ? Math.min(own, maxTokens) : maxTokens
  return viewOf(model, limitField, limit)
}

/**
 * Tells whether the model, and each that it hands calls on to, has such a limit already. Mostly it has: its own is what
 * is asked for, and granted.
 */
function isWithin(model: object, limitField: string, maxTokens: number): boolean {
  const source = model as Readonly<Record<string, unknown>>
  const own = source[limitField]
  if (typeof own !== 'number' || own <= 0 || own > maxTokens) return false
  return DELEGATES.every((delegate) => {
    const inner = source[delegate]
    return typeof inner !== 'object' || inner === null || isWithin(inner, limitField, maxTokens)
  })
}

function viewOf(model: object, limitField: string, limit: number): object {
  const ofModel = views.get(model) ?? new Map<number, object>()
  const known = ofModel.get(limit)
  if (known !== undefined) return known
  const view = limitedView(model, limitField, limit)
  if (ofModel.size >= MAX_VIEWS) for (const oldest of ofModel.keys()) if (ofModel.delete(oldest)) break
  views.set(model, ofModel.set(limit, view))
  return view
}

function limitedView(model: object, limitField: string, limit: number): object {
  const view = Object.create(model) as Record<string, unknown>
  define(view, limitField, limit)
  const source = model as Readonly<Record<string, unknown>>
  const own = source[limitField]
  for (const [member, value] of loweredThinking(model, limit, typeof own === 'number' && own > 0 ? own : undefined))
    define(view, member, value)
  if (isFields(source['fields'])) define(view, 'fields', { ...source['fields'], [limitField]: limit })
  for (const delegate of DELEGATES) {
    const inner = source[delegate]
    if (typeof inner === 'object' && inner !== null) define(view, delegate, limitedView(inner, limitField, limit))
  }
  return view
}

function define(view: object, key: string, value: unknown): void {
  Object.defineProperty(view, key, { value, writable: true, enumerable: true, configurable: true })
}

function fieldsOf(model: object, field: string): boolean {
  const fields = (model as Readonly<Record<string, unknown>>)['fields']
  return isFields(fields) && field in fields
}
