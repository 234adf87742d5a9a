import { type BillingPeriod, daysBetween, type Period } from '@tallygate/billing-period'
import { type PeriodShare, WHOLE_PERIOD } from '../models/band.ts'
import { Decimal } from '../money/decimal.ts'
import { PricingError } from '../money/pricing-error.ts'

/** Share of the full period that a shorter one has: its days by the days of the full one. */
export function prorationOf(period: BillingPeriod, timeZone: string): PeriodShare {
  if (period.start.getTime() === period.full.start.getTime() && period.end.getTime() === period.full.end.getTime()) {
    return WHOLE_PERIOD
  }
  const days = daysBetween(period.start, period.end, timeZone)
  const fullDays = daysBetween(period.full.start, period.full.end, timeZone)
  if (fullDays <= 0) throw new PricingError('INVALID_RULE', 'the full period has no day', 'period.full')
  return { numerator: Decimal.fromInteger(days), denominator: Decimal.fromInteger(fullDays) }
}

/**
 * Tells how many times a price that is quoted for `pricingPeriod` is due in one billing period: 3 for a monthly price
 * in a quarter, one twelfth for a yearly price in a month. A price a day or week in a billing period of months goes by
 * the days of that period.
 *
 * @throws PricingError `NOT_SUPPORTED` for a price a month or year in a billing period of days or weeks
 */
export function pricingPeriodFactor(pricing: Period, billing: Period, fullDays: number, field: string): PeriodShare {
  const price = normalised(pricing)
  const bill = normalised(billing)
  if (price.unit === bill.unit) {
    return { numerator: Decimal.fromInteger(bill.value), denominator: Decimal.fromInteger(price.value) }
  }
  if (price.unit === 'months') {
    throw new PricingError(
      'NOT_SUPPORTED',
      `a price for ${pricing.value} ${pricing.type} cannot be scaled to ${billing.value} ${billing.type}`,
      field,
    )
  }
  return { numerator: Decimal.fromInteger(fullDays), denominator: Decimal.fromInteger(price.value) }
}

/** Both shares at once. */
export function timesShare(left: PeriodShare, right: PeriodShare): PeriodShare {
  return {
    numerator: left.numerator.times(right.numerator),
    denominator: left.denominator.times(right.denominator),
  }
}

/** A period in months or in days. */
function normalised({ type, value }: Period): { unit: 'months' | 'days'; value: number } {
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
