import type { Period } from '@tallygate/billing-period'
import type { Decimal } from '../money/decimal.ts'
import type { Settled } from '../money/settled.ts'
import type { MeterUnit, UsageSource } from '../usage/usage-source.ts'
import type { Adjustment } from './adjustment.ts'
import type { ModelType } from './model-type.ts'
import type { PricingRule } from './pricing-rule.ts'
import type { RuleOrder } from './rule-order.ts'

/**
 * A plan version with its schedule's own settings and what both refer to, read from the wire once. What could not be
 * read is an error at its place: it is thrown when that place is billed, and keeps nothing else from being billed.
 */
export interface CompiledPlan {
  /** ISO 4217 code of what is billed. */
  readonly currency: string
  /** Length of the billing period; `null` where nobody said it: then a rule with a pricing period is refused. */
  readonly billingPeriod: Period | null
  /** Empty for a schedule without an id. */
  readonly scheduleId: string
  /** The start of the schedule: a price that is charged once is due there. */
  readonly scheduleStart: Date | null
  /** A trial shows usage and bills nothing. */
  readonly isTrial: boolean
  /** In the plan's order, those that are chosen in no part of the time too. */
  readonly pricings: readonly CompiledPricing[]
  /** In the order in which they are applied. */
  readonly adjustments: Settled<readonly Adjustment[]>
  /** The seats that the schedule sets, by the id of the rule. */
  readonly seats: readonly SeatValue[]
  /** Included volumes of the schedule, which win over those of rules. */
  readonly includedVolumes: readonly IncludedVolume[]
  readonly needs: PlanNeeds
}

/** The needs of a plan beside the usage of its segment. */
export interface PlanNeeds {
  /** Anything may be priced in credits: then wallets matter. */
  readonly credits: boolean
  /** Bought volume that is not used goes on: then earlier periods matter. */
  readonly rollover: boolean
  /** A calculation is a state: then usage of earlier periods matters. */
  readonly persistentState: boolean
  /** Anything is deposited into wallets. */
  readonly deposits: boolean
  /** Rules that deposit money into wallets, by their ids. */
  readonly moneyDeposits: ReadonlySet<string>
  /** The meters that are counted. */
  readonly meterIds: ReadonlySet<string>
}

/** A part of the time, half-open; `null` for no bound. */
export interface TimeWindow {
  readonly start: Date | null
  readonly end: Date | null
}

/** Tells whether a window holds at some instant of a segment. */
export function touches(window: TimeWindow, segment: { readonly start: Date; readonly end: Date }): boolean {
  return (window.start === null || window.start < segment.end) && (window.end === null || window.end > segment.start)
}

/** A number of seats that a schedule sets for a rule. */
export interface SeatValue extends TimeWindow {
  readonly ruleId: string
  readonly seats: Settled<Decimal>
}

/** An included volume that a schedule sets for a rule; `null` takes the rule's own away. */
export interface IncludedVolume extends TimeWindow {
  readonly ruleId: string
  readonly quantity: Settled<Decimal | null>
}

/** A pricing: what is sold as one. */
export interface CompiledPricing {
  readonly id: string | null
  readonly originalId: string | null
  /** As the plan calls it, else by its products. */
  readonly name: string
  readonly category: { readonly id: string; readonly name: string | null } | null
  readonly products: readonly { readonly id: string; readonly name: string | null }[]
  /** The id by which a schedule buys it, whatever stands in its place; `null` where it is always sold. */
  readonly addOnId: string | null
  /** The windows in which the schedule buys it: `null` for always. */
  readonly enabled: readonly TimeWindow[] | null
  readonly items: readonly Settled<CompiledItem>[]
}

/** Product items that one set of rules prices together, for one currency and billing period. */
export interface CompiledItem {
  readonly id: string | null
  readonly originalId: string | null
  readonly productItems: readonly SoldItem[]
  readonly modelType: ModelType
  /** The credits that it sells; `null` for models other than CREDITS. */
  readonly soldCreditTypeId: string | null
  /** True where its amount is taken off. */
  readonly isDeduction: boolean
  readonly taxCategory: TaxCategory
  /** Empty for what is not metered. */
  readonly sources: readonly UsageSource[]
  /** `null` for what is not metered. */
  readonly unit: MeterUnit | null
  readonly rules: RuleOrder<PricingRule>
  /** The rule that is charged on demand; `null` where there is none. It is not among `rules`. */
  readonly onDemand: PricingRule | null
  /** References of the properties that its rules ask about. */
  readonly askedProperties: readonly string[]
}

/** The tax category of a line. EXEMPT and NO_TAX are never taxed. */
export type TaxCategory = 'STANDARD' | 'NO_TAX' | 'EXEMPT'

/** A product item as far as lines show it. */
export interface SoldItem {
  readonly id: string
  readonly name: string | null
  readonly reference: string | null
  readonly productId: string | null
  /** As the product item says it: USAGE_BASED where it says nothing. */
  readonly modelType: ModelType | 'USAGE_BASED_CONVERSION' | null
  /** Id of the calculation that counts its usage. */
  readonly calculationId: string | null
}

/** Lists the pricings that a plan buys in a segment, in the plan's order. */
export function pricingsIn(
  { pricings }: CompiledPlan,
  segment: { readonly start: Date; readonly end: Date },
): CompiledPricing[] {
  return pricings.filter(({ enabled }) => enabled === null || enabled.some((window) => touches(window, segment)))
}

/**
 * Lists the instants inside a segment at which a metered pricing begins or ceases to be sold, or an adjustment to hold,
 * in order: what is used between two of them is counted apart (`UsageTotal.usedIn`).
 */
export function usageBoundsIn(
  { pricings, adjustments }: CompiledPlan,
  segment: { readonly start: Date; readonly end: Date },
): readonly Date[] {
  const metered = pricings.filter(({ items }) => items.some((item) => 'value' in item && item.value.sources.length > 0))
  if (metered.length === 0) return []
  const windows: readonly TimeWindow[] = [
    ...metered.flatMap(({ enabled }) => enabled ?? []),
    ...('value' in adjustments ? adjustments.value : []),
  ]
  const bounds = windows
    .flatMap(({ start, end }) => [start, end])
    .flatMap((bound) => (bound !== null && bound > segment.start && bound < segment.end ? bound.getTime() : []))
  return [...new Set(bounds)].sort((left, right) => left - right).map((bound) => new Date(bound))
}
