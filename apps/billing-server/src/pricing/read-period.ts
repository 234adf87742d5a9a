import type { Period } from '@tallygate/billing-period'
import type { Schema } from '@tallygate/client'
import { PricingError } from '../money/pricing-error.ts'

/** A period of the wire, whose value is 1 where it says nothing. */
export function readPeriod(wire: Schema<'Period'> | null | undefined, field: string): Period | null {
  if (wire?.type == null) return null
  const value = wire.value ?? 1
  if (!Number.isInteger(value) || value < 1)
    throw new PricingError('INVALID_RULE', 'a period is at least 1', `${field}.value`)
  return { type: wire.type, value }
}

/** Whether two periods are as long: 12 months and a year, 7 days and a week. */
export function isSamePeriod(left: Period, right: Period): boolean {
  const [a, b] = [normalised(left), normalised(right)]
  return a.unit === b.unit && a.value === b.value
}

/** A period in months or in days. */
export function normalised({ type, value }: Period): { unit: 'months' | 'days'; value: number } {
  switch (type) {
    case 'YEAR':
      return { unit: 'months', value: 12 * value }
    case 'MONTH':
      return { unit: 'months', value }
    case 'WEEK':
      return { unit: 'days', value: 7 * value }
    case 'DAY':
      return { unit: 'days', value }
  }
}
