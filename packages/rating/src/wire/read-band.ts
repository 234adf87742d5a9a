import type { Band } from '../models/band.ts'
import { Decimal } from '../money/decimal.ts'
import { PricingError } from '../money/pricing-error.ts'
import { fromWireMoney } from './wire-money.ts'
import type { WireBand, WireQuantity } from './wire-plan.ts'

/**
 * The bands of a rule. A band without a `tier_top_bound` is the last; each starts where the one before it ends.
 *
 * @param currency the currency that is billed: money in another one is refused
 * @throws PricingError naming the member at fault
 */
export function readBands(wire: readonly WireBand[], currency: string, field: string): Band[] {
  const bands: Band[] = []
  let afterQuantity = Decimal.ZERO
  wire.forEach((each, index) => {
    const band = readBand(each, afterQuantity, currency, `${field}.${index}`)
    const isLast = index === wire.length - 1
    if (band.upToQuantity === null && !isLast) {
      throw new PricingError(
        'INVALID_RULE',
        'only the last tier may be without a top bound',
        `${band.field}.tier_top_bound`,
      )
    }
    if (band.upToQuantity !== null && isLast) {
      throw new PricingError('INVALID_RULE', 'the last tier may not have a top bound', `${band.field}.tier_top_bound`)
    }
    if (band.upToQuantity !== null && band.upToQuantity.compare(afterQuantity) <= 0) {
      throw new PricingError(
        'INVALID_RULE',
        `the tier overlaps the one before: its top bound must be more than ${afterQuantity}`,
        `${band.field}.tier_top_bound`,
      )
    }
    bands.push(band)
    afterQuantity = band.upToQuantity ?? afterQuantity
  })
  return bands
}

function readBand(wire: WireBand, afterQuantity: Decimal, currency: string, field: string): Band {
  const money = (name: 'amount' | 'fixed_amount' | 'minimum_amount' | 'maximum_amount') => {
    const amount = wire[name]
    return amount == null ? null : notNegative(fromWireMoney(amount, currency, `${field}.${name}`), `${field}.${name}`)
  }
  const number = (name: 'percentage' | 'minimum_number' | 'maximum_number') => {
    const text = wire[name]
    return text == null ? null : notNegative(Decimal.parse(text, `${field}.${name}`), `${field}.${name}`)
  }
  const blockSize = readQuantity(wire.block_size, currency, `${field}.block_size`) ?? Decimal.ONE
  if (!blockSize.isPositive())
    throw new PricingError('INVALID_RULE', 'a block is larger than zero', `${field}.block_size`)
  return {
    unitPrice: readCreditPrice(wire, field) ?? money('amount'),
    blockSize,
    percentage: number('percentage'),
    fixedAmount: money('fixed_amount'),
    minimumAmount: money('minimum_amount'),
    maximumAmount: money('maximum_amount'),
    minimumQuantity: number('minimum_number'),
    maximumQuantity: number('maximum_number'),
    afterQuantity,
    upToQuantity: readQuantity(wire.tier_top_bound, currency, `${field}.tier_top_bound`),
    field,
  }
}

/** The price of a block in credits; `null` for a price in money. */
function readCreditPrice(wire: WireBand, field: string): Decimal | null {
  if (wire.credits == null) return null
  const money = (['amount', 'percentage', 'fixed_amount', 'minimum_amount', 'maximum_amount'] as const).find(
    (name) => wire[name] != null,
  )
  if (money !== undefined) {
    throw new PricingError('INVALID_RULE', 'a price in credits takes no money beside it', `${field}.${money}`)
  }
  const { quantity } = wire.credits
  if (quantity === undefined) {
    throw new PricingError('INVALID_RULE', 'a price in credits needs a quantity', `${field}.credits.quantity`)
  }
  return notNegative(Decimal.parse(quantity, `${field}.credits.quantity`), `${field}.credits.quantity`)
}

/**
 * The credit type that the bands of a rule are priced in, `null` for prices in money.
 *
 * @throws PricingError where one band is priced in credits and another is not, or in others
 */
export function readCreditType(wire: readonly WireBand[], field: string): string | null {
  const inCredits = wire.findIndex(({ credits }) => credits != null)
  if (inCredits === -1) return null
  const creditTypeId = wire[inCredits]?.credits?.credit_type_id
  if (creditTypeId === undefined) {
    const at = `${field}.${inCredits}.credits.credit_type_id`
    throw new PricingError('INVALID_RULE', 'a price in credits needs their type', at)
  }
  const other = wire.findIndex(({ credits }) => credits?.credit_type_id !== creditTypeId)
  if (other !== -1) {
    throw new PricingError(
      'INVALID_RULE',
      'all bands of a rule are priced in the same credits',
      `${field}.${other}.credits`,
    )
  }
  return creditTypeId
}

/**
 * A quantity of meter value: `number`, or `amount` for a meter value of type AMOUNT. `null` where nothing is said.
 *
 * @throws PricingError for a `count`: totals of a period do not know which event was the nth
 */
export function readQuantity(wire: WireQuantity | null | undefined, currency: string, field: string): Decimal | null {
  if (wire == null) return null
  if (wire.count != null)
    throw new PricingError('NOT_SUPPORTED', 'a number of events is not supported here', `${field}.count`)
  if (wire.number != null) return notNegative(Decimal.parse(wire.number, `${field}.number`), `${field}.number`)
  if (wire.amount != null)
    return notNegative(fromWireMoney(wire.amount, currency, `${field}.amount`), `${field}.amount`)
  return null
}

function notNegative(value: Decimal, field: string): Decimal {
  if (value.isNegative()) throw new PricingError('INVALID_RULE', 'may not be negative', field)
  return value
}
