import type { Period } from '@tallygate/billing-period'
import { isBillableCurrency } from '../money/money.ts'
import { PricingError, type PricingErrorCode } from '../money/pricing-error.ts'
import { checkItem } from './check-item.ts'
import type { PricingCatalog } from './wire-catalog.ts'
import type { WirePricing, WirePricingItem, WireVersion } from './wire-plan.ts'

/** A fault of a plan, with its place. */
export interface PricingFault {
  readonly code: PricingErrorCode
  /** Path in the version, as the API writes it: `pricing_categories.0.pricings.0.items.0.configs.1.bands.0.amount`. */
  readonly field: string
  readonly message: string
}

/** The terms under which a version is checked. */
export interface FaultTerms {
  /** The one currency that will be billed. Absent: each of the version's pricing currencies. */
  readonly currency?: string
  /** The billing period of the subscription. Absent: not known yet, and what depends on it is not checked. */
  readonly billingPeriod?: Period
}

/** Faults that are reported at most: a list that long is read from the top. */
const MAX_FAULTS = 100

/** Pricing rules in one version. Each is asked for each combination of property values when an invoice is planned. */
export const MAX_RULES = 10_000

/**
 * Finds everything in a version that could not be priced as it says: overlapping tiers, a tier without an end in the
 * middle, a rule on a property that the meter does not have, a currency that the version does not offer, a percentage
 * of something that is no amount, a rule that no usage can reach, steps that do not exist here. Empty for a version
 * that can be sold.
 *
 * A version without faults is priced by `planInvoice` without throwing.
 */
export function findPricingFaults(
  version: WireVersion,
  catalog: PricingCatalog,
  terms: FaultTerms = {},
): PricingFault[] {
  const faults: PricingError[] = []
  const report = (error: PricingError) => faults.push(error)
  const currencies = currenciesOf(version, terms, report)
  const items = itemsOf(version)
  const rules = items.reduce((count, { item }) => count + (item.configs ?? []).length, 0)
  if (rules > MAX_RULES) {
    return [toFault(new PricingError('TOO_LARGE', `a version has at most ${MAX_RULES} rules`, 'pricing_categories'))]
  }
  for (const { item, field } of items) {
    checkItem(item, catalog, { currencies, billingPeriod: terms.billingPeriod ?? null }, field, report)
  }
  return faults.slice(0, MAX_FAULTS).map(toFault)
}

function toFault({ code, field, message }: PricingError): PricingFault {
  return { code, field, message }
}

/** The currencies that the version must have prices in; empty where it names none, then each rule speaks for itself. */
function currenciesOf(version: WireVersion, terms: FaultTerms, report: (error: PricingError) => void): string[] {
  const settings = version.pricing_currency_settings
  const offered = settings?.pricing_currencies ?? []
  offered.forEach((currency, index) => {
    if (isBillableCurrency(currency)) return
    const field = `pricing_currency_settings.pricing_currencies.${index}`
    report(new PricingError('INVALID_CURRENCY', `${currency} is not a currency that can be billed`, field))
  })
  const fallback = settings?.default_pricing_currency
  if (fallback != null && offered.length > 0 && !offered.includes(fallback)) {
    const field = 'pricing_currency_settings.default_pricing_currency'
    report(new PricingError('INVALID_CURRENCY', 'the default currency is not one of the pricing currencies', field))
  }
  const own = offered.length > 0 ? offered : fallback == null ? [] : [fallback]
  if (terms.currency === undefined) return own.filter(isBillableCurrency)
  if (own.length > 0 && !own.includes(terms.currency)) {
    const message = `the plan has prices in ${own.join(', ')}, not in ${terms.currency}`
    report(new PricingError('CURRENCY_MISMATCH', message, 'pricing_currency_settings.pricing_currencies'))
  }
  return [terms.currency]
}

interface PlacedItem {
  readonly item: WirePricingItem
  readonly field: string
}

/** Every pricing item of the version, chosen or not, with its path. */
export function itemsOf(version: WireVersion): PlacedItem[] {
  return (version.pricing_categories ?? []).flatMap((category, index) => {
    const at = `pricing_categories.${index}`
    const grouped = (category.pricing_groups ?? []).flatMap((group, groupIndex) =>
      itemsOfPricings(group.pricings ?? [], `${at}.pricing_groups.${groupIndex}.pricings`),
    )
    return [...itemsOfPricings(category.pricings ?? [], `${at}.pricings`), ...grouped]
  })
}

/** Every pricing item of pricings, with its path. */
export function itemsOfPricings(pricings: readonly WirePricing[], field: string): PlacedItem[] {
  return pricings.flatMap((pricing, index) =>
    (pricing.items ?? []).map((item, itemIndex) => ({ item, field: `${field}.${index}.items.${itemIndex}` })),
  )
}
