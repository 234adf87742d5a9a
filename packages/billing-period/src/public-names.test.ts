import { exportedNames } from '@tallygate/test-kit'
import { expect, test } from 'vitest'

test('the public names are these', () => {
  expect(exportedNames(new URL('./index.ts', import.meta.url))).toMatchInlineSnapshot(`
    [
      "InvalidDurationError",
      "InvalidInstantError",
      "InvalidScheduleError",
      "MAX_PERIODS",
      "MAX_PERIOD_VALUE",
      "PERIOD_TYPES",
      "TooManyPeriodsError",
      "UnknownTimeZoneError",
      "addDuration",
      "addPeriod",
      "billingPeriodAt",
      "billingPeriodsBetween",
      "billingRuns",
      "daysBetween",
      "formatInstant",
      "isSamePeriod",
      "nextBillingPeriod",
      "parseInstant",
      "resolveTimeZone",
      "type BillingPeriod",
      "type BillingRun",
      "type BillingSchedule",
      "type Period",
      "type PeriodType",
      "type SubscriptionSchedule",
      "type SubscriptionTime",
    ]
  `)
})
