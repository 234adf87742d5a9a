import { Decimal, MAX_WIRE_DECIMAL_LENGTH, QUOTIENT_SCALE } from './decimal.ts'
import { PricingError } from './pricing-error.ts'

/** Money on the wire: a decimal in the currency's major unit. */
export interface Amount {
  quantity: string
  currency: string
}

/** Minor units that are not 2, as ISO 4217:2015 table A.1 lists them (Intl has other, CLDR, values for some: HUF, IQD). */
const MINOR_UNITS: ReadonlyMap<string, number> = new Map([
  ...[
    'BIF',
    'CLP',
    'DJF',
    'GNF',
    'ISK',
    'JPY',
    'KMF',
    'KRW',
    'PYG',
    'RWF',
    'UGX',
    'UYI',
    'VND',
    'VUV',
    'XAF',
    'XOF',
    'XPF',
  ].map((code): [string, number] => [code, 0]),
  ...['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND'].map((code): [string, number] => [code, 3]),
  ...['CLF', 'UYW'].map((code): [string, number] => [code, 4]),
])

/** Codes of the same table that have no minor unit ("N.A."): nothing can be billed in them. */
const WITHOUT_MINOR_UNIT: ReadonlySet<string> = new Set([
  'XAG',
  'XAU',
  'XBA',
  'XBB',
  'XBC',
  'XBD',
  'XDR',
  'XPD',
  'XPT',
  'XSU',
  'XTS',
  'XUA',
  'XXX',
])

const CODE = /^[A-Z]{3}$/

/** Whether money of this currency can be billed: a code of three capitals with a minor unit. */
export function isBillableCurrency(currency: string): boolean {
  return CODE.test(currency) && !WITHOUT_MINOR_UNIT.has(currency)
}

/**
 * Decimals of the currency's minor unit: 2 for USD, 0 for JPY, 3 for KWD.
 *
 * @throws PricingError `INVALID_CURRENCY`
 */
export function minorUnitOf(currency: string): number {
  if (!isBillableCurrency(currency)) {
    throw new PricingError(
      'INVALID_CURRENCY',
      `${JSON.stringify(currency)} is not a currency that can be billed`,
      'currency',
    )
  }
  return MINOR_UNITS.get(currency) ?? 2
}

/** Rounded half-even to the currency's minor unit: the one rounding of an invoice line. */
export function roundMoney(quantity: Decimal, currency: string): Decimal {
  return quantity.roundedTo(minorUnitOf(currency))
}

/** Money with all decimals of its minor unit: `{quantity: '18.50', currency: 'USD'}`. Rounds half-even what is finer. */
export function toWireMoney(quantity: Decimal, currency: string): Amount {
  return { quantity: quantity.toFixed(minorUnitOf(currency)), currency }
}

/**
 * Money as it was worked out, before the line was rounded: `{quantity: '18.518505', currency: 'USD'}`, with as many of
 * its first twenty decimals as fit into a decimal of the wire.
 */
export function toWireUnrounded(quantity: Decimal, currency: string): Amount {
  const room = MAX_WIRE_DECIMAL_LENGTH - quantity.toFixed(0).length - 2
  return { quantity: quantity.roundedTo(Math.max(0, Math.min(QUOTIENT_SCALE, room))).toString(), currency }
}

/** The decimal of an amount on the wire, which must be of the currency given. */
export function fromWireMoney(
  amount: { readonly quantity?: string | null; readonly currency?: string | null },
  currency: string,
  field: string,
): Decimal {
  if (typeof amount.quantity !== 'string')
    throw new PricingError('INVALID_RULE', 'an amount needs a quantity', `${field}.quantity`)
  if (amount.currency !== currency) {
    throw new PricingError(
      'CURRENCY_MISMATCH',
      `the amount is in ${amount.currency ?? 'no currency'}, ${currency} is billed`,
      `${field}.currency`,
    )
  }
  return Decimal.parse(amount.quantity, `${field}.quantity`)
}
