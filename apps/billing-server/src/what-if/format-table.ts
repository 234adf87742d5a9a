import type { Schema } from '@tallygate/client'
import type { WhatIfAnswer } from './run-what-if.ts'
import type { CurrencyTotal } from './what-if-sums.ts'

/** Invoices whose lines are shown; the others are in the CSV and in the JSON. */
const MAX_INVOICES_WITH_LINES = 20

/** The answer for people to read: totals, the customers that change most, lines, and what could not be priced. */
export function formatTable(answer: WhatIfAnswer): string {
  const amounts = (one: Row) => [one.before, one.after, one.difference].map(money)
  const sections = [
    table(
      ['', 'invoices', 'before', 'after', 'difference', ''],
      answer.totals.map((total) => ['total', String(total.invoices), ...amounts(total), change(total)]),
    ),
    table(
      ['customer', 'invoices', 'before', 'after', 'difference', ''],
      answer.most_changed.map((one) => [one.customer_reference, String(one.invoices), ...amounts(one), change(one)]),
    ),
    ...answer.invoices
      .filter(({ lines }) => lines !== undefined)
      .slice(0, MAX_INVOICES_WITH_LINES)
      .map((invoice) =>
        table(
          [
            `${invoice.customer_reference} ${invoice.start_at.slice(0, 10)} ${invoice.invoice_number ?? invoice.status}`,
            'before',
            'after',
            'difference',
          ],
          (invoice.lines ?? []).map((line) => [
            line.description,
            money(line.before?.amount_excluding_tax),
            money(line.after?.amount_excluding_tax),
            money(line.difference),
          ]),
        ),
      ),
    table(
      ['not priced', '', ''],
      answer.refused.map((one) => [one.customer_reference, one.field, one.message]),
    ),
    answer.notices.map(({ field, message }) => `note: ${field}: ${message}`).join('\n'),
  ]
  const shown = sections.filter((section) => section !== '')
  return shown.length === 0 ? 'No invoice begins in the range under the candidate’s plan.\n' : `${shown.join('\n\n')}\n`
}

interface Row {
  readonly before: Schema<'Amount'>
  readonly after: Schema<'Amount'>
  readonly difference: Schema<'Amount'>
}

const money = (amount: Schema<'Amount'> | null | undefined): string =>
  amount == null ? '–' : `${amount.quantity} ${amount.currency}`

/** The difference in percent, with its sign. */
function change({ difference_percentage: percentage }: Pick<CurrencyTotal, 'difference_percentage'>): string {
  if (percentage === null) return ''
  return `${/^(-|0\.0$)/.test(percentage) ? '' : '+'}${percentage} %`
}

/** Columns side by side, the first to the left and the others to the right; '' without rows. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return ''
  const all = [head, ...rows]
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)))
  return all
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
