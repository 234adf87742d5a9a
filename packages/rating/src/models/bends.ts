import { Decimal } from '../money/decimal.ts'
import type { PriceModel } from '../plan/pricing-rule.ts'
import { type Band, percentOf, shareOf, type Volume } from './band.ts'

/** The shares of the period that a price goes by. */
type Shares = Pick<Volume, 'periodShare' | 'partShare'>

/**
 * Lists the quantities at which the price of a model may bend or jump, beside those at which a band ends or a minimum
 * or maximum begins or ceases to hold it is a straight line. `null` for models that sell whole blocks: their price
 * jumps at each.
 */
export function bendsOf(model: PriceModel, bands: readonly Band[], shares: Shares): readonly Decimal[] | null {
  switch (model) {
    case 'FLAT':
    case 'TOP_TIERED':
      return [...boundsOf(bands), ...bands.flatMap((band) => bendsOfBand(band, shares))]
    case 'TIERED':
      return [
        ...boundsOf(bands),
        ...bands.flatMap((band) => bendsOfBand(band, shares).map((bend) => bend.plus(band.afterQuantity))),
      ]
    case 'PASS_THROUGH':
      return [Decimal.ZERO, ...bands.flatMap((band) => bendsOfBand({ ...band, percentage: HUNDRED_PERCENT }, shares))]
    case 'STAIR_STEP':
    case 'STAIR_STEP_TOP_UP':
      return boundsOf(bands)
    case 'FLAT_TOP_UP':
    case 'TIERED_TOP_UP':
      return null
    case 'FIXED':
    case 'FLEXIBLE':
    case 'NONE':
      return [Decimal.ZERO]
  }
}

const HUNDRED_PERCENT = Decimal.fromInteger(100)

/** The first unit is a step from nothing; the others are from tier to tier. */
function boundsOf(bands: readonly Band[]): Decimal[] {
  return [Decimal.ZERO, ...bands.flatMap(({ upToQuantity }) => upToQuantity ?? [])]
}

/** Lists the units in a band at which its minimum and maximum begin or cease to hold. */
export function bendsOfBand(band: Band, { periodShare, partShare }: Shares): Decimal[] {
  const quantities = [band.minimumQuantity, band.maximumQuantity].map((each) => each && shareOf(each, partShare))
  const unitPrice = band.unitPrice?.dividedBy(band.blockSize) ?? Decimal.ZERO
  const each = unitPrice.plus(percentOf(Decimal.ONE, band.percentage ?? Decimal.ZERO))
  if (!each.isPositive()) return quantities.flatMap((quantity) => quantity ?? [])
  const fee = shareOf(band.fixedAmount ?? Decimal.ZERO, partShare)
  const reached = [band.minimumAmount, band.maximumAmount].map(
    (amount) => amount && shareOf(amount, periodShare).minus(fee).dividedBy(each),
  )
  return [...quantities, ...reached].flatMap((quantity) => (quantity?.isPositive() ? quantity : []))
}
