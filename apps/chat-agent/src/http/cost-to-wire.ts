import type { Cost, CostFacts } from '@tallygate/entitlements'
import { Decimal } from '@tallygate/rating'

/** Decimals of a cost. */
const COST_SCALE = 12

/** A price as answers carry it: a decimal, and its currency or credit type. */
export interface WireCost {
  readonly amount: string
  readonly currency?: string
  readonly credit_type_id?: string
}

/** An attempt, with its price where it is known. */
export interface PricedAttempt extends CostFacts {
  readonly model: string
}

/** Writes what an attempt cost, where that is known; in every unit, where its plan prices usage in several. */
export function costToWire({ cost, costs }: CostFacts): { readonly cost?: WireCost; readonly costs?: WireCost[] } {
  return {
    ...(cost === undefined ? {} : { cost: toWireCost(cost) }),
    ...(costs === undefined ? {} : { costs: costs.map(toWireCost) }),
  }
}

/**
 * Adds up what the attempts of a request cost. Undefined where it is not known of one of them, and where they cost
 * different units: a part of the price would be taken for the whole.
 */
export function sumOfCosts(attempts: readonly PricedAttempt[]): Cost | undefined {
  const [first] = attempts
  let sum = Decimal.ZERO
  for (const { cost, costs } of attempts) {
    if (cost === undefined || costs !== undefined || unitOf(cost) !== unitOf(first?.cost)) return undefined
    sum = sum.plus(Decimal.parse(cost.amount, 'cost'))
  }
  return first?.cost === undefined ? undefined : { ...first.cost, amount: sum.roundedTo(COST_SCALE).toString() }
}

/** Returns the currency, or the id of the credit type. */
export function unitOf(cost: Cost | undefined): string {
  return cost?.currency ?? cost?.creditTypeId ?? ''
}

function toWireCost({ amount, currency, creditTypeId }: Cost): WireCost {
  return currency === undefined ? { amount, credit_type_id: creditTypeId } : { amount, currency }
}
