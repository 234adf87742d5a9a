import { addPeriod } from '@tallygate/billing-period'
import { type Charge, WHOLE_PERIOD } from '../models/band.ts'
import { chargeVolume } from '../models/charge-volume.ts'
import { Decimal } from '../money/decimal.ts'
import { minorUnitOf } from '../money/money.ts'
import { PricingError } from '../money/pricing-error.ts'
import { settledValue } from '../money/settled.ts'
import { isUnitCount } from '../plan/check-on-demand.ts'
import { type CompiledItem, type CompiledPlan, type CompiledPricing, pricingsIn } from '../plan/compiled-plan.ts'
import type { PricingRule } from '../plan/pricing-rule.ts'
import { scaleOf } from './credit-scale.ts'
import type { PlannedDeposit } from './plan-deposits.ts'
import { unitOfGrant } from './wallet-unit.ts'

/** A pricing item that is sold on demand. */
export interface OnDemandItem {
  readonly pricing: CompiledPricing
  readonly item: CompiledItem
  readonly rule: PricingRule
}

/** The choice of a customer who asks for an item. */
export interface OnDemandChoice {
  /** The number of units of a FLAT price; `null` for the rule's own number, else 1. */
  readonly units: Decimal | null
  /** The money of a FLEXIBLE price, in the currency that is billed; `null` where nothing is chosen. */
  readonly amount: Decimal | null
}

/** The price of an item that is charged on demand. */
export interface OnDemandCharge extends OnDemandItem {
  /** Units that were bought: 1 for models other than FLAT. */
  readonly units: Decimal
  /** Not rounded: its line rounds. */
  readonly charge: Charge
}

/**
 * Lists what a plan sells on demand at an instant, in the plan's order. @throws PricingError where an item of a pricing
 * that is sold then cannot be read
 */
export function onDemandItemsAt(plan: CompiledPlan, at: Date): OnDemandItem[] {
  const instant = { start: at, end: new Date(at.getTime() + 1) }
  return pricingsIn(plan, instant).flatMap((pricing) =>
    pricing.items.map(settledValue).flatMap((item) => {
      const rule = item.onDemand
      return rule === null ? [] : [{ pricing, item, rule }]
    }),
  )
}

/**
 * Prices an item that is charged on demand: FIXED its fee, FLAT so many units, FLEXIBLE the amount that was chosen. The
 * price is whole, whatever the day of the period, and a trial costs it too: the customer asks for it. Our decision.
 *
 * @throws PricingError `INVALID_RULE` naming `units` or `flexible_amount`
 */
export function chargeOnDemand(sold: OnDemandItem, choice: OnDemandChoice, currency: string): OnDemandCharge {
  const { model, bands, defaultUnits } = sold.rule
  const refuse = (field: string, message: string): never => {
    throw new PricingError('INVALID_RULE', message, field)
  }
  if (choice.units !== null && model !== 'FLAT') refuse('units', `only FLAT is charged by units; the price is ${model}`)
  if (choice.amount !== null && model !== 'FLEXIBLE') {
    refuse('flexible_amount', `only FLEXIBLE takes an amount; the price is ${model}`)
  }
  const units = choice.units ?? defaultUnits ?? Decimal.ONE
  if (!isUnitCount(units)) refuse('units.number', `must be a whole number of 1 or more; it is ${units}`)
  const amount = model === 'FLEXIBLE' ? (choice.amount ?? refuse('flexible_amount', 'must be given')) : Decimal.ZERO
  if (model === 'FLEXIBLE') refuseOutOfBounds(sold.rule, amount, currency)
  const quantity = model === 'FLEXIBLE' ? amount : units
  const whole = { periodShare: WHOLE_PERIOD, partShare: WHOLE_PERIOD }
  const volume = { quantity, quantityBefore: Decimal.ZERO, tierQuantity: quantity, ...whole }
  return { ...sold, units, charge: chargeVolume(model, volume, bands) }
}

function refuseOutOfBounds({ bands: [band] }: PricingRule, amount: Decimal, currency: string): void {
  const refuse = (rule: string) => {
    throw new PricingError('INVALID_RULE', `must ${rule}; it is ${amount}`, 'flexible_amount.quantity')
  }
  const scale = minorUnitOf(currency)
  if (!amount.isPositive()) refuse('be more than zero')
  if (!amount.roundedTo(scale).equals(amount)) refuse(`have at most ${scale} decimals`)
  const { minimumAmount: minimum = null, maximumAmount: maximum = null } = band ?? {}
  if (minimum !== null && amount.compare(minimum) < 0) refuse(`be at least ${minimum}`)
  if (maximum !== null && amount.compare(maximum) > 0) refuse(`be at most ${maximum}`)
}

/**
 * Plans the deposits of a charge: those that are stated outright once for each unit, those by the price so much for
 * each unit of its money. Our decision: the price is that of the line, rounded, without tax.
 *
 * @param price the amount of the line
 */
export function onDemandDeposits(
  { rule, units }: OnDemandCharge,
  price: Decimal,
  { currency, startAt, timeZone }: { readonly currency: string; readonly startAt: Date; readonly timeZone: string },
): PlannedDeposit[] {
  return rule.walletGrants.flatMap(({ walletTypeId, basis, quantity, of, expiryPeriod }, index) => {
    const unit = unitOfGrant(of, currency)
    const deposited = quantity.times(basis === 'BY_PRICE' ? price : units).roundedTo(scaleOf(unit))
    if (!deposited.isPositive()) return []
    const expireAt = expiryPeriod === null ? null : addPeriod(startAt, expiryPeriod, timeZone)
    const ofRule = { rule: `${rule.id} ${index}`, addOnId: null }
    return [{ walletTypeId, unit, quantity: deposited, startAt, expireAt, promotional: false, ...ofRule }]
  })
}
