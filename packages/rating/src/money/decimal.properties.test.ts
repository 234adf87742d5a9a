import Big from 'big.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Decimal, QUOTIENT_SCALE } from './decimal.ts'

/** A failure prints the seed and the path; TEST_SEED replays or varies a run. */
const PARAMETERS = { seed: Number(process.env['TEST_SEED'] ?? 20260131), numRuns: 500 }

// A library that many use says what is right.
const Exact = Big()
Exact.DP = QUOTIENT_SCALE
Exact.RM = Big.roundHalfEven

const digits = (maxLength: number) => fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength })
const number = fc
  .tuple(fc.constantFrom('', '-'), digits(30), fc.option(digits(30), { nil: undefined }))
  .map(([sign, whole, fraction]) => `${sign}${whole}${fraction === undefined ? '' : `.${fraction}`}`)
const scale = fc.nat(25)

/** As the library writes it, but for zeros. */
function written(value: Big): string {
  return value.eq(0) ? '0' : value.toFixed()
}

describe('decimals', () => {
  it('say what another library says', () => {
    fc.assert(
      fc.property(number, number, scale, (left, right, decimals) => {
        const [one, other] = [Decimal.parse(left), Decimal.parse(right)]
        const [first, second] = [new Exact(left), new Exact(right)]
        expect(one.toString()).toBe(written(first))
        expect(one.plus(other).toString()).toBe(written(first.plus(second)))
        expect(one.minus(other).toString()).toBe(written(first.minus(second)))
        expect(one.times(other).toString()).toBe(written(first.times(second)))
        expect(one.compare(other)).toBe(first.cmp(second))
        const rounded = first.round(decimals, Big.roundHalfEven)
        expect(one.roundedTo(decimals).toString()).toBe(written(rounded))
        expect(one.toFixed(decimals)).toBe((rounded.eq(0) ? new Exact(0) : rounded).toFixed(decimals))
        if (!second.eq(0)) expect(one.dividedBy(other).toString()).toBe(written(first.div(second)))
      }),
      PARAMETERS,
    )
  })

  it('keep quotients whole: divided and multiplied again they are the same, and they add up', () => {
    fc.assert(
      fc.property(number, number, number, (left, right, more) => {
        const [one, other, third] = [Decimal.parse(left), Decimal.parse(right), Decimal.parse(more)]
        fc.pre(!other.isZero())
        const quotient = one.dividedBy(other)
        expect(quotient.times(other).equals(one)).toBe(true)
        const sum = quotient.plus(third.dividedBy(other))
        expect(sum.equals(one.plus(third).dividedBy(other))).toBe(true)
        expect(sum.compare(quotient)).toBe(
          third.isNegative() === other.isNegative() ? (third.isZero() ? 0 : 1) : third.isZero() ? 0 : -1,
        )
      }),
      PARAMETERS,
    )
  })
})
