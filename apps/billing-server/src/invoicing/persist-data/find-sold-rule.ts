import type { BillingPeriod } from '@tallygate/billing-period'
import type { Schema } from '@tallygate/client'
import {
  modelTypeOf,
  type PricingRule,
  productItemOf,
  type RuleSubject,
  readPeriod,
  readPricingRule,
  selectConfigs,
  selectPricings,
  unitOf,
  usageSourcesOf,
} from '@tallygate/rating'
import { loadPricingCatalog } from '../../catalog/pricing-catalog.store.ts'
import { type SubscriptionTerms, segmentsOf } from '../../customers/subscription-terms.ts'
import type { Queryable } from '../../database/database.ts'
import { ApiFault, type ResourceType } from '../../http/api-fault.ts'
import type { ResourceStores } from '../../resources/resource-stores.ts'

type Place = Pick<Schema<'PersistDataCreateRequest'>, 'pricing_id' | 'pricing_item_id' | 'pricing_item_config_id'>

/** A rule that a subscription buys, with what it prices. */
export interface SoldRule extends RuleSubject {
  readonly rule: PricingRule
}

/**
 * The rule that a request names, as the subscription buys it in a period: of its plan or of its schedule, in its currency
 * and for its billing period. Throws at the first of the three ids that leads nowhere there.
 */
export async function findSoldRule(
  database: Queryable,
  stores: ResourceStores,
  terms: SubscriptionTerms,
  period: BillingPeriod,
  place: Place,
): Promise<SoldRule> {
  const stretches = segmentsOf(terms, period)
  const versions = await stores.versions.byIds(
    database,
    stretches.map(({ schedule }) => schedule.versionId),
  )
  const schedules = await stores.schedules.byIds(
    database,
    stretches.map(({ schedule }) => schedule.id),
  )
  const pricings = stretches.flatMap(({ schedule: { id, versionId }, start, end }) => {
    const [version, schedule] = [versions.get(versionId), schedules.get(id)]
    return version && schedule
      ? selectPricings({ version, schedule, start, end }).map((selected) => ({ ...selected, schedule }))
      : []
  })
  const bought = pricings.filter(({ pricing }) => pricing.id === place.pricing_id)
  if (bought.length === 0) throw notBought('pricing_id', 'PRICING', place.pricing_id)
  const items = bought.flatMap(({ pricing, schedule, field }) =>
    (pricing.items ?? []).map((item, index) => ({ item, schedule, field: `${field}.items.${index}` })),
  )
  const [found] = items.filter(({ item }) => item.id === place.pricing_item_id)
  if (found === undefined) throw notBought('pricing_item_id', 'PRICING_ITEM', place.pricing_item_id)
  const billingPeriod = readPeriod(found.schedule.billing_period ?? terms.billingPeriod, 'billing_period')
  const billing = { currency: terms.currency, billingPeriod }
  const config = selectConfigs(found.item, billing, found.field).configs.find(
    ({ id }) => id === place.pricing_item_config_id,
  )
  if (config === undefined) {
    throw notBought('pricing_item_config_id', 'PRICING_ITEM_CONFIG', place.pricing_item_config_id)
  }
  const catalog = await loadPricingCatalog(stores, database, [...versions.values()], [...schedules.values()])
  const productItems = (found.item.product_item_ids ?? []).map((id) => productItemOf(catalog, id, found.field))
  const modelType = modelTypeOf(productItems, found.field)
  const sources = modelType === 'USAGE_BASED' ? usageSourcesOf(productItems, catalog, found.field) : []
  return {
    rule: readPricingRule(config, catalog.meterProperties, billing, found.field),
    modelType,
    sources,
    unit: unitOf(sources, catalog, found.field),
  }
}

function notBought(field: string, resourceType: ResourceType, resourceId: string): ApiFault {
  const message = `The subscription buys no such ${resourceType} in this period`
  return new ApiFault({ status: 400, code: 'RESOURCES_NOT_FOUND', field, message, resourceType, resourceId })
}
