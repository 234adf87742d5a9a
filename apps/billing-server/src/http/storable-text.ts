import { invalidField } from './api-fault.ts'

/** Nesting that no request of the contract needs; deeper ones are refused before anything recursive sees them. */
const MAX_DEPTH = 64

const isStorable = (text: string): boolean => !text.includes('\u0000') && text.isWellFormed()

/**
 * Refuses what PostgreSQL cannot store in text or jsonb: the character U+0000 and unpaired surrogates. JSON allows both,
 * and the database would answer them with an error of its own.
 */
export function assertStorable(value: unknown, path = '', depth = 0): void {
  if (depth > MAX_DEPTH) throw invalidField(path, `value is nested more than ${MAX_DEPTH} levels deep`)
  if (typeof value === 'string') {
    if (!isStorable(value)) throw invalidField(path, 'value holds a character that cannot be stored')
    return
  }
  if (typeof value !== 'object' || value === null) return
  for (const [key, member] of Object.entries(value)) {
    const at = path === '' ? key : `${path}.${key}`
    if (!isStorable(key)) throw invalidField(path === '' ? 'body' : path, 'a member name cannot be stored')
    assertStorable(member, at, depth + 1)
  }
}
