// Enough of a text to recognise it in a log line, not enough to fill the log.
const LONGEST = 80

/** Describes a value in an error message: text in quotes and cut where it is long, an object by its kind. */
export function describeValue(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value)
  if (typeof value === 'function') return 'a function'
  if (typeof value !== 'object' || value === null) return String(value)
  return Array.isArray(value) ? 'a list' : value instanceof Date ? 'a Date' : 'an object'
}
