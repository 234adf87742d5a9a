import { InvalidRequestError } from '../errors/invalid-request-error.ts'
import type { Scope } from '../scopes/scope.ts'

export interface CheckRequest {
  /** Reference of the customer in the billing API: 1 to 256 characters, none of them white space. */
  readonly customer: string
  /** The model to be called, as the entitlements name it. */
  readonly model: string
  readonly estimate: {
    /** Tokens of the prompt, as well as they can be estimated: a whole number, 0 or more. */
    readonly promptTokens: number
    /** The most completion tokens that the attempt asks for; default: the model's ceiling, else 4,096. */
    readonly completionTokens?: number
  }
  /**
   * The levels below the customer that it belongs to, such as a team, a user and a run: at most 7. It is admitted at
   * all levels or at none. Needs the option `scopes`.
   */
  readonly scopes?: readonly Scope[]
}

export interface ReserveRequest extends CheckRequest {
  /** Unique per request of the application, 1 to 200 characters. With the attempt it names the usage events. */
  readonly requestId: string
  /**
   * Tells the calls to a provider within one request apart: retries, fallbacks, steps of an agent. Default 1. At most
   * 100 characters.
   */
  readonly attempt?: string | number
  /** An aborted signal stops waiting for the billing API; what was held by then is released. */
  readonly signal?: AbortSignal
}

const MAX_CUSTOMER_LENGTH = 256
const MAX_REQUEST_ID_LENGTH = 200
const MAX_ATTEMPT_LENGTH = 100
export const MAX_MODEL_LENGTH = 256
/** A trillion tokens in one attempt is a mistake, and the sum of very many of them still is a safe integer. */
const MAX_ATTEMPT_TOKENS = 1_000_000_000_000

/** API fact: a reference has no white space. `.` and `..` would change the path of a URL. */
const CUSTOMER = /^(?!\.{1,2}$)[^\s\p{Cc}]+$/u
const PRINTABLE = /^[^\p{Cc}]+$/u

export function assertCheckRequest(request: CheckRequest): void {
  assertText(request.customer, 'customer', MAX_CUSTOMER_LENGTH, CUSTOMER, 'a reference without white space')
  assertText(request.model, 'model', MAX_MODEL_LENGTH, PRINTABLE, 'printable text')
  if (typeof request.estimate !== 'object' || request.estimate === null)
    throw new InvalidRequestError({
      message: `estimate must be {promptTokens, completionTokens?}; it is ${String(request.estimate)}.`,
      field: 'estimate',
    })
  assertTokens(request.estimate.promptTokens, 'estimate.promptTokens')
  if (request.estimate.completionTokens !== undefined)
    assertTokens(request.estimate.completionTokens, 'estimate.completionTokens')
}

export function assertReserveRequest(request: ReserveRequest): void {
  assertCheckRequest(request)
  assertText(request.requestId, 'requestId', MAX_REQUEST_ID_LENGTH, PRINTABLE, 'printable text')
  const attempt = request.attempt
  if (attempt === undefined || (typeof attempt === 'number' && Number.isSafeInteger(attempt) && attempt >= 0)) return
  assertText(attempt, 'attempt', MAX_ATTEMPT_LENGTH, PRINTABLE, 'a whole number or printable text')
}

/** Throws InvalidRequestError unless the value is a whole, non-negative count of at most MAX_ATTEMPT_TOKENS. */
export function assertTokens(value: unknown, field: string): asserts value is number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= MAX_ATTEMPT_TOKENS) return
  throw new InvalidRequestError({
    message: `${field} must be a whole number of tokens from 0 to ${MAX_ATTEMPT_TOKENS}; it is ${String(value).slice(0, 40)}.`,
    field,
  })
}

export function assertText(value: unknown, field: string, maxLength: number, pattern: RegExp, what: string): void {
  if (typeof value === 'string' && value.length <= maxLength && pattern.test(value)) return
  const shown = typeof value === 'string' ? JSON.stringify(value.slice(0, 40)) : String(value)
  throw new InvalidRequestError({
    message: `${field} must be ${what} of 1 to ${maxLength} characters; it is ${shown}.`,
    field,
  })
}
