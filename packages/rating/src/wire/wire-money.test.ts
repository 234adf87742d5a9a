import { describe, expect, it } from 'vitest'
import { Decimal } from '../money/decimal.ts'
import { isBillableCurrency, minorUnitOf, roundMoney } from '../money/money.ts'
import { fromWireMoney, toWireMoney, toWireUnrounded } from './wire-money.ts'

describe('money', () => {
  it.each<[string, number]>([
    ['USD', 2],
    ['EUR', 2],
    ['HUF', 2],
    ['JPY', 0],
    ['KRW', 0],
    ['KWD', 3],
    ['IQD', 3],
    ['CLF', 4],
  ])('%s has %i decimals', (currency, want) => {
    expect(minorUnitOf(currency)).toBe(want)
  })

  it.each(['XAU', 'XXX', 'usd', 'US', ''])('refuses to bill in %j', (currency) => {
    expect(isBillableCurrency(currency)).toBe(false)
    expect(() => minorUnitOf(currency)).toThrow(expect.objectContaining({ code: 'INVALID_CURRENCY' }))
  })

  it.each<[string, string, string, string]>([
    ['down at the half to the even cent', '0.125', 'USD', '0.12'],
    ['up at the half to the even cent', '0.375', 'USD', '0.38'],
    ['at half a yen', '0.5', 'JPY', '0'],
    ['at one and a half yen', '1.5', 'JPY', '2'],
    ['to a fil', '1.2345', 'KWD', '1.234'],
    ['a loss', '-0.375', 'USD', '-0.38'],
    ['up just above the half', '0.12500000000000000001', 'USD', '0.13'],
  ])('rounds %s', (_, quantity, currency, want) => {
    expect(toWireMoney(roundMoney(Decimal.parse(quantity), currency), currency)).toEqual({ quantity: want, currency })
  })

  it('writes unrounded money as it was worked out, without zeros that say nothing', () => {
    expect(toWireUnrounded(Decimal.parse('18.5185050'), 'USD')).toEqual({ quantity: '18.518505', currency: 'USD' })
  })

  it('cuts what is longer than a decimal of the wire', () => {
    const { quantity } = toWireUnrounded(Decimal.parse('9'.repeat(60)).dividedBy(Decimal.parse('7')), 'USD')
    expect(quantity).toBe('142857142857142857142857142857142857142857142857142857142857')
    expect(toWireUnrounded(Decimal.parse(`${'9'.repeat(50)}.${'1'.repeat(30)}`), 'USD').quantity).toHaveLength(63)
  })

  it('takes money of the currency that is billed and refuses any other', () => {
    expect(fromWireMoney({ quantity: '1.50', currency: 'USD' }, 'USD', 'amount').toString()).toBe('1.5')
    expect(() => fromWireMoney({ quantity: '1', currency: 'EUR' }, 'USD', 'bands.0.amount')).toThrow(
      expect.objectContaining({ code: 'CURRENCY_MISMATCH', field: 'bands.0.amount.currency' }),
    )
    expect(() => fromWireMoney({ currency: 'USD' }, 'USD', 'amount')).toThrow('an amount needs a quantity')
  })
})
