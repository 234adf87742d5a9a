import { formatInstant, parseInstant } from '@tallygate/billing-period'
import type { Schema } from '@tallygate/client'
import type { SalesTax, TaxCategory } from '@tallygate/rating'
import {
  chargeVolume,
  Decimal,
  findBandFaults,
  fromWireMoney,
  minorUnitOf,
  type PriceModel,
  PricingError,
  readBands,
  roundMoney,
  WHOLE_PERIOD,
} from '@tallygate/rating'
import { invalidField, missingField } from '../../http/api-fault.ts'
import type { Stored } from '../../resources/stored.ts'
import { bandDetails } from '../line-details.ts'
import { amountMembersOf } from '../tax-summary.ts'
import { invoiceAmount, unroundedAmount } from '../wire-money.ts'
import type { PlacedLine } from './arrange-lines.ts'

/** The input for a line of a one-off invoice. */
export interface OneOffLineInput {
  readonly id: string
  readonly request: Schema<'OneOffInvoiceLineCreateRequest'>
  /** The product item that the line names, and how it is taxed. */
  readonly productItem: Stored<'ProductItem'> | null
  readonly taxCategory: TaxCategory
  readonly tax: SalesTax
  /** A line of a ONE_OFF_CREDIT is given as what is sold is, and stands with a minus. */
  readonly isCredit: boolean
}

/**
 * The line of a one-off invoice, rounded once, half-even. Without a `volume` it is about one unit. A DEDUCTION takes
 * its amount off.
 *
 * @throws ApiFault or PricingError that names the member of the request
 */
export function planOneOffLine({ id, request, productItem, taxCategory, tax, isCredit }: OneOffLineInput): PlacedLine {
  const { currency } = tax
  const description = request.pricing_name ?? productItem?.name ?? productItem?.reference
  if (description == null || description === '') throw missingField('pricing_name', 'INVOICE')
  const { price, quantity, band } = named(() => priceOf(request, currency))
  const rounded = roundMoney(price, currency)
  const type = request.product_item_type ?? productItem?.type ?? 'REVENUE'
  const amount = (type === 'DEDUCTION') !== isCredit ? rounded.negated() : rounded
  return {
    group: {
      type: 'ONE_OFF',
      ...datesOf(request),
      ...(request.pricing_plan_subscription_id == null
        ? {}
        : { pricing_plan_subscription_id: request.pricing_plan_subscription_id }),
    },
    line: {
      id,
      description,
      ...(productItem?.id == null ? {} : { product_items: [{ id: productItem.id, name: description }] }),
      type: 'REVENUE',
      pricing_type: request.pricing_type,
      ...amountMembersOf([{ taxCategory, amount }], tax),
      details: {
        amount: invoiceAmount(amount, currency),
        pricing_currency: currency,
        pricing_amount: unroundedAmount(amount.isNegative() ? price.negated() : price, currency),
        ...(band === undefined ? {} : { band: bandDetails(band, currency) }),
        ...(quantity === null ? {} : { meter_value: { number: quantity.toString() } }),
      },
    },
  }
}

function datesOf(request: Schema<'OneOffInvoiceLineCreateRequest'>) {
  const start = request.start_at === undefined ? undefined : parseInstant(request.start_at)
  const end = request.end_at === undefined ? undefined : parseInstant(request.end_at)
  if (start !== undefined && end !== undefined && end < start) {
    throw invalidField('end_at', 'value is before start_at', 'INVOICE')
  }
  return {
    ...(start === undefined ? {} : { start_at: formatInstant(start) }),
    ...(end === undefined ? {} : { end_at: formatInstant(end) }),
  }
}

function priceOf(request: Schema<'OneOffInvoiceLineCreateRequest'>, currency: string) {
  const model: PriceModel = request.pricing_type
  if (model.endsWith('TOP_UP')) {
    throw invalidField('pricing_type', 'a top-up sells a volume of usage; a one-off line has none', 'INVOICE')
  }
  const wire = request.pricing_band
  const bands = wire === undefined ? [] : readBands([wire], currency, 'pricing_band')
  const [fault] = findBandFaults({ model, bands, field: 'pricing_band' })
  if (fault !== undefined) throw fault
  const quantity = quantityOf(request, model, currency)
  const whole = { periodShare: WHOLE_PERIOD, partShare: WHOLE_PERIOD }
  const charge = chargeVolume(
    model,
    { quantity, quantityBefore: Decimal.ZERO, tierQuantity: quantity, ...whole },
    bands,
  )
  if (charge.amount.toFixed(minorUnitOf(currency)).length > MAX_AMOUNT_LENGTH) {
    throw invalidField('volume', 'the amount has more digits than the wire can hold', 'INVOICE')
  }
  const isCounted = model !== 'FIXED' && model !== 'NONE' && model !== 'PASS_THROUGH'
  return { price: charge.amount, quantity: isCounted ? quantity : null, band: bands[0] }
}

/** Leaves room for sums: the wire holds decimals of 64 characters. */
const MAX_AMOUNT_LENGTH = 48

/** Rules read a list of bands; the request has one, without a position. */
function named<Value>(work: () => Value): Value {
  try {
    return work()
  } catch (error) {
    if (!PricingError.isInstance(error)) throw error
    throw invalidField(error.field.replace(/^pricing_band\.(0|bands)/, 'pricing_band'), error.message, 'INVOICE')
  }
}

function quantityOf(
  { volume }: Schema<'OneOffInvoiceLineCreateRequest'>,
  model: PriceModel,
  currency: string,
): Decimal {
  if (volume?.number != null && volume.amount !== undefined) {
    throw invalidField('volume', 'give a number or an amount, not both', 'INVOICE')
  }
  if (model === 'PASS_THROUGH' && volume?.amount === undefined) throw missingField('volume.amount', 'INVOICE')
  if (volume?.amount !== undefined)
    return atLeastZero(fromWireMoney(volume.amount, currency, 'volume.amount'), 'volume.amount')
  if (volume?.number != null) return atLeastZero(Decimal.parse(volume.number, 'volume.number'), 'volume.number')
  return Decimal.ONE
}

function atLeastZero(value: Decimal, field: string): Decimal {
  if (value.isNegative()) throw invalidField(field, 'value is negative', 'INVOICE')
  return value
}
