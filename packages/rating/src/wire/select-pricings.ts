import { parseInstant } from '@tallygate/billing-period'
import { inDisplayOrder } from './in-display-order.ts'
import type { WirePricing, WirePricingCategory, WireSchedule } from './wire-plan.ts'

/** A pricing that is charged, with the category that it stands in. */
export interface SelectedPricing<Pricing extends WirePricing = WirePricing> {
  readonly category: WirePricingCategory<Pricing>
  readonly pricing: Pricing
  /** Path in the version, or in the schedule where the pricing comes from there. */
  readonly field: string
}

/** A pricing of a version, or of a schedule, and whether it is sold without being asked for. */
export interface PlacedPricing<Pricing extends WirePricing = WirePricing> extends SelectedPricing<Pricing> {
  /** True where it is sold only where the schedule enables it: an ADDON, or one of a group that asks for a choice. */
  readonly isOptional: boolean
  /** The id that enables it: an override is enabled by the pricing whose place it takes. */
  readonly enabledId: string | null
}

/** A version and the settings of a schedule that add to its pricings. */
export interface SoldTree<Pricing extends WirePricing = WirePricing> {
  readonly version: { readonly pricing_categories?: WirePricingCategory<Pricing>[] | null }
  readonly schedule: Pick<WireSchedule, 'enabled_pricings'> & {
    readonly override_pricings?: Pricing[] | null
    readonly pricing_categories?: WirePricingCategory<Pricing>[] | null
  }
}

/** Selects the pricings of a version that a schedule buys in a segment. */
export interface PricingSelection<Pricing extends WirePricing = WirePricing> extends SoldTree<Pricing> {
  /** First instant of the segment, inclusive. */
  readonly start: Date
  /** First instant after it, exclusive. */
  readonly end: Date
}

/**
 * Selects the pricings that are charged, in the plan's order (`display_order`, then as written): every DEFAULT pricing;
 * ADDON pricings, and those of a group with a selection constraint, where the schedule enables them. A pricing of the
 * schedule's `override_pricings` takes the place of the one that it names; the schedule's own categories follow the
 * plan's.
 */
export function selectPricings<Pricing extends WirePricing>(
  selection: PricingSelection<Pricing>,
): SelectedPricing<Pricing>[] {
  return placedPricings(selection)
    .filter(({ isOptional, enabledId }) => !isOptional || isEnabled(enabledId, selection))
    .map(({ category, pricing, field }) => ({ category, pricing, field }))
}

/**
 * Lists every pricing of a version and of its schedule, in the plan's order, chosen or not, with overrides in place.
 */
export function placedPricings<Pricing extends WirePricing>({
  version,
  schedule,
}: SoldTree<Pricing>): PlacedPricing<Pricing>[] {
  return [
    ...inCategories(version.pricing_categories ?? [], 'pricing_categories'),
    ...inCategories(schedule.pricing_categories ?? [], 'schedule.pricing_categories'),
  ].map((placed) => overridden(placed, schedule.override_pricings ?? []))
}

function inCategories<Pricing extends WirePricing>(
  categories: readonly WirePricingCategory<Pricing>[],
  field: string,
): PlacedPricing<Pricing>[] {
  const place = (
    category: WirePricingCategory<Pricing>,
    pricings: readonly Pricing[],
    at: string,
    mustChoose: boolean,
  ): PlacedPricing<Pricing>[] =>
    inDisplayOrder(pricings).map(([pricing, position]) => ({
      category,
      pricing,
      field: `${at}.${position}`,
      isOptional: mustChoose || pricing.product_type === 'ADDON',
      enabledId: pricing.id ?? null,
    }))
  return inDisplayOrder(categories).flatMap(([category, index]) => {
    const at = `${field}.${index}`
    const own = place(category, category.pricings ?? [], `${at}.pricings`, false)
    const grouped = inDisplayOrder(category.pricing_groups ?? []).flatMap(([group, groupIndex]) => {
      const mustChoose = group.product_type === 'ADDON' || group.selection_constraint != null
      return place(category, group.pricings ?? [], `${at}.pricing_groups.${groupIndex}.pricings`, mustChoose)
    })
    return [...own, ...grouped]
  })
}

/** Tells whether the schedule enables the pricing at some instant of the segment. */
function isEnabled(pricingId: string | null, { schedule, start, end }: Omit<PricingSelection, 'version'>): boolean {
  return (schedule.enabled_pricings ?? []).some(
    (enabled) =>
      enabled.pricing_id != null &&
      enabled.pricing_id === pricingId &&
      (enabled.start_at == null || parseInstant(enabled.start_at) < end) &&
      (enabled.end_at == null || parseInstant(enabled.end_at) > start),
  )
}

function overridden<Pricing extends WirePricing>(
  placed: PlacedPricing<Pricing>,
  overrides: readonly Pricing[],
): PlacedPricing<Pricing> {
  const index = overrides.findIndex(
    (each) => each.original_pricing_id != null && each.original_pricing_id === placed.pricing.id,
  )
  const override = overrides[index]
  if (!override) return placed
  const field = `schedule.override_pricings.${index}`
  if (override.override !== 'SPECIFIC') return { ...placed, pricing: override, field }
  const items = (placed.pricing.items ?? []).map(
    (item) => (override.items ?? []).find((each) => each.original_pricing_item_id === item.id) ?? item,
  )
  return { ...placed, pricing: { ...placed.pricing, items }, field }
}
