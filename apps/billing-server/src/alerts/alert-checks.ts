import type { Schema } from '@tallygate/client'
import { PricingError, type UsageTotal } from '@tallygate/rating'
import { loadTerms } from '../customers/subscription-terms.store.ts'
import { placeAt, type SubscriptionTerms, segmentsOf } from '../customers/subscription-terms.ts'
import type { Queryable } from '../database/database.ts'
import { PLATFORM_ID } from '../features/platform-entitlements.routes.ts'
import { resolveEntitlements } from '../features/resolve-entitlements.ts'
import { loadCarriedUsage } from '../metering/load-carried-usage.ts'
import { loadUsage } from '../metering/load-usage.ts'
import { segmentKey } from '../metering/spread-over-cuts.ts'
import { claimCrossing, takeChanges, type UsageChange } from '../metering/usage-changes.store.ts'
import type { Stored } from '../resources/stored.ts'
import type { ServerContext } from '../server-context.ts'
import { type Crossing, findCrossing, type WatchedFeature } from './find-crossing.ts'
import { grantsInPeriods } from './grants-in-periods.ts'

/**
 * Changes that one transaction looks at: so few that others, who wait for it where there is one connection, do not wait
 * for long.
 */
const ROUND = 50
/** Rounds of one sweep; what is left is looked at in the next one, a second later. */
const MAX_ROUNDS = 1000

type Rule = Stored<'AlertRule'>

/** Raises the alerts that follow from what was noted. Runs on every server at once; each alert is raised once. */
export class AlertChecks {
  readonly #context: Pick<ServerContext, 'database' | 'stores' | 'clock' | 'logger'>

  constructor(context: Pick<ServerContext, 'database' | 'stores' | 'clock' | 'logger'>) {
    this.#context = context
  }

  /**
   * Looks at everything that was noted. A fault is logged, and what was noted is looked at again with the next sweep.
   */
  async runDue(): Promise<void> {
    try {
      for (let round = 0; round < MAX_ROUNDS; round += 1) {
        const taken = await this.#context.database.transaction(async (transaction) => {
          const changes = await takeChanges(transaction, ROUND)
          if (changes.length > 0) await this.#check(transaction, changes)
          return changes.length
        })
        if (taken === 0) return
      }
    } catch (error) {
      this.#context.logger.error({ err: error }, 'alerts could not be looked at; they are with the next sweep')
    }
  }

  async #check(database: Queryable, changes: readonly UsageChange[]): Promise<void> {
    const { stores } = this.#context
    const { data: rules } = await stores.alertRules.list(database, [{ sql: 'status', equals: 'ACTIVE' }])
    if (rules.length === 0) return
    const features = await watchedFeatures(this.#context, database, rules)
    const terms = await loadTerms(database, { subscriptionIds: changes.map(({ subscriptionId }) => subscriptionId) })
    const byId = new Map(terms.map((one) => [one.id, one]))
    const subjects = changes.flatMap((change) => {
      const found = byId.get(change.subscriptionId)
      return found === undefined ? [] : [{ change, terms: found }]
    })
    const granted = await grantsInPeriods(this.#context, database, subjects)
    const usage = await usageInPeriods(database, subjects, features)
    for (const { change, terms: subscription } of subjects) {
      const key = periodKey(change)
      const input = granted.get(key)
      if (input === undefined) continue
      const { entitlements = [] } = resolveEntitlements(input)
      for (const rule of rules) {
        if (!isFor(rule, subscription.customerId)) continue
        const featureId = rule.entitlement?.feature_id
        const feature = featureId === undefined ? undefined : features.get(featureId)
        const own = entitlements?.find((item) => item.feature_reference === feature?.reference)
        const crossing = feature && this.#crossingOf(rule, feature, own, usage.get(key) ?? [])
        if (crossing !== undefined) await this.#raise(database, rule, subscription, change, crossing)
      }
    }
  }

  #crossingOf(
    rule: Rule,
    feature: WatchedFeature,
    granted: Schema<'EntitlementSummaryItem'> | undefined,
    usage: readonly UsageTotal[],
  ): Crossing | undefined {
    try {
      return findCrossing(rule.entitlement ?? {}, feature, granted, usage)
    } catch (error) {
      // One rule that cannot be worked out must not keep the others from being.
      if (!PricingError.isInstance(error)) throw error
      this.#context.logger.warn({ err: error, rule: rule.id }, 'a rule could not be compared with usage')
      return undefined
    }
  }

  async #raise(
    database: Queryable,
    rule: Rule,
    { id: subscriptionId, customerId }: SubscriptionTerms,
    { periodStart, reference }: UsageChange,
    crossing: Crossing,
  ): Promise<void> {
    const { threshold } = crossing
    if (!(await claimCrossing(database, { ruleId: rule.id, subscriptionId, periodStart, threshold }))) return
    await this.#context.stores.alerts.insert(database, {
      platform_id: PLATFORM_ID,
      alert_rule_id: rule.id,
      customer_id: customerId,
      type: 'ENTITLEMENT',
      data_trigger_reference: reference,
      alert_data: {
        entitlement: {
          pricing_plan_subscription_id: subscriptionId,
          entitlement_value: crossing.entitlementValue,
          threshold_value: crossing.thresholdValue,
          used_value: crossing.usedValue,
        },
      },
    })
  }
}

const isFor = ({ customer_ids: ids }: Rule, customerId: string): boolean =>
  ids == null || ids.length === 0 || ids.includes(customerId)

const periodKey = ({ subscriptionId, periodStart }: UsageChange): string => `${subscriptionId} ${periodStart.getTime()}`

/** The features of rules, with what counts their use. A feature that nothing counts raises nothing. */
async function watchedFeatures(
  { stores }: Pick<ServerContext, 'stores'>,
  database: Queryable,
  rules: readonly Rule[],
): Promise<Map<string, WatchedFeature>> {
  const features = await stores.features.byIds(
    database,
    rules.flatMap(({ entitlement }) => entitlement?.feature_id ?? []),
  )
  const calculations = await stores.calculations.byIds(
    database,
    [...features.values()].flatMap((feature) => feature.meter_value_calculation_id ?? []),
  )
  const properties = await stores.meterProperties.byIds(
    database,
    [...calculations.values()].flatMap((calculation) => calculation.meter_property_id ?? []),
  )
  const known = new Map(
    [...properties].map(([id, { reference, type }]) => [id, { reference: reference, type: type ?? 'STRING' }]),
  )
  const watched = new Map<string, WatchedFeature>()
  for (const [id, feature] of features) {
    const calculationId = feature.meter_value_calculation_id
    const calculation = calculationId == null ? undefined : calculations.get(calculationId)
    if (calculation === undefined) continue
    watched.set(id, { reference: feature.reference, calculation, properties: known })
  }
  return watched
}

/** Tells whether a schedule holds in the period that begins at an instant: the state of others is over. */
function holdsIn(terms: SubscriptionTerms, periodStart: Date, scheduleId: string | undefined): boolean {
  const period = placeAt(terms, periodStart)?.period
  return period !== undefined && segmentsOf(terms, period).some(({ schedule }) => schedule.id === scheduleId)
}

/** The usage of each period over all schedules that hold in it. */
async function usageInPeriods(
  database: Queryable,
  subjects: readonly { readonly change: UsageChange; readonly terms: SubscriptionTerms }[],
  features: ReadonlyMap<string, WatchedFeature>,
): Promise<Map<string, UsageTotal[]>> {
  const segments = subjects.flatMap(({ change, terms }) =>
    terms.schedules.map(({ id }) => ({
      customerId: terms.customerId,
      scheduleId: id,
      periodStart: change.periodStart,
    })),
  )
  const calculations = [...features.values()].map(({ calculation }) => calculation)
  const usage = await loadUsage(database, segments, calculations)
  const periods = subjects.map(({ change, terms }) => ({ terms, periodStart: change.periodStart }))
  const carried = await loadCarriedUsage(database, periods, calculations)
  return new Map(
    subjects.map(({ change, terms }, index) => [
      periodKey(change),
      [
        ...terms.schedules.flatMap(({ id }) => usage.get(segmentKey(id, change.periodStart)) ?? []),
        ...(carried?.[index] ?? []).filter(({ carriedIn }) => holdsIn(terms, change.periodStart, carriedIn)),
      ],
    ]),
  )
}
