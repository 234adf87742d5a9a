import { formatInstant } from '@tallygate/billing-period'
import type { ChargedRule } from '../charge/charge-rules.ts'
import type { ChargedBand } from '../models/band.ts'
import { Decimal } from '../money/decimal.ts'
import type { UsageTotal } from '../usage/usage-total.ts'
import type { PlannedSubLine } from './planned-invoice.ts'

/**
 * Sub-lines that show usage: the largest, and the rest together in the last. A property such as a user id has no end.
 */
export const MAX_USAGE_SUB_LINES = 100

/**
 * Plans what a line consists of, before rounding. First the tiers, where the model has several: they carry their money.
 * Then the usage by property values, largest first: it carries its share of the money where the price is the same for
 * every unit. Each of the two kinds sums to the line. A line of seats has one sub-line for each number of seats
 * instead, with its days.
 */
export function planSubLines(charged: ChargedRule): PlannedSubLine[] {
  return [...seatSubLines(charged), ...tierSubLines(charged), ...usageSubLines(charged)]
}

function seatSubLines({ seats }: ChargedRule): PlannedSubLine[] {
  return seats.map(({ start, end, seats: number, share, amount }) => ({
    kind: 'SEATS',
    description: `${number} seats, ${share.numerator} of ${share.denominator} days, ${formatInstant(start)} to ${formatInstant(end)}`,
    seats: number,
    ratio: share.numerator.dividedBy(share.denominator),
    amount,
  }))
}

function tierSubLines({ rule, charge, item }: ChargedRule): PlannedSubLine[] {
  const inTiers = rule?.model === 'TIERED' || rule?.model === 'TIERED_TOP_UP' || rule?.model === 'STAIR_STEP_TOP_UP'
  if (!inTiers || item.modelType === 'PER_SEAT') return []
  return charge.bands.map((charged) => ({
    kind: 'TIER',
    description: tierDescription(charged),
    band: charged.band,
    quantity: charged.quantity,
    amount: charged.amount,
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
function usageSubLines(charged: ChargedRule): PlannedSubLine[] {
  const { item, rows } = charged
  if (item.unit === null || item.unit.meterValueId === null) return []
  const portions = portionsOf(rows, item.askedProperties)
  const total = Decimal.sum(portions.map(({ quantity }) => quantity))
  if (!total.equals(charged.quantity)) return []
  const isLinear = pricesEachUnitAlike(charged)
  return portions.map(({ description, quantity, count }) => ({
    kind: 'USAGE',
    description,
    quantity,
    count,
    shareOfTotal: total.isZero() ? null : quantity.dividedBy(total),
    amount: isLinear ? partOf(charged, quantity) : null,
  }))
}

function partOf({ quantity: total, charge }: ChargedRule, quantity: Decimal): Decimal {
  return total.isZero() ? Decimal.ZERO : charge.amount.times(quantity).dividedBy(total)
}

function pricesEachUnitAlike({ rule, charge, coveredQuantity, trial }: ChargedRule): boolean {
  return (
    rule === null ||
    rule.model === 'NONE' ||
    trial ||
    (coveredQuantity.isZero() &&
      (rule.model === 'FLAT' || rule.model === 'PASS_THROUGH' || rule.model === 'TOP_TIERED') &&
      charge.bands.every(({ band, bound }) => bound === null && isLinear(band)))
  )
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
  return withRestTogether(largestFirst)
}

function withRestTogether(portions: Portion[]): Portion[] {
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

/** Cuts a text to what a description may have. */
export function shortened(text: string): string {
  return text.length <= MAX_DESCRIPTION ? text : `${text.slice(0, MAX_DESCRIPTION - 1)}…`
}
