import { itemsOf, type PricingFault } from './find-pricing-faults.ts'
import type { PricingCatalog } from './wire-catalog.ts'
import type { WireRule, WireVersion } from './wire-plan.ts'

/** Something that a plan may do and that its author should know. Same shape as a fault, without a code. */
export type PricingNotice = Omit<PricingFault, 'code'>

/**
 * Returns what is allowed in a version and worth saying: usage without a default rate. Usage that no rule takes is
 * shown on the invoice and not billed.
 */
export function findPricingNotices(version: WireVersion, catalog: PricingCatalog): PricingNotice[] {
  return itemsOf(version).flatMap(({ item, field }) => {
    const types = (item.product_item_ids ?? []).map((id) => catalog.productItems.get(id)?.model_type ?? 'USAGE_BASED')
    const sets = [
      { configs: item.configs, at: `${field}.configs` },
      ...(item.billing_period_configs ?? []).map((each, index) => ({
        configs: each.configs,
        at: `${field}.billing_period_configs.${index}.configs`,
      })),
      ...(item.pricing_currency_configs ?? []).map((each, index) => ({
        configs: each.configs,
        at: `${field}.pricing_currency_configs.${index}.configs`,
      })),
    ]
    if (!types.includes('USAGE_BASED')) return []
    return sets
      .filter(({ configs }) => (configs ?? []).length > 0 && !(configs ?? []).some(isDefaultRate))
      .map(({ at }) => ({ field: at, message: 'there is no default rate: usage that no rule takes is not billed' }))
  })
}

function isDefaultRate({ conditions }: WireRule): boolean {
  return (conditions?.meter_properties ?? []).length === 0
}
