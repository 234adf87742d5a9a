const SECOND_MS = 1000

/** Reads one header, in lower case, of an answer. */
export type HeaderOf = (name: string) => string | null | undefined

/**
 * Reads how long a provider asks to wait: `retry-after-ms`, or `Retry-After` as seconds or as a date. Undefined where
 * it says nothing that can be read; 0 for a time that has passed. It is never cut: who asks again earlier is refused
 * again.
 */
export function retryAfterMs(headerOf: HeaderOf, now: () => number = Date.now): number | undefined {
  const exact = numberOf(headerOf('retry-after-ms'))
  if (exact !== undefined) return exact
  const given = headerOf('retry-after')
  if (given === null || given === undefined) return undefined
  const seconds = numberOf(given)
  if (seconds !== undefined) return seconds * SECOND_MS
  // Dates of HTTP begin with the day of the week; JavaScript would read a year out of `-5`.
  const at = /^\s*[a-z]{3}/i.test(given) ? Date.parse(given) : Number.NaN
  return Number.isNaN(at) ? undefined : Math.max(0, at - now())
}

function numberOf(text: string | null | undefined): number | undefined {
  return text !== null && text !== undefined && /^\s*\d+(\.\d+)?\s*$/.test(text) ? Number(text) : undefined
}
