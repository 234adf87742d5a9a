import { type Band, type Charge, type PeriodShare, type Volume, WHOLE_PERIOD } from '../src/models/band.ts'
import { Decimal } from '../src/money/decimal.ts'
import { readBands } from '../src/wire/read-band.ts'
import type { WireBand } from '../src/wire/wire-plan.ts'

// Short ways to write bands and volumes in the table tests of the price models.

type MoneyMember = 'amount' | 'fixed_amount' | 'minimum_amount' | 'maximum_amount'

/** A band as a row of a table: money as a text of dollars, quantities as text. */
export type BandRow = Partial<Record<MoneyMember | 'percentage' | 'minimum_number' | 'maximum_number', string>> & {
  /** `block_size.number` */
  readonly block?: string
  /** `tier_top_bound.number` */
  readonly upTo?: string
}

/** The bands that the rows write, read as a plan's are. */
export function bandsOf(...rows: readonly BandRow[]): Band[] {
  return readBands(rows.map(toWireBand), 'USD', 'bands')
}

function toWireBand({ block, upTo, ...members }: BandRow): WireBand {
  const written = Object.entries(members).map(([name, text]) => [
    name,
    name.endsWith('amount') ? { quantity: text, currency: 'USD' } : text,
  ])
  return {
    ...Object.fromEntries(written),
    ...(block === undefined ? {} : { block_size: { number: block } }),
    ...(upTo === undefined ? {} : { tier_top_bound: { number: upTo } }),
  }
}

/** A volume of so many units, which also choose the tier. */
export function volumeOf(
  quantity: string,
  options: { readonly before?: string; readonly tier?: string; readonly share?: readonly [number, number] } = {},
): Volume {
  const [numerator, denominator] = options.share ?? []
  const periodShare: PeriodShare =
    numerator === undefined || denominator === undefined
      ? WHOLE_PERIOD
      : { numerator: Decimal.fromInteger(numerator), denominator: Decimal.fromInteger(denominator) }
  return {
    quantity: Decimal.parse(quantity),
    quantityBefore: Decimal.parse(options.before ?? '0'),
    tierQuantity: Decimal.parse(options.tier ?? quantity),
    periodShare,
    partShare: WHOLE_PERIOD,
  }
}

/** The amount of a charge as text. */
export const amountOf = ({ amount }: Charge): string => amount.toString()
