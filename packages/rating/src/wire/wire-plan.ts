// The members of a plan version and of its schedule that prices are read from, as the API's documents name them. They
// are declared here so that the package needs no client; a type test holds them to the client's own types.

/** The length of a period. */
export interface WirePeriod {
  type?: 'DAY' | 'WEEK' | 'MONTH' | 'YEAR'
  value?: number | null
}

/** An amount of money. */
export interface WireAmount {
  quantity?: string
  currency?: string
}

/** A number of credits of one type. */
export interface WireCredits {
  quantity?: string
  credit_type_id?: string
}

/** A quantity of a meter value. */
export interface WireQuantity {
  number?: string | null
  amount?: WireAmount
  count?: string | null
}

/** A comparison of a property with values. */
export type WireComparator =
  | 'EQUALS'
  | 'NOT_EQUALS'
  | 'IN'
  | 'NOT_IN'
  | 'GREATER_THAN'
  | 'GREATER_THAN_OR_EQUALS'
  | 'LESS_THAN'
  | 'LESS_THAN_OR_EQUALS'
  | 'EMPTY'
  | 'NOT_EMPTY'
  | 'CONTAINS'
  | 'NOT_CONTAINS'

/** A comparison of one property of an event. */
export interface WireComparison {
  id?: string | null
  reference?: string | null
  value?: string | null
  values?: string[] | null
  comparator?: WireComparator
}

/** Comparisons that an operator joins. */
export interface WireExpression {
  operator?: 'AND' | 'OR' | 'XOR'
  operands?: WireOperand[] | null
}

/** A part of an expression: a comparison or another expression. */
export interface WireOperand {
  meter_property?: WireComparison
  expression?: WireExpression | null
}

/** The conditions of a product item, and those that choose a tier. */
export interface WireMeterConditions {
  name?: string | null
  meter_properties?: WireComparison[] | null
  expression?: WireExpression
}

/** The conditions of a rule. */
export interface WireRuleConditions {
  name?: string | null
  meter_properties?: WireComparison[] | null
  configs?: WireRuleConditions[] | null
}

/** The price models. */
export type WirePricingType =
  | 'FLAT'
  | 'FLAT_TOP_UP'
  | 'TIERED'
  | 'TIERED_TOP_UP'
  | 'TOP_TIERED'
  | 'STAIR_STEP'
  | 'STAIR_STEP_TOP_UP'
  | 'FIXED'
  | 'PASS_THROUGH'
  | 'FLEXIBLE'
  | 'NONE'

/** A price, and the part of the volume that it is for. */
export interface WireBand {
  amount?: WireAmount
  percentage?: string | null
  credits?: WireCredits
  fixed_amount?: WireAmount
  maximum_amount?: WireAmount
  minimum_amount?: WireAmount
  maximum_number?: string | null
  minimum_number?: string | null
  block_size?: WireQuantity
  tier_top_bound?: WireQuantity
}

/** A deposit that a rule makes. */
export interface WireWalletGrant {
  wallet_type_id?: string
  amount_grant?: { amount?: WireAmount; percentage?: string | null }
  credits_grant?: { credits?: WireCredits; conversion?: { credit_type_id?: string; rate?: string } | null }
  expiry_policy?: { expiry_period?: WirePeriod }
}

/** One pricing rule: the API's PricingItemConfig. */
export interface WireRule {
  id?: string | null
  original_pricing_item_config_id?: string | null
  details?: {
    billing_period?: WirePeriod
    pricing_type?: WirePricingType | null
    pricing_period?: WirePeriod
    bands?: WireBand[]
  }
  billing_period?: WirePeriod
  type?: WirePricingType | null
  pricing_type?: WirePricingType | null
  pricing_period?: WirePeriod
  default_included_volume?: WireQuantity & { reset_type?: string | null }
  default_seats_value?: WireQuantity
  default_units?: WireQuantity | null
  conditions?: WireRuleConditions
  tiering_conditions?: WireMeterConditions
  bands?: WireBand[]
  order?: number | null
  billing_in_advance?: boolean | null
  volume_group_reference?: string | null
  top_up?: { rollover?: boolean | null }
  split_pricing?: { meter_properties?: object[] | null }
  on_demand?: boolean | null
  wallet_grants?: WireWalletGrant[] | null
}

/** The rules of an item for one length of the billing period. */
export interface WirePeriodRules {
  billing_period?: WirePeriod
  configs?: WireRule[] | null
}

/** The rules of an item for one currency. */
export interface WireCurrencyRules {
  currency?: string | null
  configs?: WireRule[] | null
  billing_period_configs?: WirePeriodRules[] | null
  fallback_currency?: string | null
}

/** Product items that one set of rules prices together. */
export interface WirePricingItem {
  id?: string | null
  original_pricing_item_id?: string | null
  product_item_ids?: string[]
  configs?: WireRule[] | null
  pricing_currency_configs?: WireCurrencyRules[] | null
  billing_period_configs?: WirePeriodRules[] | null
  display_order?: number | null
}

/** A pricing: what is sold as one. */
export interface WirePricing {
  id?: string | null
  original_pricing_id?: string | null
  override?: 'ALL' | 'SPECIFIC' | null
  name?: string | null
  product_type?: 'DEFAULT' | 'ADDON' | null
  product_ids?: string[]
  display_order?: number | null
  items?: WirePricingItem[] | null
}

/** Pricings of which some are chosen. */
export interface WirePricingGroup<Pricing = WirePricing> {
  product_type?: 'DEFAULT' | 'ADDON' | null
  selection_constraint?: 'ANY' | 'AT_LEAST_ONE' | 'AT_MOST_ONE' | 'EXACTLY_ONE' | null
  display_order?: number | null
  pricings?: Pricing[] | null
}

/** The pricings of a product category. */
export interface WirePricingCategory<Pricing = WirePricing> {
  product_category_id?: string
  pricings?: Pricing[] | null
  pricing_groups?: WirePricingGroup<Pricing>[] | null
  display_order?: number | null
}

/** A version of a plan. */
export interface WireVersion {
  pricing_currency_settings?: { default_pricing_currency?: string | null; pricing_currencies?: string[] | null }
  pricing_categories?: WirePricingCategory[] | null
}

/** The money that a discount is compared with. */
export interface WireMoneyCondition {
  comparator?: WireComparator
  value?: { amount?: WireAmount }
}

/** A discount or markup of one thing, or of the total. */
export interface WireDiscount {
  ids?: string[]
  start_at?: string | null
  end_at?: string | null
  amount?: WireAmount
  percentage?: string | null
  coupon_id?: string | null
  promotion_code_details?: { promotion_code_id?: string | null } | null
  condition?: WireMoneyCondition
}

/** A minimum that is committed to. */
export interface WireCommitment {
  ids?: string[]
  meter_value_calculation?: object
  start_at?: string | null
  end_at?: string | null
  amount?: WireAmount
}

/** The discounts of a schedule or of a coupon, by what they are about. */
export interface WireDiscounts {
  pricing_item_configs?: Omit<WireDiscount, 'coupon_id' | 'promotion_code_details'>[] | null
  pricing_items?: Omit<WireDiscount, 'coupon_id' | 'promotion_code_details'>[] | null
  pricings?: Omit<WireDiscount, 'coupon_id' | 'promotion_code_details'>[] | null
  product_items?: WireDiscount[] | null
  products?: WireDiscount[] | null
  product_categories?: WireDiscount[] | null
  totals?: Omit<WireDiscount, 'ids'>[] | null
}

/** The commitments of a schedule, by what they are about. */
export interface WireCommitments {
  pricing_item_configs?: WireCommitment[] | null
  pricing_items?: Omit<WireCommitment, 'meter_value_calculation'>[] | null
  pricings?: Omit<WireCommitment, 'meter_value_calculation'>[] | null
  totals?: Omit<WireCommitment, 'meter_value_calculation' | 'ids'>[] | null
}

/** A coupon that was applied. */
export interface WireCoupon {
  id?: string
  coupon_name?: string | null
  promotion_code_resource_id?: string | null
  discount?: WireDiscounts | null
}

/** A quantity that a schedule sets for a rule: seats, or an included volume. */
export interface WireRuleQuantity {
  pricing_item_config_id?: string
  number?: string | null
  amount?: WireAmount
  start_at?: string | null
  end_at?: string | null
}

/** A pricing that a schedule enables. */
export interface WireEnabledPricing {
  pricing_id?: string
  start_at?: string | null
  end_at?: string | null
}

/** A schedule: which version holds when, and what it sets itself. */
export interface WireSchedule {
  id?: string | null
  type?: 'TRIAL' | 'DEFAULT' | null
  start_at?: string
  end_at?: string | null
  billing_period?: WirePeriod
  discount?: WireDiscounts
  markup?: { pricing_item_configs?: Omit<WireDiscount, 'coupon_id' | 'promotion_code_details' | 'condition'>[] | null }
  commitment?: WireCommitments
  coupon_discount?: WireDiscounts | null
  coupons?: WireCoupon[] | null
  seats_values?: WireRuleQuantity[] | null
  included_volumes?: (WireRuleQuantity & { reset_type?: string | null })[] | null
  enabled_pricings?: WireEnabledPricing[] | null
  override_pricings?: WirePricing[] | null
  pricing_categories?: WirePricingCategory[] | null
}

/** A meter property that a meter links to. */
export interface WireMeterLink {
  id?: string | null
  reference?: string | null
}
