import type { Schema } from '@tallygate/client'
import { sumLines } from './sum-lines.ts'

type Group = Schema<'InvoiceGroup'>
type Period = Schema<'InvoicePeriod'>

/** The members of a group besides its lines and their money. */
type GroupFrame = Omit<
  Group,
  'group_order' | 'lines' | 'amount_excluding_tax' | 'amount_including_tax' | 'tax_categories'
>

/** A line of an invoice and the group that it stands in. */
export interface PlacedLine {
  readonly group: GroupFrame
  readonly line: Schema<'InvoiceLine'>
}

/** The lines of an invoice's periods, one after the other, each with its group. */
export function placedLinesOf(periods: readonly Period[] | undefined): PlacedLine[] {
  return (periods ?? []).flatMap((period) =>
    (period.groups ?? []).flatMap(
      ({
        lines,
        group_order: _order,
        amount_excluding_tax: _net,
        amount_including_tax: _gross,
        tax_categories: _taxes,
        ...group
      }) => (lines ?? []).map((line) => ({ group, line })),
    ),
  )
}

/** The members of the one period of a written invoice besides its groups. */
export type PeriodFrame = Pick<Period, 'start_at' | 'end_at' | 'billing_period'>

/**
 * The one period of a written invoice: its lines in their order, those of the same group together, everything counted
 * from 1 and summed up.
 */
export function arrangeLines(lines: readonly PlacedLine[], frame: PeriodFrame, currency: string): Period {
  const groups = Map.groupBy(lines, ({ group }) => JSON.stringify(group))
  return {
    ...frame,
    period_order: 1,
    ...sumLines(
      lines.map(({ line }) => line),
      currency,
    ),
    groups: [...groups.values()].map((placed, index) => {
      const own = placed.map(({ line }, position) => ({ ...line, line_order: position + 1 }))
      return { ...placed[0]?.group, group_order: index + 1, ...sumLines(own, currency), lines: own }
    }),
  }
}
