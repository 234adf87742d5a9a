import type { QuantityCounts } from '../quantities/quantity-names.ts'
import { scopeUnitsOf } from '../scopes/scope-accounts.ts'
import { isScopeKey } from '../scopes/scope-keys.ts'

/** The tokens that a budget counts: the events of the prompt meter, of the completion meter, or of both. */
export type TokenPart = 'prompt' | 'completion'

export interface RateOptions {
  readonly windowMs: number
  /**
   * `request` (default): a request id counts once in a window, however many attempts an agent makes for it. `attempt`:
   * each call to the provider counts.
   */
  readonly per?: 'request' | 'attempt'
}

export interface TokenRateOptions {
  readonly windowMs: number
  /** Default: prompt and completion. */
  readonly counts?: readonly TokenPart[]
}

/** The features of the plans by their meaning. The defaults are the guide's references. */
export interface FeatureOptions {
  /**
   * ENUM feature that lists the models a customer may use; `null`: every model may be used. Default `available_models`.
   */
  readonly models?: string | null
  /**
   * NUMBER features that limit tokens per billing period. Default `{monthly_token_budget: ['prompt', 'completion']}`.
   */
  readonly budgets?: Readonly<Record<string, readonly TokenPart[]>>
  /**
   * NUMBER features that limit requests per window. Features named `requests_per_second`, `_minute`, `_hour` and `_day`
   * are known without being listed; a customer whose plan has none of them is not limited.
   */
  readonly rates?: Readonly<Record<string, RateOptions>>
  /**
   * NUMBER features that limit tokens per window. `tokens_per_second`, `_minute`, `_hour` and `_day` are known without
   * being listed.
   */
  readonly tokenRates?: Readonly<Record<string, TokenRateOptions>>
  /**
   * NUMBER feature that limits attempts that run at the same time. Default `concurrent_requests`, where a plan has it.
   */
  readonly concurrency?: string
  /**
   * AMOUNT features that limit what is spent in a billing period, in the currency that the subscription is billed in:
   * what rules with usage charge, after included volume, tiers, minimum, maximum and percentages of the schedule;
   * without fixed fees, seats, commitments and tax. A customer whose plan has none of them is not limited. Default
   * `['monthly_spend_limit']`.
   */
  readonly spendLimits?: readonly string[]
  /**
   * The meaning of a plan that has no value for `models` or for a budget. Our decision: `deny`, because a mistyped
   * reference must not give the product away. `allow`: every model, and a budget that is counted without a limit.
   */
  readonly whenMissing?: 'deny' | 'allow'
}

export interface BudgetRule {
  readonly feature: string
  readonly countsPrompt: boolean
  readonly countsCompletion: boolean
}

export interface FeatureRules {
  readonly models: string | null
  readonly budgets: readonly BudgetRule[]
  readonly rates: ReadonlyMap<string, { readonly windowMs: number; readonly per: 'request' | 'attempt' }>
  readonly tokenRates: ReadonlyMap<string, BudgetRule & { readonly windowMs: number }>
  readonly concurrency: string
  readonly spendLimits: readonly string[]
  readonly whenMissing: 'deny' | 'allow'
}

const WINDOWS = [
  ['second', 1_000],
  ['minute', 60_000],
  ['hour', 3_600_000],
  ['day', 86_400_000],
] as const

/** Fills in the defaults; the values were checked before. */
export function resolveFeatureRules(options: FeatureOptions): FeatureRules {
  const rates = new Map<string, { windowMs: number; per: 'request' | 'attempt' }>()
  const tokenRates = new Map<string, BudgetRule & { windowMs: number }>()
  for (const [unit, windowMs] of WINDOWS) {
    rates.set(`requests_per_${unit}`, { windowMs, per: 'request' })
    tokenRates.set(`tokens_per_${unit}`, { ...budgetRule(`tokens_per_${unit}`, ['prompt', 'completion']), windowMs })
  }
  for (const [feature, rate] of Object.entries(options.rates ?? {}))
    rates.set(feature, { windowMs: rate.windowMs, per: rate.per ?? 'request' })
  for (const [feature, rate] of Object.entries(options.tokenRates ?? {}))
    tokenRates.set(feature, {
      ...budgetRule(feature, rate.counts ?? ['prompt', 'completion']),
      windowMs: rate.windowMs,
    })
  const budgets = options.budgets ?? { monthly_token_budget: ['prompt', 'completion'] }
  return {
    models: options.models === undefined ? 'available_models' : options.models,
    budgets: Object.entries(budgets).map(([feature, parts]) => budgetRule(feature, parts)),
    rates,
    tokenRates,
    concurrency: options.concurrency ?? 'concurrent_requests',
    spendLimits: options.spendLimits ?? ['monthly_spend_limit'],
    whenMissing: options.whenMissing ?? 'deny',
  }
}

function budgetRule(feature: string, parts: readonly TokenPart[]): BudgetRule {
  return { feature, countsPrompt: parts.includes('prompt'), countsCompletion: parts.includes('completion') }
}

/** Returns what an account counts of a usage. An account whose feature is not configured any more counts both parts. */
export function countedTokens(rules: FeatureRules, key: string, usage: QuantityCounts): number {
  const feature = featureOf(key)
  const rule = rules.budgets.find((budget) => budget.feature === feature) ?? rules.tokenRates.get(feature)
  if (rule === undefined && isScopeKey(key)) return scopeUnitsOf(key, usage)
  if (rule === undefined) return usage.promptTokens + usage.completionTokens
  return (rule.countsPrompt ? usage.promptTokens : 0) + (rule.countsCompletion ? usage.completionTokens : 0)
}

/**
 * Account keys are `<feature>@<start of the period or of the window's step, epoch ms>`, and `.<subscription>` for a
 * period.
 */
export function featureOf(key: string): string {
  return key.slice(0, key.lastIndexOf('@'))
}
