import type { BillingSchedule } from './billing-schedule.ts'
import { type WholePeriod, wholePeriodsFrom } from './whole-periods-from.ts'

/**
 * Schedules whose last answer is remembered, a few hundred bytes each. Usage of one customer arrives within one period,
 * so most questions have just been answered; a calendar costs some twenty times more than a look into a map.
 */
const MAX_REMEMBERED = 4096

const remembered = new Map<string, WholePeriod>()

/** The whole period that contains `time`. The schedule must be valid; its end does not matter. */
export function wholePeriodAt(schedule: BillingSchedule, time: number): WholePeriod {
  const { billingTime, period, startAt, timeZone } = schedule
  const key = `${billingTime} ${period.value} ${period.type} ${startAt.getTime()} ${timeZone}`
  const known = remembered.get(key)
  if (known && known.start <= time && time < known.end) return known
  const found = wholePeriodsFrom(schedule, time).next().value
  if (remembered.size >= MAX_REMEMBERED) remembered.clear()
  remembered.set(key, found)
  return found
}
