import type { Schema } from '@tallygate/client'
import type { Currency } from '../catalog-definition.ts'
import type { CatalogState } from '../catalog-state.ts'
import type {
  ConditionDefinition,
  PriceRule,
  PricesByProperty,
  Rates,
  TierDefinition,
  WalletGrantDefinition,
} from '../price-rule.ts'

type Config = Schema<'PricingItemConfigRequest'>
type Band = Schema<'PricingItemConfigBand'>

/**
 * The pricing rules of one product item, in order of precedence from 1. The API's documents leave open how two rules
 * that both match are resolved; the first one by `order` is what the billing server here takes, and what is written
 * here.
 */
export function pricingConfigs(rates: Rates, currency: Currency, state: CatalogState): Config[] {
  const rules: readonly PriceRule[] = 'by' in rates ? rulesByProperty(rates) : Array.isArray(rates) ? rates : [rates]
  return rules.map((rule, index) => config(rule, index + 1, currency, state))
}

/** One rule for each value, and the default last. */
function rulesByProperty({ by, per = 1, prices, default: fallback, credits }: PricesByProperty): PriceRule[] {
  const shared = { type: 'FLAT' as const, per, ...(credits !== undefined && { credits }) }
  return [
    ...Object.entries(prices).map(([value, price]) => ({ ...shared, when: { [by]: value }, price })),
    { ...shared, price: fallback },
  ]
}

function config(rule: PriceRule, order: number, currency: Currency, state: CatalogState): Config {
  const conditions = Object.entries(rule.when ?? {}).flatMap(([property, condition]) =>
    condition === undefined ? [] : [{ id: state.idOf('meter property', property), ...comparison(condition) }],
  )
  return {
    type: rule.type,
    order,
    ...(conditions.length > 0 && { conditions: { meter_properties: conditions } }),
    ...(rule.pricingPeriod && { pricing_period: { ...rule.pricingPeriod } }),
    ...(rule.billingPeriod && { billing_period: { ...rule.billingPeriod } }),
    ...(rule.inAdvance !== undefined && { billing_in_advance: rule.inAdvance }),
    ...(rule.included !== undefined && { default_included_volume: { number: String(rule.included) } }),
    ...(rule.seats !== undefined && { default_seats_value: { number: String(rule.seats) } }),
    ...((rule.onDemand === true || rule.type === 'FLEXIBLE') && { on_demand: true }),
    bands: bands(rule, currency, state),
    ...(rule.grants && { wallet_grants: rule.grants.map((grant) => walletGrant(grant, state)) }),
  }
}

function comparison(
  condition: ConditionDefinition,
): Pick<Schema<'MeterPropertyConditionRequest'>, 'comparator' | 'value' | 'values'> {
  if (typeof condition === 'string') return { comparator: 'EQUALS', value: condition }
  if (!('comparator' in condition)) return { comparator: 'IN', values: [...condition] }
  const { comparator, value, values } = condition
  return { comparator, ...(value !== undefined && { value }), ...(values && { values: [...values] }) }
}

/** A deposit. Its credits are those that wallets of its type hold. */
function walletGrant(
  { wallet, credits, creditsPerUnit, expiresAfter }: WalletGrantDefinition,
  state: CatalogState,
): Schema<'PricingItemConfigWalletGrantRequest'> {
  const credit_type_id = state.get('wallet type', wallet)?.credit?.credits_grant?.credit_type_id ?? ''
  return {
    wallet_type_id: state.idOf('wallet type', wallet),
    credits_grant:
      creditsPerUnit === undefined
        ? { credits: { quantity: String(credits), credit_type_id } }
        : { conversion: { credit_type_id, rate: String(creditsPerUnit) } },
    ...(expiresAfter && { expiry_policy: { expiry_period: { ...expiresAfter } } }),
  }
}

function bands(rule: PriceRule, currency: Currency, state: CatalogState): Band[] {
  const amount = (quantity: string) => ({ quantity, currency })
  const { credits } = rule
  const unitPrice = (quantity: string): Band =>
    credits === undefined
      ? { amount: amount(quantity) }
      : { credits: { quantity, credit_type_id: state.idOf('credit type', credits) } }
  switch (rule.type) {
    case 'FLAT':
      return [
        {
          ...unitPrice(rule.price),
          ...blockOf(rule.per),
          ...(rule.minimum !== undefined && { minimum_amount: amount(rule.minimum) }),
          ...(rule.maximum !== undefined && { maximum_amount: amount(rule.maximum) }),
        },
      ]
    case 'TIERED':
    case 'TOP_TIERED':
    case 'STAIR_STEP':
      return rule.tiers.map((tier) => tierBand(tier, unitPrice, amount))
    case 'FIXED':
      return [{ fixed_amount: amount(rule.price) }]
    case 'PASS_THROUGH':
      return rule.percentage === undefined ? [] : [{ percentage: rule.percentage }]
    case 'FLEXIBLE':
      return [
        {
          ...(rule.minimum !== undefined && { minimum_amount: amount(rule.minimum) }),
          ...(rule.maximum !== undefined && { maximum_amount: amount(rule.maximum) }),
        },
      ]
    case 'NONE':
      return []
  }
}

function tierBand(
  { upTo, price, per, fixed }: TierDefinition,
  unitPrice: (quantity: string) => Band,
  amount: (quantity: string) => Schema<'Amount'>,
): Band {
  return {
    ...(price !== undefined && { ...unitPrice(price), ...blockOf(per) }),
    ...(fixed !== undefined && { fixed_amount: amount(fixed) }),
    ...(upTo !== undefined && { tier_top_bound: { number: String(upTo) } }),
  }
}

function blockOf(per: number | string | undefined): Band {
  return per === undefined || Number(per) === 1 ? {} : { block_size: { number: String(per) } }
}
