import { describe, expect, it } from 'vitest'
import { amountOf, type BandRow, bandsOf } from '../../test/band-fixture.ts'
import { chargeFixed } from './fixed.ts'

describe('chargeFixed', () => {
  it.each<[string, BandRow, string]>([
    ['its amount', { amount: '20' }, '20'],
    ['its fixed_amount', { fixed_amount: '19.99' }, '19.99'],
    ['a fee of nothing', { amount: '0' }, '0'],
  ])('charges %s', (_, band, want) => {
    expect(amountOf(chargeFixed(bandsOf(band)))).toBe(want)
  })

  it('refuses a band without an amount, and several bands', () => {
    expect(() => chargeFixed(bandsOf({ percentage: '1' }))).toThrow('FIXED needs an amount')
    expect(() => chargeFixed(bandsOf({ amount: '1', upTo: '1' }, { amount: '1' }))).toThrow('exactly one band')
  })
})
