import { loadPricingCatalog } from '../../catalog/pricing-catalog.store.ts'
import { loadTerms } from '../../customers/subscription-terms.store.ts'
import { placeAt, type ScheduleTerms, type SubscriptionTerms } from '../../customers/subscription-terms.ts'
import type { Queryable } from '../../database/database.ts'
import { loadStatements } from '../../metering/persist-data.store.ts'
import type { Statement } from '../../metering/state-stated-at.ts'
import type { ServerContext } from '../../server-context.ts'
import { compilePlan } from '../gather-usage.ts'

/** A schedule that follows one with a state, and starts without it. */
export interface DroppedState {
  readonly subscriptionId: string
  readonly scheduleId: string
}

/**
 * Finds the schedules of a subscription that drop a state: the one before counts a calculation with `persist`, and
 * nobody has stated usage for the period in which the schedule starts. Empty for a subscription that bills nothing.
 */
export async function findDroppedStates(
  { stores }: Pick<ServerContext, 'stores'>,
  database: Queryable,
  subscriptionId: string,
): Promise<DroppedState[]> {
  const [terms] = await loadTerms(database, { subscriptionIds: [subscriptionId] })
  if (terms === undefined) return []
  const { schedules: placed, currency, billingPeriod } = terms
  const versions = await stores.versions.byIds(
    database,
    placed.map(({ versionId }) => versionId),
  )
  const schedules = await stores.schedules.byIds(
    database,
    placed.map(({ id }) => id),
  )
  const catalog = await loadPricingCatalog(stores, database, [...versions.values()], [...schedules.values()])
  const hasState = ({ id, versionId }: ScheduleTerms): boolean => {
    const [version, schedule] = [versions.get(versionId), schedules.get(id)]
    if (version === undefined || schedule === undefined) return false
    return compilePlan({ version, schedule, catalog, currency, billingPeriod }).needs.persistentState
  }
  const statements = await loadStatements(database, [subscriptionId])
  return placed.flatMap((schedule, index): DroppedState[] => {
    const before = placed[index - 1]
    if (before === undefined || !hasState(before) || isStated(terms, schedule, statements)) return []
    return [{ subscriptionId, scheduleId: schedule.id }]
  })
}

/** Tells whether somebody stated usage for the period in which a schedule starts. */
function isStated(terms: SubscriptionTerms, { startAt }: ScheduleTerms, statements: readonly Statement[]): boolean {
  const period = placeAt(terms, startAt)?.period
  return statements.some(
    ({ usage, periodStart }) => usage !== null && periodStart.getTime() === period?.start.getTime(),
  )
}
