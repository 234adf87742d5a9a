import { selectPricings } from '@tallygate/rating'
import { bills, placeAt, type SubscriptionTerms } from '../customers/subscription-terms.ts'
import type { Queryable } from '../database/database.ts'
import type { ResolveEntitlementsInput } from '../features/resolve-entitlements.ts'
import type { UsageChange } from '../metering/usage-changes.store.ts'
import type { ServerContext } from '../server-context.ts'

/**
 * Returns what each subscription grants in a period, by subscription and start: now where the period runs, and as it
 * was in the end where it is over.
 */
export async function grantsInPeriods(
  { stores, clock }: Pick<ServerContext, 'stores' | 'clock'>,
  database: Queryable,
  subjects: readonly { readonly change: UsageChange; readonly terms: SubscriptionTerms }[],
): Promise<Map<string, ResolveEntitlementsInput>> {
  const placed = subjects.flatMap(({ change, terms }) => {
    const at = bills(terms) ? instantIn(terms, change.periodStart, clock.now()) : undefined
    const placement = at && placeAt(terms, at)
    return at === undefined || placement === undefined ? [] : [{ change, at, schedule: placement.schedule }]
  })
  const versions = await stores.versions.byIds(
    database,
    placed.map(({ schedule }) => schedule.versionId),
  )
  const schedules = await stores.schedules.byIds(
    database,
    placed.map(({ schedule }) => schedule.id),
  )
  const { data } = await stores.features.list(database, [])
  const features: ResolveEntitlementsInput['features'] = new Map(
    data.map(({ id, reference, type }) => [id, { reference: reference, type: type ?? 'STRING' }]),
  )
  const granted = new Map<string, ResolveEntitlementsInput>()
  for (const { change, at, schedule: terms } of placed) {
    const version = versions.get(terms.versionId)
    const schedule = schedules.get(terms.id)
    if (version === undefined || schedule === undefined) continue
    const selected = selectPricings({ version, schedule, start: at, end: new Date(at.getTime() + 1) })
    const subscription = {
      id: change.subscriptionId,
      planEntitlements: selected.flatMap(({ pricing }) => pricing.entitlements ?? []),
      scheduleEntitlements: schedule.entitlements ?? [],
    }
    granted.set(`${change.subscriptionId} ${change.periodStart.getTime()}`, { subscriptions: [subscription], features })
  }
  return granted
}

/** Now, or the last instant of the period where it is over. */
function instantIn(terms: SubscriptionTerms, periodStart: Date, now: number): Date | undefined {
  const placement = placeAt(terms, periodStart)
  return placement && new Date(Math.max(periodStart.getTime(), Math.min(now, placement.period.end.getTime() - 1)))
}
