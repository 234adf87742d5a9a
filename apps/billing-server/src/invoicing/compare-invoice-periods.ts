import type { Schema } from '@tallygate/client'
import { Decimal } from '@tallygate/rating'
import { invoiceAmount } from './wire-money.ts'

type Line = Schema<'InvoiceLine'>

/** One line of an invoice next to the line that takes its place. */
export interface LineDifference {
  /** Text of the line: of the one after, or of the one before where it is gone. */
  readonly description: string
  /** `null` for a line that is new. */
  readonly before: Line | null
  /** `null` for a line that is gone. */
  readonly after: Line | null
  /** After less before, to the minor unit. */
  readonly difference: Schema<'Amount'>
}

/** Two ways to bill the same usage, next to each other. */
export interface InvoiceDifference {
  readonly before: Schema<'Amount'>
  readonly after: Schema<'Amount'>
  /** After less before: the sum of the differences of the lines. */
  readonly difference: Schema<'Amount'>
  /** The lines before in their order, each with what takes its place; then the new ones. */
  readonly lines: readonly LineDifference[]
}

/**
 * Two invoice periods line by line. Lines are the same where they have the same id; else where they bill the same product
 * items under the same conditions (or the same kind of discount, markup or commitment), whatever the ids of their rules:
 * another version of a plan has other ids. Of several such lines, the first is compared with the first.
 *
 * @param currency the currency of both
 */
export function compareInvoicePeriods(
  before: Schema<'InvoicePeriod'>,
  after: Schema<'InvoicePeriod'>,
  currency: string,
): InvoiceDifference {
  const lines = linesIn(after)
  const counterparts = pair(linesIn(before), lines)
  const taken = new Set(counterparts.values())
  const compared = linesIn(before).map((line) => differenceOf(line, counterparts.get(line) ?? null, currency))
  const added = lines.filter((line) => !taken.has(line)).map((line) => differenceOf(null, line, currency))
  const [first, second] = [totalIn(before), totalIn(after)]
  return {
    before: invoiceAmount(first, currency),
    after: invoiceAmount(second, currency),
    difference: invoiceAmount(second.minus(first), currency),
    lines: [...compared, ...added],
  }
}

/** For each line before the one after that is the same: by its id, else the first left that bills the same. */
function pair(before: readonly Line[], after: readonly Line[]): Map<Line, Line> {
  const byId = new Map(after.map((line) => [line.id, line]))
  const pairs = new Map<Line, Line>()
  for (const line of before) {
    const same = line.id == null ? undefined : byId.get(line.id)
    if (same) pairs.set(line, same)
  }
  const taken = new Set(pairs.values())
  const left = new Map<string, Line[]>()
  for (const line of after) {
    if (taken.has(line)) continue
    const key = keyOf(line)
    const others = left.get(key)
    if (others) others.push(line)
    else left.set(key, [line])
  }
  for (const line of before) {
    const same = pairs.has(line) ? undefined : left.get(keyOf(line))?.shift()
    if (same) pairs.set(line, same)
  }
  return pairs
}

function differenceOf(before: Line | null, after: Line | null, currency: string): LineDifference {
  return {
    description: after?.description ?? before?.description ?? '',
    before,
    after,
    difference: invoiceAmount(amountOf(after).minus(amountOf(before)), currency),
  }
}

function linesIn(period: Schema<'InvoicePeriod'>): Line[] {
  return (period.groups ?? []).flatMap((group) => group.lines ?? [])
}

function totalIn(period: Schema<'InvoicePeriod'>): Decimal {
  return Decimal.parse(period.amount_excluding_tax?.quantity ?? '0')
}

function amountOf(line: Line | null): Decimal {
  return Decimal.parse(line?.amount_excluding_tax?.quantity ?? '0')
}

/** What a line is about, without what a version may change: prices, models, ids of rules. */
function keyOf(line: Line): string {
  const conditions = (line.conditions?.meter_properties ?? []).map((each) => [
    each.reference ?? each.id ?? '',
    each.comparator ?? '',
    ...(each.values ?? (each.value == null ? [] : [each.value])).toSorted(),
  ])
  return JSON.stringify([
    line.type ?? '',
    line.discount_type ?? line.commitment_type ?? '',
    line.coupon_data?.coupon_id ?? '',
    (line.product_items ?? []).map(({ id }) => id ?? '').toSorted(),
    conditions.map((each) => JSON.stringify(each)).toSorted(),
    // Usage that no rule prices is not the default rate's, though neither has conditions.
    line.product_items != null && line.pricing_item_config_id == null,
  ])
}
