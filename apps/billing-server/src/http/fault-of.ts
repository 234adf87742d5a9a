import {
  InvalidDurationError,
  InvalidInstantError,
  InvalidScheduleError,
  TooManyPeriodsError,
  UnknownTimeZoneError,
} from '@tallygate/billing-period'
import { PricingError } from '@tallygate/rating'
import { ApiFault } from './api-fault.ts'

/** Errors of the pure rules: they speak of what was asked for, and hold nothing that the caller may not see. */
const RULE_ERRORS: readonly { isInstance(error: unknown): error is Error }[] = [
  PricingError,
  InvalidScheduleError,
  InvalidDurationError,
  InvalidInstantError,
  UnknownTimeZoneError,
  TooManyPeriodsError,
]

/** The fault of the request that an error stands for, as it is answered; `undefined` for a fault of the server. */
export function faultOf(error: unknown): ApiFault | undefined {
  return ApiFault.isInstance(error) ? error : (fromRule(error) ?? fromReading(error))
}

/** Returns what a rule of time or price refuses: a request at fault, named as well as the rule can. */
function fromRule(error: unknown): ApiFault | undefined {
  if (!RULE_ERRORS.some((kind) => kind.isInstance(error))) return undefined
  const { message } = error as Error
  const named = (error as { readonly field?: unknown }).field
  const field = typeof named === 'string' && named !== '' ? named : 'body'
  return new ApiFault({ code: 'UNABLE_TO_PROCESS_INSTRUCTIONS', field, message, cause: error })
}

/** Errors of reading a request carry a `status`, and a `type` where the reader itself found the fault. */
interface ReadingError {
  readonly status: number
  readonly type?: unknown
  readonly limit?: unknown
}

const isReadingError = (error: unknown): error is Error & ReadingError =>
  error instanceof Error && 'status' in error && typeof error.status === 'number' && error.status < 500

/** A body, or an escape in a path, that cannot be read. Its text is the caller's, and goes nowhere. */
function fromReading(error: unknown): ApiFault | undefined {
  if (!isReadingError(error)) return undefined
  const { status, type, limit } = error
  if (type === 'entity.too.large') {
    const message = `The body is larger than ${String(limit)} bytes`
    return new ApiFault({ status: 413, code: 'BAD_REQUEST', field: 'body', message })
  }
  if (status === 415) {
    const message = 'The encoding of the body is not supported'
    return new ApiFault({ code: 'UNSUPPORTED_MEDIA_TYPE', field: 'body', message })
  }
  const message = type === 'entity.parse.failed' ? 'The body is not valid JSON' : 'The body cannot be read'
  return new ApiFault({ status, code: 'BAD_REQUEST', field: 'body', message })
}
