/** An event: attempts are not reported to operators. Their usage is billed all the same. */
export interface ReportsDropped {
  readonly type: 'reports_dropped'
  readonly attempts: number
}
