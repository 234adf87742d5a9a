import { invalidField } from './api-fault.ts'

/** Nesting that no request of the contract needs; deeper ones are refused before anything recursive sees them. */
const MAX_DEPTH = 64

interface Fault {
  /** Innermost member last. */
  readonly path: string[]
  readonly message: string
}

const isStorable = (text: string): boolean => !text.includes('\u0000') && text.isWellFormed()

/**
 * Refuses what PostgreSQL cannot store in text or jsonb: the character U+0000 and unpaired surrogates. JSON allows
 * both, and the database would answer them with an error of its own.
 */
export function assertStorable(value: unknown): void {
  const fault = faultOf(value, 0)
  if (fault !== undefined) throw invalidField(fault.path.join('.') || 'body', fault.message)
}

/**
 * Paths are put together on the way back, when there is a fault: a batch has thousands of members, and mostly none at
 * fault.
 */
function faultOf(value: unknown, depth: number): Fault | undefined {
  if (depth > MAX_DEPTH) return { path: [], message: `value is nested more than ${MAX_DEPTH} levels deep` }
  if (typeof value === 'string')
    return isStorable(value) ? undefined : { path: [], message: 'value holds a character that cannot be stored' }
  if (typeof value !== 'object' || value === null) return undefined
  for (const key of Object.keys(value)) {
    if (!isStorable(key)) return { path: [], message: 'a member name cannot be stored' }
    const fault = faultOf((value as Readonly<Record<string, unknown>>)[key], depth + 1)
    if (fault !== undefined) {
      fault.path.unshift(key)
      return fault
    }
  }
  return undefined
}
