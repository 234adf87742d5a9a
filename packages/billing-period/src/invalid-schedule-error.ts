const MARKER = Symbol.for('tallygate.error.InvalidScheduleError')

/** A schedule, period or date that nothing can be billed by. The message names the field and the fix. */
export class InvalidScheduleError extends Error {
  override readonly name = 'InvalidScheduleError'
  readonly code = 'INVALID_BILLING_SCHEDULE'
  /** The field at fault, as a path: `period.value`. */
  readonly field: string
  readonly [MARKER] = true

  constructor(field: string, problem: string) {
    super(`Invalid billing schedule: ${field} ${problem}.`)
    this.field = field
  }

  /** Returns true for errors of this class, also when another copy of this package made them. */
  static isInstance(error: unknown): error is InvalidScheduleError {
    return error instanceof Error && MARKER in error
  }
}
