export type Fields = Readonly<Record<string, unknown>>

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A reported count that is not one. Thrown inside the readers alone; `readUsage` turns it into a reading. */
export class InvalidCount extends Error {}

/** Reads a count that a provider reported; undefined where it reported none. Throws InvalidCount. */
export function count(fields: unknown, key: string): number | undefined {
  if (!isFields(fields)) return undefined
  const value = fields[key]
  if (value === undefined || value === null) return undefined
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value
  throw new InvalidCount(`${key} is ${typeof value === 'object' ? 'an object' : String(value).slice(0, 40)}`)
}

/** Reads one count that has several names: the largest that was reported. */
export function countOf(...places: readonly (readonly [fields: unknown, key: string])[]): number | undefined {
  let largest: number | undefined
  for (const [fields, key] of places) {
    const found = count(fields, key)
    if (found !== undefined && (largest === undefined || found > largest)) largest = found
  }
  return largest
}
