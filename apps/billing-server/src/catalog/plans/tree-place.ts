import type { Schema } from '@tallygate/client'

type Category = Schema<'PricingCategory'>
type Group = Schema<'PricingGroup'>
type Pricing = Schema<'Pricing'>

/** A place where pricings of a tree stand together: a category, or one of its groups. Positions from 0. */
export interface PricingHolder {
  readonly category: number
  /** Null outside of a group. */
  readonly group: number | null
}

/** The place of one pricing. */
export interface PricingPlace extends PricingHolder {
  readonly index: number
}

/** The place of one group. */
export interface GroupPlace {
  readonly category: number
  readonly group: number
}

/** The place of the pricing with this id; undefined where the tree has none. */
export function placeOfPricing(categories: readonly Category[], id: string): PricingPlace | undefined {
  for (const [category, one] of categories.entries()) {
    const index = (one.pricings ?? []).findIndex((pricing) => pricing.id === id)
    if (index >= 0) return { category, group: null, index }
    for (const [group, { pricings }] of (one.pricing_groups ?? []).entries()) {
      const inside = (pricings ?? []).findIndex((pricing) => pricing.id === id)
      if (inside >= 0) return { category, group, index: inside }
    }
  }
  return undefined
}

/** The place of the group with this id; undefined where the tree has none. */
export function placeOfGroup(categories: readonly Category[], id: string): GroupPlace | undefined {
  for (const [category, one] of categories.entries()) {
    const group = (one.pricing_groups ?? []).findIndex((each) => each.id === id)
    if (group >= 0) return { category, group }
  }
  return undefined
}

/** The place of the category of products; a tree without it gets it at its end. Changes the tree that it is given. */
export function placeOfCategory(categories: Category[], productCategoryId: string): number {
  const known = categories.findIndex((category) => category.product_category_id === productCategoryId)
  if (known >= 0) return known
  return categories.push({ product_category_id: productCategoryId }) - 1
}

/** The groups of a category, to be changed in place. */
export function groupsAt(categories: readonly Category[], category: number): Group[] {
  const holder = partAt(categories, category)
  holder.pricing_groups ??= []
  return holder.pricing_groups
}

/** The pricings of a category or group, to be changed in place. */
export function pricingsAt(categories: readonly Category[], { category, group }: PricingHolder): Pricing[] {
  const holder = group === null ? partAt(categories, category) : partAt(groupsAt(categories, category), group)
  holder.pricings ??= []
  return holder.pricings
}

/** The part of a list at a position that was found in it. */
export function partAt<Part>(parts: readonly Part[], index: number): Part {
  const part = parts[index]
  if (part === undefined) throw new Error(`a tree has no part at ${index}`)
  return part
}

/** Path of a pricing from its version. */
export const fieldOfPricing = ({ category, group, index }: PricingPlace): string =>
  `pricing_categories.${category}${group === null ? '' : `.pricing_groups.${group}`}.pricings.${index}`

/** Path of a group from its version. */
export const fieldOfGroup = ({ category, group }: GroupPlace): string =>
  `pricing_categories.${category}.pricing_groups.${group}`
