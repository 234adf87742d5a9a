import { isSamePeriod } from '@tallygate/billing-period'
import { PricingError } from '../money/pricing-error.ts'
import { readPeriod } from './read-period.ts'
import type { BillingTerms } from './read-pricing-rule.ts'
import type { WirePeriodRules, WirePricingItem, WireRule } from './wire-plan.ts'

/** Selects the rules of an item for the currency and the billing period that are billed, with their path. */
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
