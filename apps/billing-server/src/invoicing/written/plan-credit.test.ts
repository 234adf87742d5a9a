import type { Schema } from '@tallygate/client'
import { Decimal } from '@tallygate/rating'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { amountMembersOf } from '../tax-summary.ts'
import { type LineCredit, planCredit } from './plan-credit.ts'

const SEED = Number(process.env['TEST_SEED'] ?? 20260131)
const cents = (amount: number): string => (amount / 100).toFixed(2)
const usd = (amount: number): Schema<'Amount'> => ({ quantity: cents(amount), currency: 'USD' })

/** An invoice with one line for each amount, in cents, taxed with so many percent. */
function invoiceOf(amounts: readonly number[], percentage = '0'): Parameters<typeof planCredit>[0] {
  const tax = { currency: 'USD', taxPercentage: Decimal.parse(percentage) }
  const lines = amounts.map((amount, index) => ({
    id: `line-${index}`,
    line_order: index + 1,
    ...amountMembersOf([{ taxCategory: 'STANDARD', amount: Decimal.parse(cents(amount)) }], tax),
  }))
  return { id: 'invo_1', billing_currency: 'USD', periods: [{ period_order: 1, groups: [{ group_order: 1, lines }] }] }
}

const shown = (lines: readonly LineCredit[]) =>
  lines.map(({ originalLineId: id, amount, tax }) => [id, amount.toString(), tax.toString()])
const creditOf = (id: string, amount: string, tax = '0'): LineCredit => ({
  originalLineId: id,
  amount: Decimal.parse(amount),
  tax: Decimal.parse(tax),
})

it.each<[name: string, amounts: number[], credited: LineCredit[], amount: number, want: string[][]]>([
  [
    'over its lines by their money',
    [1000, 3000],
    [],
    2000,
    [
      ['line-0', '5', '0'],
      ['line-1', '15', '0'],
    ],
  ],
  [
    'by what is left of them',
    [1000, 3000],
    [creditOf('line-1', '20')],
    1000,
    [
      ['line-0', '5', '0'],
      ['line-1', '5', '0'],
    ],
  ],
  [
    'to the cent',
    [1, 1, 1],
    [],
    2,
    [
      ['line-0', '0.01', '0'],
      ['line-2', '0.01', '0'],
    ],
  ],
  [
    'with a discount among them',
    [1000, -200],
    [],
    400,
    [
      ['line-0', '5', '0'],
      ['line-1', '-1', '0'],
    ],
  ],
])('an amount of a group is spread %s', (_, amounts, credited, amount, want) => {
  const groups = [{ group_order: 1, amount: usd(amount) }]
  expect(shown(planCredit(invoiceOf(amounts), credited, { groups }))).toEqual(want)
})

it(`a line is given back to its last cent and its last cent of tax, in any number of parts (seed ${SEED})`, () => {
  const given = fc.record({
    amounts: fc.array(fc.integer({ min: 1, max: 99_999 }), { minLength: 1, maxLength: 8 }),
    percentage: fc.constantFrom('0', '7.7', '8.25', '21'),
    parts: fc.array(fc.integer({ min: 1, max: 30_000 }), { maxLength: 6 }),
  })
  fc.assert(
    fc.property(given, ({ amounts, percentage, parts }) => {
      const invoice = invoiceOf(amounts, percentage)
      const credited: LineCredit[] = []
      let left = amounts.reduce((sum, amount) => sum + amount, 0)
      for (const part of parts.filter((each) => each < left)) {
        if (part >= left) break
        const planned = planCredit(invoice, credited, { periods: [{ period_order: 1, amount: usd(part) }] })
        expect(Decimal.sum(planned.map(({ amount }) => amount)).toFixed(2)).toBe(cents(part))
        credited.push(...planned)
        left -= part
      }
      credited.push(...planCredit(invoice, credited, {}))
      const sums = (invoice.periods?.[0]?.groups?.[0]?.lines ?? []).map((line) => {
        const own = credited.filter(({ originalLineId: id }) => id === line.id)
        expect(own.every(({ amount }) => amount.isPositive())).toBe(true)
        return [
          Decimal.sum(own.map(({ amount }) => amount)).toFixed(2),
          Decimal.sum(own.map(({ tax }) => tax)).toFixed(2),
        ]
      })
      expect(sums).toEqual(
        (invoice.periods?.[0]?.groups?.[0]?.lines ?? []).map((line) => [
          line.amount_excluding_tax?.quantity,
          line.tax_categories?.[0]?.tax_amount?.quantity,
        ]),
      )
      expect(() => planCredit(invoice, credited, {})).toThrow('nothing left')
    }),
    { seed: SEED },
  )
})
