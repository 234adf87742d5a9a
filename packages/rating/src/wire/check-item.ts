import type { Period } from '@tallygate/billing-period'
import { pricingPeriodFactor } from '../charge/period-share.ts'
import { isBillableCurrency } from '../money/money.ts'
import { PricingError } from '../money/pricing-error.ts'
import { findRuleFaults, type RuleSubject } from '../plan/check-rule.ts'
import { propertiesOf } from '../plan/condition.ts'
import type { PricingRule } from '../plan/pricing-rule.ts'
import { readItemSubject, secondOnDemand } from './compile-item.ts'
import { readPeriod } from './read-period.ts'
import { type BillingTerms, readPricingRule } from './read-pricing-rule.ts'
import { selectConfigs } from './select-configs.ts'
import type { PricingCatalog } from './wire-catalog.ts'
import type { WirePricingItem, WireRule } from './wire-plan.ts'

/** The currency and periods that an item must be priced in. */
export interface ItemTerms {
  /** Currencies that the version offers; empty where each rule speaks for itself. */
  readonly currencies: readonly string[]
  readonly billingPeriod: Period | null
}

/** Takes one fault. */
export type ReportFault = (error: PricingError) => void

/** Reports what keeps a pricing item from being priced, in each currency and for each billing period that it offers. */
export function checkItem(
  item: WirePricingItem,
  catalog: PricingCatalog,
  terms: ItemTerms,
  field: string,
  report: ReportFault,
): void {
  const subject = attempt(() => readItemSubject(item, catalog, field), report)
  const checked = new Set<string>()
  for (const billing of billingTermsOf(item, terms)) {
    const selected = attempt(() => selectConfigs(item, billing, field), report)
    if (!selected || checked.has(`${selected.field} ${billing.currency}`)) continue
    checked.add(`${selected.field} ${billing.currency}`)
    const rules = selected.configs.map((config, index) =>
      attempt(() => readPricingRule(config, catalog.meterProperties, billing, `${selected.field}.${index}`), report),
    )
    const readable = rules.filter((rule) => rule !== undefined)
    for (const rule of readable) {
      if (subject) findRuleFaults(rule, subject).forEach(report)
      checkProperties(rule, subject, catalog, report)
      checkPricingPeriod(rule, billing, report)
    }
    const [, second] = readable.filter(({ onDemand }) => onDemand)
    if (second) report(secondOnDemand(second))
    checkReach(
      readable.filter(({ onDemand }) => !onDemand),
      report,
    )
  }
}

function attempt<T>(read: () => T, report: ReportFault): T | undefined {
  try {
    return read()
  } catch (error) {
    if (!PricingError.isInstance(error)) throw error
    report(error)
    return undefined
  }
}

/** Each combination of currency and billing period under which the item may be billed. */
function billingTermsOf(item: WirePricingItem, terms: ItemTerms): BillingTerms[] {
  const currencies = terms.currencies.length > 0 ? terms.currencies : currenciesInItem(item)
  const periods = terms.billingPeriod === null ? [null, ...periodsInItem(item)] : [terms.billingPeriod]
  return currencies.flatMap((currency) => periods.map((billingPeriod) => ({ currency, billingPeriod })))
}

/** The currencies that an item names itself; where there is none, any serves to check the rest of the rule. */
function currenciesInItem(item: WirePricingItem): string[] {
  const named = (item.pricing_currency_configs ?? []).flatMap(({ currency }) => currency ?? [])
  const ofConfigs = (item.configs ?? []).flatMap((config) => currencyInConfig(config) ?? [])
  const found = [...new Set([...ofConfigs.slice(0, 1), ...named])].filter(isBillableCurrency)
  return found.length > 0 ? found : ['USD']
}

function currencyInConfig(config: WireRule): string | undefined {
  const bands = [...(config.details?.bands ?? []), ...(config.bands ?? [])]
  const amounts = bands.flatMap((band) => [band.amount, band.fixed_amount, band.minimum_amount, band.maximum_amount])
  return amounts.find((amount) => amount?.currency != null)?.currency
}

function periodsInItem(item: WirePricingItem): Period[] {
  const options = [
    ...(item.billing_period_configs ?? []),
    ...(item.pricing_currency_configs ?? []).flatMap((each) => each.billing_period_configs ?? []),
  ]
  return options.flatMap((option) => readPeriod(option.billing_period, 'billing_period') ?? [])
}

/** A condition on a property that the meter does not have would never hold, or always. */
function checkProperties(
  rule: PricingRule,
  subject: RuleSubject | undefined,
  catalog: PricingCatalog,
  report: ReportFault,
): void {
  if (!rule.condition || !subject) return
  const meterIds = subject.sources.flatMap(({ calculation }) => calculation.meterId ?? [])
  const known = meterIds.map((id) => catalog.meters.get(id)).filter((meter) => meter?.meter_properties != null)
  if (known.length === 0) return
  const references = new Set(
    known.flatMap((meter) =>
      (meter?.meter_properties ?? []).flatMap(
        ({ id, reference }) => catalog.meterProperties.get(id ?? '')?.reference ?? reference ?? [],
      ),
    ),
  )
  for (const property of new Set(propertiesOf(rule.condition))) {
    if (references.has(property)) continue
    const meters = known.map((meter) => meter?.reference).join(', ')
    const message = `the property ${property} is not on the meter ${meters}`
    report(new PricingError('INVALID_RULE', message, `${rule.field}.conditions`))
  }
}

function checkPricingPeriod(rule: PricingRule, { billingPeriod }: BillingTerms, report: ReportFault): void {
  const { pricingPeriod, field } = rule
  if (pricingPeriod === null || billingPeriod === null) return
  attempt(() => pricingPeriodFactor(pricingPeriod, billingPeriod, 1, `${field}.pricing_period`), report)
}

/** A rule that comes after one that takes the same usage never prices anything. */
function checkReach(rules: readonly PricingRule[], report: ReportFault): void {
  const taken = new Map<string, PricingRule>()
  for (const rule of rules) {
    if (rule.model === 'FIXED' && rule.condition === null) continue
    const key = JSON.stringify(rule.condition)
    const earlier = taken.get(key)
    if (!earlier) {
      taken.set(key, rule)
      continue
    }
    const message =
      rule.condition === null
        ? `a second default rate: ${earlier.field} takes all usage that is left`
        : `the same conditions as ${earlier.field}: one of the two never applies`
    report(new PricingError('INVALID_RULE', message, `${rule.field}.conditions`))
  }
}
