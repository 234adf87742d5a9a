import { isWritableInstant } from './instant-range.ts'
import { InvalidInstantError } from './invalid-instant-error.ts'

/** Longest text that is read: nanoseconds and an offset fit. */
const MAX_LENGTH = 40

const INSTANT =
  /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/

/**
 * The instant that a text of ISO 8601 names, with or without a fraction of a second, with `Z` or an offset
 * (`2026-01-31T00:00:00Z`, `2026-01-31T01:00:00.250+01:00`). What is finer than a millisecond is cut off. Local times,
 * dates alone, leap seconds, `24:00` and days that the month does not have are refused.
 *
 * (The API's documents refuse milliseconds and its own SDK sends them: we take both.)
 *
 * @throws InvalidInstantError
 */
export function parseInstant(text: string): Date {
  const match = typeof text === 'string' && text.length <= MAX_LENGTH ? INSTANT.exec(text) : null
  if (!match) throw new InvalidInstantError(String(text))
  const [, year, month, day] = match
  if (Number(day) > daysInMonth(Number(year), Number(month))) throw new InvalidInstantError(text)
  const time = Date.parse(text)
  if (!isWritableInstant(time)) throw new InvalidInstantError(text)
  return new Date(time)
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}
