import type { Band } from '../models/band.ts'
import { PricingError } from '../money/pricing-error.ts'
import { arePersistent, type MeterUnit, type UsageSource } from '../usage/usage-source.ts'
import { findOnDemandFaults } from './check-on-demand.ts'
import { type ModelType, pricesQuantity } from './model-type.ts'
import type { PricingRule } from './pricing-rule.ts'

/** The members that a band of a model must have and may not have. */
interface BandForm {
  /** The number of bands: `one`, `many` (at least one), `optional` (at most one), `none`. */
  readonly count: 'one' | 'many' | 'optional' | 'none'
  /** The members of which at least one gives the price. */
  readonly priced: readonly (keyof Band)[]
  /** Members that the model has no meaning for. */
  readonly refused: readonly (keyof Band)[]
}

const UNIT_PRICED: BandForm = { count: 'many', priced: ['unitPrice', 'percentage', 'fixedAmount'], refused: [] }

/** Whole blocks have a price and nothing else. */
const BLOCK_PRICED: Omit<BandForm, 'count'> = {
  priced: ['unitPrice'],
  refused: ['percentage', 'fixedAmount', 'minimumAmount', 'maximumAmount', 'minimumQuantity', 'maximumQuantity'],
}

const FORMS: Readonly<Record<PricingRule['model'], BandForm>> = {
  FLAT: { ...UNIT_PRICED, count: 'one' },
  FLAT_TOP_UP: { count: 'one', ...BLOCK_PRICED },
  TIERED: UNIT_PRICED,
  TIERED_TOP_UP: { count: 'many', ...BLOCK_PRICED },
  TOP_TIERED: UNIT_PRICED,
  STAIR_STEP: {
    count: 'many',
    priced: ['unitPrice', 'fixedAmount'],
    refused: ['percentage', 'minimumQuantity', 'maximumQuantity'],
  },
  STAIR_STEP_TOP_UP: {
    count: 'many',
    priced: ['unitPrice', 'fixedAmount'],
    refused: ['percentage', 'minimumAmount', 'maximumAmount', 'minimumQuantity', 'maximumQuantity'],
  },
  FIXED: {
    count: 'one',
    priced: ['unitPrice', 'fixedAmount'],
    refused: ['percentage', 'minimumQuantity', 'maximumQuantity', 'minimumAmount', 'maximumAmount'],
  },
  PASS_THROUGH: {
    count: 'optional',
    priced: [],
    refused: ['unitPrice', 'percentage', 'minimumQuantity', 'maximumQuantity'],
  },
  FLEXIBLE: {
    count: 'one',
    priced: [],
    refused: ['unitPrice', 'percentage', 'fixedAmount', 'minimumQuantity', 'maximumQuantity'],
  },
  NONE: { count: 'none', priced: [], refused: [] },
}

/** The names of the members in the plan. */
const WIRE_NAMES: Readonly<Partial<Record<keyof Band, string>>> = {
  unitPrice: 'amount',
  percentage: 'percentage',
  fixedAmount: 'fixed_amount',
  minimumAmount: 'minimum_amount',
  maximumAmount: 'maximum_amount',
  minimumQuantity: 'minimum_number',
  maximumQuantity: 'maximum_number',
}

/** The subject that a rule prices. */
export interface RuleSubject {
  /** `null` for what is not metered. */
  readonly unit: MeterUnit | null
  readonly modelType: ModelType
  readonly sources: readonly UsageSource[]
}

/** Returns what keeps a rule from pricing its subject, all of it. */
export function findRuleFaults(rule: PricingRule, subject: RuleSubject): PricingError[] {
  return [
    ...findBandFaults(rule),
    ...findSubjectFaults(rule, subject),
    ...findTieringFaults(rule, subject),
    ...findOnDemandFaults(rule, subject.modelType),
  ]
}

/** A rule must have something to price: usage for a price a unit, an amount for a percentage. */
function findSubjectFaults(rule: PricingRule, { unit, modelType, sources }: RuleSubject): PricingError[] {
  const faults: PricingError[] = []
  const fault = (message: string, at: string) => faults.push(new PricingError('INVALID_RULE', message, at))
  if (modelType === 'USAGE_BASED' && unit === null && rule.model !== 'FIXED' && rule.model !== 'NONE') {
    fault(`${rule.model} needs a product item with a calculation`, `${rule.field}.type`)
  }
  if (modelType !== 'USAGE_BASED' && rule.condition !== null) {
    fault('there are no events that conditions could be about', `${rule.field}.conditions`)
  }
  if (rule.creditTypeId !== null && (modelType !== 'USAGE_BASED' || rule.model === 'FIXED')) {
    fault('only usage is priced in credits', `${rule.bands[0]?.field}.credits`)
  }
  const sellsVolume = rule.model.endsWith('TOP_UP')
  if (sellsVolume && !pricesQuantity(modelType)) fault(`${rule.model} sells a volume of usage`, `${rule.field}.type`)
  if (sellsVolume && arePersistent(sources)) {
    fault(
      'volume is bought for usage, and a state that is carried on would use it up anew each period',
      `${rule.field}.type`,
    )
  }
  if (rule.volumeGroup !== null && (sellsVolume || !pricesQuantity(modelType))) {
    fault('it has no volume to share', `${rule.field}.volume_group_reference`)
  }
  if (rule.rollover && modelType === 'CREDITS') {
    const message = 'credits that were sold beyond the wallet are used at once: deposit credits to carry them on'
    faults.push(new PricingError('NOT_SUPPORTED', message, `${rule.field}.top_up.rollover`))
  }
  if (unit?.type === 'AMOUNT') return faults
  if (rule.model === 'PASS_THROUGH') fault('PASS_THROUGH needs a meter value of type AMOUNT', `${rule.field}.type`)
  for (const { percentage, field } of rule.bands) {
    if (percentage !== null) fault('a percentage needs a meter value of type AMOUNT', `${field}.percentage`)
  }
  return faults
}

function findTieringFaults(rule: PricingRule, { sources }: RuleSubject): PricingError[] {
  const field = `${rule.field}.tiering_conditions`
  if (rule.model === 'TIERED' && isCountedApart(rule, sources)) {
    const message = 'TIERED fills its tiers with the priced units: use TOP_TIERED where other usage chooses the tier'
    return [new PricingError('NOT_SUPPORTED', message, field)]
  }
  if (rule.tieringCondition !== null && !isTieredApart(rule, sources)) {
    return [new PricingError('INVALID_RULE', `${rule.model} has no tiers to choose`, field)]
  }
  return []
}

/** Tells whether other usage than the priced one chooses the tier of the rule. */
export function isTieredApart(rule: PricingRule, sources: readonly UsageSource[]): boolean {
  return (rule.model === 'TOP_TIERED' || rule.model === 'STAIR_STEP') && isCountedApart(rule, sources)
}

function isCountedApart(rule: PricingRule, sources: readonly UsageSource[]): boolean {
  return rule.tieringCondition !== null || sources.some(({ tieringCalculation }) => tieringCalculation !== null)
}

/** Returns what is wrong with the bands of a rule: too many or none, no price, members that the model does not read. */
export function findBandFaults({
  model,
  bands,
  field,
}: Pick<PricingRule, 'model' | 'bands' | 'field'>): PricingError[] {
  const form = FORMS[model]
  const fault = (message: string, at: string) => new PricingError('INVALID_RULE', message, at)
  const at = `${field}.bands`
  if (form.count === 'one' && bands.length !== 1) return [fault(`${model} takes exactly one band`, at)]
  if (form.count === 'many' && bands.length === 0) return [fault(`${model} needs a band`, at)]
  if (form.count === 'optional' && bands.length > 1) return [fault(`${model} takes at most one band`, at)]
  if (form.count === 'none' && bands.length > 0) return [fault(`${model} takes no band`, at)]
  return bands.flatMap((band) => faultsOfBand(band, model, form))
}

function faultsOfBand(band: Band, model: string, form: BandForm): PricingError[] {
  const path = (member: keyof Band) => `${band.field}.${WIRE_NAMES[member] ?? member}`
  const faults = form.refused
    .filter((member) => band[member] !== null)
    .map((member) => new PricingError('INVALID_RULE', `${model} does not take it`, path(member)))
  const prices = form.priced.filter((member) => band[member] !== null)
  const [first] = form.priced
  if (first !== undefined && prices.length === 0) {
    faults.push(new PricingError('INVALID_RULE', `a band of ${model} needs a price`, path(first)))
  }
  if ((model === 'STAIR_STEP' || model === 'STAIR_STEP_TOP_UP' || model === 'FIXED') && prices.length > 1) {
    faults.push(new PricingError('INVALID_RULE', `give either amount or fixed_amount`, path('fixedAmount')))
  }
  const bounds: readonly ['minimumQuantity' | 'minimumAmount', 'maximumQuantity' | 'maximumAmount'][] = [
    ['minimumQuantity', 'maximumQuantity'],
    ['minimumAmount', 'maximumAmount'],
  ]
  for (const [lower, upper] of bounds) {
    const [minimum, maximum] = [band[lower], band[upper]]
    if (minimum && maximum && minimum.compare(maximum) > 0) {
      faults.push(new PricingError('INVALID_RULE', `the minimum is more than the maximum`, path(lower)))
    }
  }
  return faults
}
