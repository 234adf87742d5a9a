import type { Denial } from '@tallygate/entitlements'
import type { HeldCall } from '../run/run-ledger.ts'
import { type Fields, isFields } from '../usage/fields.ts'

/**
 * The members in which chat models keep their budget for thinking: Anthropic, its like behind other integrations,
 * OpenRouter, Bedrock, Gemini.
 */
const PATHS: readonly (readonly string[])[] = [
  ['thinking', 'budget_tokens'],
  ['invocationKwargs', 'thinking', 'budget_tokens'],
  ['modelKwargs', 'thinking', 'budget_tokens'],
  ['modelKwargs', 'reasoning', 'max_tokens'],
  ['additionalModelRequestFields', 'thinking', 'budget_tokens'],
  ['additionalModelRequestFields', 'reasoning_config', 'budget_tokens'],
  ['thinkingConfig', 'thinkingBudget'],
  ['thinkingBudget'],
]

/** The smallest budget that Anthropic takes; OpenRouter raises smaller ones to it. */
const MIN_BUDGET = 1024

/** The fewest tokens that are left for the answer behind the thoughts. */
const MIN_ANSWER = 16

/**
 * A budget for thinking, inside of the limit on an answer: a provider refuses a budget that is not smaller than the
 * limit.
 */
interface ThinkingBudget {
  readonly path: readonly string[]
  readonly tokens: number
}

/** Finds the budgets of a model. A budget of -1 is the provider's own choice, and none. */
function thinkingBudgets(model: object): readonly ThinkingBudget[] {
  return PATHS.flatMap((path) => {
    const tokens = valueAt(model, path)
    return typeof tokens === 'number' && tokens > 0 ? [{ path, tokens }] : []
  })
}

/** Returns true where a model that thinks has room for the smallest thoughts and an answer. */
export function hasRoomToThink(model: object, maxTokens: number): boolean {
  return thinkingBudgets(innermost(model)).every(({ tokens }) => Math.min(tokens, MIN_BUDGET) + MIN_ANSWER <= maxTokens)
}

/** The denial of a call that was granted fewer tokens than its model has to be given to think. */
export function tooLittleToThink({ reservation, grant }: HeldCall): Denial {
  const { customer, model, maxCompletionTokens } = reservation
  const [budget] = grant.budgets
  return {
    allowed: false,
    reason: 'budget_exhausted',
    message: `${customer} has ${maxCompletionTokens} completion tokens left, too few for ${model}, which thinks before it answers.`,
    customer,
    model,
    ...(budget === undefined ? {} : { feature: budget.feature, used: budget.used, resetsAt: budget.resetsAt }),
    ...(budget?.limit === undefined ? {} : { limit: budget.limit }),
    asOf: grant.asOf,
    ageMs: grant.ageMs,
  }
}

/**
 * Returns the members of a model that change with a lower limit, so that its budget for thinking stays smaller than the
 * limit: both are lowered by the same share, the budget to 1,024 at least.
 *
 * @param ownLimit the limit of the model itself, where it has one.
 */
export function loweredThinking(
  model: object,
  maxTokens: number,
  ownLimit: number | undefined,
): readonly (readonly [member: string, value: unknown])[] {
  return thinkingBudgets(model).flatMap(({ path, tokens }) => {
    const wanted = ownLimit === undefined ? Math.min(tokens, maxTokens / 2) : (tokens * maxTokens) / ownLimit
    const budget = Math.min(tokens, Math.max(MIN_BUDGET, Math.floor(wanted)))
    if (budget >= tokens) return []
    const [member = '', ...rest] = path
    return [[member, withValue((model as Fields)[member], rest, budget)] as const]
  })
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  let current = value
  for (const key of path) {
    if (!isFields(current)) return undefined
    current = current[key]
  }
  return current
}

function withValue(value: unknown, path: readonly string[], last: number): unknown {
  const [key, ...rest] = path
  if (key === undefined) return last
  const fields = isFields(value) ? value : {}
  return { ...fields, [key]: withValue(fields[key], rest, last) }
}

/** The model inside of bindings. */
function innermost(model: object): object {
  let current = model
  while ('bound' in current && typeof current.bound === 'object' && current.bound !== null) current = current.bound
  return current
}
