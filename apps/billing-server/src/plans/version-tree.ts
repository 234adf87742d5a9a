import type { Schema } from '@tallygate/client'
import type { MakeId } from '../resource-id.ts'

type Categories = readonly Schema<'PricingCategoryRequest'>[]

/** Gives each part of a version's tree an id and its type. A part that brings an id of this version keeps it. */
export function withTreeIds(
  categories: Categories,
  versionId: string | undefined,
  makeId: MakeId,
  known: ReadonlySet<string> = new Set(),
): Schema<'PricingCategory'>[] {
  const id = (given: string | null | undefined, kind: Parameters<MakeId>[0]): string =>
    given != null && known.has(given) ? given : makeId(kind)
  const pricing = (given: Schema<'PricingRequest'>, groupId?: string): Schema<'Pricing'> => ({
    ...given,
    object_type: 'PRICING',
    id: id(given.id, 'pricings'),
    ...(versionId === undefined ? {} : { pricing_plan_version_id: versionId }),
    ...(groupId === undefined ? {} : { pricing_group_id: groupId }),
    product_type: given.product_type ?? 'DEFAULT',
    product_ids: given.product_ids ?? [],
    items: (given.items ?? []).map(item),
  })
  const item = (given: Schema<'PricingItemRequest'>): Schema<'PricingItem'> => ({
    ...given,
    object_type: 'PRICING_ITEM',
    id: id(given.id, 'pricing_items'),
    product_item_ids: given.product_item_ids ?? [],
    configs: (given.configs ?? []).map(config),
    ...(given.pricing_currency_configs && {
      pricing_currency_configs: given.pricing_currency_configs.map((part) => ({
        ...part,
        configs: (part.configs ?? []).map(config),
        ...(part.billing_period_configs && {
          billing_period_configs: part.billing_period_configs.map((inner) => ({
            ...inner,
            configs: (inner.configs ?? []).map(config),
          })),
        }),
      })),
    }),
    ...(given.billing_period_configs && {
      billing_period_configs: given.billing_period_configs.map((part) => ({
        ...part,
        configs: (part.configs ?? []).map(config),
      })),
    }),
  })
  const config = (given: Schema<'PricingItemConfigRequest'>): Schema<'PricingItemConfig'> => ({
    ...given,
    object_type: 'PRICING_ITEM_CONFIG',
    id: id(given.id, 'pricing_item_configs'),
  })
  return categories.map((category) => ({
    ...category,
    object_type: 'PRICING_CATEGORY',
    id: id(category.id, 'pricing_categories'),
    pricings: (category.pricings ?? []).map((one) => pricing(one)),
    pricing_groups: (category.pricing_groups ?? []).map((group) => {
      const groupId = id(group.id, 'pricing_groups')
      return {
        ...group,
        object_type: 'PRICING_GROUP',
        id: groupId,
        ...(versionId === undefined ? {} : { pricing_plan_version_id: versionId }),
        pricings: (group.pricings ?? []).map((one) => pricing(one, groupId)),
      }
    }),
  }))
}

/** One pricing of a tree and where it stands, for messages. */
export interface PlacedPricing<Pricing> {
  readonly pricing: Pricing
  /** Dotted path from the version. */
  readonly field: string
}

/** Every pricing of a tree, in groups or not. */
export function pricingsOf<Pricing>(
  categories: readonly {
    readonly pricings?: readonly Pricing[] | null
    readonly pricing_groups?: readonly { readonly pricings?: readonly Pricing[] | null }[] | null
  }[],
): PlacedPricing<Pricing>[] {
  return categories.flatMap((category, index) => {
    const at = `pricing_categories.${index}`
    return [
      ...(category.pricings ?? []).map((pricing, place) => ({ pricing, field: `${at}.pricings.${place}` })),
      ...(category.pricing_groups ?? []).flatMap((group, groupIndex) =>
        (group.pricings ?? []).map((pricing, place) => ({
          pricing,
          field: `${at}.pricing_groups.${groupIndex}.pricings.${place}`,
        })),
      ),
    ]
  })
}
