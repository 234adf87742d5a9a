import { ApiFault, invalidField } from '../http/api-fault.ts'
import type { OperationWrapper } from '../http/operation-pipeline.ts'

/** Faults that the server plays, so that callers can be tested against them. */
export interface Faults {
  /** Share of requests that fail before anything happens, 0 to 1. */
  readonly error_rate: number
  /** Status of those failures. */
  readonly error_status: number
  /** Share of requests whose answer is lost after their work was committed, 0 to 1. */
  readonly lost_response_rate: number
  /** The time that each request waits first, in milliseconds. */
  readonly delay_ms: number
  /** Operation ids that the faults are for; empty: all. */
  readonly operations: readonly string[]
  /** The number of faults are played before it ends; null: no end. */
  readonly times: number | null
}

export const NO_FAULTS: Faults = {
  error_rate: 0,
  error_status: 503,
  lost_response_rate: 0,
  delay_ms: 0,
  operations: [],
  times: null,
}

/** Longer delays only hold connections; a caller that has a timeout has met it by then. */
const MAX_DELAY_MS = 60_000
const ERROR_STATUSES = [429, 500, 502, 503, 504]

/** Reads faults from a request. Throws naming the member at fault. */
export function readFaults(given: unknown): Faults {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw invalidField('body', 'value is not an object')
  }
  const members = given as Record<string, unknown>
  for (const name of Object.keys(members)) {
    if (!(name in NO_FAULTS)) throw invalidField(name, `value is not one of ${Object.keys(NO_FAULTS).join(', ')}`)
  }
  const number = (name: 'error_rate' | 'lost_response_rate' | 'delay_ms', max: number): number => {
    const value = members[name] ?? NO_FAULTS[name]
    if (typeof value !== 'number' || !(value >= 0 && value <= max)) {
      throw invalidField(name, `value is not a number from 0 to ${max}`)
    }
    return value
  }
  const status = members['error_status'] ?? NO_FAULTS.error_status
  if (typeof status !== 'number' || !ERROR_STATUSES.includes(status)) {
    throw invalidField('error_status', `value is not one of ${ERROR_STATUSES.join(', ')}`)
  }
  const operations = members['operations'] ?? []
  if (!Array.isArray(operations) || operations.some((one) => typeof one !== 'string')) {
    throw invalidField('operations', 'value is not a list of operation ids')
  }
  const times = members['times'] ?? null
  if (times !== null && !(typeof times === 'number' && Number.isInteger(times) && times > 0)) {
    throw invalidField('times', 'value is not a whole number above 0')
  }
  return {
    error_rate: number('error_rate', 1),
    error_status: status,
    lost_response_rate: number('lost_response_rate', 1),
    delay_ms: number('delay_ms', MAX_DELAY_MS),
    operations: operations as string[],
    times,
  }
}

/** Plays faults around every operation under /v1. */
export class FaultInjection {
  readonly #random: () => number
  #faults = NO_FAULTS

  constructor(random: () => number) {
    this.#random = random
  }

  get faults(): Faults {
    return this.#faults
  }

  set(faults: Faults): void {
    this.#faults = faults
  }

  readonly wrapper: OperationWrapper = async ({ operation, setHeader, loseAnswer }, answer) => {
    const {
      operations,
      delay_ms: delayMs,
      error_rate: errorRate,
      error_status: status,
      lost_response_rate: lostRate,
    } = this.#faults
    if (operations.length > 0 && !operations.includes(operation.id)) return answer()
    if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs))
    if (this.#plays(errorRate)) {
      if (status === 429 || status === 503) setHeader('Retry-After', '1')
      if (status === 500) setHeader('Idempotency-Retryable', 'true')
      throw new ApiFault({
        status,
        code: status === 429 ? 'BAD_REQUEST' : 'INTERNAL_ERROR',
        message: 'A fault that /local/faults asked for',
      })
    }
    const result = await answer()
    // The work is done and committed; the caller only sees its connection break.
    if (this.#plays(lostRate)) loseAnswer()
    return result
  }

  #plays(rate: number): boolean {
    if (rate === 0 || this.#random() >= rate) return false
    const { times } = this.#faults
    if (times === null) return true
    this.#faults = times <= 1 ? NO_FAULTS : { ...this.#faults, times: times - 1 }
    return true
  }
}
