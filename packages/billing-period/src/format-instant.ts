import { isWritableInstant } from './instant-range.ts'
import { InvalidInstantError } from './invalid-instant-error.ts'

/**
 * The date as the API writes instants: UTC, `Z`, no fraction (`2026-01-31T00:00:00Z`). A fraction of a second is cut
 * off, so the text is never later than the date.
 *
 * @throws InvalidInstantError for an invalid date, or one outside of the years 0 to 9999
 */
export function formatInstant(date: Date): string {
  if (!isWritableInstant(date.getTime())) throw new InvalidInstantError(String(date))
  return `${date.toISOString().slice(0, 19)}Z`
}
