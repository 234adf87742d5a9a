import { setTimeout as delay } from 'node:timers/promises'

/** Long enough for a machine that does other work too: a wait that is too long is seen, a short one is a flake. */
const WAIT_TIMEOUT_MS = 60_000

export interface WaitForOptions {
  /** The thing that is waited for, in the words of the message: `the event to arrive`. */
  readonly what?: string
  /** Default: 60,000. */
  readonly timeoutMs?: number
  /** Time between two looks. Default: 25. */
  readonly intervalMs?: number
}

/**
 * Looks until `probe` gives something other than undefined, null or false, and answers that. What `probe` throws counts
 * as "not yet".
 *
 * @throws Error after the timeout, with the last error as its cause
 */
export async function waitFor<Value>(
  probe: () => Value | Promise<Value>,
  { what = 'the condition', timeoutMs = WAIT_TIMEOUT_MS, intervalMs = 25 }: WaitForOptions = {},
): Promise<Exclude<Awaited<Value>, undefined | null | false>> {
  const deadline = performance.now() + timeoutMs
  let cause: unknown
  for (;;) {
    try {
      const value = await probe()
      if (value !== undefined && value !== null && value !== false) {
        return value as Exclude<Awaited<Value>, undefined | null | false>
      }
      cause = undefined
    } catch (error) {
      cause = error
    }
    if (performance.now() >= deadline) throw new Error(`Waited ${timeoutMs} ms in vain for ${what}`, { cause })
    await delay(intervalMs)
  }
}
