import type { BillingPeriod } from '@tallygate/billing-period'
import {
  type ChargedRule,
  carriedOn,
  Decimal,
  NOTHING_STATED,
  type StatedState,
  statedOf,
  type UsageTotal,
} from '@tallygate/rating'
import { chargePricings } from './charge-pricings.ts'
import type { InvoiceContext, InvoiceSegment } from './invoice-input.ts'

/** Stretches with the volume that each may use, and what the last one leaves. */
export interface CarriedVolumes {
  readonly segments: readonly InvoiceSegment[]
  /** By the id of the rule: `InvoiceContext.carried` of the next period. */
  readonly left: ReadonlyMap<string, Decimal>
}

/**
 * Hands on from stretch to stretch what one leaves to the next: bought volume that was not used, under the same rule; what
 * is left of an included volume that was stated; and the usage, where a calculation carries its state on.
 */
export function carryVolumes(
  context: InvoiceContext,
  period: BillingPeriod,
  segments: readonly InvoiceSegment[],
): CarriedVolumes {
  let stated = context.stated ?? NOTHING_STATED
  let left = withStatedRollover(context.carried ?? new Map(), stated)
  let usage = context.carriedUsage ?? []
  const carries = segments.some(hasRollover) || stated.included.size > 0
  const carriesState = [...context.calculations.values()].some(({ persist }) => persist === true)
  if (!carries && !carriesState && stated === NOTHING_STATED) return { segments, left }
  const carrying = segments.map((segment): InvoiceSegment => {
    const own = { ...segment, carried: left, carriedUsage: usage, stated }
    if (carries) {
      const rules = chargePricings(context, period, own).flatMap((pricing) => pricing.rules)
      left = carriedOn(rules, left)
      stated = withoutCovered(stated, rules)
    }
    if (carriesState)
      usage = [...usage, ...segment.usage.map((row): UsageTotal => ({ ...row, carriedFrom: period.start }))]
    return own
  })
  return { segments: carrying, left }
}

/** Bought volume as it was stated for the period, where it was. */
function withStatedRollover(
  carried: ReadonlyMap<string, Decimal>,
  { rollover }: StatedState,
): ReadonlyMap<string, Decimal> {
  if (rollover.size === 0) return carried
  const volumes = new Map(carried)
  for (const [ruleId, { quantity, added }] of rollover) {
    volumes.set(ruleId, added ? quantity.plus(carried.get(ruleId) ?? Decimal.ZERO) : quantity)
  }
  return volumes
}

/** What is left of stated included volume for the next stretch: it was stated for the period, not for each stretch. */
function withoutCovered(stated: StatedState, rules: readonly ChargedRule[]): StatedState {
  if (stated.included.size === 0) return stated
  const included = new Map(stated.included)
  for (const { rule, coveredQuantity } of rules) {
    const volume = rule && statedOf(stated.included, rule)
    if (rule && volume != null) included.set(rule.id, volume.minus(coveredQuantity))
  }
  return { ...stated, included }
}

/** Whether a stretch has a rule whose bought volume goes on into the next period. */
export function hasRollover({ version, schedule }: InvoiceSegment): boolean {
  const trees = [version.pricing_categories, schedule.pricing_categories, schedule.override_pricings]
  return JSON.stringify(trees).includes('"rollover":true')
}
