import { describeValue } from './describe-value.ts'

/**
 * Writes a date range as filters such as `start_at` and `invoice_date` take it:
 * `[2026-01-01T00:00:00Z,2026-02-01T00:00:00Z]`. Instants are Dates or ISO 8601 text with an offset; they are sent in
 * UTC without milliseconds, which the API refuses. Throws RangeError for anything else and when `from` is after `to`.
 * Source: API fact.
 *
 * @example
 * const query = { invoice_date: dateRange('2026-01-01T00:00:00Z', new Date()) }
 * const { data } = await client.GET('/v1/invoices', { params: { query } })
 */
export function dateRange(from: Date | string, to: Date | string): string {
  const start = instant(from, 'from')
  const end = instant(to, 'to')
  if (start > end) throw new RangeError('from must not be after to.')
  return `[${format(start)},${format(end)}]`
}

function instant(value: Date | string, name: string): number {
  const zoned = value instanceof Date || /T.*(Z|[+-]\d{2}:?\d{2})$/.test(value)
  const epochMs = zoned ? new Date(value).getTime() : Number.NaN
  if (Number.isNaN(epochMs))
    throw new RangeError(`${name} must be a Date or ISO 8601 text with an offset; it is ${describeValue(value)}.`)
  return epochMs
}

function format(epochMs: number): string {
  return new Date(epochMs).toISOString().replace(/\.\d{3}Z$/, 'Z')
}
