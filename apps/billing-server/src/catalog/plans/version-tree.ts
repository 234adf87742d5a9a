import type { Schema } from '@tallygate/client'
import type { MakeId } from '../../resource-id.ts'

type Category = Schema<'PricingCategory'>
type Pricing = Schema<'Pricing'>
type Item = Schema<'PricingItem'>
type Config = Schema<'PricingItemConfig'>
type TreeKind = 'pricing_categories' | 'pricing_groups' | 'pricings' | 'pricing_items' | 'pricing_item_configs'

/** The owner of a tree: a plan version, or a schedule that brings prices of its own. */
export type TreeOwner = { readonly pricing_plan_version_id: string } | { readonly pricing_plan_schedule_id: string }

/** The ids that the parts of a tree have, by kind. */
export type TreeIds = ReadonlyMap<TreeKind, ReadonlySet<string>>

/** The ids of every part of a tree: those that a part which is sent again keeps. */
export function idsOfTree(categories: readonly Category[]): TreeIds {
  const pricings = pricingsOf(categories).map(({ pricing }) => pricing)
  const items = pricings.flatMap((pricing) => pricing.items ?? [])
  const named = (parts: readonly { readonly id?: string | null }[]) => new Set(parts.flatMap(({ id }) => id ?? []))
  return new Map<TreeKind, ReadonlySet<string>>([
    ['pricing_categories', named(categories)],
    ['pricing_groups', named(categories.flatMap((category) => category.pricing_groups ?? []))],
    ['pricings', named(pricings)],
    ['pricing_items', named(items)],
    ['pricing_item_configs', named(items.flatMap(configsOf))],
  ])
}

/**
 * Gives each part of a tree an id, its type and its owner. A part that brings an id of the same tree keeps it, the
 * first one that does; what it says of its owner and its group is where it stands.
 */
export function withTreeIds(
  categories: readonly Schema<'PricingCategoryRequest'>[],
  owner: TreeOwner,
  makeId: MakeId,
  known: TreeIds = new Map(),
): Category[] {
  const claimId = idClaims(makeId, known)
  return categories.map((category) => ({
    ...category,
    object_type: 'PRICING_CATEGORY',
    id: claimId(category.id, 'pricing_categories'),
    pricings: (category.pricings ?? []).map((one) => identifiedPricing(one, owner, null, claimId)),
    pricing_groups: (category.pricing_groups ?? []).map((given) => {
      const { pricing_plan_version_id: _version, pricing_plan_schedule_id: _schedule, ...group } = given
      const id = claimId(group.id, 'pricing_groups')
      return {
        ...group,
        object_type: 'PRICING_GROUP',
        id,
        ...owner,
        pricings: (group.pricings ?? []).map((one) => identifiedPricing(one, owner, id, claimId)),
      }
    }),
  }))
}

/** The same for pricings by themselves: one of a request, or the overrides of a schedule. */
export function withPricingIds(
  pricings: readonly Schema<'PricingRequest'>[],
  owner: TreeOwner,
  makeId: MakeId,
  known: TreeIds = new Map(),
): Pricing[] {
  const claimId = idClaims(makeId, known)
  return pricings.map((pricing) => identifiedPricing(pricing, owner, null, claimId))
}

type ClaimId = (given: string | null | undefined, kind: TreeKind) => string

/** Ids for the parts of one tree: a known one is taken once, so that no two parts share it. */
function idClaims(makeId: MakeId, known: TreeIds): ClaimId {
  const taken = new Set<string>()
  return (given, kind) => {
    if (given == null || taken.has(given) || known.get(kind)?.has(given) !== true) return makeId(kind)
    taken.add(given)
    return given
  }
}

function identifiedPricing(
  given: Schema<'PricingRequest'>,
  owner: TreeOwner,
  groupId: string | null,
  claimId: ClaimId,
): Pricing {
  const {
    pricing_plan_version_id: _version,
    pricing_plan_schedule_id: _schedule,
    pricing_group_id: _,
    ...pricing
  } = given
  return {
    ...pricing,
    object_type: 'PRICING',
    id: claimId(pricing.id, 'pricings'),
    ...owner,
    ...(groupId !== null && { pricing_group_id: groupId }),
    product_type: pricing.product_type ?? 'DEFAULT',
    product_ids: pricing.product_ids ?? [],
    items: (pricing.items ?? []).map((item) => ({
      ...mapConfigs({ ...item, configs: item.configs ?? [] } as Item, '', (config) => ({
        ...config,
        object_type: 'PRICING_ITEM_CONFIG',
        id: claimId(config.id, 'pricing_item_configs'),
      })),
      object_type: 'PRICING_ITEM',
      id: claimId(item.id, 'pricing_items'),
      product_item_ids: item.product_item_ids ?? [],
    })),
  }
}

/** The item with each of its rules changed: those for all, for one currency, for one billing period. */
export function mapConfigs(item: Item, field: string, change: (config: Config, field: string) => Config): Item {
  const changed = (configs: readonly Config[] | null | undefined, at: string) =>
    (configs ?? []).map((config, index) => change(config, `${at}.configs.${index}`))
  const ofPeriods = (parts: readonly Schema<'PricingItemBillingPeriodConfig'>[], at: string) =>
    parts.map((part, index) => ({ ...part, configs: changed(part.configs, `${at}.billing_period_configs.${index}`) }))
  return {
    ...item,
    ...(item.configs && { configs: changed(item.configs, field) }),
    ...(item.pricing_currency_configs && {
      pricing_currency_configs: item.pricing_currency_configs.map((part, index) => {
        const at = `${field}.pricing_currency_configs.${index}`
        return {
          ...part,
          configs: changed(part.configs, at),
          ...(part.billing_period_configs && { billing_period_configs: ofPeriods(part.billing_period_configs, at) }),
        }
      }),
    }),
    ...(item.billing_period_configs && {
      billing_period_configs: ofPeriods(item.billing_period_configs, field),
    }),
  }
}

/** Every rule of an item, whichever currency or billing period it is for. */
export function configsOf(item: Item): Config[] {
  const configs: Config[] = []
  mapConfigs(item, '', (config) => {
    configs.push(config)
    return config
  })
  return configs
}

/** The tree with each of its pricings changed. */
export function mapPricings(
  categories: readonly Category[],
  change: (pricing: Pricing, field: string) => Pricing,
): Category[] {
  return categories.map((category, index) => {
    const at = `pricing_categories.${index}`
    return {
      ...category,
      pricings: (category.pricings ?? []).map((pricing, place) => change(pricing, `${at}.pricings.${place}`)),
      pricing_groups: (category.pricing_groups ?? []).map((group, groupIndex) => ({
        ...group,
        pricings: (group.pricings ?? []).map((pricing, place) =>
          change(pricing, `${at}.pricing_groups.${groupIndex}.pricings.${place}`),
        ),
      })),
    }
  })
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
