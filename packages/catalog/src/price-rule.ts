import type { PeriodDefinition } from './catalog-definition.ts'

/** The comparisons of a property of an event with a condition's value. */
export type Comparator =
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

/** A value (`EQUALS`), several (`IN`), or a comparison in full. */
export type ConditionDefinition =
  | string
  | readonly string[]
  | { readonly comparator: Comparator; readonly value?: string; readonly values?: readonly string[] }

/**
 * The credits that a rule deposits into a wallet of the customer: `credits`, or with a price on demand
 * `creditsPerUnit`.
 */
export interface WalletGrantDefinition<Wallet extends string = string> {
  /** The wallet type. A customer without a wallet of it gets one. */
  readonly wallet: Wallet
  /** The number of credits, for a whole billing period, or for each unit that is charged on demand. */
  readonly credits?: number | string
  /** The number of credits for one unit of the currency that a price on demand comes to, without tax. */
  readonly creditsPerUnit?: number | string
  /** From the deposit to its expiry. Default: never. One billing period: what is not used is lost with it. */
  readonly expiresAfter?: PeriodDefinition
}

/** Members of every price rule. */
export interface PriceRuleBase<
  Property extends string = string,
  Credit extends string = string,
  Wallet extends string = string,
> {
  /** The events that the rule is for: all conditions must hold. A rule without is for all that are left. */
  readonly when?: { readonly [P in Property]?: ConditionDefinition }
  /** The period that the price is for. Default: the billing period of the subscription. */
  readonly pricingPeriod?: PeriodDefinition
  /** The billing period that this rule is for. Default: any. */
  readonly billingPeriod?: PeriodDefinition
  /** Bill at the start of the period. Default: false. */
  readonly inAdvance?: boolean
  /**
   * Charged when it is asked for, and in no period: for `FIXED`, `FLAT` and `FLEXIBLE`, one an item. Default: false.
   */
  readonly onDemand?: boolean
  /** Units free of charge in each period. */
  readonly included?: number | string
  /** Seats of a `PER_SEAT` item where the schedule of a subscription names no number. Default: none. */
  readonly seats?: number | string
  /**
   * The price is in credits of this type, which wallets pay, instead of the plan's currency. For `FLAT` and tiers
   * without fixed amounts.
   */
  readonly credits?: Credit
  /** Deposits into wallets: once with a `ONE_OFF` item, else with each billing period. */
  readonly grants?: readonly WalletGrantDefinition<Wallet>[]
}

/** One band of a tiered price; the last one has no `upTo`. */
export interface TierDefinition {
  /** Last unit of the tier. */
  readonly upTo?: number | string
  /** Price of `per` units, as decimal text. */
  readonly price?: string
  /** Default: 1. */
  readonly per?: number | string
  /** Amount for reaching the tier, as decimal text. */
  readonly fixed?: string
}

/**
 * One price. Prices are decimal text in the plan's currency.
 *
 * `FLAT`: `price` for every `per` units. `TIERED`: each unit at the rate of its tier. `TOP_TIERED`: all units at the
 * rate of the tier reached. `STAIR_STEP`: the fixed amount of the tier reached. `FIXED`: an amount a period.
 * `PASS_THROUGH`: the usage is an amount, billed as it is or by a percentage. `FLEXIBLE`: an amount of the customer's
 * choice, always on demand. `NONE`: shown, not billed.
 */
export type PriceRule<
  Property extends string = string,
  Credit extends string = string,
  Wallet extends string = string,
> = PriceRuleBase<Property, Credit, Wallet> &
  (
    | {
        readonly type: 'FLAT'
        readonly price: string
        /** Units that `price` buys. Default: 1. */
        readonly per?: number | string
        readonly minimum?: string
        readonly maximum?: string
      }
    | { readonly type: 'TIERED' | 'TOP_TIERED' | 'STAIR_STEP'; readonly tiers: readonly TierDefinition[] }
    | { readonly type: 'FIXED'; readonly price: string }
    | { readonly type: 'PASS_THROUGH'; readonly percentage?: string }
    | { readonly type: 'FLEXIBLE'; readonly minimum?: string; readonly maximum?: string }
    | { readonly type: 'NONE' }
  )

/** A flat price by the value of one property, such as the model: what most token prices are. */
export interface PricesByProperty<Property extends string = string, Credit extends string = string> {
  readonly by: Property
  /** Units that each price buys. Default: 1. */
  readonly per?: number | string
  /** Price by the property's value, as decimal text. */
  readonly prices: { readonly [value: string]: string }
  /** Price of everything that is not listed. */
  readonly default: string
  /** The prices are in credits of this type, which wallets pay, instead of the plan's currency. */
  readonly credits?: Credit
}

/** The prices of a product item: one rule, several in order of precedence, or a price by property. */
export type Rates<Property extends string = string, Credit extends string = string, Wallet extends string = string> =
  | PricesByProperty<Property, Credit>
  | PriceRule<Property, Credit, Wallet>
  | readonly PriceRule<Property, Credit, Wallet>[]
