import { isSamePeriod, parseInstant } from '@tallygate/billing-period'
import { PricingError } from '../money/pricing-error.ts'
import { readPeriod } from './read-period.ts'
import type { BillingTerms } from './read-pricing-rule.ts'
import type {
  WirePeriodRules,
  WirePricing,
  WirePricingCategory,
  WirePricingItem,
  WireRule,
  WireSchedule,
} from './wire-plan.ts'

/** A pricing that is charged, with the category that it stands in. */
export interface SelectedPricing<Pricing extends WirePricing = WirePricing> {
  readonly category: WirePricingCategory<Pricing>
  readonly pricing: Pricing
  /** Path in the version, or in the schedule where the pricing comes from there. */
  readonly field: string
}

/** Which pricings of a version a schedule buys, in a stretch of time. */
export interface PricingSelection<Pricing extends WirePricing = WirePricing> {
  readonly version: { readonly pricing_categories?: WirePricingCategory<Pricing>[] | null }
  readonly schedule: Pick<WireSchedule, 'enabled_pricings'> & {
    readonly override_pricings?: Pricing[] | null
    readonly pricing_categories?: WirePricingCategory<Pricing>[] | null
  }
  /** First instant of the stretch, inclusive. */
  readonly start: Date
  /** First instant after it, exclusive. */
  readonly end: Date
}

/**
 * The pricings that are charged, in the plan's order (`display_order`, then as written): every DEFAULT pricing; ADDON
 * pricings, and those of a group with a selection constraint, where the schedule enables them. A pricing of the schedule's
 * `override_pricings` takes the place of the one that it names; the schedule's own categories follow the plan's.
 */
export function selectPricings<Pricing extends WirePricing>(
  selection: PricingSelection<Pricing>,
): SelectedPricing<Pricing>[] {
  const { version, schedule } = selection
  const overrides = schedule.override_pricings ?? []
  return [
    ...inCategories(version.pricing_categories ?? [], 'pricing_categories', selection),
    ...inCategories(schedule.pricing_categories ?? [], 'schedule.pricing_categories', selection),
  ].map((selected) => overridden(selected, overrides))
}

function inCategories<Pricing extends WirePricing>(
  categories: readonly WirePricingCategory<Pricing>[],
  field: string,
  selection: PricingSelection<Pricing>,
): SelectedPricing<Pricing>[] {
  return inDisplayOrder(categories).flatMap(([category, index]) => {
    const at = `${field}.${index}`
    const own = inDisplayOrder(category.pricings ?? [])
      .filter(([pricing]) => pricing.product_type !== 'ADDON' || isEnabled(pricing, selection))
      .map(([pricing, position]) => ({ category, pricing, field: `${at}.pricings.${position}` }))
    const grouped = inDisplayOrder(category.pricing_groups ?? []).flatMap(([group, groupIndex]) => {
      const mustChoose = group.product_type === 'ADDON' || group.selection_constraint != null
      return inDisplayOrder(group.pricings ?? [])
        .filter(([pricing]) => (!mustChoose && pricing.product_type !== 'ADDON') || isEnabled(pricing, selection))
        .map(([pricing, position]) => ({
          category,
          pricing,
          field: `${at}.pricing_groups.${groupIndex}.pricings.${position}`,
        }))
    })
    return [...own, ...grouped]
  })
}

/** Whether the schedule enables the pricing at some instant of the stretch. */
function isEnabled(pricing: WirePricing, { schedule, start, end }: Omit<PricingSelection, 'version'>): boolean {
  return (schedule.enabled_pricings ?? []).some(
    (enabled) =>
      enabled.pricing_id != null &&
      enabled.pricing_id === pricing.id &&
      (enabled.start_at == null || parseInstant(enabled.start_at) < end) &&
      (enabled.end_at == null || parseInstant(enabled.end_at) > start),
  )
}

function overridden<Pricing extends WirePricing>(
  selected: SelectedPricing<Pricing>,
  overrides: readonly Pricing[],
): SelectedPricing<Pricing> {
  const index = overrides.findIndex(
    (each) => each.original_pricing_id != null && each.original_pricing_id === selected.pricing.id,
  )
  const override = overrides[index]
  if (!override) return selected
  const field = `schedule.override_pricings.${index}`
  if (override.override !== 'SPECIFIC') return { ...selected, pricing: override, field }
  const items = (selected.pricing.items ?? []).map(
    (item) => (override.items ?? []).find((each) => each.original_pricing_item_id === item.id) ?? item,
  )
  return { ...selected, pricing: { ...selected.pricing, items }, field }
}

/** The configs of an item for the currency and the billing period that are billed, with their path. */
export function selectConfigs(
  item: WirePricingItem,
  terms: BillingTerms,
  field: string,
): { readonly configs: readonly WireRule[]; readonly field: string } {
  const ofCurrency = (item.pricing_currency_configs ?? []).findIndex(({ currency }) => currency === terms.currency)
  const currencyConfig = (item.pricing_currency_configs ?? [])[ofCurrency]
  if (currencyConfig) {
    const at = `${field}.pricing_currency_configs.${ofCurrency}`
    if (currencyConfig.fallback_currency != null) {
      throw new PricingError('NOT_SUPPORTED', 'prices are not exchanged between currencies', `${at}.fallback_currency`)
    }
    return (
      configsOfPeriod(currencyConfig.billing_period_configs, terms, at) ?? {
        configs: currencyConfig.configs ?? [],
        field: `${at}.configs`,
      }
    )
  }
  if ((item.pricing_currency_configs ?? []).length > 0 && (item.configs ?? []).length === 0) {
    throw new PricingError(
      'CURRENCY_MISMATCH',
      `the plan has no price in ${terms.currency}`,
      `${field}.pricing_currency_configs`,
    )
  }
  return (
    configsOfPeriod(item.billing_period_configs, terms, field) ?? {
      configs: item.configs ?? [],
      field: `${field}.configs`,
    }
  )
}

function configsOfPeriod(
  options: readonly WirePeriodRules[] | null | undefined,
  terms: BillingTerms,
  field: string,
): { configs: readonly WireRule[]; field: string } | null {
  const billed = terms.billingPeriod
  if (billed === null) return null
  const index = (options ?? []).findIndex((option, position) => {
    const period = readPeriod(option.billing_period, `${field}.billing_period_configs.${position}.billing_period`)
    return period !== null && isSamePeriod(period, billed)
  })
  const option = (options ?? [])[index]
  return option ? { configs: option.configs ?? [], field: `${field}.billing_period_configs.${index}.configs` } : null
}

/** With the position that each has as written, for its path. */
export function inDisplayOrder<T extends { readonly display_order?: number | null }>(
  values: readonly T[],
): [T, number][] {
  return values
    .map((value, index): [T, number] => [value, index])
    .sort(([left, i], [right, j]) => {
      const [a, b] = [left.display_order ?? Number.MAX_SAFE_INTEGER, right.display_order ?? Number.MAX_SAFE_INTEGER]
      return a - b || i - j
    })
}
