/** An instant as the API writes it: RFC 3339 in UTC to the second, like the billing API's. */
export function toWireInstant(instant: Date): string {
  return `${instant.toISOString().slice(0, 19)}Z`
}
