import type { Schema } from '@tallygate/client'
import {
  calculateQuantity,
  Decimal,
  type PricingCatalog,
  readCalculation,
  rowsOfCalculation,
  type UsageTotal,
  type WireCalculation,
} from '@tallygate/rating'

/** A feature that a rule watches, with the calculation that counts its use. */
export interface WatchedFeature {
  readonly reference: string
  readonly calculation: WireCalculation
  /** The properties that the calculation may count, by id. */
  readonly properties: PricingCatalog['meterProperties']
}

/** A rule whose threshold has been reached, in the values of the wire. */
export interface Crossing {
  /** The threshold as a key: another threshold is another crossing. */
  readonly threshold: string
  readonly entitlementValue: Schema<'AlertDataValue'>
  readonly thresholdValue: Schema<'AlertDataValue'>
  readonly usedValue: Schema<'AlertDataValue'>
}

type Rule = Schema<'AlertRuleEntitlement'>

const HUNDRED = Decimal.fromInteger(100)

/**
 * Tells whether the usage of a period has reached a rule's threshold; `undefined` while it has not, where nothing was
 * used, and where the subscription does not grant the feature.
 */
export function findCrossing(
  rule: Rule,
  feature: WatchedFeature,
  granted: Schema<'EntitlementSummaryItem'> | undefined,
  usage: readonly UsageTotal[],
): Crossing | undefined {
  const allowed = granted && allowedBy(granted)
  const threshold = allowed && thresholdOf(rule, allowed)
  if (allowed === undefined || threshold === undefined) return undefined
  const calculation = readCalculation(feature.calculation, feature.properties, 'calculation')
  const rows = rowsOfCalculation(calculation, usage).filter(({ currency }) => currency === allowed.currency)
  if (rows.length === 0) return undefined
  const used = calculateQuantity(calculation, rows)
  const distance = used.compare(threshold.quantity)
  if (!used.isPositive() || distance < 0 || (distance === 0 && rule.comparator === 'GREATER_THAN')) return undefined
  const toWire = (quantity: Decimal): Schema<'AlertDataValue'> =>
    allowed.currency === null
      ? { number: quantity.toString() }
      : { amount: { quantity: quantity.toString(), currency: allowed.currency as Schema<'CurrencyCode'> } }
  return {
    threshold: threshold.key,
    entitlementValue: toWire(allowed.quantity),
    thresholdValue: toWire(threshold.quantity),
    usedValue: toWire(used),
  }
}

interface Allowed {
  readonly quantity: Decimal
  /** null for numbers. */
  readonly currency: string | null
}

function allowedBy({ number, amount }: Schema<'EntitlementSummaryItem'>): Allowed | undefined {
  if (number != null) return { quantity: Decimal.parse(number, 'number'), currency: null }
  if (amount?.quantity == null) return undefined
  return { quantity: Decimal.parse(amount.quantity, 'amount.quantity'), currency: amount.currency ?? null }
}

interface Threshold {
  /** The quantity that use is compared with. */
  readonly quantity: Decimal
  readonly key: string
}

function thresholdOf({ comparator, threshold }: Rule, allowed: Allowed): Threshold | undefined {
  const { number, percentage, amount } = threshold ?? {}
  const read = (member: string, text: string, kind = member): Threshold => {
    const quantity = Decimal.parse(text, `entitlement.threshold.${member}`)
    return { quantity, key: `${comparator === 'GREATER_THAN' ? '>' : '>='} ${kind} ${quantity.toString()}` }
  }
  if (percentage != null) {
    const { quantity, key } = read('percentage', percentage)
    return { key, quantity: allowed.quantity.times(quantity).dividedBy(HUNDRED) }
  }
  if (number != null) return read('number', number)
  if (amount?.quantity == null || (amount.currency ?? null) !== allowed.currency) return undefined
  return read('amount.quantity', amount.quantity, `amount ${String(amount.currency)}`)
}
