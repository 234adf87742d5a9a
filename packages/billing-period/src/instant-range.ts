const FIRST = Date.parse('0000-01-01T00:00:00Z')
const LAST = Date.parse('9999-12-31T23:59:59.999Z')

/** Returns true for epoch milliseconds in the years 0 to 9999 (UTC): all that four digits can write. False for NaN. */
export function isWritableInstant(time: number): boolean {
  return time >= FIRST && time <= LAST
}
