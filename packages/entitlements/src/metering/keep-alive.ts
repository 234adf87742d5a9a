/** A call that goes on extends its lease this often. Every lease is longer. */
export const RENEW_MS = 30_000

/** Calls `renew` now and then. Call what it returns when the wait is over. */
export function keepAlive(renew: () => void): () => void {
  const timer = setInterval(renew, RENEW_MS)
  // A process that has nothing else to do may end.
  if (typeof timer === 'object' && 'unref' in timer) timer.unref()
  return () => clearInterval(timer)
}
