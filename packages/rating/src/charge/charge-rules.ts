import { type Charge, type ChargedBand, type PeriodShare, shareOf, type Volume, WHOLE_PERIOD } from '../models/band.ts'
import { chargeVolume } from '../models/charge-volume.ts'
import { Decimal } from '../money/decimal.ts'
import type { PricingRule } from '../plan/pricing-rule.ts'
import { type MeasuredRule, unitsOf } from '../usage/measure-item.ts'
import { type ChargeTerms, type RuleTerms, ruleTermsOf, type SoldRule } from './rule-terms.ts'
import type { SeatSegment } from './seats.ts'

/** A part of a segment with so many seats, and its price, not rounded. */
export interface ChargedSeats extends SeatSegment {
  readonly amount: Decimal
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
  return chargeUnder(measured, (each) => ruleTermsOf(each, terms), waits)
}

/** Prices measured rules under terms of their own, which may have been worked out before. */
export function chargeUnder<Rule extends SoldRule>(
  measured: readonly Rule[],
  termsOf: (each: Rule) => RuleTerms,
  waits: (each: MeasuredRule) => boolean = () => false,
): ChargedRule[] {
  const prepared = measured.map((each): [Prepared, RuleTerms] => {
    const terms = termsOf(each)
    return [{ ...each, ...prepareQuantity(each, terms) }, terms]
  })
  const groups = new Map<string, Decimal>()
  for (const [{ rule, chargedQuantity }] of prepared) {
    if (rule?.volumeGroup != null) add(groups, rule.volumeGroup, chargedQuantity)
  }
  const filled = new Map<string, Decimal>()
  return prepared.map(([each, terms]) => {
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

function prepareQuantity(measured: SoldRule, terms: RuleTerms): Omit<Prepared, keyof SoldRule> {
  const { includedQuantity, rolloverQuantity, due, trial } = terms
  const used = unitsOf(measured)
  const coveredQuantity = includedQuantity ? used.min(includedQuantity) : Decimal.ZERO
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
    due,
    trial,
  }
}

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

const NOTHING: Charge = { amount: Decimal.ZERO, bands: [] }

function priceOf(prepared: Prepared, before: Decimal, together: Decimal, terms: RuleTerms): Charge {
  const { rule } = prepared
  if (rule === null || prepared.trial || !isOwed(prepared, rule)) return NOTHING
  const { periodShare, partShare, wholeShare } = terms.price()
  const volume: Volume = {
    quantity: prepared.chargedQuantity,
    quantityBefore: before,
    tierQuantity: prepared.tierQuantity?.max(Decimal.ZERO) ?? together,
    periodShare,
    partShare,
  }
  return scaled(chargeVolume(rule.model, volume, rule.bands), wholeShare)
}

/** The price of seats: of each part of the segment by its days, after the included seats. */
function priceOfSeats(prepared: Prepared, terms: RuleTerms): Pick<ChargedRule, 'charge' | 'seats'> {
  const { rule, includedQuantity } = prepared
  if (rule === null) return { charge: NOTHING, seats: [] }
  const seats = terms.seats().map(({ segment, wholeShare }) => {
    const quantity = segment.seats.minus(includedQuantity ?? Decimal.ZERO).max(Decimal.ZERO)
    const volume: Volume = {
      quantity,
      quantityBefore: Decimal.ZERO,
      tierQuantity: quantity,
      periodShare: WHOLE_PERIOD,
      partShare: WHOLE_PERIOD,
    }
    const charge = prepared.trial ? NOTHING : chargeVolume(rule.model, volume, rule.bands)
    return { ...segment, charge: scaled(charge, wholeShare) }
  })
  return {
    charge: {
      amount: Decimal.sum(seats.map(({ charge }) => charge.amount)),
      bands: seats.flatMap(({ charge }) => charge.bands),
    },
    seats: seats.map(({ charge, ...segment }) => ({ ...segment, amount: charge.amount })),
  }
}

/** Tells whether a fee is owed: one with conditions once an event met them. */
function isOwed(prepared: Prepared, rule: PricingRule): boolean {
  return prepared.due && (rule.model !== 'FIXED' || rule.condition === null || prepared.rows.length > 0)
}

function scaled(charge: Charge, share: PeriodShare): Charge {
  if (share === WHOLE_PERIOD) return charge
  const bands: ChargedBand[] = charge.bands.map((band) => ({ ...band, amount: shareOf(band.amount, share) }))
  return { ...charge, amount: shareOf(charge.amount, share), bands }
}
