import type { Schema } from '@tallygate/client'
import { type CompiledPlan, configsOfItem, selectPricings } from '@tallygate/rating'
import { loadPricingCatalog } from '../../catalog/pricing-catalog.store.ts'
import { loadTerms } from '../../customers/subscription-terms.store.ts'
import { placeAt, type SubscriptionTerms } from '../../customers/subscription-terms.ts'
import type { Queryable } from '../../database/database.ts'
import { invalidField, invalidOperation } from '../../http/api-fault.ts'
import type { Stored } from '../../resources/stored.ts'
import type { ServerContext } from '../../server-context.ts'
import { compilePlan } from '../gather-usage.ts'

/** A schedule that sells on demand, read from the database. */
export interface SellingSchedule {
  readonly schedule: Stored<'PricingPlanSchedule'>
  readonly version: Stored<'PricingPlanVersion'>
  readonly subscription: Stored<'PricingPlanSubscription'>
  readonly terms: SubscriptionTerms
  readonly plan: CompiledPlan
}

/**
 * Reads a schedule that is to charge at an instant.
 *
 * @throws ApiFault where the subscription is not ACTIVE, or the schedule does not hold at the instant
 */
export async function loadSellingSchedule(
  { stores }: Pick<ServerContext, 'stores'>,
  database: Queryable,
  schedule: Stored<'PricingPlanSchedule'>,
  at: Date,
): Promise<SellingSchedule> {
  const subscription = await stores.subscriptions.get(database, schedule.pricing_plan_subscription_id)
  const [terms] = await loadTerms(database, { subscriptionIds: [subscription.id] })
  if (subscription.status !== 'ACTIVE' || terms?.type !== 'BILLING') {
    throw invalidOperation(`The subscription must be ACTIVE and of type BILLING; it is ${subscription.status}`, {
      field: 'pricing_plan_subscription_id',
      resourceType: 'PRICING_PLAN_SUBSCRIPTION',
      resourceId: subscription.id,
    })
  }
  if (placeAt(terms, at)?.schedule.id !== schedule.id) {
    throw invalidField('start_at', `must lie in the schedule; it is ${at.toISOString()}`, 'PRICING_PLAN_SCHEDULE')
  }
  const version = await stores.versions.get(database, schedule.pricing_plan_version_id)
  const catalog = await loadPricingCatalog(stores, database, [version], [schedule])
  const { currency, billingPeriod } = terms
  const plan = compilePlan({ version, schedule, catalog, currency, billingPeriod })
  return { schedule, version, subscription, terms, plan }
}

/**
 * Lists the categories of a version with the pricings that a schedule sells at an instant, and of those the items with
 * a price on demand. Categories and pricings without any are left out; a pricing of a group stands in its category.
 */
export function onDemandCategories(
  version: Stored<'PricingPlanVersion'>,
  schedule: Stored<'PricingPlanSchedule'>,
  at: Date,
): Schema<'PricingCategory'>[] {
  const selected = selectPricings<Schema<'Pricing'>>({
    version,
    schedule,
    start: at,
    end: new Date(at.getTime() + 1),
  } as Parameters<typeof selectPricings<Schema<'Pricing'>>>[0])
  const sold = selected.flatMap(({ category, pricing }) => {
    const items = (pricing.items ?? []).filter((item) =>
      configsOfItem(item, '').some(({ config }) => config.on_demand === true),
    )
    return items.length === 0
      ? []
      : [{ category: category as Schema<'PricingCategory'>, pricing: { ...pricing, items } }]
  })
  return [...Map.groupBy(sold, ({ category }) => category)].map(([category, placed]) => {
    const { pricing_groups: _groups, ...members } = category
    return { ...members, pricings: placed.map(({ pricing }) => pricing) }
  })
}
