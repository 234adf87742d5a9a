import { addPeriod, billingPeriodAt, type Period } from '@tallygate/billing-period'

/** The terms of a subscription: the first, and those that renew it. */
export interface Terms {
  /** Start of the first schedule. */
  readonly start: Date
  readonly initial: Period
  readonly renewal: Period
  readonly timeZone: string
}

/** Renewals in months that are looked through: a thousand years of months. */
const MAX_RENEWALS = 12_000

/**
 * Returns the end of the term that runs at `now`: of the initial term, or of the renewal term that follows it. Terms in
 * months and years are counted from the start of the first one, so that the day of the month is kept: what begins on
 * 31 January ends on 28 February, 31 March, 30 April.
 */
export function endOfTerm({ start, initial, renewal, timeZone }: Terms, now: Date): Date {
  const firstEnd = addPeriod(start, initial, timeZone)
  if (firstEnd > now) return firstEnd
  const initialMonths = monthsOf(initial)
  const renewalMonths = monthsOf(renewal)
  if (initialMonths === undefined || renewalMonths === undefined) {
    const renewals = { billingTime: 'EXACT', period: renewal, startAt: firstEnd, endAt: null, timeZone } as const
    return billingPeriodAt(renewals, now)?.end ?? firstEnd
  }
  let end = firstEnd
  for (let count = 1; end <= now && count <= MAX_RENEWALS; count += 1) {
    end = addPeriod(start, { type: 'MONTH', value: initialMonths + count * renewalMonths }, timeZone)
  }
  return end
}

function monthsOf({ type, value }: Period): number | undefined {
  if (type === 'MONTH') return value
  return type === 'YEAR' ? 12 * value : undefined
}
