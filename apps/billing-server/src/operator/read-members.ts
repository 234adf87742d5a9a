import { invalidField, missingField } from '../http/api-fault.ts'
import { readInstant } from '../http/read-instant.ts'

/** The longest part of a value that an error shows. */
const LARGEST_SHOWN = 40

/** An object of a request, and its dotted path; empty for the body itself. */
export interface Given {
  readonly path: string
  readonly members: Readonly<Record<string, unknown>>
}

/** Throws a fault in the one wording: `value must be <rule>; it is <value>`. */
export function refuse(field: string, rule: string, value: unknown): never {
  throw invalidField(field, `value must be ${rule}; it is ${shown(value)}`)
}

/** Reads an object. Members that nobody asks for are ignored: a later version may send more. */
export function readObject(value: unknown, path: string): Given {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return { path, members: value as Given['members'] }
  return refuse(path || 'body', 'an object', value)
}

/** The dotted path of a member. */
export function fieldOf({ path }: Given, name: string): string {
  return path === '' ? name : `${path}.${name}`
}

/** Reads a text of 1 to `max` bytes in UTF-8: keys of an index are limited by their bytes. */
export function readText(given: Given, name: string, max: number): string {
  const text = readOptionalText(given, name, max)
  if (text === undefined) throw missingField(fieldOf(given, name))
  return text
}

/** As {@link readText}; undefined for a text that is absent or null. */
export function readOptionalText(given: Given, name: string, max: number): string | undefined {
  const value = given.members[name] ?? undefined
  if (value === undefined) return undefined
  if (typeof value === 'string' && value !== '' && Buffer.byteLength(value) <= max) return value
  return refuse(fieldOf(given, name), `a text of 1 to ${max} bytes`, value)
}

/** Reads an instant, and writes it with its milliseconds. */
export function readMoment(given: Given, name: string): string {
  const value = given.members[name] ?? undefined
  if (value === undefined) throw missingField(fieldOf(given, name))
  try {
    return readInstant(value as string).toISOString()
  } catch {
    return refuse(fieldOf(given, name), 'an instant such as 2026-01-01T00:00:00Z', value)
  }
}

/** Reads a list of at most `max`; empty for one that is absent or null. */
export function readList<Item>(
  given: Given,
  name: string,
  max: number,
  read: (value: unknown, field: string) => Item,
): readonly Item[] {
  const value = given.members[name] ?? []
  const field = fieldOf(given, name)
  if (!Array.isArray(value)) return refuse(field, 'a list', value)
  if (value.length > max) throw invalidField(field, `value must be a list of at most ${max}; it has ${value.length}`)
  return value.map((item, index) => read(item, `${field}.${index}`))
}

/** The limits of the names of a map. */
export interface NameLimits {
  /** Most names. */
  readonly names: number
  /** Bytes of a name. */
  readonly bytes: number
}

/** Reads an object of at most `names` names of the caller's; empty for one that is absent or null. */
export function readMap<Value>(
  given: Given,
  name: string,
  { names, bytes }: NameLimits,
  read: (value: unknown, field: string) => Value,
): Readonly<Record<string, Value>> {
  const map = readObject(given.members[name] ?? {}, fieldOf(given, name))
  const entries = Object.entries(map.members)
  if (entries.length > names)
    throw invalidField(map.path, `value must have at most ${names} names; it has ${entries.length}`)
  for (const [key] of entries)
    if (key === '' || Buffer.byteLength(key) > bytes)
      throw invalidField(map.path, `each name must be a text of 1 to ${bytes} bytes; one is ${shown(key)}`)
  // Names are the caller's: one may be that of a prototype.
  return Object.fromEntries(entries.map(([key, value]) => [key, read(value, fieldOf(map, key))]))
}

/** Returns a whole number from 0 to `max`. */
export function wholeNumber(max: number): (value: unknown, field: string) => number {
  return (value, field) =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= max
      ? value
      : refuse(field, `a whole number from 0 to ${max}`, value)
}

/** Returns a text of 1 to `max` bytes. */
export function text(max: number): (value: unknown, field: string) => string {
  return (value, field) =>
    typeof value === 'string' && value !== '' && Buffer.byteLength(value) <= max
      ? value
      : refuse(field, `a text of 1 to ${max} bytes`, value)
}

function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(cut(value))
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object'
  return cut(String(value))
}

/** No half of a character: an answer is well-formed text. */
function cut(value: string): string {
  return value.slice(0, LARGEST_SHOWN).toWellFormed()
}
