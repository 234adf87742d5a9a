import { describe, expect, it } from 'vitest'
import { Decimal } from './decimal.ts'
import { fromUnits, toUnits, unitScaleOf } from './unit-scale.ts'

describe('the scale of an account', () => {
  it.each<[string, string, number]>([
    ['5 USD', '5', 9],
    ['nothing', '0', 9],
    ['2,251,799 USD, the most at nine decimals', '2251799.813685247', 9],
    ['one unit more', '2251799.813685248', 8],
    ['10 million JPY or credits', '10000000', 8],
    ['a billion tokens', '1000000000', 6],
    ['what a safe integer holds', '9007199254740991', -1],
    ['what is meant as no limit', '1000000000000000000', -3],
    ['a debt', '-10000000', 8],
  ])('of %s', (_, limit, scale) => {
    expect(unitScaleOf(Decimal.parse(limit))).toBe(scale)
    // Four times the limit fits at this scale, and not at the next.
    const most = toUnits(Decimal.parse(limit), scale, 'UP') * 4
    expect(Math.abs(most)).toBeLessThanOrEqual(Number.MAX_SAFE_INTEGER)
  })
})

describe('units', () => {
  const third = Decimal.ONE.dividedBy(Decimal.fromInteger(3))
  it.each<[string, Decimal, number, number, number]>([
    ['a millionth', Decimal.parse('0.000001'), 9, 1000, 1000],
    ['half a unit, to even', Decimal.parse('0.0000000005'), 9, 1, 0],
    ['one and a half', Decimal.parse('0.0000000015'), 9, 2, 2],
    ['half a unit less than nothing', Decimal.parse('-0.0000000005'), 9, 0, 0],
    ['one and a half less than nothing', Decimal.parse('-0.0000000015'), 9, -1, -2],
    ['hardly anything', Decimal.parse('0.00000000000001'), 9, 1, 0],
    ['a third', third, 3, 334, 333],
    ['a third less than nothing', third.negated(), 3, -333, -333],
    ['two thirds', third.plus(third), 0, 1, 1],
    ['hundreds', Decimal.parse('1250'), -2, 13, 12],
    ['nothing', Decimal.ZERO, 9, 0, 0],
  ])('of %s', (_, amount, scale, up, halfEven) => {
    expect(toUnits(amount, scale, 'UP')).toBe(up)
    expect(toUnits(amount, scale, 'HALF_EVEN')).toBe(halfEven)
  })

  it.each([
    [1500, 3, '1.5'],
    [-7, 9, '-0.000000007'],
    [12, -2, '1200'],
    [0, 9, '0'],
  ])('%i at scale %i are %s', (units, scale, amount) => {
    expect(fromUnits(units, scale).toString()).toBe(amount)
  })

  it('refuses what no safe integer holds', () => {
    expect(() => toUnits(Decimal.parse('10000000'), 9, 'UP')).toThrow(
      '10000000 must fit into a safe integer at scale 9',
    )
    expect(() => fromUnits(0.5, 9)).toThrow('0.5 is not a safe integer')
  })
})
