import type { LimitName } from './limit-name.ts'

/** Something that happened at a limit. Decimal text where money or credits are limited. */
export type LimitEvent =
  /** A share of a limit is used, in percent: once a period for each of the thresholds, by one of all processes. */
  | (LimitName & {
      readonly type: 'threshold_reached'
      readonly customer: string
      readonly threshold: number
      readonly used: number | string
      readonly limit: number | string
      /** End of the period or of the day; for a life, 24 hours after its last attempt. */
      readonly resetsAt: Date
    })
  /** A request was granted beyond a limit, since `beyond` allows it. */
  | (LimitName & {
      readonly type: 'limit_passed'
      readonly customer: string
      readonly id: string
      /** Empty for an attempt without a model. */
      readonly model: string
      readonly limit: number | string
      /** Used and held beyond the limit, with this request. */
      readonly by: number | string
    })
