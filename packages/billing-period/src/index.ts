export { addDuration } from './add-duration.ts'
export { addPeriod } from './add-period.ts'
export type { BillingPeriod } from './billing-period.ts'
export { billingPeriodAt } from './billing-period-at.ts'
export {
  billingPeriodsBetween,
  MAX_PERIODS,
} from './billing-periods-between.ts'
export {
  type BillingRun,
  billingRuns,
  type SubscriptionSchedule,
  type SubscriptionTime,
} from './billing-runs.ts'
export type { BillingSchedule } from './billing-schedule.ts'
export { daysBetween } from './days-between.ts'
export { formatInstant } from './format-instant.ts'
export { InvalidDurationError } from './invalid-duration-error.ts'
export { InvalidInstantError } from './invalid-instant-error.ts'
export { InvalidScheduleError } from './invalid-schedule-error.ts'
export { nextBillingPeriod } from './next-billing-period.ts'
export { parseInstant } from './parse-instant.ts'
export { isSamePeriod, MAX_PERIOD_VALUE, type Period } from './period.ts'
export { PERIOD_TYPES, type PeriodType } from './period-type.ts'
export { resolveTimeZone } from './resolve-time-zone.ts'
export { TooManyPeriodsError } from './too-many-periods-error.ts'
export { UnknownTimeZoneError } from './unknown-time-zone-error.ts'
