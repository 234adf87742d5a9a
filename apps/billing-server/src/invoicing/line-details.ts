import type { Schema } from '@tallygate/client'
import type { Band } from '../pricing/band.ts'
import type { ChargedRule } from '../pricing/charge-rules.ts'
import { Decimal } from '../pricing/decimal.ts'
import type { MeterUnit } from '../pricing/usage-source.ts'
import { eventCountOf } from '../pricing/usage-total.ts'
import { invoiceAmount, unroundedAmount } from './wire-money.ts'

/** How the amount of a line came about: the price before rounding, the band, the usage, the included volume. */
export function lineDetails(
  charged: ChargedRule,
  rounded: Decimal,
  currency: string,
): Schema<'PricingItemSummaryPriceDetails'> {
  const { unit, charge } = charged
  const [only, second] = charge.bands
  const bound = charge.bands.find((band) => band.bound !== null)?.bound
  const count = eventCountOf(charged.rows)
  const usageCurrency = charged.foreignCurrency ?? currency
  return {
    amount: invoiceAmount(rounded, currency),
    pricing_currency: currency,
    pricing_amount: unroundedAmount(charge.amount, currency),
    ...(only && !second ? { band: bandDetails(only.band, currency) } : {}),
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
  const { unit, coveredQuantity, quantity, chargedQuantity } = charged
  const bought = charged.charge.boughtQuantity ?? null
  if (unit === null || (charged.includedQuantity === null && bought === null)) return {}
  const includedQuantity = (charged.includedQuantity ?? Decimal.ZERO).plus(bought ?? Decimal.ZERO)
  const usedQuantity = bought === null ? coveredQuantity : coveredQuantity.plus(chargedQuantity)
  return {
    included_volume_details: {
      included_volume: meterValueOf(unit, includedQuantity, currency),
      available_included_volume: meterValueOf(unit, includedQuantity.minus(usedQuantity), currency),
      period_volume: meterValueOf(unit, quantity, currency),
    },
  }
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

/** A band as the plan has it, with the ends of its tier. */
export function bandDetails(band: Band, currency: string): Schema<'PricingItemSummaryPriceDetailsBand'> {
  const money = (name: string, value: Decimal | null) => (value ? { [name]: unroundedAmount(value, currency) } : {})
  const number = (name: string, value: Decimal | null) => (value ? { [name]: value.toString() } : {})
  const isTier = band.upToQuantity !== null || band.afterQuantity.isPositive()
  return {
    ...money('amount', band.unitPrice),
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
