import type { Schema } from '@tallygate/client'
import type { PricingCatalog } from '@tallygate/rating'
import type { Queryable } from '../database/database.ts'
import type { ResourceStores } from '../resources/resource-stores.ts'
import { pricingsOf } from './plans/version-tree.ts'

/** Everything that the trees of these versions refer to, for rating. */
export async function loadPricingCatalog(
  stores: ResourceStores,
  database: Queryable,
  versions: readonly Pick<Schema<'PricingPlanVersion'>, 'pricing_categories'>[],
  schedules: readonly Pick<Schema<'PricingPlanSchedule'>, 'pricing_categories' | 'override_pricings'>[] = [],
): Promise<PricingCatalog> {
  const trees = [...versions, ...schedules].flatMap((one) => one.pricing_categories ?? [])
  const pricings = [
    ...pricingsOf(trees).map(({ pricing }) => pricing),
    ...schedules.flatMap((schedule) => schedule.override_pricings ?? []),
  ]
  const productItems = await stores.productItems.byIds(
    database,
    pricings.flatMap((pricing) => (pricing.items ?? []).flatMap((item) => item.product_item_ids ?? [])),
  )
  const items = [...productItems.values()]
  const products = await stores.products.byIds(database, [
    ...pricings.flatMap((pricing) => pricing.product_ids ?? []),
    ...items.map((item) => item.product_id),
  ])
  const categories = await stores.categories.byIds(database, [
    ...trees.flatMap((category) => category.product_category_id ?? []),
    ...[...products.values()].map((product) => product.category_id),
  ])
  const calculations = await stores.calculations.byIds(
    database,
    items.flatMap((item) => [
      ...[item.usage_based?.meter_value_calculation_id ?? item.meter_value_calculation_id ?? []].flat(),
      ...[item.usage_based?.tiering_meter_value_calculation_id ?? []].flat(),
      ...(item.usage_based?.report_meter_value_calculation_ids ?? []),
    ]),
  )
  const meters = await stores.meters.byIds(
    database,
    [...calculations.values()].map((calculation) => calculation.meter_id),
  )
  const linked = (member: 'meter_values' | 'meter_properties'): string[] =>
    [...meters.values()].flatMap((meter) => (meter[member] ?? []).map(({ id }) => id))
  return {
    productItems,
    products,
    categories,
    calculations,
    meters,
    meterValues: await stores.meterValues.byIds(database, linked('meter_values')),
    meterProperties: await stores.meterProperties.byIds(database, linked('meter_properties')),
  }
}
