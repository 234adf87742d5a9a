import { selectPricings } from '@tallygate/rating'
import { loadTerms } from '../customers/subscription-terms.store.ts'
import { bills, placeAt } from '../customers/subscription-terms.ts'
import type { ServerContext } from '../server-context.ts'
import type { ResolveEntitlementsInput } from './resolve-entitlements.ts'

/**
 * Returns what plans and schedules grant a customer at this moment: of each subscription that bills, the plan version
 * and the overrides of the schedule that holds now. An add-on counts only where the schedule enables it.
 */
export async function gatherEntitlements(
  { database, stores, clock }: Pick<ServerContext, 'database' | 'stores' | 'clock'>,
  customerId: string,
): Promise<ResolveEntitlementsInput> {
  const now = clock.date()
  const current = (await loadTerms(database, { customerId })).filter(bills).flatMap((terms) => {
    const placement = placeAt(terms, now)
    return placement === undefined ? [] : [{ terms, schedule: placement.schedule }]
  })
  const versions = await stores.versions.byIds(
    database,
    current.map(({ schedule }) => schedule.versionId),
  )
  const schedules = await stores.schedules.byIds(
    database,
    current.map(({ schedule }) => schedule.id),
  )
  const subscriptions = current.flatMap(({ terms, schedule: { id, versionId } }) => {
    const version = versions.get(versionId)
    const schedule = schedules.get(id)
    if (version === undefined || schedule === undefined) return []
    const selected = selectPricings({ version, schedule, start: now, end: new Date(now.getTime() + 1) })
    return [
      {
        id: terms.id,
        planEntitlements: selected.flatMap(({ pricing }) => pricing.entitlements ?? []),
        scheduleEntitlements: schedule.entitlements ?? [],
      },
    ]
  })
  const features = (await stores.features.list(database, [])).data
  return {
    subscriptions,
    features: new Map(
      features.map(({ id, reference, type }) => [id, { reference: reference, type: type ?? 'STRING' }]),
    ),
  }
}
