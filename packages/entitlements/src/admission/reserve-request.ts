import { InvalidRequestError } from '../errors/invalid-request-error.ts'
import { COMMON_QUANTITIES, isOwnName, type KnownQuantities } from '../quantities/quantity-names.ts'
import type { Scope } from '../scopes/scope.ts'

export interface CheckRequest {
  /** Reference of the customer in the billing API: 1 to 256 characters, none of them white space. */
  readonly customer: string
  /**
   * The model to be called, as the entitlements name it. May be absent for an attempt without tokens: a tool call, an
   * outcome.
   */
  readonly model?: string | undefined
  readonly estimate: AttemptEstimate
  /**
   * The levels below the customer that it belongs to, such as a team, a user and a run: at most 7. It is admitted at
   * all levels or at none. Needs the option `scopes`.
   */
  readonly scopes?: readonly Scope[]
}

/** The counts that an attempt may reach, before it is made. Whole, and not negative. */
export interface AttemptEstimate {
  /** Tokens of the prompt, as well as they can be estimated. Absent: the attempt has no tokens. */
  readonly promptTokens?: number
  /**
   * The most completion tokens that the attempt asks for. Default: the model's ceiling, else 4,096; 0 for an attempt
   * without `promptTokens`.
   */
  readonly completionTokens?: number
  /** Quantities beside tokens: `images`, `toolCalls`, and every other mapped name. */
  readonly quantities?: Readonly<Record<string, number>>
}

export interface ReserveRequest extends CheckRequest {
  /** Unique per request of the application, 1 to 200 characters. With the attempt it names the usage events. */
  readonly requestId: string
  /**
   * Tells the calls to a provider within one request apart: retries, fallbacks, steps of an agent. Default 1. At most
   * 100 characters.
   */
  readonly attempt?: string | number
  /**
   * Properties of the attempt's events by their references, where the meters have them: `{agent: 'support'}`. Values of
   * 1 to 256 characters. Who used it below the customer is no property.
   */
  readonly properties?: Readonly<Record<string, string>>
  /** An aborted signal stops waiting for the billing API; what was held by then is released. */
  readonly signal?: AbortSignal
}

const MAX_CUSTOMER_LENGTH = 256
const MAX_REQUEST_ID_LENGTH = 200
const MAX_ATTEMPT_LENGTH = 100
export const MAX_MODEL_LENGTH = 256
/** A trillion of anything in one attempt is a mistake, and the sum of very many of them still is a safe integer. */
const MAX_ATTEMPT_COUNT = 1_000_000_000_000

/** API fact: a reference has no white space. `.` and `..` would change the path of a URL. */
const CUSTOMER = /^(?!\.{1,2}$)[^\s\p{Cc}]+$/u
export const PRINTABLE = /^[^\p{Cc}]+$/u

/** Properties of one attempt. */
const MAX_PROPERTIES = 20
const MAX_PROPERTY_LENGTH = 256
/** Longest part of a value that an error shows. */
const LARGEST_SHOWN = 40

/** Throws InvalidRequestError. `quantities` are the names that the application mapped. */
export function assertCheckRequest(request: CheckRequest, quantities: KnownQuantities): void {
  assertText(request.customer, 'customer', MAX_CUSTOMER_LENGTH, CUSTOMER, 'a reference without white space')
  const { estimate } = request
  if (typeof estimate !== 'object' || estimate === null)
    throw new InvalidRequestError({
      message: `estimate must be {promptTokens, completionTokens?, quantities?}; it is ${String(estimate)}.`,
      field: 'estimate',
    })
  const { promptTokens, completionTokens } = estimate
  // An attempt has tokens, or something else that it counts.
  if (promptTokens !== undefined || estimate.quantities === undefined)
    assertCount(promptTokens, 'estimate.promptTokens')
  if (completionTokens !== undefined) assertCount(completionTokens, 'estimate.completionTokens')
  if (estimate.quantities !== undefined) assertQuantities(estimate.quantities, 'estimate.quantities', quantities)
  if (request.model !== undefined || promptTokens !== undefined || (completionTokens ?? 0) > 0)
    assertText(request.model, 'model', MAX_MODEL_LENGTH, PRINTABLE, 'printable text')
}

/** Throws InvalidRequestError. `quantities` are the names that the application mapped. */
export function assertReserveRequest(request: ReserveRequest, quantities: KnownQuantities): void {
  assertCheckRequest(request, quantities)
  if (request.properties !== undefined) assertProperties(request.properties)
  assertText(request.requestId, 'requestId', MAX_REQUEST_ID_LENGTH, PRINTABLE, 'printable text')
  const attempt = request.attempt
  if (attempt === undefined || (typeof attempt === 'number' && Number.isSafeInteger(attempt) && attempt >= 0)) return
  assertText(attempt, 'attempt', MAX_ATTEMPT_LENGTH, PRINTABLE, 'a whole number or printable text')
}

/** Throws InvalidRequestError unless the value is a whole, non-negative count of at most MAX_ATTEMPT_COUNT. */
export function assertCount(value: unknown, field: string): asserts value is number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= MAX_ATTEMPT_COUNT) return
  throw new InvalidRequestError({
    message: `${field} must be a whole number from 0 to ${MAX_ATTEMPT_COUNT}; it is ${shown(value)}.`,
    field,
  })
}

/** Throws InvalidRequestError unless each name is a quantity that an application may state, and each value a count. */
export function assertQuantities(counts: unknown, path: string, known: KnownQuantities): void {
  assertRecord(counts, path, 'counts by the names of quantities')
  for (const [name, count] of Object.entries(counts)) {
    const field = `${path}.${shortened(name)}`
    if (!isOwnName(name))
      throw new InvalidRequestError({
        message: `${field} must not be stated; it is worked out of the attempt's tokens.`,
        field,
      })
    if (!known.has(name) && !COMMON_QUANTITIES.has(name)) {
      const names = [...new Set([...COMMON_QUANTITIES, ...[...known.keys()].filter(isOwnName)])].join(', ')
      throw new InvalidRequestError({
        message: `${field} must be one of ${names}; it is unknown. Map it to a meter with the option quantities.`,
        field,
      })
    }
    assertCount(count, field)
  }
}

function assertProperties(properties: unknown): void {
  assertRecord(properties, 'properties', 'texts by the references of meter properties')
  const entries = Object.entries(properties)
  if (entries.length > MAX_PROPERTIES)
    throw new InvalidRequestError({
      message: `properties must be at most ${MAX_PROPERTIES}; they are ${entries.length}.`,
      field: 'properties',
    })
  for (const [name, value] of entries)
    assertText(value, `properties.${shortened(name)}`, MAX_PROPERTY_LENGTH, PRINTABLE, 'printable text')
}

function assertRecord(value: unknown, field: string, what: string): asserts value is Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return
  throw new InvalidRequestError({ message: `${field} must be ${what}; it is ${shown(value)}.`, field })
}

function shortened(name: string): string {
  return name.slice(0, LARGEST_SHOWN)
}

export function assertText(value: unknown, field: string, maxLength: number, pattern: RegExp, what: string): void {
  if (typeof value === 'string' && value.length <= maxLength && pattern.test(value)) return
  throw new InvalidRequestError({
    message: `${field} must be ${what} of 1 to ${maxLength} characters; it is ${shown(value)}.`,
    field,
  })
}

function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(shortened(value))
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object'
  return shortened(String(value))
}
