import type { Decimal } from './decimal.ts'
import { PricingError } from './pricing-error.ts'

/**
 * Minor units that are not 2, as ISO 4217:2015 table A.1 lists them (Intl has other, CLDR, values for some: HUF, IQD).
 */
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

/** Tells whether money of this currency can be billed: a code of three capitals with a minor unit. */
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
