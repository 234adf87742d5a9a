/** The units in which the billing API counts periods. */
export const PERIOD_TYPES = ['DAY', 'WEEK', 'MONTH', 'YEAR'] as const

/** One unit of a period. `WEEK` is an ISO week: it begins on Monday. */
export type PeriodType = (typeof PERIOD_TYPES)[number]
