import type { Denial } from '@tallygate/entitlements'

/** A denial as JSON, under the names of the wire. Absent facts are left out by JSON itself. */
export type WireDenial = Readonly<Record<string, unknown>>

/** Members by their names on the wire. */
const NAMES: Readonly<Record<string, string>> = {
  retryAfterMs: 'retry_after_ms',
  resetsAt: 'resets_at',
  allowedModels: 'allowed_models',
  asOf: 'as_of',
  ageMs: 'age_ms',
}

const DATES: ReadonlySet<string> = new Set(['resetsAt', 'asOf'])

const MEMBERS = new Map(Object.entries(NAMES).map(([member, name]) => [name, member]))

export function toWireDenial(denial: Denial): WireDenial {
  return Object.fromEntries(Object.entries(denial).map(([member, value]) => [NAMES[member] ?? member, value]))
}

/** Reads a denial back; undefined for anything else. */
export function fromWireDenial(value: unknown): Denial | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const wire = value as WireDenial
  if (wire['allowed'] !== false || typeof wire['reason'] !== 'string') return undefined
  const members = Object.entries(wire).map(([name, given]): [string, unknown] => {
    const member = MEMBERS.get(name) ?? name
    return [member, DATES.has(member) && typeof given === 'string' ? new Date(given) : given]
  })
  return Object.fromEntries(members) as unknown as Denial
}
