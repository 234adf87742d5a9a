import { InvalidInstantError, parseInstant } from '@tallygate/billing-period'

/** The database has no year 0. */
const FIRST_INSTANT = new Date('0001-01-01T00:00:00Z')

/** Reads an instant that the calendar and the database can both hold: years 1 to 9999, whatever the offset. */
export function readInstant(text: string): Date {
  const instant = parseInstant(text)
  if (instant < FIRST_INSTANT) throw new InvalidInstantError(text)
  return instant
}

/**
 * Returns the second that an instant lies in. The API tells seconds: what begins "now" begins with the second that is
 * told, or usage of that second would come before it.
 */
export function toWholeSecond(instant: Date): Date {
  return new Date(Math.floor(instant.getTime() / 1_000) * 1_000)
}
