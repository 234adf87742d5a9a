/** A kind of charge for product items, of those that are priced here. */
export type ModelType = 'USAGE_BASED' | 'RECURRING' | 'ONE_OFF' | 'PER_SEAT' | 'CREDITS'

/** Tells whether a quantity that was used is priced: usage of a meter, or credits that no wallet had. */
export function pricesQuantity(modelType: ModelType): boolean {
  return modelType === 'USAGE_BASED' || modelType === 'CREDITS'
}
