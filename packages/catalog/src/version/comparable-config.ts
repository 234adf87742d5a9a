import type { Schema } from '@tallygate/client'
import type { CatalogState } from '../catalog-state.ts'
import { canonicalDecimal, withoutEmpty } from '../compare/without-empty.ts'

type Config = Schema<'PricingItemConfig'> | Schema<'PricingItemConfigRequest'>
type Conditions = Schema<'PricingItemConfigConditions'> | Schema<'PricingItemConfigConditionsRequest'>
type Condition = Schema<'MeterPropertyCondition'> | Schema<'MeterPropertyConditionRequest'>
type Band = Schema<'PricingItemConfigBand'>
type Quantity = Schema<'PricingItemConfigMeterValue'>

/** A pricing rule in words: when it is used, and what it says. */
export interface ComparableConfig {
  /** `model_id = "gpt-4o"`; `otherwise` for a rule without conditions. */
  readonly when: string
  readonly rule: unknown
}

/**
 * The meaning of a pricing rule. The API has three places for the type and two for the bands (`type`, `pricing_type`,
 * `details`), of which a server may answer with any: the newest, `details`, counts where it is set. Its `order` counted
 * when the rules were put in order, so its number no longer matters.
 */
export function comparableConfig(config: Config, state: CatalogState): ComparableConfig {
  const {
    object_type: _type,
    id: _id,
    original_pricing_item_config_id: _originalId,
    original_pricing_item_config: _original,
    order: _order,
    details,
    type,
    pricing_type,
    billing_period,
    pricing_period,
    conditions,
    bands,
    default_included_volume: included,
    default_seats_value: seats,
    wallet_grants: grants,
    ...others
  } = { object_type: null, original_pricing_item_config: null, ...config }
  const { meter_properties, ...otherConditions } = conditions ?? {}
  const prices = (details?.bands?.length ? details.bands : (bands ?? [])).map((band) => bandText(band, state))
  return {
    when: conditionsText(meter_properties, state),
    rule: withoutEmpty({
      type: details?.pricing_type ?? type ?? pricing_type,
      price: prices.length > 1 ? prices : prices[0],
      included: included && volumeText(included),
      seats: quantityText(seats),
      grants: (grants ?? []).map((grant) => grantText(grant, state)),
      billing_period: comparablePeriod(details?.billing_period ?? billing_period),
      pricing_period: comparablePeriod(details?.pricing_period ?? pricing_period),
      conditions: otherConditions,
      ...others,
    }),
  }
}

/** `3 MONTH`; an absent value means 1. Undefined for an absent period. */
export function comparablePeriod(period: Schema<'Period'> | null | undefined): string | undefined {
  return period?.type ? `${period.value ?? 1} ${period.type}` : undefined
}

function conditionsText(conditions: Conditions['meter_properties'], state: CatalogState): string {
  const texts = (conditions ?? []).map((condition) => conditionText(condition, state))
  return texts.length === 0 ? 'otherwise' : texts.sort().join(' and ')
}

function conditionText({ id, reference, comparator, value, values }: Condition, state: CatalogState): string {
  const property = reference ?? state.referenceOf(id ?? '')
  const operand = JSON.stringify(values?.length ? values.toSorted() : (value ?? ''))
  return comparator === 'EQUALS' || comparator == null
    ? `${property} = ${operand}`
    : `${property} ${comparator} ${operand}`
}

/** `0.015 USD per 1000`, `up to 1000: 0.02 USD`: what is not known here stands behind it as it came. */
function bandText(band: Band, state: CatalogState): string {
  const {
    amount,
    credits,
    fixed_amount,
    minimum_amount,
    maximum_amount,
    percentage,
    block_size,
    tier_top_bound,
    ...others
  } = band
  const rest = withoutEmpty(others)
  const block = quantityText(block_size)
  const parts = [
    amountText(amount, block === undefined || block === '1' ? '' : ` per ${block}`),
    creditsText(credits, block === undefined || block === '1' ? '' : ` per ${block}`, state),
    percentage == null ? undefined : `${canonicalDecimal(percentage)} percent`,
    amountText(fixed_amount, ' fixed'),
    amountText(minimum_amount, ' at least'),
    amountText(maximum_amount, ' at most'),
    rest === undefined ? undefined : JSON.stringify(rest),
  ]
  const text = parts.filter((part) => part !== undefined).join(', ')
  const bound = quantityText(tier_top_bound)
  return bound === undefined ? text : `up to ${bound}: ${text}`
}

function amountText(amount: Schema<'Amount'> | null | undefined, after: string): string | undefined {
  if (amount?.quantity == null) return undefined
  return `${canonicalDecimal(amount.quantity)} ${amount.currency ?? ''}${after}`
}

function creditsText(
  credits: Schema<'Credits'> | null | undefined,
  after: string,
  state: CatalogState,
): string | undefined {
  if (credits?.quantity == null) return undefined
  return `${canonicalDecimal(credits.quantity)} ${state.referenceOf(credits.credit_type_id ?? '')}${after}`
}

/** `1000 ai_credit into ai_credits for 1 MONTH`: what is not known here stands behind it as it came. */
function grantText(
  grant: Schema<'PricingItemConfigWalletGrant'> | Schema<'PricingItemConfigWalletGrantRequest'>,
  state: CatalogState,
): string {
  const {
    wallet_type_id,
    wallet_type: _type,
    credits_grant,
    expiry_policy,
    ...others
  } = { wallet_type: null, ...grant }
  const { credits, conversion, ...otherCredits } = credits_grant ?? {}
  const { rate, credit_type_id: convertedId } = conversion ?? {}
  const period = comparablePeriod(expiry_policy?.expiry_period)
  const rest = withoutEmpty({ ...others, otherCredits })
  const text = [
    creditsText(credits, '', state),
    creditsText(
      conversion && {
        ...(rate !== undefined && { quantity: rate }),
        ...(convertedId !== undefined && { credit_type_id: convertedId }),
      },
      ' for one',
      state,
    ),
    `into ${state.referenceOf(wallet_type_id ?? '')}`,
    period === undefined ? undefined : `for ${period}`,
    rest === undefined ? undefined : JSON.stringify(rest),
  ]
  return text.filter((part) => part !== undefined).join(' ')
}

function quantityText(quantity: Quantity | null | undefined): string | undefined {
  if (quantity?.number != null) return canonicalDecimal(quantity.number)
  const rest = withoutEmpty(quantity)
  return rest === undefined ? undefined : JSON.stringify(rest)
}

/** An included volume of zero is no included volume. */
function volumeText(included: Schema<'PricingItemConfigMeterValueIncludedVolume'>): unknown {
  const { number, ...others } = included
  const units = number == null || Number(number) === 0 ? undefined : canonicalDecimal(number)
  const rest = withoutEmpty(others)
  return rest === undefined ? units : { units, rest }
}
