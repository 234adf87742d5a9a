import { formatInstant } from '@tallygate/billing-period'
import type { Schema } from '@tallygate/client'
import { type ChargedBand, type ChargedRule, Decimal, type UsageTotal } from '@tallygate/rating'
import { bandDetails, meterValueOf, priceMembers } from './line-details.ts'
import { unroundedAmount } from './wire-money.ts'

/** Sub-lines that show usage: the largest, and the rest together in the last. A property such as a user id has no end. */
export const MAX_USAGE_SUB_LINES = 100

/**
 * What a line consists of, before rounding. First the tiers, where the model has several: they carry `band` and their
 * money. Then the usage by property values, largest first: it carries `meter_value`, and its share of the money where
 * the price is the same for every unit. Each of the two kinds sums to the line. A line of seats has one sub-line for each
 * number of seats instead, with its days.
 */
export function planSubLines(charged: ChargedRule, currency: string): Schema<'InvoiceSubLine'>[] {
  const subLines = [
    ...seatSubLines(charged, currency),
    ...tierSubLines(charged, currency),
    ...usageSubLines(charged, currency),
  ]
  return subLines.map((subLine, index) => ({
    sub_line_order: index + 1,
    ...subLine,
  }))
}

type SubLine = Omit<Schema<'InvoiceSubLine'>, 'sub_line_order'>

function seatSubLines({ seats }: ChargedRule, currency: string): SubLine[] {
  return seats.map(({ start, end, seats: number, share, amount }) => ({
    description: `${number} seats, ${share.numerator} of ${share.denominator} days, ${formatInstant(start)} to ${formatInstant(end)}`,
    details: {
      meter_value: { number: number.toString(), ratio: share.numerator.dividedBy(share.denominator).toString() },
      pricing_currency: currency,
      pricing_amount: unroundedAmount(amount, currency),
    },
  }))
}

function tierSubLines(priced: ChargedRule, currency: string): SubLine[] {
  const { rule, charge, modelType } = priced
  const inTiers = rule?.model === 'TIERED' || rule?.model === 'TIERED_TOP_UP' || rule?.model === 'STAIR_STEP_TOP_UP'
  if (!inTiers || modelType === 'PER_SEAT') return []
  return charge.bands.map((charged) => ({
    description: tierDescription(charged),
    details: {
      band: bandDetails(charged.band, currency, rule?.creditTypeId),
      meter_value: { number: charged.quantity.toString() },
      ...priceMembers(priced, charged.amount, currency),
    },
  }))
}

function tierDescription({ band }: ChargedBand): string {
  const above = `above ${band.afterQuantity}`
  return band.upToQuantity === null ? above : `${above} to ${band.upToQuantity}`
}

interface Portion {
  readonly description: string
  readonly quantity: Decimal
  readonly count: Decimal
}

/** Only sums can be shown by property values: the largest or the average of parts is not a part of the whole. */
function usageSubLines(charged: ChargedRule, currency: string): SubLine[] {
  const { unit, rows } = charged
  if (unit === null || unit.meterValueId === null) return []
  const portions = portionsOf(rows, charged.askedProperties)
  const total = Decimal.sum(portions.map(({ quantity }) => quantity))
  if (!total.equals(charged.quantity)) return []
  return portions.map(({ description, quantity, count }) => ({
    description,
    details: {
      meter_value: { ...meterValueOf(unit, quantity, charged.foreignCurrency ?? currency), count: count.toString() },
      ...(total.isZero() ? {} : { meter_value_share_of_total: quantity.dividedBy(total).toString() }),
      ...linearPrice(charged, quantity, currency),
    },
  }))
}

/** The money of a part of the usage, where every unit costs the same. */
function linearPrice(
  charged: ChargedRule,
  quantity: Decimal,
  currency: string,
): Partial<Schema<'PricingItemSummaryPriceDetails'>> {
  const { rule, charge, coveredQuantity } = charged
  const linear =
    rule === null ||
    rule.model === 'NONE' ||
    charged.trial ||
    (coveredQuantity.isZero() &&
      (rule.model === 'FLAT' || rule.model === 'PASS_THROUGH' || rule.model === 'TOP_TIERED') &&
      charge.bands.every(({ band, bound }) => bound === null && isLinear(band)))
  if (!linear) return {}
  const amount = charged.quantity.isZero() ? Decimal.ZERO : charge.amount.times(quantity).dividedBy(charged.quantity)
  return priceMembers(charged, amount, currency)
}

function isLinear(band: ChargedBand['band']): boolean {
  return band.fixedAmount === null && band.minimumQuantity === null && band.maximumQuantity === null
}

function portionsOf(rows: readonly UsageTotal[], asked: readonly string[]): Portion[] {
  const portions = new Map<string, Portion>()
  for (const row of rows) {
    const description = describeProperties(row, asked)
    const earlier = portions.get(description)
    portions.set(description, {
      description,
      quantity: Decimal.parse(row.sum, 'usage.sum').plus(earlier?.quantity ?? Decimal.ZERO),
      count: Decimal.fromInteger(row.count).plus(earlier?.count ?? Decimal.ZERO),
    })
  }
  const largestFirst = [...portions.values()].sort(
    (left, right) => right.quantity.compare(left.quantity) || (left.description < right.description ? -1 : 1),
  )
  return restTogether(largestFirst)
}

function restTogether(portions: Portion[]): Portion[] {
  if (portions.length <= MAX_USAGE_SUB_LINES) return portions
  const shown = portions.slice(0, MAX_USAGE_SUB_LINES - 1)
  const rest = portions.slice(MAX_USAGE_SUB_LINES - 1)
  return [
    ...shown,
    {
      description: `${rest.length} others`,
      quantity: Decimal.sum(rest.map(({ quantity }) => quantity)),
      count: Decimal.sum(rest.map(({ count }) => count)),
    },
  ]
}

/** The values of the properties that the plan's rules ask about, or of all where none asks: `model_id gpt-4o`. */
function describeProperties({ properties }: UsageTotal, asked: readonly string[]): string {
  const references = asked.length > 0 ? [...asked].sort() : Object.keys(properties).sort()
  const described = references.map((reference) => `${reference} ${properties[reference] ?? '(none)'}`)
  return described.length === 0 ? 'all usage' : shortened(described.join(', '))
}

/** Longest description that the contract allows. */
const MAX_DESCRIPTION = 256

/** Cut to what a description may have. */
export function shortened(text: string): string {
  return text.length <= MAX_DESCRIPTION ? text : `${text.slice(0, MAX_DESCRIPTION - 1)}…`
}
