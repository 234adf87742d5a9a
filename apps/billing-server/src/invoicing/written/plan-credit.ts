import type { Schema } from '@tallygate/client'
import { Decimal, fromWireMoney, minorUnitOf, percentOf, roundMoney } from '@tallygate/rating'
import { invalidField, invalidOperation } from '../../http/api-fault.ts'
import type { Having } from '../../resources/stored.ts'
import { invoiceAmount } from '../wire-money.ts'
import { type PlacedLine, placedLinesOf } from './arrange-lines.ts'
import { moneyOf } from './sum-lines.ts'

/** Money of one line of the original that was given back already. */
export interface LineCredit {
  readonly originalLineId: string
  /** With the sign of the line. */
  readonly amount: Decimal
  readonly tax: Decimal
}

/** A line of the original with what is given back of it now. */
export interface CreditedLine extends LineCredit {
  readonly original: PlacedLine
  /** True where nothing was given back of it before and nothing is left now. */
  readonly isWhole: boolean
}

/** A request for a credit: of everything that is left, or of parts of it. */
export type CreditSelection = Pick<Schema<'InvoiceActionCreditCreateRequest'>, 'periods' | 'groups'>

interface OpenLine {
  readonly placed: PlacedLine
  readonly id: string
  readonly left: Decimal
  readonly before: Decimal
  readonly taxBefore: Decimal
}

/** The amount that a request gives back of one line, with the place where the request says so. */
interface Share {
  readonly line: OpenLine
  readonly amount: Decimal
}

/**
 * Returns what a credit gives back of each line: of an invoice, of single periods, groups or lines, whole or by an
 * amount. Amounts exclude tax and have the sign of what they are taken from. An amount of a group or a period is spread
 * over its lines by what is left of them, to the minor unit; of no line more is given back than is left of it. The tax
 * goes along, so that in the end exactly the tax of the line was given back.
 */
export function planCredit(
  original: Having<Schema<'Invoice'>, 'id' | 'billing_currency'>,
  credited: readonly LineCredit[],
  selection: CreditSelection,
): CreditedLine[] {
  const { billing_currency: currency } = original
  const shares = selectShares(original, credited, selection, currency)
  const planned = shares.filter(({ amount }) => !amount.isZero()).map((share) => creditLine(share, currency))
  if (planned.length === 0) {
    throw invalidOperation('There is nothing left of it to credit', {
      resourceType: 'INVOICE',
      resourceId: original.id,
    })
  }
  return planned
}

function selectShares(
  original: Schema<'Invoice'>,
  credited: readonly LineCredit[],
  { periods, groups }: CreditSelection,
  currency: string,
): Share[] {
  if ((periods ?? []).length > 0 && (groups ?? []).length > 0) {
    throw invalidField('groups', 'give periods or groups, not both', 'INVOICE')
  }
  const open = (lines: readonly PlacedLine[]) => lines.map((placed) => openLine(placed, credited, currency))
  const shareGroups = (
    period: Schema<'InvoicePeriod'>,
    wanted: readonly Schema<'CreditInvoiceGroup'>[],
    field: string,
  ) =>
    pick(period.groups ?? [], 'group_order', wanted, field).flatMap(({ found, given, at }) => {
      const lines = open(placedLinesOf([{ groups: [found] }]))
      const children = pick(found.lines ?? [], 'line_order', given.lines ?? [], `${at}.lines`).flatMap((line) => {
        const own = lines.filter(({ id }) => id === line.found.id)
        return spread(own, line.given.amount, currency, `${line.at}.amount`)
      })
      return total(children, lines, given, at, currency)
    })
  if ((periods ?? []).length > 0) {
    return pick(original.periods ?? [], 'period_order', periods ?? [], 'periods').flatMap(({ found, given, at }) => {
      const children = shareGroups(found, given.groups ?? [], `${at}.groups`)
      return total(children, open(placedLinesOf([found])), given, at, currency)
    })
  }
  const [first] = original.periods ?? []
  if ((groups ?? []).length > 0 && first !== undefined) return shareGroups(first, groups ?? [], 'groups')
  return open(placedLinesOf(original.periods)).map((line) => ({ line, amount: line.left }))
}

/** The parts of an invoice that a list of positions names, each once. */
function pick<Part extends object, Given extends object>(
  parts: readonly Part[],
  key: string & keyof Part & keyof Given,
  wanted: readonly Given[],
  field: string,
): { readonly found: Part; readonly given: Given; readonly at: string }[] {
  const seen = new Set<unknown>()
  return wanted.map((given, index) => {
    const at = `${field}.${index}`
    const position = given[key] as unknown
    const found = parts.find((part) => (part[key] as unknown) === position)
    if (position === undefined) throw invalidField(`${at}.${key}`, 'value required: the position, counted from 1')
    if (found === undefined) throw invalidField(`${at}.${key}`, 'the invoice has nothing at this position')
    if (seen.has(position)) throw invalidField(`${at}.${key}`, 'the position is named twice')
    seen.add(position)
    return { found, given, at }
  })
}

/** Returns what is asked for of a part: of its children, where they are named; its amount must then be their sum. */
function total(
  children: readonly Share[],
  lines: readonly OpenLine[],
  given: { readonly amount?: Schema<'Amount'> | undefined },
  at: string,
  currency: string,
): readonly Share[] {
  if (children.length === 0) return spread(lines, given.amount, currency, `${at}.amount`)
  if (given.amount !== undefined) {
    const sum = Decimal.sum(children.map(({ amount }) => amount))
    if (!readAmount(given.amount, currency, `${at}.amount`).equals(sum)) {
      throw invalidField(
        `${at}.amount`,
        `the amount is not the sum of its parts, ${sum.toFixed(minorUnitOf(currency))}`,
      )
    }
  }
  return children
}

/** Cuts an amount over lines by what is left of them; without an amount everything that is left. */
function spread(
  lines: readonly OpenLine[],
  wanted: Schema<'Amount'> | undefined,
  currency: string,
  field: string,
): Share[] {
  if (wanted === undefined) return lines.map((line) => ({ line, amount: line.left }))
  const amount = readAmount(wanted, currency, field)
  const left = Decimal.sum(lines.map((line) => line.left))
  const isWithin = left.isNegative()
    ? amount.isNegative() && amount.compare(left) >= 0
    : amount.isPositive() && amount.compare(left) <= 0
  if (!isWithin) {
    const shown = left.toFixed(minorUnitOf(currency))
    throw invalidField(
      field,
      left.isZero() ? 'nothing is left of it' : `value is not between 0 and what is left, ${shown}`,
    )
  }
  let reached = Decimal.ZERO
  let given = Decimal.ZERO
  return lines.map((line) => {
    reached = reached.plus(line.left)
    const upToHere = roundMoney(amount.times(reached).dividedBy(left), currency)
    const part = upToHere.minus(given)
    given = upToHere
    return { line, amount: part }
  })
}

function readAmount(wanted: Schema<'Amount'>, currency: string, field: string): Decimal {
  if (wanted.currency !== currency) throw invalidField(`${field}.currency`, `the invoice is in ${currency}`)
  const amount = fromWireMoney(wanted, currency, field)
  if (!roundMoney(amount, currency).equals(amount)) {
    throw invalidField(`${field}.quantity`, `${currency} has ${minorUnitOf(currency)} decimals`)
  }
  return amount
}

function openLine(placed: PlacedLine, credited: readonly LineCredit[], currency: string): OpenLine {
  const { id } = placed.line
  if (id == null) throw new Error('a line of a FINAL invoice has no id')
  const own = credited.filter(({ originalLineId }) => originalLineId === id)
  const before = Decimal.sum(own.map(({ amount }) => amount))
  const left = moneyOf(placed.line.amount_excluding_tax, currency).minus(before)
  return { placed, id, left, before, taxBefore: Decimal.sum(own.map(({ tax }) => tax)) }
}

/**
 * The tax is that of all that was given back with this, less what was given back before: nothing is lost to rounding.
 */
function creditLine({ line, amount }: Share, currency: string): CreditedLine {
  const percentage = Decimal.parse(line.placed.line.tax_categories?.[0]?.percentage ?? '0')
  const whole = amount.equals(line.left)
  const ofAll = whole
    ? taxOf(line.placed.line, currency)
    : roundMoney(percentOf(line.before.plus(amount), percentage), currency)
  return {
    original: line.placed,
    originalLineId: line.id,
    amount,
    tax: ofAll.minus(line.taxBefore),
    isWhole: whole && line.before.isZero(),
  }
}

function taxOf(line: Schema<'InvoiceLine'>, currency: string): Decimal {
  return moneyOf(line.amount_including_tax, currency).minus(moneyOf(line.amount_excluding_tax, currency))
}

/**
 * The line of a credit (`sign` -1), or of the copy of what was credited (1). A whole line keeps what it says of its
 * usage; of a part only the money is known.
 */
export function creditedWireLine(
  { original, amount, tax, isWhole }: CreditedLine,
  id: string,
  sign: 1 | -1,
  currency: string,
): PlacedLine {
  const signed = (value: Decimal) => invoiceAmount(sign === 1 ? value : value.negated(), currency)
  const { details, sub_lines: subLines, tax_categories: taxes, ...line } = original.line
  const money = signed(amount)
  const gross = signed(amount.plus(tax))
  return {
    group: original.group,
    line: {
      ...line,
      id,
      ...(isWhole ? {} : { meter_value: null }),
      amount_excluding_tax: money,
      amount_including_tax: gross,
      tax_categories: (taxes ?? []).map((category) => ({
        ...category,
        base_amount: money,
        tax_amount: signed(tax),
        total_amount: gross,
      })),
      details:
        isWhole && sign === 1 ? { ...details } : { amount: money, pricing_currency: currency, pricing_amount: money },
      ...(isWhole && sign === 1 && subLines != null ? { sub_lines: subLines } : {}),
    },
  }
}
