import type { Period } from '@tallygate/billing-period'
import type { Band } from '../models/band.ts'
import type { Decimal } from '../money/decimal.ts'
import type { Condition, StatedConditions } from './condition.ts'

/** The price models. */
export type PriceModel =
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

/** One pricing rule (the API's PricingItemConfig), read and checked. */
export interface PricingRule {
  readonly id: string
  readonly model: PriceModel
  /** The condition on events; `null` for the default rate, which takes what no other rule takes. */
  readonly condition: Condition | null
  readonly bands: readonly Band[]
  /**
   * For prices in credits: their type. Then unit prices are credits, drawn from a wallet; `null` for prices in money.
   */
  readonly creditTypeId: string | null
  /** Units that cost nothing, once a period. */
  readonly includedQuantity: Decimal | null
  /** The deposits of the rule into wallets. */
  readonly walletGrants: readonly RuleWalletGrant[]
  /** Seats where the schedule says nothing. */
  readonly defaultSeats: Decimal | null
  /** True for a price that is charged when somebody asks for it, and in no period of its own. */
  readonly onDemand: boolean
  /** Units of a FLAT price on demand where the request says nothing. */
  readonly defaultUnits: Decimal | null
  /** The length that a recurring price is quoted for; `null` for the billing period. */
  readonly pricingPeriod: Period | null
  /** True where bought volume that was not used is there in the next period; for the TOP_UP models. */
  readonly rollover: boolean
  /** Rules that name the same group fill the tiers together. */
  readonly volumeGroup: string | null
  /** The condition on usage that chooses a tier; `null` for the usage that the rule prices. */
  readonly tieringCondition: Condition | null
  /** The rule's id as the plan has it; `null` for a rule that has none yet. */
  readonly configId: string | null
  /** Id of the rule of an earlier version that it was copied from. */
  readonly originalId: string | null
  /** Its place among the rules of its item; the largest number where nothing is said. */
  readonly order: number
  /** Its conditions as the plan says them, for lines; `null` where it has none. */
  readonly stated: StatedConditions | null
  /** Its conditions in words: `model_id gpt-4o`; empty where there are none. */
  readonly conditionText: string
  /** Path of the rule in the plan, for errors. */
  readonly field: string
}

/** A deposit of a rule into a wallet of the customer: at the start, and each period where it recurs. */
export interface RuleWalletGrant {
  readonly walletTypeId: string
  /**
   * OUTRIGHT for a deposit of so much, in a full period or with each unit on demand; BY_PRICE for one of so much for
   * each unit of the money that the price comes to, without tax.
   */
  readonly basis: 'OUTRIGHT' | 'BY_PRICE'
  /** More than zero. */
  readonly quantity: Decimal
  /** The type of the credits, or the currency of the money: `null` for the one that is billed. */
  readonly of: { readonly creditTypeId: string } | { readonly currency: string | null }
  /** From the deposit to its expiry; `null` for one that never expires. */
  readonly expiryPeriod: Period | null
  /** Path in the plan, for errors. */
  readonly field: string
}
