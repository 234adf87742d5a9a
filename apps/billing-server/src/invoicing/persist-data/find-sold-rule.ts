import type { BillingPeriod } from '@tallygate/billing-period'
import type { Schema } from '@tallygate/client'
import { type CompiledItem, type PricingRule, pricingsIn, settledValue } from '@tallygate/rating'
import { loadPricingCatalog } from '../../catalog/pricing-catalog.store.ts'
import { type SubscriptionTerms, segmentsOf } from '../../customers/subscription-terms.ts'
import type { Queryable } from '../../database/database.ts'
import { ApiFault, type ResourceType } from '../../http/api-fault.ts'
import type { ResourceStores } from '../../resources/resource-stores.ts'
import { compilePlan } from '../gather-usage.ts'

type Place = Pick<Schema<'PersistDataCreateRequest'>, 'pricing_id' | 'pricing_item_id' | 'pricing_item_config_id'>

/** A rule that a subscription buys, with the item that it prices. */
export interface SoldRule {
  readonly rule: PricingRule
  readonly item: CompiledItem
}

/**
 * Finds the rule that a request names, as the subscription buys it in a period: of its plan or of its schedule, in its
 * currency and for its billing period. Throws at the first of the three ids that leads nowhere there.
 */
export async function findSoldRule(
  database: Queryable,
  stores: ResourceStores,
  terms: SubscriptionTerms,
  period: BillingPeriod,
  place: Place,
): Promise<SoldRule> {
  const segments = segmentsOf(terms, period)
  const versions = await stores.versions.byIds(
    database,
    segments.map(({ schedule }) => schedule.versionId),
  )
  const schedules = await stores.schedules.byIds(
    database,
    segments.map(({ schedule }) => schedule.id),
  )
  const catalog = await loadPricingCatalog(stores, database, [...versions.values()], [...schedules.values()])
  const { currency, billingPeriod } = terms
  const pricings = segments.flatMap(({ schedule: { id, versionId }, start, end }) => {
    const [version, schedule] = [versions.get(versionId), schedules.get(id)]
    return version && schedule
      ? pricingsIn(compilePlan({ version, schedule, catalog, currency, billingPeriod }), { start, end })
      : []
  })
  const bought = pricings.filter(({ id }) => id === place.pricing_id)
  if (bought.length === 0) throw notBought('pricing_id', 'PRICING', place.pricing_id)
  const items = bought.flatMap((pricing) => pricing.items.map(settledValue))
  const item = items.find(({ id }) => id === place.pricing_item_id)
  if (item === undefined) throw notBought('pricing_item_id', 'PRICING_ITEM', place.pricing_item_id)
  const rule = item.rules.shown.find(({ configId }) => configId === place.pricing_item_config_id)
  if (rule === undefined) {
    throw notBought('pricing_item_config_id', 'PRICING_ITEM_CONFIG', place.pricing_item_config_id)
  }
  return { rule, item }
}

function notBought(field: string, resourceType: ResourceType, resourceId: string): ApiFault {
  const message = `The subscription buys no such ${resourceType} in this period`
  return new ApiFault({ status: 400, code: 'RESOURCES_NOT_FOUND', field, message, resourceType, resourceId })
}
