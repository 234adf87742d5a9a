import { type BillingPeriod, daysBetween } from '@tallygate/billing-period'
import { type Charge, type ChargedBand, type PeriodShare, shareOf, WHOLE_PERIOD } from '../models/band.ts'
import { chargeVolume } from '../models/charge-volume.ts'
import { Decimal } from '../money/decimal.ts'
import { PricingError } from '../money/pricing-error.ts'
import type { CompiledPlan, TimeWindow } from '../plan/compiled-plan.ts'
import { pricesQuantity } from '../plan/model-type.ts'
import type { PricingRule } from '../plan/pricing-rule.ts'
import { type MeasuredRule, unitsOf } from '../usage/measure-item.ts'
import { type StatedState, statedOf } from '../usage/stated-state.ts'
import { includedVolumeIn } from './included-volume.ts'
import { pricingPeriodFactor, prorationOf, timesShare } from './period-share.ts'
import { type SeatSegment, seatSegmentsOf } from './seats.ts'
import { partShareOf, partsWithin, shareOfParts, type TimeRange } from './sold-parts.ts'

/** What the rules of a segment are charged under. */
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
  /** What was stated of the state that the rules bring along. */
  readonly stated: StatedState
}

/** A part of a segment with so many seats, and its price, not rounded. */
export interface ChargedSeats extends SeatSegment {
  readonly amount: Decimal
}

/** A rule with its usage, and when its pricing is sold. */
export interface SoldRule extends MeasuredRule {
  /** When the schedule buys its pricing: `null` for always. */
  readonly enabled: readonly TimeWindow[] | null
}

/** A rule with its usage and its price. */
export interface ChargedRule extends SoldRule {
  /** Units that the included volume covered. */
  readonly coveredQuantity: Decimal
  /** The included volume of the period, `null` where the rule has none. */
  readonly includedQuantity: Decimal | null
  /** Units that were bought before and are still there, for a rule with rollover; zero for others. */
  readonly rolloverQuantity: Decimal
  /** Units of those that were used now. */
  readonly usedRollover: Decimal
  /** Units that fill the tiers first: somebody charged them already. */
  readonly quantityBefore: Decimal
  /**
   * Units that were priced: usage after the included volume and what rolled over, seats, or one of a recurring item.
   */
  readonly chargedQuantity: Decimal
  /** The price, not rounded. Zero under a trial. */
  readonly charge: Charge
  /** For PER_SEAT: the parts of the segment in which the number of seats stayed the same, with what each costs. */
  readonly seats: readonly ChargedSeats[]
  /** True where the rule is due in the segment at all: what is charged once is due where the schedule starts. */
  readonly due: boolean
  /** True where the schedule is a trial, which shows usage and bills nothing. */
  readonly trial: boolean
}

/**
 * Prices measured rules. The steps are: included volume, volume that rolled over, tier, price with its minimum and
 * maximum, then for recurring prices the length that they are quoted for and the days of the period. Nothing is rounded
 * here: the line rounds, once.
 *
 * @param waits which rules are not priced yet: they only fill their volume group. Default: none
 */
export function chargeRules(
  measured: readonly SoldRule[],
  terms: ChargeTerms,
  waits: (each: MeasuredRule) => boolean = () => false,
): ChargedRule[] {
  const prepared = measured.map((each) => ({ ...each, ...prepareQuantity(each, terms) }))
  const groups = new Map<string, Decimal>()
  for (const { rule, chargedQuantity } of prepared) {
    if (rule?.volumeGroup != null) add(groups, rule.volumeGroup, chargedQuantity)
  }
  const filled = new Map<string, Decimal>()
  return prepared.map((each) => {
    const group = each.rule?.volumeGroup ?? null
    const before = (group === null ? undefined : filled.get(group)) ?? each.quantityBefore
    if (group !== null) add(filled, group, each.chargedQuantity)
    const together = (group === null ? undefined : groups.get(group)) ?? each.chargedQuantity.plus(each.quantityBefore)
    if (waits(each)) return { ...each, charge: NOTHING, seats: [] }
    if (each.item.modelType === 'PER_SEAT') return { ...each, ...priceOfSeats(each, terms) }
    return { ...each, charge: priceOf(each, before, together, terms), seats: [] }
  })
}

function add(quantities: Map<string, Decimal>, key: string, quantity: Decimal): void {
  quantities.set(key, (quantities.get(key) ?? Decimal.ZERO).plus(quantity))
}

type Prepared = Omit<ChargedRule, 'charge' | 'seats'>

function prepareQuantity(measured: SoldRule, terms: ChargeTerms): Omit<Prepared, keyof SoldRule> {
  const { rule } = measured
  const includedQuantity = rule ? includedQuantityOf(measured, rule, terms) : null
  const used = unitsOf(measured)
  const coveredQuantity = includedQuantity ? used.min(includedQuantity) : Decimal.ZERO
  const trial = terms.plan.isTrial
  const rolloverQuantity = (rule?.rollover ? terms.rollover.get(rule.id) : undefined) ?? Decimal.ZERO
  // A trial costs nothing, so it uses up nothing either.
  const usedRollover = trial ? Decimal.ZERO : used.minus(coveredQuantity).min(rolloverQuantity)
  const left = used.minus(coveredQuantity).minus(usedRollover)
  const quantityBefore = measured.chargedBefore
    .minus(includedQuantity ?? Decimal.ZERO)
    .max(Decimal.ZERO)
    .min(left)
  return {
    coveredQuantity,
    includedQuantity,
    rolloverQuantity,
    usedRollover,
    quantityBefore,
    chargedQuantity: left.minus(quantityBefore),
    due: measured.item.modelType !== 'ONE_OFF' || startsIn(terms),
    trial,
  }
}

/**
 * The included volume that was stated, else that of the schedule for the days that it sets one for the rule, else the
 * rule's own. Of what adds up, a segment has its days of it; from what is priced by days it comes off whole.
 */
function includedQuantityOf(measured: SoldRule, rule: PricingRule, terms: ChargeTerms): Decimal | null {
  const { plan, billed, timeZone, stated } = terms
  const said = statedOf(stated.included, rule)
  if (said !== undefined) return said
  const parts = partsOf(measured, terms)
  const whole = includedVolumeIn(parts, rule, plan.includedVolumes, timeZone)
  if (whole === null || !pricesQuantity(measured.item.modelType) || isPricedByDays(measured, rule)) return whole
  return shareOf(whole, partShareOf(parts, billed, timeZone))
}

/** The parts of the segment in which the pricing of a rule is sold. */
const partsOf = ({ enabled }: SoldRule, { period }: ChargeTerms): TimeRange[] => partsWithin(enabled, period)

/**
 * Finds what is left of bought volume after a segment, by the id of the rule: of rules with rollover alone. `rollover`
 * is what was there before, and stays for rules that the segment does not have.
 */
export function rolloverAfter(
  charged: readonly ChargedRule[],
  rollover: ReadonlyMap<string, Decimal>,
): ReadonlyMap<string, Decimal> {
  const left = new Map(rollover)
  for (const { rule, rolloverQuantity, usedRollover, chargedQuantity, charge } of charged) {
    if (rule?.rollover !== true) continue
    const bought = charge.boughtQuantity
    const unused = bought === undefined ? Decimal.ZERO : bought.minus(chargedQuantity)
    left.set(rule.id, rolloverQuantity.minus(usedRollover).plus(unused))
  }
  return left
}

const WHOLE = { periodShare: WHOLE_PERIOD, partShare: WHOLE_PERIOD }

const NOTHING: Charge = { amount: Decimal.ZERO, bands: [] }

function priceOf(prepared: Prepared, before: Decimal, together: Decimal, terms: ChargeTerms): Charge {
  const { rule } = prepared
  if (rule === null || prepared.trial || !isOwed(prepared, rule)) return NOTHING
  const volume = {
    quantity: prepared.chargedQuantity,
    quantityBefore: before,
    tierQuantity: prepared.tierQuantity?.max(Decimal.ZERO) ?? together,
  }
  const charged = (periodShare: PeriodShare, partShare: PeriodShare) =>
    chargeVolume(rule.model, { ...volume, periodShare, partShare }, rule.bands)
  const parts = partsOf(prepared, terms)
  const share = shareOfParts(parts, terms.period, terms.timeZone)
  if (isRecurring(prepared, rule)) {
    return scaled(charged(WHOLE_PERIOD, WHOLE_PERIOD), timesShare(share, quotedShare(rule, terms)))
  }
  const part = partShareOf(parts, terms.billed, terms.timeZone)
  if (isGauge(prepared)) {
    const whole = prorationOf({ ...terms.billed, full: terms.period.full }, terms.timeZone)
    return scaled(charged(whole, WHOLE_PERIOD), part)
  }
  return charged(share, isBought(prepared, rule) ? WHOLE_PERIOD : part)
}

/** The price of seats: of each part of the segment by its days, after the included seats. */
function priceOfSeats(prepared: Prepared, terms: ChargeTerms): Pick<ChargedRule, 'charge' | 'seats'> {
  const { rule, includedQuantity } = prepared
  if (rule === null) return { charge: NOTHING, seats: [] }
  const { full } = terms.period
  const sold = partsOf(prepared, terms).flatMap((part) => seatSegmentsOf(rule, { ...terms, period: { ...part, full } }))
  const seats = sold.map((segment) => {
    const quantity = segment.seats.minus(includedQuantity ?? Decimal.ZERO).max(Decimal.ZERO)
    const volume = { quantity, quantityBefore: Decimal.ZERO, tierQuantity: quantity, ...WHOLE }
    const charge = prepared.trial ? NOTHING : chargeVolume(rule.model, volume, rule.bands)
    return { ...segment, charge: scaled(charge, timesShare(segment.share, quotedShare(rule, terms))) }
  })
  return {
    charge: {
      amount: Decimal.sum(seats.map(({ charge }) => charge.amount)),
      bands: seats.flatMap(({ charge }) => charge.bands),
    },
    seats: seats.map(({ charge, ...segment }) => ({ ...segment, amount: charge.amount })),
  }
}

/** Tells whether the schedule starts in the segment. */
function startsIn({ plan: { scheduleStart }, period }: ChargeTerms): boolean {
  return scheduleStart !== null && scheduleStart >= period.start && scheduleStart < period.end
}

/** Tells whether a fee is owed: one with conditions once an event met them. */
function isOwed(prepared: Prepared, rule: PricingRule): boolean {
  return prepared.due && (rule.model !== 'FIXED' || rule.condition === null || prepared.rows.length > 0)
}

/**
 * Tells whether the price is one for a length of time, which shrinks with a shorter period: of a state, and of what is
 * no usage.
 */
function isRecurring({ item, isPersistent }: MeasuredRule, { model }: PricingRule): boolean {
  if (isPersistent) return true
  if (item.modelType === 'ONE_OFF') return false
  return !pricesQuantity(item.modelType) || model === 'FIXED'
}

/**
 * Tells whether the quantity does not add up over the parts of a period: the largest of a month is not the sum of the
 * largest of its halves.
 */
function isGauge({ item: { sources } }: MeasuredRule): boolean {
  return sources.length > 0 && sources.every(({ calculation }) => calculation.type !== 'SUM')
}

/** Tells whether a part of a period has its days of the whole price: then the included volume comes off whole. */
function isPricedByDays(measured: MeasuredRule, rule: PricingRule): boolean {
  return isRecurring(measured, rule) || isGauge(measured)
}

/** Tells whether the price buys something that lasts beyond the segment: it is due whole, once. */
function isBought({ item }: MeasuredRule, { rollover }: PricingRule): boolean {
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

function scaled(charge: Charge, share: PeriodShare): Charge {
  const bands: ChargedBand[] = charge.bands.map((band) => ({ ...band, amount: shareOf(band.amount, share) }))
  return { amount: shareOf(charge.amount, share), bands }
}
