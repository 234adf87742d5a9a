import type { ChargedRule } from '../charge/charge-rules.ts'
import type { TimeRange } from '../charge/sold-parts.ts'
import { weightIn } from '../charge/time-weight.ts'
import { settledValue } from '../money/settled.ts'
import type { Adjustment } from '../plan/adjustment.ts'
import { isMeant } from '../plan/is-meant.ts'
import { isUnused } from '../usage/measure-item.ts'
import { type AppliedAdjustment, applyAdjustments } from './apply-adjustments.ts'
import type { ChargedPricing, ChargedSegment } from './charge-segments.ts'
import type { InvoiceInput, InvoiceSegment } from './invoice-input.ts'
import { lineKey } from './line-identity.ts'
import type { CreditLine } from './plan-credits.ts'
import { type LineContext, planAdjustmentLine, planLine } from './plan-line.ts'
import { shortened } from './plan-sub-lines.ts'
import type { PlannedGroup, PlannedLine } from './planned-invoice.ts'
import { segmentIdentity } from './segment-identity.ts'
import { type SalesTax, totalsOf } from './totals.ts'

/**
 * Plans the groups of a segment: one for each pricing that has a line, with what the schedule adds to and takes off its
 * lines; then one for what it adds to and takes off the total.
 */
export function planGroups(
  input: InvoiceInput,
  { segment, terms }: Pick<ChargedSegment, 'segment' | 'terms'>,
  charged: readonly ChargedPricing[],
  credits: ReadonlyMap<string, CreditLine>,
  tax: SalesTax,
): PlannedGroup[] {
  const { lineIdOf = lineKey, timeZone = 'UTC' } = input
  const identity = segmentIdentity(input, segment)
  const isLate = identity.billedIn !== undefined
  const context: LineContext = {
    tax,
    credits,
    idOf: (line) => lineIdOf({ ...identity, ...line }),
    mark: isLate ? `${lateMark(segment, timeZone)}: ` : '',
  }
  const planned = shownPricings(charged, input.showUnused === true && !isLate).map(({ pricing, rules }) => ({
    pricing,
    lines: rules.map((rule) => ({ rule, line: planLine(rule, context) })),
  }))
  const adjustable = planned.flatMap(({ pricing, lines }, group) =>
    lines.map(({ rule, line: { amount, taxCategory } }) => ({
      amount,
      taxCategory,
      group,
      isMeant: (adjustment: Adjustment) => isMeant(adjustment, rule, pricing),
      weightIn: (part: TimeRange) => weightIn(rule, terms, part),
    })),
  )
  const applied = applyAdjustments(adjustable, adjustmentsOf(segment, isLate), {
    currency: tax.currency,
    period: terms.period,
    timeZone,
  })
  const adjusted = (group: number | null) =>
    applied.filter((each) => each.group === group).map((each) => planAdjustmentLine(each, context))
  const groups = planned.map(({ pricing, lines }, group): PlannedGroup => {
    const all = [...lines.map(({ line }) => line), ...adjusted(group)]
    return {
      kind: 'PRICING',
      description: shortened(context.mark + pricing.name),
      segment,
      pricing,
      ...summed(all, tax),
    }
  })
  const ofTotal = adjusted(null)
  if (ofTotal.length === 0) return groups
  return [
    ...groups,
    {
      kind: kindOfTotal(applied),
      description: `${context.mark}Total`,
      segment,
      pricing: null,
      ...summed(ofTotal, tax),
    },
  ]
}

/** Amounts of a period were settled with its invoice: of what came late only percentages are taken. */
function adjustmentsOf({ plan }: InvoiceSegment, isLate: boolean): readonly Adjustment[] {
  const all = settledValue(plan.adjustments)
  return isLate ? all.filter(({ kind, percentage }) => kind !== 'COMMITMENT' && percentage !== null) : all
}

/** `Late usage of 2026-01-01 to 2026-01-31`, in the days of the customer. */
function lateMark({ start, end }: InvoiceSegment, timeZone: string): string {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  return `Late usage of ${day.format(start)} to ${day.format(new Date(end.getTime() - 1))}`
}

const summed = (lines: readonly PlannedLine[], tax: SalesTax) => ({ lines, totals: totalsOf(lines, tax) })

/** Leaves the pricings that have a line. */
function shownPricings(charged: readonly ChargedPricing[], showUnused: boolean): ChargedPricing[] {
  const isShown = (rule: ChargedRule) => rule.due && (showUnused || !isUnused(rule) || !rule.charge.amount.isZero())
  return charged
    .map(({ pricing, rules }) => ({ pricing, rules: rules.filter(isShown) }))
    .filter(({ rules }) => rules.length > 0)
}

function kindOfTotal(applied: readonly AppliedAdjustment[]): PlannedGroup['kind'] {
  const kinds = new Set(applied.filter(({ group }) => group === null).map(({ adjustment }) => adjustment.kind))
  const [only, second] = kinds
  return second === undefined && only !== undefined ? only : 'ADJUSTMENT'
}
