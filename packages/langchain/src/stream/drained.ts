import type { Entitlements } from '@tallygate/entitlements'
import { RunLedger } from '../run/run-ledger.ts'

/** Default deadline, the one of `entitlements.close()`. */
const DEADLINE_MS = 10_000

/**
 * Waits until no answer that its reader left is read on in the background, before `entitlements.close()`. Resolves with
 * the number of answers that are still read at the deadline (default 10,000 ms): they end as unsettled by their lease.
 */
export async function drained(
  entitlements: Entitlements,
  options: { readonly deadlineMs?: number } = {},
): Promise<number> {
  return await RunLedger.of(entitlements).drains.idle(options.deadlineMs ?? DEADLINE_MS)
}
