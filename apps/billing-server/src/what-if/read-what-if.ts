import { invalidField, missingField } from '../http/api-fault.ts'
import { readInstant } from '../http/read-instant.ts'

/** Most customers that an answer names as changing most. */
const MAX_TOP = 1000

/** The versions that are set against the plan as it is sold. */
export type WantedCandidate =
  | { readonly kind: 'version'; readonly id: string }
  | { readonly kind: 'plan'; readonly reference: string; readonly version: number | null }
  | { readonly kind: 'catalog'; readonly catalog: object }

/** A question, read from `POST /operator/what-if`. */
export interface WhatIfQuestion {
  /** Billing periods that begin from here, inclusive, … */
  readonly from: Date
  /** … to here, exclusive. */
  readonly to: Date
  /** Id or reference; null: every customer. */
  readonly customer: string | null
  readonly candidate: WantedCandidate
  /** `same`: only what is sold under the candidate's own plan. `all`: every subscription. */
  readonly plans: 'same' | 'all'
  /** `totals` where they suffice, or everything from the raw `events`. */
  readonly usage: 'totals' | 'events'
  /** True where each invoice comes with its lines. */
  readonly lines: boolean
  /** The number of customers that are named, those that change most first. */
  readonly top: number
}

const MEMBERS = [
  'from',
  'to',
  'customer',
  'pricing_plan_version_id',
  'pricing_plan_reference',
  'version',
  'catalog',
  'plans',
  'usage',
  'lines',
  'top',
]

/** Reads a question. Throws naming the member at fault. */
export function readWhatIf(body: unknown): WhatIfQuestion {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw invalidField('body', 'value is not an object')
  }
  const given = body as Readonly<Record<string, unknown>>
  for (const name of Object.keys(given)) {
    if (!MEMBERS.includes(name)) throw invalidField(name, `value is not one of ${MEMBERS.join(', ')}`)
  }
  const from = instantOf(given, 'from')
  const to = instantOf(given, 'to')
  if (to <= from) throw invalidField('to', 'value is not after from')
  const customer = textOf(given, 'customer')
  return {
    from,
    to,
    customer,
    candidate: candidateOf(given),
    plans: choiceOf(given, 'plans', ['same', 'all'], customer === null ? 'same' : 'all'),
    usage: choiceOf(given, 'usage', ['totals', 'events'], 'totals'),
    lines: flagOf(given, 'lines', customer !== null),
    top: topOf(given),
  }
}

type Given = Readonly<Record<string, unknown>>

function candidateOf(given: Given): WantedCandidate {
  const id = textOf(given, 'pricing_plan_version_id')
  const reference = textOf(given, 'pricing_plan_reference')
  const catalog = given['catalog'] ?? null
  if ([id, reference, catalog].filter((one) => one !== null).length !== 1) {
    const message = 'send one of pricing_plan_version_id, pricing_plan_reference and catalog'
    throw invalidField('pricing_plan_version_id', message)
  }
  if (reference === null && given['version'] != null) {
    throw invalidField('version', 'value needs a pricing_plan_reference')
  }
  if (id !== null) return { kind: 'version', id }
  if (reference !== null) return { kind: 'plan', reference, version: versionOf(given) }
  if (typeof catalog !== 'object' || catalog === null || Array.isArray(catalog)) {
    throw invalidField('catalog', 'value is not an object')
  }
  return { kind: 'catalog', catalog }
}

function instantOf(given: Given, name: string): Date {
  const text = textOf(given, name)
  if (text === null) throw missingField(name)
  try {
    return readInstant(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text)
  } catch {
    throw invalidField(name, 'value is not an instant; use ISO 8601 such as 2026-01-01 or 2026-01-01T00:00:00Z')
  }
}

function textOf(given: Given, name: string): string | null {
  const value = given[name] ?? null
  if (value === null) return null
  if (typeof value !== 'string' || value === '' || value.length > 256) {
    throw invalidField(name, 'value is not a text of 1 to 256 characters')
  }
  return value
}

function versionOf(given: Given): number | null {
  const value = given['version'] ?? null
  if (value === null) return null
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1) {
    throw invalidField('version', 'value is not the number of a version')
  }
  return value
}

function topOf(given: Given): number {
  const value = given['top'] ?? 10
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > MAX_TOP) {
    throw invalidField('top', `value is not a whole number from 0 to ${MAX_TOP}`)
  }
  return value
}

function flagOf(given: Given, name: string, fallback: boolean): boolean {
  const value = given[name] ?? fallback
  if (typeof value !== 'boolean') throw invalidField(name, 'value is not true or false')
  return value
}

function choiceOf<Choice extends string>(
  given: Given,
  name: string,
  choices: readonly Choice[],
  fallback: Choice,
): Choice {
  const value = given[name] ?? fallback
  const found = choices.find((choice) => choice === value)
  if (found === undefined) throw invalidField(name, `value is not one of ${choices.join(', ')}`)
  return found
}
