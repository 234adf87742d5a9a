import type { BillingPeriod } from './billing-period.ts'
import { billingPeriodAt } from './billing-period-at.ts'
import type { BillingSchedule } from './billing-schedule.ts'

/**
 * The billing period that begins where `period` ends; undefined when the schedule ends there. `period` must be one of
 * this schedule.
 */
export function nextBillingPeriod(schedule: BillingSchedule, period: BillingPeriod): BillingPeriod | undefined {
  return billingPeriodAt(schedule, period.end)
}
