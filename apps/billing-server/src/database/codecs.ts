/** Type oids of PostgreSQL whose values the two drivers give differently. */
export const INT8_OID = 20
export const NUMERIC_OID = 1700

/** `int8` as a number. Counts and positions fit; one that does not is a fault, never a silently rounded number. */
export function parseInt8(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`the database returned ${text}, which no number holds exactly`)
  return value
}

/** Dates as ISO text: the drivers write a `Date` with different precision and zone, and PGlite none inside an array. */
export function encodeParameter(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.map(encodeParameter)
  return value
}
