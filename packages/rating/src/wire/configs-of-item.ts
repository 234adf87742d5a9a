import type { WirePeriodRules, WirePricingItem, WireRule } from './wire-plan.ts'

/** A rule as the plan has it, with its path. */
export interface PlacedConfig {
  readonly config: WireRule
  readonly field: string
}

/** Every rule of a pricing item, in whichever currency and for whichever billing period, with its path. */
export function configsOfItem(item: WirePricingItem, field: string): PlacedConfig[] {
  return [
    ...placed(item.configs, `${field}.configs`),
    ...ofPeriods(item.billing_period_configs, `${field}.billing_period_configs`),
    ...(item.pricing_currency_configs ?? []).flatMap((each, index) => {
      const at = `${field}.pricing_currency_configs.${index}`
      return [
        ...placed(each.configs, `${at}.configs`),
        ...ofPeriods(each.billing_period_configs, `${at}.billing_period_configs`),
      ]
    }),
  ]
}

function placed(configs: readonly WireRule[] | null | undefined, field: string): PlacedConfig[] {
  return (configs ?? []).map((config, index) => ({ config, field: `${field}.${index}` }))
}

function ofPeriods(options: readonly WirePeriodRules[] | null | undefined, field: string): PlacedConfig[] {
  return (options ?? []).flatMap(({ configs }, index) => placed(configs, `${field}.${index}.configs`))
}
