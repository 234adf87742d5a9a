import type { Decimal } from '../money/decimal.ts'
import { PricingError } from '../money/pricing-error.ts'
import type { ModelType } from './model-type.ts'
import type { PriceModel, PricingRule } from './pricing-rule.ts'

/** The models that have a price without any usage: a fee, so many units, or an amount of one's choice. */
const MODELS: ReadonlySet<PriceModel> = new Set(['FIXED', 'FLAT', 'FLEXIBLE'])

/** The model types of product items that are sold without usage and seats. */
const SOLD_ALONE: ReadonlySet<ModelType> = new Set(['ONE_OFF', 'RECURRING', 'CREDITS'])

/** Members that only a price of a period has a meaning for. */
const OF_PERIODS = [
  ['includedQuantity', 'default_included_volume'],
  ['defaultSeats', 'default_seats_value'],
  ['pricingPeriod', 'pricing_period'],
  ['volumeGroup', 'volume_group_reference'],
] as const

/** Returns what keeps a rule from being charged on demand; of other rules, what only a price on demand may say. */
export function findOnDemandFaults(rule: PricingRule, modelType: ModelType): PricingError[] {
  const { field, model } = rule
  const fault = (message: string, at: string) => new PricingError('INVALID_RULE', message, `${field}.${at}`)
  if (!rule.onDemand) {
    return [
      ...(model === 'FLEXIBLE' ? [fault('FLEXIBLE is charged on demand: set on_demand', 'on_demand')] : []),
      ...(rule.defaultUnits === null ? [] : [fault('only a price on demand has default units', 'default_units')]),
      ...rule.walletGrants.flatMap(({ basis, of, field: at }) => {
        if (basis === 'OUTRIGHT') return []
        const member = 'currency' in of ? 'amount_grant.percentage' : 'credits_grant.conversion'
        const message = 'only a price on demand deposits by what it comes to'
        return [new PricingError('NOT_SUPPORTED', message, `${at}.${member}`)]
      }),
    ]
  }
  if (!MODELS.has(model)) {
    const message = `FIXED, FLAT and FLEXIBLE are charged on demand; it is ${model}`
    return [new PricingError('NOT_SUPPORTED', message, `${field}.type`)]
  }
  const faults: PricingError[] = []
  if (!SOLD_ALONE.has(modelType)) {
    faults.push(fault(`what is charged on demand has no usage and no seats; the item is ${modelType}`, 'on_demand'))
  }
  for (const [member, name] of OF_PERIODS) {
    if (rule[member] !== null) faults.push(fault('a price on demand belongs to no period', name))
  }
  if (rule.defaultUnits !== null && !isUnitCount(rule.defaultUnits)) {
    faults.push(fault(`must be a whole number of 1 or more; it is ${rule.defaultUnits}`, 'default_units.number'))
  }
  if (rule.defaultUnits !== null && model !== 'FLAT') {
    faults.push(fault(`only FLAT is charged by units; it is ${model}`, 'default_units'))
  }
  return faults
}

/** Tells whether something can be ordered in such a number: whole, and one or more. */
export function isUnitCount(units: Decimal): boolean {
  return units.isPositive() && units.roundedTo(0).equals(units)
}
