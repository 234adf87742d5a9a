import { addDuration } from '@tallygate/billing-period'
import type { ServerContext } from '../../server-context.ts'

/**
 * Works out when a written DRAFT becomes FINAL by itself: after the grace period, counted from its last change, or from
 * its date where that is still to come. A DRAFT without lines waits for its first.
 */
export function finalDueAt(
  { clock, gracePeriod }: Pick<ServerContext, 'clock' | 'gracePeriod'>,
  invoiceDate: Date,
  lineCount: number,
): Date | null {
  if (lineCount === 0) return null
  return addDuration(new Date(Math.max(clock.now(), invoiceDate.getTime())), gracePeriod, 'UTC')
}
