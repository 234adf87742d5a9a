import { type BillingPeriod, daysBetween } from '@tallygate/billing-period'
import { type PeriodShare, shareOf, WHOLE_PERIOD } from '../models/band.ts'
import { Decimal } from '../money/decimal.ts'
import { PricingError } from '../money/pricing-error.ts'
import type { CompiledPlan, TimeWindow } from '../plan/compiled-plan.ts'
import { pricesQuantity } from '../plan/model-type.ts'
import type { PricingRule } from '../plan/pricing-rule.ts'
import type { MeasuredRule } from '../usage/measure-item.ts'
import { type StatedState, statedOf } from '../usage/stated-state.ts'
import { includedVolumeIn } from './included-volume.ts'
import { pricingPeriodFactor, prorationOf, timesShare } from './period-share.ts'
import { type SeatSegment, seatSegmentsOf } from './seats.ts'
import { dueAtOf, isDueIn, partShareOf, partsWithin, shareOfParts, type TimeRange } from './sold-parts.ts'

/** The terms under which the rules of a segment are charged. */
export interface ChargeTerms {
  readonly plan: CompiledPlan
  /** The segment, and the full billing period that it is a part of. */
  readonly period: BillingPeriod
  /** The billed period, whose parts the segments are. */
  readonly billed: { readonly start: Date; readonly end: Date }
  /** IANA time zone whose days are counted. */
  readonly timeZone: string
  /** Volume that was bought before and is not used, by the id of its rule. */
  readonly rollover: ReadonlyMap<string, Decimal>
  /** Statements of the state that the rules bring along. */
  readonly stated: StatedState
}

/** A rule with its usage, and when its pricing is sold. */
export interface SoldRule extends MeasuredRule {
  /** The windows in which the schedule buys its pricing: `null` for always. */
  readonly enabled: readonly TimeWindow[] | null
}

/** A rule as the plan sells it, whatever was used. */
export type RuleOnSale = Pick<SoldRule, 'rule' | 'item' | 'isPersistent' | 'enabled'>

/** The terms under which a rule is charged in a segment, whatever was used. */
export interface RuleTerms {
  /** The included volume of the segment, `null` where the rule has none. */
  readonly includedQuantity: Decimal | null
  /** Units that were bought before and are still there, for a rule with rollover; zero for others. */
  readonly rolloverQuantity: Decimal
  /** True where the rule is due in the segment at all: what is charged once is due once, see `dueAtOf`. */
  readonly due: boolean
  /** True where the schedule is a trial, which shows usage and bills nothing. */
  readonly trial: boolean
  /** Works out the shares of the period that the price goes by. @throws PricingError */
  readonly price: () => PriceTerms
  /** Works out the parts of the segment with their seats. @throws PricingError */
  readonly seats: () => readonly QuotedSeats[]
}

/** The shares of the period that a price goes by. */
export interface PriceTerms {
  /** The ratio by which minimum and maximum amounts shrink. */
  readonly periodShare: PeriodShare
  /** The ratio by which fees and numbers of bands shrink. */
  readonly partShare: PeriodShare
  /** The ratio by which the price itself shrinks or grows. */
  readonly wholeShare: PeriodShare
}

/** A part of a segment with so many seats, and the share of their price that it costs. */
export interface QuotedSeats {
  readonly segment: SeatSegment
  readonly wholeShare: PeriodShare
}

/** Works out what a rule is charged under in a segment. */
export function ruleTermsOf(onSale: RuleOnSale, terms: ChargeTerms): RuleTerms {
  const { rule, item } = onSale
  return {
    includedQuantity: rule === null ? null : includedQuantityOf(onSale, rule, terms),
    rolloverQuantity: (rule?.rollover ? terms.rollover.get(rule.id) : undefined) ?? Decimal.ZERO,
    due: item.modelType !== 'ONE_OFF' || isDueIn(dueAtOf(terms.plan, onSale.enabled), terms.period),
    trial: terms.plan.isTrial,
    price: () => (rule === null ? WHOLE : priceTermsOf(onSale, rule, terms)),
    seats: () => (rule === null ? [] : seatsOf(onSale, rule, terms)),
  }
}

const WHOLE: PriceTerms = { periodShare: WHOLE_PERIOD, partShare: WHOLE_PERIOD, wholeShare: WHOLE_PERIOD }

/**
 * The included volume that was stated, else that of the schedule for the days that it sets one for the rule, else the
 * rule's own. Of what adds up, a segment has its days of it; from what is priced by days it comes off whole.
 */
function includedQuantityOf(onSale: RuleOnSale, rule: PricingRule, terms: ChargeTerms): Decimal | null {
  const { plan, billed, timeZone, stated } = terms
  const said = statedOf(stated.included, rule)
  if (said !== undefined) return said
  const parts = partsOf(onSale, terms)
  const whole = includedVolumeIn(parts, rule, plan.includedVolumes, timeZone)
  if (whole === null || !pricesQuantity(onSale.item.modelType) || isPricedByDays(onSale, rule)) return whole
  return shareOf(whole, partShareOf(parts, billed, timeZone))
}

/** The parts of the segment in which the pricing of a rule is sold. */
const partsOf = ({ enabled }: RuleOnSale, { period }: ChargeTerms): TimeRange[] => partsWithin(enabled, period)

function priceTermsOf(onSale: RuleOnSale, rule: PricingRule, terms: ChargeTerms): PriceTerms {
  const parts = partsOf(onSale, terms)
  const share = shareOfParts(parts, terms.period, terms.timeZone)
  if (isRecurring(onSale, rule)) return { ...WHOLE, wholeShare: timesShare(share, quotedShare(rule, terms)) }
  const part = partShareOf(parts, terms.billed, terms.timeZone)
  if (isGauge(onSale)) {
    const billed = prorationOf({ ...terms.billed, full: terms.period.full }, terms.timeZone)
    return { periodShare: billed, partShare: WHOLE_PERIOD, wholeShare: part }
  }
  return { ...WHOLE, periodShare: share, partShare: isBought(onSale, rule) ? WHOLE_PERIOD : part }
}

function seatsOf(onSale: RuleOnSale, rule: PricingRule, terms: ChargeTerms): QuotedSeats[] {
  const { full } = terms.period
  return partsOf(onSale, terms)
    .flatMap((part) => seatSegmentsOf(rule, { ...terms, period: { ...part, full } }))
    .map((segment) => ({ segment, wholeShare: timesShare(segment.share, quotedShare(rule, terms)) }))
}

/**
 * Tells whether the price is one for a length of time, which shrinks with a shorter period: of a state, and of what is
 * no usage.
 */
function isRecurring({ item, isPersistent }: RuleOnSale, { model }: PricingRule): boolean {
  if (isPersistent) return true
  if (item.modelType === 'ONE_OFF') return false
  return !pricesQuantity(item.modelType) || model === 'FIXED'
}

/**
 * Tells whether the quantity does not add up over the parts of a period: the largest of a month is not the sum of the
 * largest of its halves.
 */
function isGauge({ item: { sources } }: RuleOnSale): boolean {
  return sources.length > 0 && sources.every(({ calculation }) => calculation.type !== 'SUM')
}

/** Tells whether a part of a period has its days of the whole price: then the included volume comes off whole. */
export function isPricedByDays(onSale: RuleOnSale, rule: PricingRule): boolean {
  return isRecurring(onSale, rule) || isGauge(onSale)
}

/** Tells whether the price buys something that lasts beyond the segment: it is due whole, once. */
function isBought({ item }: RuleOnSale, { rollover }: PricingRule): boolean {
  return rollover || item.modelType === 'ONE_OFF'
}

/** Tells how often the length that the price is quoted for fits into a full billing period. */
function quotedShare(rule: PricingRule, terms: ChargeTerms): PeriodShare {
  if (rule.pricingPeriod === null) return WHOLE_PERIOD
  const field = `${rule.field}.pricing_period`
  const { billingPeriod } = terms.plan
  if (billingPeriod === null) {
    throw new PricingError('INVALID_RULE', 'a pricing period needs a billing period to scale to', field)
  }
  const { full } = terms.period
  const fullDays = daysBetween(full.start, full.end, terms.timeZone)
  return pricingPeriodFactor(rule.pricingPeriod, billingPeriod, fullDays, field)
}
