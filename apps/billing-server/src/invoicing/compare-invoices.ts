import type { Schema } from '@tallygate/client'
import { Decimal, type PlannedInvoice, type StatedComparison } from '@tallygate/rating'
import { presentLine } from './present-period.ts'
import { invoiceAmount } from './wire-money.ts'
import { moneyOf } from './written/sum-lines.ts'

type Line = Schema<'InvoiceLine'>

/** A line as far as it is compared. */
export interface ComparableLine {
  readonly id: string | null
  /** The subject of the line, without what a version may change: prices, models, ids of rules. */
  readonly key: string
  readonly description: string
  /** Without tax. */
  readonly amount: Decimal
  /** Writes the line for the wire. */
  readonly present: () => Line
}

/** An invoice as far as it is compared. */
export interface ComparableInvoice {
  /** Without tax. */
  readonly total: Decimal
  readonly lines: readonly ComparableLine[]
}

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
  readonly before: Decimal
  /** Less `before`: the sum of the differences of the lines. */
  readonly after: Decimal
  /** The lines before in their order, each with what takes its place; then the new ones. */
  readonly lines: readonly LineDifference[]
}

/**
 * Compares two invoices line by line. Lines are the same where they have the same id; else where they bill the same
 * product items under the same conditions (or the same kind of discount, markup or commitment), whatever the ids of
 * their rules: another version of a plan has other ids. Of several such lines, the first is compared with the first.
 *
 * @param currency the currency of both
 */
export function compareInvoices(
  before: ComparableInvoice,
  after: ComparableInvoice,
  currency: string,
): InvoiceDifference {
  const counterparts = pair(before.lines, after.lines)
  const taken = new Set(counterparts.values())
  const compared = before.lines.map((line) => {
    const counterpart = counterparts.get(line) ?? null
    return differenceOf(counterpart ?? line, line, counterpart, currency)
  })
  const added = after.lines.filter((line) => !taken.has(line)).map((line) => differenceOf(line, null, line, currency))
  return {
    before: before.total,
    after: after.total,
    lines: [...compared, ...added],
  }
}

/** For each line before the one after that is the same: by its id, else the first left that bills the same. */
function pair(
  before: readonly ComparableLine[],
  after: readonly ComparableLine[],
): Map<ComparableLine, ComparableLine> {
  const byId = new Map(after.map((line) => [line.id, line]))
  const pairs = new Map<ComparableLine, ComparableLine>()
  for (const line of before) {
    const same = line.id === null ? undefined : byId.get(line.id)
    if (same) pairs.set(line, same)
  }
  const taken = new Set(pairs.values())
  const left = Map.groupBy(
    after.filter((line) => !taken.has(line)),
    ({ key }) => key,
  )
  for (const line of before) {
    const same = pairs.has(line) ? undefined : left.get(line.key)?.shift()
    if (same) pairs.set(line, same)
  }
  return pairs
}

function differenceOf(
  { description }: ComparableLine,
  before: ComparableLine | null,
  after: ComparableLine | null,
  currency: string,
): LineDifference {
  const amountOf = (line: ComparableLine | null): Decimal => line?.amount ?? Decimal.ZERO
  return {
    description,
    before: before?.present() ?? null,
    after: after?.present() ?? null,
    difference: invoiceAmount(amountOf(after).minus(amountOf(before)), currency),
  }
}

/** Takes a planned invoice for a comparison. */
export function comparablePlan({ groups, totals, currency }: PlannedInvoice): ComparableInvoice {
  return {
    total: totals.net,
    lines: groups.flatMap(({ lines }) =>
      lines.map((line, index) => {
        const { charged, adjustment } = line
        return {
          id: line.id,
          description: line.description,
          amount: line.amount,
          key: keyOf({
            kind: line.kind,
            scope: adjustment?.scope ?? null,
            coupon: adjustment?.coupon?.id ?? null,
            productItems: charged?.item.productItems.map(({ id }) => id) ?? [],
            conditions: charged?.rule?.condition ? (charged.rule.stated?.comparisons ?? []) : [],
            isUnpriced: charged !== null && charged.rule?.configId == null,
          }),
          present: () => ({ ...presentLine(line, currency), line_order: index + 1 }),
        }
      }),
    ),
  }
}

/** Takes a period that was written down for a comparison. */
export function comparablePeriod(period: Schema<'InvoicePeriod'>, currency: string): ComparableInvoice {
  return {
    total: moneyOf(period.amount_excluding_tax, currency),
    lines: (period.groups ?? []).flatMap(({ lines }) =>
      (lines ?? []).map((line) => ({
        id: line.id ?? null,
        description: line.description ?? 'Line',
        amount: moneyOf(line.amount_excluding_tax, currency),
        key: keyOf({
          kind: line.type ?? null,
          scope: line.discount_type ?? line.commitment_type ?? null,
          coupon: line.coupon_data?.coupon_id ?? null,
          productItems: (line.product_items ?? []).flatMap(({ id }) => id ?? []),
          conditions: line.conditions?.meter_properties ?? [],
          // Usage that no rule prices is not the default rate's, though neither has conditions.
          isUnpriced: line.product_items != null && line.pricing_item_config_id == null,
        }),
        present: () => line,
      })),
    ),
  }
}

interface LineSubject {
  readonly kind: string | null
  readonly scope: string | null
  readonly coupon: string | null
  readonly productItems: readonly string[]
  readonly conditions: readonly StatedComparison[]
  readonly isUnpriced: boolean
}

function keyOf({ conditions, productItems, ...line }: LineSubject): string {
  const compared = conditions.map((each) =>
    JSON.stringify([
      each.reference ?? each.id ?? null,
      each.comparator ?? null,
      ...(each.values ?? (each.value == null ? [] : [each.value])).toSorted(),
    ]),
  )
  return JSON.stringify([
    line.kind,
    line.scope,
    line.coupon,
    productItems.toSorted(),
    compared.toSorted(),
    line.isUnpriced,
  ])
}
