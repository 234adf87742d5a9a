import { describe, expect, it } from 'vitest'
import { formatAmount, formatDecimal } from './format-decimal.ts'

describe('formatDecimal', () => {
  it.each([
    ['0', '0'],
    ['999', '999'],
    ['1000', '1,000'],
    ['-1234567.8900', '\u22121,234,567.8900'],
    ['0.000002100', '0.000002100'],
    ['123456789012345678901234567890.12', '123,456,789,012,345,678,901,234,567,890.12'],
    ['not a number', 'not a number'],
  ])('writes %s as %s', (decimal, want) => {
    expect(formatDecimal(decimal)).toBe(want)
  })
})

describe('formatAmount', () => {
  it.each([
    [{ quantity: '1234.50', currency: 'EUR' }, 'EUR\u00a01,234.50'],
    [{ quantity: '5' }, '5'],
    [null, '\u2013'],
  ])('writes %o as %s', (amount, want) => {
    expect(formatAmount(amount)).toBe(want)
  })
})
