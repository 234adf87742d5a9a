import { type BillingPeriod, daysBetween, type Period, parseInstant } from '@tallygate/billing-period'
import { type Charge, type ChargedBand, type PeriodShare, shareOf, WHOLE_PERIOD } from '../models/band.ts'
import { chargeVolume } from '../models/charge-volume.ts'
import { Decimal } from '../money/decimal.ts'
import { PricingError } from '../money/pricing-error.ts'
import { pricesQuantity } from '../plan/model-type.ts'
import type { PricingRule } from '../plan/pricing-rule.ts'
import type { MeasuredRule } from '../usage/measure-item.ts'
import { type StatedState, statedOf } from '../usage/stated-state.ts'
import { readQuantity } from '../wire/read-band.ts'
import type { WireSchedule } from '../wire/wire-plan.ts'
import { pricingPeriodFactor, prorationOf, timesShare } from './period-share.ts'
import { type SeatStretch, seatStretchesOf } from './seats.ts'

/** What the rules of a stretch of time are charged under. */
export interface ChargeTerms {
  readonly currency: string
  /** The stretch, and the full billing period that it is a part of. */
  readonly period: BillingPeriod
  /** Length of the billing period; `null` where nobody said it: then a rule with a pricing period is refused. */
  readonly billingPeriod: Period | null
  /** IANA time zone whose days are counted. */
  readonly timeZone: string
  readonly schedule: WireSchedule
  /** Volume that was bought before and is not used, by the id of its rule. Default: none. */
  readonly carried?: ReadonlyMap<string, Decimal>
  /** What was stated of the state that the rules bring along. Default: nothing. */
  readonly stated?: StatedState | undefined
}

/** A stretch with so many seats, and its price, not rounded. */
export interface ChargedSeats extends SeatStretch {
  readonly amount: Decimal
}

/** A rule with its usage and its price. */
export interface ChargedRule extends MeasuredRule {
  /** Units that the included volume covered. */
  readonly coveredQuantity: Decimal
  /** The included volume of the period, `null` where the rule has none. */
  readonly includedQuantity: Decimal | null
  /** Units that were bought before and are still there, for a rule with rollover; zero for others. */
  readonly carriedQuantity: Decimal
  /** Units of those that were used now. */
  readonly usedOfCarried: Decimal
  /** Units that fill the tiers first: somebody charged them already. */
  readonly quantityBefore: Decimal
  /** Units that were priced: usage after the included volume and what was carried on, seats, or one of a recurring item. */
  readonly chargedQuantity: Decimal
  /** The price, not rounded. Zero under a trial. */
  readonly charge: Charge
  /** For PER_SEAT: the stretches in which the number of seats stayed the same, with what each costs. */
  readonly seats: readonly ChargedSeats[]
  /** Whether the rule is due in the stretch at all: what is charged once is due where the schedule starts. */
  readonly due: boolean
  /** Whether the schedule is a trial, which shows usage and bills nothing. */
  readonly trial: boolean
}

/**
 * Prices measured rules. The order is: included volume, tier, price with its minimum and maximum, then for recurring
 * prices the length that they are quoted for and the days of the period. Nothing is rounded here: the line rounds, once.
 */
export function chargeRules(measured: readonly MeasuredRule[], terms: ChargeTerms): ChargedRule[] {
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
    if (each.modelType === 'PER_SEAT') return { ...each, ...priceOfSeats(each, terms) }
    return { ...each, charge: priceOf(each, before, together, terms), seats: [] }
  })
}

function add(quantities: Map<string, Decimal>, key: string, quantity: Decimal): void {
  quantities.set(key, (quantities.get(key) ?? Decimal.ZERO).plus(quantity))
}

type Prepared = Omit<ChargedRule, 'charge' | 'seats'>

function prepareQuantity(measured: MeasuredRule, terms: ChargeTerms): Omit<Prepared, keyof MeasuredRule> {
  const includedQuantity = measured.rule ? includedQuantityOf(measured.rule, terms) : null
  // Corrections can take more out of a period than was used in it: that is shown, and charged as nothing.
  const used = pricesQuantity(measured.modelType) ? measured.quantity.max(Decimal.ZERO) : Decimal.ONE
  const coveredQuantity = includedQuantity ? used.min(includedQuantity) : Decimal.ZERO
  const trial = terms.schedule.type === 'TRIAL'
  const carriedQuantity = (measured.rule?.rollover ? terms.carried?.get(measured.rule.id) : undefined) ?? Decimal.ZERO
  // A trial costs nothing, so it uses up nothing either.
  const usedOfCarried = trial ? Decimal.ZERO : used.minus(coveredQuantity).min(carriedQuantity)
  const left = used.minus(coveredQuantity).minus(usedOfCarried)
  const quantityBefore = measured.chargedBefore
    .minus(includedQuantity ?? Decimal.ZERO)
    .max(Decimal.ZERO)
    .min(left)
  return {
    coveredQuantity,
    includedQuantity,
    carriedQuantity,
    usedOfCarried,
    quantityBefore,
    chargedQuantity: left.minus(quantityBefore),
    due: measured.modelType !== 'ONE_OFF' || startsIn(terms),
    trial,
  }
}

/** The included volume that was stated, else that of the schedule, where it sets one for the rule in this stretch, else the rule's own. */
function includedQuantityOf(rule: PricingRule, terms: ChargeTerms): Decimal | null {
  const stated = terms.stated && statedOf(terms.stated.included, rule)
  if (stated !== undefined) return stated
  const volumes = terms.schedule.included_volumes ?? []
  const index = volumes.findLastIndex(
    (volume) => volume.pricing_item_config_id === rule.id && overlaps(volume, terms.period),
  )
  const volume = volumes[index]
  if (!volume) return rule.includedQuantity
  const field = `schedule.included_volumes.${index}`
  if (volume.reset_type != null) {
    throw new PricingError('NOT_SUPPORTED', 'an included volume resets each billing period here', `${field}.reset_type`)
  }
  const { number, amount } = volume
  return readQuantity(
    { ...(number === undefined ? {} : { number }), ...(amount == null ? {} : { amount }) },
    terms.currency,
    field,
  )
}

/** Whether a setting of the schedule holds at some instant of the stretch. */
function overlaps(
  setting: { readonly start_at?: string | null; readonly end_at?: string | null },
  { start, end }: BillingPeriod,
): boolean {
  return (
    (setting.start_at == null || parseInstant(setting.start_at) < end) &&
    (setting.end_at == null || parseInstant(setting.end_at) > start)
  )
}

/**
 * What is left of bought volume after a stretch, by the id of the rule: of rules with rollover alone. `carried` is what was
 * there before, and stays for rules that the stretch does not have.
 */
export function carriedOn(
  charged: readonly ChargedRule[],
  carried: ReadonlyMap<string, Decimal>,
): ReadonlyMap<string, Decimal> {
  const left = new Map(carried)
  for (const { rule, carriedQuantity, usedOfCarried, chargedQuantity, charge } of charged) {
    if (rule?.rollover !== true) continue
    const bought = charge.boughtQuantity
    const unused = bought === undefined ? Decimal.ZERO : bought.minus(chargedQuantity)
    left.set(rule.id, carriedQuantity.minus(usedOfCarried).plus(unused))
  }
  return left
}

const NOTHING: Charge = { amount: Decimal.ZERO, bands: [] }

function priceOf(prepared: Prepared, before: Decimal, together: Decimal, terms: ChargeTerms): Charge {
  const { rule } = prepared
  if (rule === null || prepared.trial || !isOwed(prepared, rule)) return NOTHING
  const volume = {
    quantity: prepared.chargedQuantity,
    quantityBefore: before,
    tierQuantity: prepared.tierQuantity?.max(Decimal.ZERO) ?? together,
    periodShare: prorationOf(terms.period, terms.timeZone),
  }
  const recurring = isRecurring(prepared, rule)
  const charge = chargeVolume(rule.model, recurring ? { ...volume, periodShare: WHOLE_PERIOD } : volume, rule.bands)
  return recurring ? scaled(charge, recurringShare(rule, terms)) : charge
}

/** The price of seats: of each stretch by its days, after the included seats. */
function priceOfSeats(prepared: Prepared, terms: ChargeTerms): Pick<ChargedRule, 'charge' | 'seats'> {
  const { rule, includedQuantity } = prepared
  if (rule === null) return { charge: NOTHING, seats: [] }
  const seats = seatStretchesOf(rule, terms).map((stretch) => {
    const quantity = stretch.seats.minus(includedQuantity ?? Decimal.ZERO).max(Decimal.ZERO)
    const volume = { quantity, quantityBefore: Decimal.ZERO, tierQuantity: quantity, periodShare: WHOLE_PERIOD }
    const charge = prepared.trial ? NOTHING : chargeVolume(rule.model, volume, rule.bands)
    return { ...stretch, charge: scaled(charge, timesShare(stretch.share, quotedShare(rule, terms))) }
  })
  return {
    charge: {
      amount: Decimal.sum(seats.map(({ charge }) => charge.amount)),
      bands: seats.flatMap(({ charge }) => charge.bands),
    },
    seats: seats.map(({ charge, ...stretch }) => ({ ...stretch, amount: charge.amount })),
  }
}

/** Whether the schedule starts in the stretch. */
function startsIn({ schedule, period }: ChargeTerms): boolean {
  if (schedule.start_at === undefined) return false
  const start = parseInstant(schedule.start_at)
  return start >= period.start && start < period.end
}

/** A fee with conditions is owed once an event met them. */
function isOwed(prepared: Prepared, rule: PricingRule): boolean {
  return prepared.due && (rule.model !== 'FIXED' || rule.condition === null || prepared.rows.length > 0)
}

/** Whether the price is one for a length of time, which shrinks with a shorter period: of a state, and of what is no usage. */
function isRecurring({ modelType, carriesState }: Prepared, { model }: PricingRule): boolean {
  if (carriesState) return true
  if (modelType === 'ONE_OFF') return false
  return !pricesQuantity(modelType) || model === 'FIXED'
}

function recurringShare(rule: PricingRule, terms: ChargeTerms): PeriodShare {
  return timesShare(prorationOf(terms.period, terms.timeZone), quotedShare(rule, terms))
}

/** How often the length that the price is quoted for fits into a full billing period. */
function quotedShare(rule: PricingRule, terms: ChargeTerms): PeriodShare {
  if (rule.pricingPeriod === null) return WHOLE_PERIOD
  const field = `${rule.field}.pricing_period`
  if (terms.billingPeriod === null) {
    throw new PricingError('INVALID_RULE', 'a pricing period needs a billing period to scale to', field)
  }
  const { full } = terms.period
  const fullDays = daysBetween(full.start, full.end, terms.timeZone)
  return pricingPeriodFactor(rule.pricingPeriod, terms.billingPeriod, fullDays, field)
}

function scaled(charge: Charge, share: PeriodShare): Charge {
  const bands: ChargedBand[] = charge.bands.map((band) => ({ ...band, amount: shareOf(band.amount, share) }))
  return { amount: shareOf(charge.amount, share), bands }
}
