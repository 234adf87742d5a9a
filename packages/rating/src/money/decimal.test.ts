import { describe, expect, it } from 'vitest'
import { Decimal } from './decimal.ts'
import { PricingError } from './pricing-error.ts'

const third = (number: number) => Decimal.fromInteger(number).dividedBy(Decimal.fromInteger(3))

describe('Decimal', () => {
  it.each<[string, string, string]>([
    ['an integer', '12', '12'],
    ['trailing zeros', '12.500', '12.5'],
    ['minus zero', '-0.00', '0'],
    ['leading zeros', '0012', '12'],
    ['128 digits', '9'.repeat(128), '9'.repeat(128)],
    ['what a float would round', '0.1000000000000000055511151231257827', '0.1000000000000000055511151231257827'],
    ['a number that others write with an exponent', '0.0000000000000000000001', '0.0000000000000000000001'],
  ])('reads and writes %s', (_, text, want) => {
    expect(Decimal.parse(text).toString()).toBe(want)
  })

  it.each(['', ' 1', '1e3', '1.', '.5', '+1', '1,5', 'NaN', 'Infinity', '0x10', '1_000', '9'.repeat(129)])(
    'refuses %j',
    (text) => {
      expect(() => Decimal.parse(text, 'bands.0.amount')).toThrow(
        expect.objectContaining({ name: 'PricingError', code: 'INVALID_DECIMAL', field: 'bands.0.amount' }),
      )
      expect(Decimal.tryParse(text)).toBeUndefined()
    },
  )

  it('refuses what is not text, whatever the types say', () => {
    const fromOutside: unknown = JSON.parse('0.1')
    expect(() => Decimal.parse(fromOutside as string)).toThrow(PricingError)
  })

  it.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('refuses the count %d', (count) => {
    expect(() => Decimal.fromInteger(count)).toThrow('is not a safe integer')
  })

  it('adds, subtracts and multiplies without loss', () => {
    const [tenth, fifth] = [Decimal.parse('0.1'), Decimal.parse('0.2')]
    expect(tenth.plus(fifth).toString()).toBe('0.3')
    expect(tenth.minus(fifth).toString()).toBe('-0.1')
    expect(Decimal.parse('99999999999999999999').times(tenth).toString()).toBe('9999999999999999999.9')
  })

  it.each<[string, string, string]>([
    ['1', '3', '0.33333333333333333333'],
    ['2', '3', '0.66666666666666666667'],
    ['1', '8', '0.125'],
  ])('divides %s by %s to twenty decimals', (dividend, divisor, want) => {
    expect(Decimal.parse(dividend).dividedBy(Decimal.parse(divisor)).toString()).toBe(want)
  })

  it.each<[string, string, string]>([
    ['0', '3', '0'],
    ['0.1', '3', '1'],
    ['3', '3', '1'],
    ['3.0001', '3', '2'],
    ['1', '0.3', '4'],
    ['0.9', '0.3', '3'],
    ['10000000000000000000000000000000001', '10', '1000000000000000000000000000000001'],
  ])('holds %s in whole parts of %s', (quantity, size, want) => {
    expect(Decimal.parse(quantity).ceilDividedBy(Decimal.parse(size)).toString()).toBe(want)
  })

  it.each<[string, Decimal, string]>([
    ['three thirds', third(1).plus(third(1)).plus(third(1)), '1'],
    ['two thirds less one', third(2).minus(third(1)).minus(third(1)), '0'],
    ['a third of a third, nine times', third(1).times(third(1)).times(Decimal.fromInteger(9)), '1'],
    ['a sixth and a third', Decimal.ONE.dividedBy(Decimal.fromInteger(6)).plus(third(1)), '0.5'],
    ['a third divided by two thirds', third(1).dividedBy(third(2)), '0.5'],
    ['by less than nothing', Decimal.ONE.dividedBy(Decimal.fromInteger(-3)).times(Decimal.fromInteger(3)), '-1'],
    [
      'the larger of a third and what is written of it',
      third(1).max(Decimal.parse('0.33333333333333333333')).times(Decimal.fromInteger(3)),
      '1',
    ],
    ['whole parts of two thirds', third(4).ceilDividedBy(third(2)), '2'],
    ['whole parts of two thirds, and a bit', third(5).ceilDividedBy(third(2)), '3'],
  ])('keeps fractions exact: %s', (_, value, want) => {
    expect(value.toString()).toBe(want)
    expect(value.equals(Decimal.parse(want))).toBe(true)
  })

  it.each<[number, number, number, string]>([
    [1, 3, 2, '0.33'],
    [2, 3, 2, '0.67'],
    [-2, 3, 2, '-0.67'],
    // Halves that only a fraction shows: 0.005 and 0.015 exactly.
    [1, 200, 2, '0.00'],
    [3, 200, 2, '0.02'],
    [1, 6, 0, '0'],
    [5, 6, 0, '1'],
  ])('rounds %i/%i to %i decimals half-even', (above, below, scale, want) => {
    expect(Decimal.fromInteger(above).dividedBy(Decimal.fromInteger(below)).toFixed(scale)).toBe(want)
  })

  it('refuses to divide by zero', () => {
    expect(() => Decimal.ONE.dividedBy(Decimal.ZERO)).toThrow('division by zero')
  })

  it.each<[string, number, string]>([
    ['0.125', 2, '0.12'],
    ['0.135', 2, '0.14'],
    ['-0.125', 2, '-0.12'],
    ['0.1250000000000000000000000001', 2, '0.13'],
    ['-0.001', 2, '0.00'],
    ['2.5', 0, '2'],
    ['3.5', 0, '4'],
    ['1', 3, '1.000'],
  ])('rounds %s to %i decimals half-even', (text, scale, want) => {
    expect(Decimal.parse(text).toFixed(scale)).toBe(want)
  })
})
