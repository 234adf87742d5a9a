/** One half-open billing period: `start` belongs to it, `end` belongs to the next one. */
export interface BillingPeriod {
  /** First instant, inclusive. */
  readonly start: Date
  /** First instant after it, exclusive. */
  readonly end: Date
  /**
   * The whole period, before it was cut at the schedule's start and end: what a recurring amount is prorated against.
   * Equal to `start` and `end` when nothing was cut.
   */
  readonly full: { readonly start: Date; readonly end: Date }
}
