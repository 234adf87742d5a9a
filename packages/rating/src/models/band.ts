import { Decimal } from '../money/decimal.ts'
import { PricingError } from '../money/pricing-error.ts'

/**
 * One band of a pricing rule: a price, and for the models with tiers the part of the volume that it is for. Money is in
 * the currency that is billed, quantities are in the unit of the meter value.
 */
export interface Band {
  /** Price of one block, in money or in the rule's credits; `null` where the band has no price a unit. */
  readonly unitPrice: Decimal | null
  /** Units that the unit price is for, 1 where nothing is said. A part of a block costs that part of its price. */
  readonly blockSize: Decimal
  /** Percent of the used amount: `1` is one percent. Only for meter values of type AMOUNT. */
  readonly percentage: Decimal | null
  /** Fee of the band, due once a billed period where it is reached. */
  readonly fixedAmount: Decimal | null
  /** The band costs at least this, once it is reached. */
  readonly minimumAmount: Decimal | null
  /** The band costs at most this. */
  readonly maximumAmount: Decimal | null
  /** At least so many units are charged, once the band is reached. */
  readonly minimumQuantity: Decimal | null
  /** At most so many units are charged. */
  readonly maximumQuantity: Decimal | null
  /** Lower end of the tier, EXCLUSIVE: the quantity itself belongs to the tier below. Zero for the first. */
  readonly afterQuantity: Decimal
  /** Upper end of the tier, INCLUSIVE; `null` for the last, which has no end. */
  readonly upToQuantity: Decimal | null
  /** Path of the band in the plan, for errors: `bands.0`. */
  readonly field: string
}

/** The charge of one band. */
export interface ChargedBand {
  readonly band: Band
  /** Units that fell into the band, before a minimum or maximum number. */
  readonly quantity: Decimal
  /** Money, not rounded. */
  readonly amount: Decimal
  /** The minimum or maximum amount that replaced the price, where one did. */
  readonly bound: Decimal | null
}

/** The price of a volume: its bands and their sum, not rounded. */
export interface Charge {
  readonly amount: Decimal
  readonly bands: readonly ChargedBand[]
  /** Units that were bought in advance, by the TOP_UP models. */
  readonly boughtQuantity?: Decimal
}

/** The volume that a price model prices. */
export interface Volume {
  /** Units to charge, after the included volume. */
  readonly quantity: Decimal
  /** Units of earlier rules of the same volume group, which fill the tiers first. Zero outside of groups. */
  readonly quantityBefore: Decimal
  /** The quantity that chooses the tier of TOP_TIERED and STAIR_STEP; as a rule all units of the volume group. */
  readonly tierQuantity: Decimal
  /** Share of the full period: the ratio by which minimum and maximum amounts shrink in a shorter one. */
  readonly periodShare: PeriodShare
  /**
   * Share of the billed period that is priced: less than one where schedules follow each other in it. What is due once
   * a period shrinks by it: fees of bands, minimum and maximum numbers. Bounds of tiers do not.
   */
  readonly partShare: PeriodShare
}

/** A fraction of a period, kept as two integers so that it stays exact: 15 of 31 days. */
export interface PeriodShare {
  readonly numerator: Decimal
  readonly denominator: Decimal
}

export const WHOLE_PERIOD: PeriodShare = { numerator: Decimal.ONE, denominator: Decimal.ONE }

/** The part of an amount that a share of the period has. */
export function shareOf(amount: Decimal, share: PeriodShare): Decimal {
  return share.numerator.equals(share.denominator) ? amount : amount.times(share.numerator).dividedBy(share.denominator)
}

/**
 * The price of so many units in one band: nothing for none, else fee, price a unit and percentage, within the bounds.
 */
export function chargeBand(
  band: Band,
  quantity: Decimal,
  { periodShare, partShare }: Pick<Volume, 'periodShare' | 'partShare'>,
): ChargedBand {
  if (!quantity.isPositive()) return { band, quantity, amount: Decimal.ZERO, bound: null }
  const charged = withinQuantities(band, quantity, partShare)
  let amount = shareOf(band.fixedAmount ?? Decimal.ZERO, partShare)
  if (band.unitPrice) amount = amount.plus(priceOfUnits(band.unitPrice, charged, band.blockSize))
  if (band.percentage) amount = amount.plus(percentOf(charged, band.percentage))
  return { band, quantity, ...withinAmounts(band, amount, periodShare) }
}

function priceOfUnits(unitPrice: Decimal, quantity: Decimal, blockSize: Decimal): Decimal {
  const price = unitPrice.times(quantity)
  return blockSize.equals(Decimal.ONE) ? price : price.dividedBy(blockSize)
}

const ONE_PERCENT = Decimal.parse('0.01')

/** So many percent of a decimal. The scale of every `percentage` is this line's: `10` is ten percent. */
export function percentOf(quantity: Decimal, percentage: Decimal): Decimal {
  return quantity.times(percentage).times(ONE_PERCENT)
}

function withinQuantities(band: Band, quantity: Decimal, share: PeriodShare): Decimal {
  const atLeast = band.minimumQuantity ? quantity.max(shareOf(band.minimumQuantity, share)) : quantity
  return band.maximumQuantity ? atLeast.min(shareOf(band.maximumQuantity, share)) : atLeast
}

function withinAmounts(band: Band, amount: Decimal, share: PeriodShare): { amount: Decimal; bound: Decimal | null } {
  if (band.minimumAmount) {
    const minimum = shareOf(band.minimumAmount, share)
    if (amount.compare(minimum) < 0) return { amount: minimum, bound: minimum }
  }
  if (band.maximumAmount) {
    const maximum = shareOf(band.maximumAmount, share)
    if (amount.compare(maximum) > 0) return { amount: maximum, bound: maximum }
  }
  return { amount, bound: null }
}

/** The only band of a model that has one. */
export function onlyBand(bands: readonly Band[], model: string): Band {
  const [band, second] = bands
  if (!band || second) throw new PricingError('INVALID_RULE', `${model} takes exactly one band`, 'bands')
  return band
}

/**
 * The tier that a quantity falls into: above its lower end, up to and including its upper. Zero falls into the first.
 */
export function bandAt(bands: readonly Band[], quantity: Decimal): Band {
  const band = bands.find(({ upToQuantity }) => upToQuantity === null || quantity.compare(upToQuantity) <= 0)
  if (!band) throw new PricingError('INVALID_RULE', 'the last tier may not have a top bound', 'bands')
  return band
}

/** The sum of charged bands. */
export function chargeOf(bands: readonly ChargedBand[]): Charge {
  return { amount: Decimal.sum(bands.map(({ amount }) => amount)), bands }
}
