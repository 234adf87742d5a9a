/** The kinds of a catalog's parts, in the order in which the parts depend on each other. */
export const KINDS = [
  'meter',
  'meter value',
  'meter property',
  'calculation',
  'feature',
  'credit type',
  'wallet type',
  'product category',
  'product',
  'product item',
  'customer',
  'plan',
  'plan version',
] as const

/** One of them. A customer is only looked up, for a plan of their own. */
export type CatalogKind = (typeof KINDS)[number]
