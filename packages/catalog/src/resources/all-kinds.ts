import { calculations, meterContents, meterCreation, meterProperties, meterValues } from './metering-kinds.ts'
import { customers, plans } from './plan-kinds.ts'
import { features, productCategories, productItems, products } from './product-kinds.ts'
import type { ResourceKind } from './resource-kind.ts'
import { creditTypes, walletTypes } from './wallet-kinds.ts'

/**
 * Every kind of resource in the order in which they are made: each refers only to what stands before it. Products are
 * activated between items and plans, and versions come last.
 */
export const ALL_KINDS: readonly ResourceKind[] = [
  meterCreation,
  meterValues,
  meterProperties,
  meterContents,
  calculations,
  features,
  creditTypes,
  walletTypes,
  productCategories,
  products,
  productItems,
  customers,
  plans,
]
