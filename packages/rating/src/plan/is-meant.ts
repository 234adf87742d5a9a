import { type Adjustment, isAbout } from './adjustment.ts'
import type { CompiledItem, CompiledPricing } from './compiled-plan.ts'
import type { PricingRule } from './pricing-rule.ts'

/** A rule in its plan; `null` for usage of the item that no rule prices. */
export interface PlacedRule {
  readonly rule: PricingRule | null
  readonly item: CompiledItem
}

/** Tells whether an adjustment is about the price of a rule. */
export function isMeant(adjustment: Adjustment, { rule, item }: PlacedRule, pricing: CompiledPricing): boolean {
  switch (adjustment.scope) {
    case 'PRICING_ITEM_CONFIG':
      return isAbout(adjustment, [rule?.configId, rule?.originalId])
    case 'PRICING_ITEM':
      return isAbout(adjustment, [item.id, item.originalId])
    case 'PRICING':
      return isAbout(adjustment, [pricing.id, pricing.originalId])
    case 'PRODUCT_ITEM':
      return isAbout(
        adjustment,
        item.productItems.map(({ id }) => id),
      )
    case 'PRODUCT':
      return isAbout(
        adjustment,
        item.productItems.map(({ productId }) => productId),
      )
    case 'PRODUCT_CATEGORY':
      return isAbout(adjustment, [pricing.category?.id])
    case 'TOTAL':
      return true
  }
}
