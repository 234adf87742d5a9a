import { addPeriod, billingPeriodAt } from '@tallygate/billing-period'
import type { Schema } from '@tallygate/client'

/**
 * Works out when an invoice is due by the subscription's `due_date_configuration`: a period after the invoice date, or
 * the last second of the month in which the invoice date, or the end of that period, falls. Without a configuration an
 * invoice is due at its date.
 *
 * @param timeZone IANA zone whose calendar counts
 */
export function dueDateOf(
  invoiceDate: Date,
  configuration: Schema<'DueDate'> | null | undefined,
  timeZone: string,
): Date {
  const { type, value } = configuration?.period ?? {}
  const after = type === undefined ? invoiceDate : addPeriod(invoiceDate, { type, value: value ?? 1 }, timeZone)
  if (configuration?.type !== 'END_OF_THE_MONTH') return after
  const month = { billingTime: 'CALENDAR', period: { type: 'MONTH', value: 1 }, startAt: after, timeZone } as const
  const end = billingPeriodAt({ ...month, endAt: null }, after)?.end ?? after
  return new Date(end.getTime() - 1000)
}
