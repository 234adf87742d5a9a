/** Writes an instant in a time zone: `1 Dec 2026, 05:12`, and in UTC where the zone is not known here. */
export function formatInstant(instant: string, timeZone = 'UTC'): string {
  const date = new Date(instant)
  if (Number.isNaN(date.getTime())) return instant
  const write = (zone: string): string =>
    new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone: zone }).format(date)
  try {
    return write(timeZone)
  } catch {
    return `${write('UTC')} UTC`
  }
}
