import type { CatalogProductItem } from './pricing-catalog.ts'
import { PricingError } from './pricing-error.ts'

/** How a product item is charged, of those that are priced here. */
export type ModelType = 'USAGE_BASED' | 'RECURRING' | 'ONE_OFF' | 'PER_SEAT'

/** The model type that the product items of a pricing item share. @throws PricingError */
export function modelTypeOf(items: readonly CatalogProductItem[], field: string): ModelType {
  const [first, ...others] = items.map(({ model_type }) => model_type ?? 'USAGE_BASED')
  if (first === undefined)
    throw new PricingError('INVALID_RULE', 'a pricing item needs a product item', `${field}.product_item_ids`)
  if (others.some((type) => type !== first)) {
    throw new PricingError('INVALID_RULE', 'its product items have different model types', `${field}.product_item_ids`)
  }
  if (first === 'CREDITS' || first === 'USAGE_BASED_CONVERSION') {
    throw new PricingError(
      'NOT_SUPPORTED',
      `product items of type ${first} are not supported`,
      `${field}.product_item_ids`,
    )
  }
  return first
}
