import { Decimal, moneyUnit, type WalletUnit } from '@tallygate/rating'

/** The price of an attempt in one unit. */
export type Cost = MoneyCost | CreditCost

export interface MoneyCost {
  /** Decimal of at most 12 places, rounded half-even, in the currency's major unit. */
  readonly amount: string
  /** ISO 4217 code. */
  readonly currency: string
  readonly creditTypeId?: undefined
}

export interface CreditCost {
  /** Decimal of at most 12 places, rounded half-even, in credits. */
  readonly amount: string
  /** Id of the credit type. */
  readonly creditTypeId: string
  readonly currency?: undefined
}

/** The price of an attempt where it is told. */
export interface CostFacts {
  /** The price, in money where the plan has prices in both money and credits. */
  readonly cost?: Cost
  /** The price in every unit, where the plan prices usage in several. */
  readonly costs?: readonly Cost[]
  /** The reason why the price cannot be told, in words: the rule of the plan that keeps it from being told. */
  readonly costUnknown?: string
}

/** Decimals of a cost. */
const COST_SCALE = 12

const CREDITS = 'credits:'

/** Tells which credits or which money a unit is. */
export function namesOf(unit: WalletUnit): { readonly creditTypeId: string } | { readonly currency: string } {
  return unit.startsWith(CREDITS)
    ? { creditTypeId: unit.slice(CREDITS.length) }
    : { currency: unit.slice('money:'.length) }
}

/** Tells whether a unit is credits of a type. */
export function isCreditUnit(unit: WalletUnit): boolean {
  return unit.startsWith(CREDITS)
}

function toCost(unit: WalletUnit, amount: Decimal): Cost {
  return { amount: amount.roundedTo(COST_SCALE).toString(), ...namesOf(unit) }
}

/**
 * The cost in every unit that a plan prices usage in, money first; nothing is a cost of zero.
 *
 * @param currency ISO 4217 code for a plan that prices no usage
 */
export function toCosts(
  units: readonly WalletUnit[],
  amounts: ReadonlyMap<WalletUnit, Decimal>,
  currency: string,
): readonly [Cost, ...Cost[]] {
  const sorted = units.toSorted((left, right) => Number(isCreditUnit(left)) - Number(isCreditUnit(right)))
  const [first = moneyUnit(currency), ...others] = sorted
  const cost = (unit: WalletUnit): Cost => toCost(unit, amounts.get(unit) ?? Decimal.ZERO)
  return [cost(first), ...others.map(cost)]
}

/** Copies the price of an attempt out of an answer or an event. */
export function costFactsOf({ cost, costs, costUnknown }: CostFacts): CostFacts {
  return {
    ...(cost === undefined ? {} : { cost }),
    ...(costs === undefined ? {} : { costs }),
    ...(costUnknown === undefined ? {} : { costUnknown }),
  }
}
