import type { WhatIfAnswer } from './run-what-if.ts'

const HEADER = [
  'customer_reference',
  'invoice_id',
  'invoice_number',
  'status',
  'start_at',
  'end_at',
  'line',
  'currency',
  'before',
  'after',
  'difference',
]

/**
 * The answer as CSV (RFC 4180): a row for each line where the answer has lines, else one for each invoice. An empty
 * `before` is a line that is new, an empty `after` one that is gone.
 */
export function formatCsv({ invoices }: WhatIfAnswer): string {
  const rows = invoices.flatMap((invoice) => {
    const shared = [
      invoice.customer_reference,
      invoice.invoice_id,
      invoice.invoice_number,
      invoice.status,
      invoice.start_at,
      invoice.end_at,
    ]
    const { currency } = invoice.before
    const quantity = (amount: { readonly quantity?: string } | null | undefined) => amount?.quantity
    if (invoice.lines === undefined) {
      const amounts = [invoice.before, invoice.after, invoice.difference].map(quantity)
      return [[...shared, null, currency, ...amounts]]
    }
    return invoice.lines.map((line) => [
      ...shared,
      line.description,
      currency,
      quantity(line.before?.amount_excluding_tax),
      quantity(line.after?.amount_excluding_tax),
      quantity(line.difference),
    ])
  })
  return [HEADER, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('')
}

/** A value that is absent is an empty field. */
const field = (text: string | null | undefined): string =>
  text == null ? '' : /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
