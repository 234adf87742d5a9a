import { type AdmissionOptions, readAdmission } from '../admission/admission-options.ts'
import { planAdmission } from '../admission/admit.ts'
import { answerCheck } from '../admission/answer-check.ts'
import type { CheckDecision } from '../admission/reservation.ts'
import { assertCheckRequest, type CheckRequest } from '../admission/reserve-request.ts'
import { CustomerSnapshot, type PeriodMs } from '../customers/customer-snapshot.ts'
import type { EntitlementValue } from '../customers/entitlement-value.ts'
import { knownOptions } from '../errors/check-option.ts'
import { InvalidRequestError } from '../errors/invalid-request-error.ts'
import { type MeterOptions, type QuantityOptions, resolveMeters } from '../quantities/resolve-meters.ts'
import { readLimitedScopes } from '../scopes/read-scopes.ts'
import { type DecideCounts, readFrom } from './decide-counts.ts'

export interface DecideFacts {
  /** The request, as check() gets it. Its scopes bring their limits with them. */
  readonly request: CheckRequest
  /** The customer's values by feature reference, as `features()` has them, or {@link readEntitlements}. */
  readonly entitlements: Readonly<Record<string, EntitlementValue>>
  /** The billing period, half-open, in which `at` is. Absent: the customer has no active subscription. */
  readonly period?: { readonly start: Date; readonly end: Date }
  /** The counts so far: the answer of `usage()`, or a part of it. What it does not have is 0. */
  readonly counts?: DecideCounts
  readonly at: Date
  /** IANA time zone whose days scopes are limited by. Default `UTC`. */
  readonly timeZone?: string
}

/** The options of createEntitlements() that the decision goes by. */
export interface DecideOptions extends AdmissionOptions {
  readonly meters?: MeterOptions
  readonly quantities?: QuantityOptions
}

const FACTS = ['request', 'entitlements', 'period', 'counts', 'at', 'timeZone']
const OPTIONS = ['features', 'whenShort', 'beyond', 'minCompletionTokens', 'modelCeilings', 'meters', 'quantities']
const SUBSCRIPTION = { id: 'given', currency: '', billingPeriod: {}, schedules: [] }

/**
 * Decides as the gate does: what check() would answer for these entitlements and counts. Pure; asks nothing, holds
 * nothing. Limits on money are not looked at. Throws InvalidRequestError for a request that reserve() would refuse, and
 * InvalidOptionError.
 *
 * @example
 * const entitlements = { available_models: { type: 'enums', enums: ['gpt-4o-mini'] } } as const
 * const request = { customer: 'c', model: 'gpt-4o', estimate: { promptTokens: 10 } }
 * const decision = decide({ request, entitlements, period, at: new Date() }, { features: { budgets: {} } })
 * // decision.allowed is false, decision.reason is 'model_not_entitled'
 */
export function decide(facts: DecideFacts, options: DecideOptions = {}): CheckDecision {
  knownOptions(options, OPTIONS)
  knownOptions(facts, FACTS)
  const meters = resolveMeters(options.meters ?? {}, options.quantities ?? {})
  const settings = { ...readAdmission(options, meters), leaseMs: 1 }
  const { request, entitlements, counts = {}, timeZone } = facts
  assertCheckRequest(request, meters.byQuantity)
  const at = instant(facts.at, 'at')
  const scopes = request.scopes === undefined ? undefined : readLimitedScopes(request.scopes, meters.byQuantity)
  const period = readPeriod(facts.period, at)
  const snapshot = new CustomerSnapshot({
    customer: request.customer,
    customerId: request.customer,
    loadedAt: at,
    modelsFeature: settings.rules.models,
    values: new Map(Object.entries(entitlements)),
    ...(period === undefined ? {} : { period, subscription: SUBSCRIPTION }),
    ...(timeZone === undefined ? {} : { timeZone }),
  })
  const admission = planAdmission(snapshot, settings, request, { id: '', requestId: '' }, at, scopes)
  if ('allowed' in admission) return admission
  return answerCheck(admission, readFrom(counts, admission, at), snapshot, request.model ?? '', at, scopes)
}

function readPeriod(given: DecideFacts['period'], at: number): PeriodMs | undefined {
  if (given === undefined) return undefined
  const start = instant(given.start, 'period.start')
  const end = instant(given.end, 'period.end')
  if (at < start || at >= end) refuse('at', 'be within the period', new Date(at).toISOString())
  return { start, end, full: { start: given.start, end: given.end } }
}

function instant(value: Date, field: string): number {
  const at = value instanceof Date ? value.getTime() : Number.NaN
  return Number.isNaN(at) ? refuse(field, 'be a valid Date', String(value)) : at
}

function refuse(field: string, rule: string, value: string): never {
  throw new InvalidRequestError({ message: `${field} must ${rule}; it is ${value}.`, field })
}
