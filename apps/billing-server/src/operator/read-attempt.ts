import {
  fieldOf,
  type Given,
  readList,
  readMap,
  readMoment,
  readObject,
  readOptionalText,
  readText,
  refuse,
  text,
  wholeNumber,
} from './read-members.ts'

/** Most attempts of one report. */
const MAX_ATTEMPTS = 1_000
/** Bytes of an attempt's id: a customer's reference, a request's id and a number, each of them escaped. */
export const MAX_ATTEMPT_ID_BYTES = 2_000
/** Bytes of a reference, a request's id or a model: 256 characters. */
export const MAX_NAME_BYTES = 1_024
/** A trillion of anything in one attempt is a mistake. */
const MAX_COUNT = 1_000_000_000_000
const MAX_QUANTITIES = { names: 100, bytes: 256 }
const MAX_PROPERTIES = { names: 20, bytes: 256 }
const MAX_SCOPES = 8
const MAX_EVENTS = 100
const MAX_COSTS = 20
const SOURCES = ['provider', 'estimate', 'recovered']
/** Money and credits are sent with up to 12 decimals; 30 digits before them are more than anybody owns. */
const AMOUNT = /^-?\d{1,30}(\.\d{1,12})?$/
/** W3C Trace Context: 32 hexadecimal digits, not all of them 0. */
const TRACE_ID = /^(?!0{32})[0-9a-f]{32}$/

/** An amount of money or credits. */
export interface ReportedAmount {
  /** A decimal. */
  readonly amount: string
  /** ISO 4217 code of a currency, or the reference of a credit type. */
  readonly unit: string
}

/** A settled attempt as applications report it and operators read it. */
export interface ReportedAttempt {
  readonly id: string
  readonly customer_reference: string
  readonly request_id: string
  /** The model that was asked for; null for an attempt without one. */
  readonly model: string | null
  /** The model that answered, and is billed. */
  readonly served_model: string | null
  readonly source: string
  /** Counts by the names of quantities. */
  readonly quantities: Readonly<Record<string, number>>
  /** The price that the application held the customer to, where it is known. */
  readonly cost: ReportedAmount | null
  /** The price in every unit, where the plan prices usage in several. */
  readonly costs: readonly ReportedAmount[]
  readonly scopes: readonly { readonly kind: string; readonly id: string }[]
  /** Texts by the references of meter properties. */
  readonly properties: Readonly<Record<string, string>>
  readonly trace_id: string | null
  /** References of its usage events. */
  readonly event_references: readonly string[]
  readonly admitted_at: string
  readonly settled_at: string
}

/** Reads `POST /operator/attempts`. Throws naming the member at fault. */
export function readAttempts(body: unknown): readonly ReportedAttempt[] {
  const given = readObject(body, '')
  const attempts = readList(given, 'attempts', MAX_ATTEMPTS, (value, field) => readAttempt(readObject(value, field)))
  if (attempts.length === 0) refuse('attempts', `a list of 1 to ${MAX_ATTEMPTS} attempts`, given.members['attempts'])
  return attempts
}

function readAttempt(given: Given): ReportedAttempt {
  const { source } = given.members
  if (typeof source !== 'string' || !SOURCES.includes(source))
    refuse(fieldOf(given, 'source'), `one of ${SOURCES.join(', ')}`, source)
  const traceId = readOptionalText(given, 'trace_id', 32)
  if (traceId !== undefined && !TRACE_ID.test(traceId))
    refuse(fieldOf(given, 'trace_id'), '32 hexadecimal digits in lower case, not all of them 0', traceId)
  return {
    id: readText(given, 'id', MAX_ATTEMPT_ID_BYTES),
    customer_reference: readText(given, 'customer_reference', MAX_NAME_BYTES),
    request_id: readText(given, 'request_id', MAX_NAME_BYTES),
    model: readOptionalText(given, 'model', MAX_NAME_BYTES) ?? null,
    served_model: readOptionalText(given, 'served_model', MAX_NAME_BYTES) ?? null,
    source,
    quantities: readMap(given, 'quantities', MAX_QUANTITIES, wholeNumber(MAX_COUNT)),
    cost: readCost(given),
    costs: readList(given, 'costs', MAX_COSTS, readAmount),
    scopes: readList(given, 'scopes', MAX_SCOPES, readScope),
    properties: readMap(given, 'properties', MAX_PROPERTIES, text(MAX_NAME_BYTES)),
    trace_id: traceId ?? null,
    event_references: [...new Set(readList(given, 'event_references', MAX_EVENTS, text(MAX_NAME_BYTES)))],
    admitted_at: readMoment(given, 'admitted_at'),
    settled_at: readMoment(given, 'settled_at'),
  }
}

function readCost(given: Given): ReportedAmount | null {
  const value = given.members['cost'] ?? null
  return value === null ? null : readAmount(value, fieldOf(given, 'cost'))
}

function readAmount(value: unknown, field: string): ReportedAmount {
  const cost = readObject(value, field)
  const amount = readText(cost, 'amount', 64)
  if (!AMOUNT.test(amount)) refuse(fieldOf(cost, 'amount'), 'a decimal of at most 12 places such as "0.000258"', amount)
  return { amount, unit: readText(cost, 'unit', MAX_NAME_BYTES) }
}

function readScope(value: unknown, field: string): ReportedAttempt['scopes'][number] {
  const scope = readObject(value, field)
  return { kind: readText(scope, 'kind', 256), id: readText(scope, 'id', MAX_NAME_BYTES) }
}
