import { settledValue } from '../money/settled.ts'
import {
  type CompiledItem,
  type CompiledPlan,
  type CompiledPricing,
  pricingsIn,
  touches,
} from '../plan/compiled-plan.ts'
import { measureItem } from '../usage/measure-item.ts'
import type { StatedState } from '../usage/stated-state.ts'
import { arePersistent } from '../usage/usage-source.ts'
import type { UsageTotal } from '../usage/usage-total.ts'
import type { SoldRule } from './rule-terms.ts'

/** A pricing with the usage that its rules take. */
export interface MeasuredPricing {
  readonly pricing: CompiledPricing
  readonly measured: readonly SoldRule[]
}

/** Gives the usage of a segment to the rules of what the plan sells in it, in the plan's order. */
export function measurePricings(
  plan: CompiledPlan,
  segment: { readonly start: Date; readonly end: Date },
  usage: readonly UsageTotal[],
  stated: StatedState,
): MeasuredPricing[] {
  return pricingsIn(plan, segment).map((pricing) => ({
    pricing,
    measured: pricing.items
      .map(settledValue)
      .flatMap((item) => measureOnSale(item, pricing, plan.currency, usage, stated)),
  }))
}

/** Gives usage to the rules of an item, of the time in which its pricing is sold. */
export function measureOnSale(
  item: CompiledItem,
  { enabled }: Pick<CompiledPricing, 'enabled'>,
  currency: string,
  usage: readonly UsageTotal[],
  stated: StatedState,
): SoldRule[] {
  return measureItem(item, currency, usageOf(item, enabled, usage), stated).map((each) => ({ ...each, enabled }))
}

/** Takes the usage of the time in which a pricing is sold. A state is what it is, whenever it came about. */
function usageOf({ sources }: CompiledItem, enabled: CompiledPricing['enabled'], usage: readonly UsageTotal[]) {
  if (enabled === null || arePersistent(sources)) return usage
  return usage.filter(({ usedIn }) => usedIn === undefined || enabled.some((window) => touches(window, usedIn)))
}
