import { type FeatureOptions, type FeatureRules, resolveFeatureRules } from '../customers/feature-rules.ts'
import { knownOptions, oneOf, reference, refuseOption, wholeNumber } from '../errors/check-option.ts'
import type { Beyond, BeyondRule } from '../limits/beyond.ts'
import type { AttemptMeters } from '../quantities/quantity-meters.ts'
import type { AdmissionSettings } from './admit.ts'

/** The options that the decision goes by, whether something is held for it or not. */
export interface AdmissionOptions {
  readonly features?: FeatureOptions
  /**
   * The policy for a request that fits, but not with all the completion tokens. `fit` (default) shrinks them, `deny`
   * refuses.
   */
  readonly whenShort?: 'fit' | 'deny'
  /** With `fit`: the fewest completion tokens that are of use. Default 16. */
  readonly minCompletionTokens?: number
  /**
   * The decision on a request that goes beyond a budget, a limit on money or a limit of a scope. `deny` (default)
   * refuses it, or shrinks it with `whenShort: 'fit'`. `allow` grants it whole: the decision and an event say which
   * limit it passes and by how much, and all of it counts. By feature: those that are not named deny. A scope's limit
   * may say it for itself. Rates, concurrency and wallets do not: a plan sells what its wallets lack, or not.
   */
  readonly beyond?: Beyond | Readonly<Record<string, Beyond>>
  /** Ceilings for attempts that ask for none, by model. Default 4,096 for every model. */
  readonly modelCeilings?: Readonly<Record<string, number>>
}

/** A month of milliseconds is the most that a window can mean. */
const MAX_WINDOW_MS = 31 * 86_400_000
const PARTS = new Set(['prompt', 'completion'])
const KNOWN_FEATURES = ['models', 'budgets', 'rates', 'tokenRates', 'concurrency', 'spendLimits', 'whenMissing']

/** Checks the options and fills in their defaults. Throws InvalidOptionError. */
export function readAdmission(options: AdmissionOptions, meters: AttemptMeters): Omit<AdmissionSettings, 'leaseMs'> {
  oneOf(options.whenShort ?? 'fit', 'whenShort', ['fit', 'deny'])
  const rules = readRules(options.features ?? {})
  oneMeterCountsBoth(meters, rules)
  const ceilings = Object.entries(options.modelCeilings ?? {})
  for (const [model, ceiling] of ceilings) wholeNumber(ceiling, `modelCeilings.${model}`, 1, 1_000_000_000)
  return {
    rules,
    whenShort: options.whenShort ?? 'fit',
    beyond: readBeyond(options.beyond ?? 'deny', rules),
    minCompletionTokens: wholeNumber(options.minCompletionTokens ?? 16, 'minCompletionTokens', 0, 1_000_000_000),
    modelCeilings: new Map(ceilings),
  }
}

function readBeyond(beyond: NonNullable<AdmissionOptions['beyond']>, rules: FeatureRules): BeyondRule {
  if (typeof beyond !== 'object' || beyond === null) {
    oneOf(beyond, 'beyond', ['deny', 'allow'])
    return { otherwise: beyond, features: new Map() }
  }
  knownOptions(beyond, [...rules.budgets.map(({ feature }) => feature), ...rules.spendLimits], 'beyond.')
  const features = Object.entries(beyond)
  for (const [feature, value] of features) oneOf(value, `beyond.${feature}`, ['deny', 'allow'])
  return { otherwise: 'deny', features: new Map(features) }
}

function readRules(features: FeatureOptions): FeatureRules {
  knownOptions(features, KNOWN_FEATURES, 'features.')
  if (features.models !== null && features.models !== undefined) reference(features.models, 'features.models')
  if (features.concurrency !== undefined) reference(features.concurrency, 'features.concurrency')
  const { spendLimits = [] } = features
  if (!Array.isArray(spendLimits)) refuseOption('features.spendLimits', 'a list of features', spendLimits)
  for (const [index, feature] of spendLimits.entries()) reference(feature, `features.spendLimits[${index}]`)
  oneOf(features.whenMissing ?? 'deny', 'features.whenMissing', ['deny', 'allow'])
  const parts = (list: unknown, name: string): void => {
    if (!Array.isArray(list) || list.length === 0 || list.some((part) => !PARTS.has(part)))
      refuseOption(name, "a list of 'prompt' and 'completion'", list)
  }
  for (const [feature, list] of Object.entries(features.budgets ?? {})) parts(list, `features.budgets.${feature}`)
  for (const [feature, rate] of Object.entries(features.rates ?? {})) {
    knownOptions(rate, ['windowMs', 'per'], `features.rates.${feature}.`)
    wholeNumber(rate.windowMs, `features.rates.${feature}.windowMs`, 1, MAX_WINDOW_MS)
    oneOf(rate.per ?? 'request', `features.rates.${feature}.per`, ['request', 'attempt'])
  }
  for (const [feature, rate] of Object.entries(features.tokenRates ?? {})) {
    knownOptions(rate, ['windowMs', 'counts'], `features.tokenRates.${feature}.`)
    wholeNumber(rate.windowMs, `features.tokenRates.${feature}.windowMs`, 1, MAX_WINDOW_MS)
    if (rate.counts !== undefined) parts(rate.counts, `features.tokenRates.${feature}.counts`)
  }
  return resolveFeatureRules(features)
}

/** One meter for both kinds of token tells only their sum, so a budget of one kind could not be counted. */
function oneMeterCountsBoth({ byQuantity }: AttemptMeters, rules: FeatureRules): void {
  const prompt = byQuantity.get('promptTokens')?.meter
  if (prompt === undefined || prompt !== byQuantity.get('completionTokens')?.meter) return
  for (const { feature, countsPrompt, countsCompletion } of rules.budgets)
    if (!countsPrompt || !countsCompletion)
      refuseOption(
        `features.budgets.${feature}`,
        "['prompt', 'completion'] where one meter counts both",
        `only ${countsPrompt ? 'prompt' : 'completion'}`,
      )
}
