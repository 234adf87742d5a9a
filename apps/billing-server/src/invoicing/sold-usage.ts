import { createUsageTest, type UsageTest } from '@tallygate/rating'
import { loadPricingCatalog } from '../catalog/pricing-catalog.store.ts'
import type { Queryable } from '../database/database.ts'
import type { ResourceStores } from '../resources/resource-stores.ts'
import type { SoldSchedule, SoldSubscription, TakesUsage } from '../server-context.ts'
import { compilePlan } from './gather-usage.ts'

/** Plans whose test is remembered; beyond that the one that was used longest ago is forgotten. */
const MAX_REMEMBERED_PLANS = 1_000

interface SoldPlan {
  readonly key: string
  readonly schedule: SoldSchedule
  readonly currency: string
  readonly billingPeriod: SoldSubscription['billingPeriod']
}

/**
 * Remembers what usage the plans of schedules take. A plan is known by the rows that it was read from, as the caller's
 * transaction sees them: whoever writes one of them, on any server, makes it another plan. Schedules without prices of
 * their own share the plan of their version.
 */
export class SoldUsage {
  readonly #stores: ResourceStores
  readonly #tests = new Map<string, UsageTest>()

  constructor(stores: ResourceStores) {
    this.#stores = stores
  }

  /**
   * Reads what the schedules of subscriptions take.
   *
   * @param revision that of meters, properties, calculations and product items
   * @param from an instant; schedules that ended before it are left out, and take nothing
   */
  async read(
    database: Queryable,
    { revision, from }: { readonly revision: string; readonly from?: Date },
    subscriptions: Iterable<SoldSubscription>,
  ): Promise<TakesUsage> {
    const plans = new Map<string, SoldPlan>()
    for (const { schedules, currency, billingPeriod: own } of subscriptions) {
      for (const schedule of schedules) {
        if (from !== undefined && schedule.endAt !== null && schedule.endAt <= from) continue
        const billingPeriod = schedule.billingPeriod ?? own
        const key = `${revision} ${schedule.pricesKey} ${currency} ${billingPeriod.type} ${billingPeriod.value}`
        plans.set(schedule.id, { key, schedule, currency, billingPeriod })
      }
    }
    const tests = await this.#testsOf(database, [...plans.values()])
    const bySchedule = new Map([...plans].map(([scheduleId, { key }]) => [scheduleId, tests.get(key)]))
    return (scheduleId, usage) => bySchedule.get(scheduleId)?.(usage) ?? false
  }

  /** Forgets everything, for a reset. */
  clear(): void {
    this.#tests.clear()
  }

  async #testsOf(database: Queryable, plans: readonly SoldPlan[]): Promise<ReadonlyMap<string, UsageTest>> {
    const tests = new Map<string, UsageTest>()
    const unknown = new Map<string, SoldPlan>()
    for (const plan of plans) {
      const known = this.#tests.get(plan.key)
      if (known === undefined) unknown.set(plan.key, plan)
      else tests.set(plan.key, known)
    }
    for (const [key, test] of await this.#compile(database, [...unknown.values()])) {
      tests.set(key, test)
      this.#tests.set(key, test)
    }
    for (const oldest of this.#tests.keys()) {
      if (this.#tests.size <= MAX_REMEMBERED_PLANS) break
      this.#tests.delete(oldest)
    }
    return tests
  }

  async #compile(database: Queryable, plans: readonly SoldPlan[]): Promise<[string, UsageTest][]> {
    if (plans.length === 0) return []
    const versions = await this.#stores.versions.byIds(
      database,
      plans.map(({ schedule }) => schedule.versionId),
    )
    const schedules = await this.#stores.schedules.byIds(
      database,
      plans.flatMap(({ schedule }) => (schedule.hasOwnPrices ? [schedule.id] : [])),
    )
    const catalog = await loadPricingCatalog(this.#stores, database, [...versions.values()], [...schedules.values()])
    return plans.flatMap(({ key, schedule: { id, versionId }, currency, billingPeriod }): [string, UsageTest][] => {
      const version = versions.get(versionId)
      if (version === undefined) return []
      const schedule = schedules.get(id) ?? { billing_period: billingPeriod }
      return [[key, createUsageTest(compilePlan({ version, schedule, catalog, currency, billingPeriod }))]]
    })
  }
}
