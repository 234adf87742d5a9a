import type { RecordedAttempt } from '@tallygate/langchain'
import { findCause } from './find-cause.ts'

const MARKER = Symbol.for('tallygate.error.RunFailure')

/** A run ended without an answer. `cause` says why; `attempts` is what was used and metered before that. */
export class RunFailure extends Error {
  override readonly name = 'RunFailure'
  readonly code = 'RUN_FAILED'
  readonly attempts: readonly RecordedAttempt[]
  readonly [MARKER] = true

  constructor(attempts: readonly RecordedAttempt[], cause: unknown) {
    super('The run ended without an answer', { cause })
    this.attempts = attempts
  }

  /** True for this error from any copy of this module. */
  static isInstance(error: unknown): error is RunFailure {
    return typeof error === 'object' && error !== null && MARKER in error
  }
}

/** Tells whether a run ended because it took as many steps as it may. */
export function isOutOfSteps(cause: unknown): boolean {
  return findCause(cause, isRecursionError) !== undefined
}

function isRecursionError(error: unknown): error is Error {
  return error instanceof Error && error.name === 'GraphRecursionError'
}
