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
  const distance = used.compare(threshold)
  if (!used.isPositive() || distance < 0 || (distance === 0 && rule.comparator === 'GREATER_THAN')) return undefined
  const toWire = (quantity: Decimal): Schema<'AlertDataValue'> =>
    allowed.currency === null
      ? { number: quantity.toString() }
      : { amount: { quantity: quantity.toString(), currency: allowed.currency as Schema<'CurrencyCode'> } }
  return {
    threshold: thresholdKey(rule),
    entitlementValue: toWire(allowed.quantity),
    thresholdValue: toWire(threshold),
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

function thresholdOf({ threshold }: Rule, allowed: Allowed): Decimal | undefined {
  const { number, percentage, amount } = threshold ?? {}
  if (percentage != null) {
    return allowed.quantity.times(Decimal.parse(percentage, 'entitlement.threshold.percentage')).dividedBy(HUNDRED)
  }
  if (number != null) return Decimal.parse(number, 'entitlement.threshold.number')
  if (amount?.quantity == null || (amount.currency ?? null) !== allowed.currency) return undefined
  return Decimal.parse(amount.quantity, 'entitlement.threshold.amount.quantity')
}

function thresholdKey({ comparator, threshold }: Rule): string {
  const { number, percentage, amount } = threshold ?? {}
  const [kind, text] =
    percentage != null
      ? ['percentage', percentage]
      : number != null
        ? ['number', number]
        : [`amount ${amount?.currency ?? ''}`, amount?.quantity ?? '']
  return `${comparator === 'GREATER_THAN' ? '>' : '>='} ${kind} ${Decimal.parse(text, 'threshold').toString()}`
}
