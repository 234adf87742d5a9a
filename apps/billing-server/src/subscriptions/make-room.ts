import { formatInstant } from '@tallygate/billing-period'
import type { Queryable } from '../database/database.ts'
import { invalidField } from '../http/api-fault.ts'
import type { ServerContext } from '../server-context.ts'

/** Cuts the neighbours as the flags allow, or throws when the new stretch would overlap one of them. */
export async function makeRoom(
  { stores }: ServerContext,
  database: Queryable,
  wanted: {
    readonly subscriptionId: string
    readonly except?: string
    readonly start: Date
    readonly end: Date | null
  },
  flags: { readonly setPreviousEnd: boolean; readonly setNextStart: boolean },
): Promise<{ readonly end: Date | null }> {
  const others = await database.query<{ id: string; start_at: Date; end_at: Date | null }>(
    'select id, start_at, end_at from pricing_plan_schedules where pricing_plan_subscription_id = $1 order by start_at',
    [wanted.subscriptionId],
  )
  const cut = { end: wanted.end }
  for (const other of others) {
    if (other.id === wanted.except) continue
    const overlaps =
      (other.end_at === null || other.end_at > wanted.start) && (cut.end === null || other.start_at < cut.end)
    if (!overlaps) continue
    if (flags.setPreviousEnd && other.start_at < wanted.start) {
      await stores.schedules.update(
        database,
        other.id,
        { end_at: formatInstant(wanted.start) },
        { end_at: wanted.start },
      )
    } else if (flags.setNextStart && wanted.end !== null && other.start_at >= wanted.start) {
      if (other.end_at !== null && other.end_at <= wanted.end) {
        const message = `the schedule would take the whole time of ${other.id}; delete that one first`
        throw invalidField('end_at', message, 'PRICING_PLAN_SCHEDULE')
      }
      await stores.schedules.update(
        database,
        other.id,
        { start_at: formatInstant(wanted.end) },
        { start_at: wanted.end },
      )
    } else {
      const message = `the schedule overlaps ${other.id}; use set_previous_end_at=true to end that one when this one starts`
      throw invalidField('start_at', message, 'PRICING_PLAN_SCHEDULE')
    }
  }
  return cut
}
