import { PricingError } from '../money/pricing-error.ts'
import type { ModelType } from '../plan/model-type.ts'
import type { CatalogProductItem } from './wire-catalog.ts'

/** The model type that the product items of a pricing item share. @throws PricingError */
export function modelTypeOf(items: readonly CatalogProductItem[], field: string): ModelType {
  const [first, ...others] = items.map(({ model_type }) => model_type ?? 'USAGE_BASED')
  if (first === undefined)
    throw new PricingError('INVALID_RULE', 'a pricing item needs a product item', `${field}.product_item_ids`)
  if (others.some((type) => type !== first)) {
    throw new PricingError('INVALID_RULE', 'its product items have different model types', `${field}.product_item_ids`)
  }
  // What is converted is used: whether it is priced in credits is the rule's to say.
  return first === 'USAGE_BASED_CONVERSION' ? 'USAGE_BASED' : first
}

/**
 * The type of the credits that a pricing item of the model CREDITS sells, `null` for other models.
 *
 * @throws PricingError where its product items name none, or several
 */
export function soldCreditTypeOf(items: readonly CatalogProductItem[], field: string): string | null {
  if (items[0]?.model_type !== 'CREDITS') return null
  const [creditTypeId, second] = new Set(items.map(({ credits }) => credits?.credit_type_id ?? null))
  if (creditTypeId == null || second !== undefined) {
    const message = 'product items of the model CREDITS name one credit type, in credits.credit_type_id'
    throw new PricingError('INVALID_RULE', message, `${field}.product_item_ids`)
  }
  return creditTypeId
}
