import type { Schema } from '@tallygate/client'
import {
  type Band,
  type ChargedRule,
  type CreditLine,
  Decimal,
  eventCountOf,
  type MeterUnit,
  QUOTIENT_SCALE,
} from '@tallygate/rating'
import { invoiceAmount, unroundedAmount } from './wire-money.ts'

/** Tells how the amount of a line came about: the price before rounding, the band, the usage, the included volume. */
export function lineDetails(
  charged: ChargedRule,
  rounded: Decimal,
  currency: string,
  credits: CreditLine | null,
): Schema<'PricingItemSummaryPriceDetails'> {
  const { charge } = charged
  const { unit } = charged.item
  const [only, second] = charge.bands
  const bound = charge.bands.find((band) => band.bound !== null)?.bound
  const count = eventCountOf(charged.rows)
  const usageCurrency = charged.foreignCurrency ?? currency
  return {
    amount: invoiceAmount(rounded, currency),
    ...priceMembers(charged, charge.amount, currency),
    ...(credits ? walletMembers(credits) : {}),
    ...(only && !second ? { band: bandDetails(only.band, currency, charged.rule?.creditTypeId) } : {}),
    ...(bound ? { price_bound: bound.toString() } : {}),
    ...(unit
      ? {
          meter_value: { ...meterValueOf(unit, charged.quantity, usageCurrency), count: count.toString() },
          meter_values: [{ ...quantityOfUnit(unit, charged.quantity, usageCurrency), count: Number(count.toString()) }],
        }
      : {}),
    ...(unit && charged.tierQuantity ? { tiering_meter_value: { number: charged.tierQuantity.toString() } } : {}),
    ...includedVolume(charged, currency),
  }
}

function includedVolume(charged: ChargedRule, currency: string): Partial<Schema<'PricingItemSummaryPriceDetails'>> {
  const { quantity, chargedQuantity, rolloverQuantity } = charged
  const { unit } = charged.item
  const coveredQuantity = charged.coveredQuantity.plus(charged.usedRollover)
  const bought = charged.charge.boughtQuantity ?? null
  if (unit === null || (charged.includedQuantity === null && bought === null && rolloverQuantity.isZero())) return {}
  const includedQuantity = (charged.includedQuantity ?? Decimal.ZERO)
    .plus(rolloverQuantity)
    .plus(bought ?? Decimal.ZERO)
  const usedQuantity = bought === null ? coveredQuantity : coveredQuantity.plus(chargedQuantity)
  return {
    included_volume_details: {
      included_volume: meterValueOf(unit, includedQuantity, currency),
      available_included_volume: meterValueOf(unit, includedQuantity.minus(usedQuantity), currency),
      period_volume: meterValueOf(unit, quantity, currency),
    },
  }
}

/** A price before it is rounded: in money, or what it comes to in credits. */
export function priceMembers(
  { rule, item: { unit } }: Pick<ChargedRule, 'rule' | 'item'>,
  price: Decimal,
  currency: string,
): Pick<Schema<'PricingItemSummaryPriceDetails'>, 'pricing_currency' | 'pricing_amount' | 'conversion'> {
  if (rule?.creditTypeId == null) {
    return { pricing_currency: currency, pricing_amount: unroundedAmount(price, currency) }
  }
  return {
    conversion: {
      credits: creditsOf(price.roundedTo(QUOTIENT_SCALE), rule.creditTypeId),
      ...(unit?.meterValueId == null ? {} : { convert_from_meter_value_id: unit.meterValueId }),
    },
  }
}

/** Returns what wallets had for the line: drawn, left at the end of the period, and both together. */
function walletMembers({ creditTypeId, used, left }: CreditLine): Partial<Schema<'PricingItemSummaryPriceDetails'>> {
  return {
    wallet_balance_details: {
      used_wallet_credits: creditsOf(used, creditTypeId),
      left_wallet_credits: creditsOf(left, creditTypeId),
      available_wallet_credits: creditsOf(used.plus(left), creditTypeId),
    },
  }
}

function creditsOf(quantity: Decimal, creditTypeId: string): Schema<'Credits'> {
  return { quantity: quantity.toString(), credit_type_id: creditTypeId }
}

/** A quantity of meter value, with what it is. */
export function meterValueOf(
  unit: MeterUnit,
  quantity: Decimal,
  currency: string,
): Schema<'PricingItemSummaryMeterValue'> {
  return {
    ...(unit.meterValueId === null ? {} : { id: unit.meterValueId }),
    reference: unit.reference,
    type: unit.type,
    ...quantityOfUnit(unit, quantity, currency),
  }
}

function quantityOfUnit(
  unit: MeterUnit,
  quantity: Decimal,
  currency: string,
): { number: string } | { amount: Schema<'Amount'> } {
  return unit.type === 'AMOUNT' ? { amount: unroundedAmount(quantity, currency) } : { number: quantity.toString() }
}

/** The usage that a line bills, as the API's InvoiceLineMeterValue. */
export function lineMeterValue(unit: MeterUnit, quantity: Decimal, currency: string): Schema<'InvoiceLineMeterValue'> {
  return { reference: unit.reference, type: unit.type, ...quantityOfUnit(unit, quantity, currency) }
}

/** A band as the plan has it, with the ends of its tier. `creditTypeId` for one that is priced in credits. */
export function bandDetails(
  band: Band,
  currency: string,
  creditTypeId?: string | null,
): Schema<'PricingItemSummaryPriceDetailsBand'> {
  const money = (name: string, value: Decimal | null) => (value ? { [name]: unroundedAmount(value, currency) } : {})
  const number = (name: string, value: Decimal | null) => (value ? { [name]: value.toString() } : {})
  const isTier = band.upToQuantity !== null || band.afterQuantity.isPositive()
  return {
    ...(creditTypeId == null || band.unitPrice === null
      ? money('amount', band.unitPrice)
      : { credits: { quantity: band.unitPrice.toString(), credit_type_id: creditTypeId } }),
    ...number('percentage', band.percentage),
    ...money('minimum_amount', band.minimumAmount),
    ...money('maximum_amount', band.maximumAmount),
    ...number('minimum_number', band.minimumQuantity),
    ...number('maximum_number', band.maximumQuantity),
    ...(band.unitPrice ? { block_size: { number: band.blockSize.toString() } } : {}),
    ...(isTier ? { tier_lower_bound: { number: band.afterQuantity.toString() } } : {}),
    ...(band.upToQuantity ? { tier_top_bound: { number: band.upToQuantity.toString() } } : {}),
  }
}
