/** Longest wait for a billing API to say what time it is. */
const TIMEOUT_MS = 5_000

/**
 * Returns the clock by which the demo begins: that of a billing server with local controls, which tests move, or the
 * machine's where the API has no such clock.
 */
export async function serverClock(billingUrl: string, apiKey: string): Promise<() => number> {
  const response = await fetch(new URL('/local/clock', billingUrl), {
    headers: { 'x-api-key': apiKey },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch(() => undefined)
  const body: unknown = response?.ok === true ? await response.json().catch(() => undefined) : undefined
  const offset = typeof body === 'object' && body !== null && 'offset_ms' in body ? body.offset_ms : undefined
  return typeof offset === 'number' ? () => Date.now() + offset : Date.now
}
