import { describe, expect, it } from 'vitest'
import { amountOf, type BandRow, bandsOf, volumeOf } from '../../test/band-fixture.ts'
import type { Volume } from './band.ts'
import { chargeFlat } from './flat.ts'

describe('chargeFlat', () => {
  it.each<[string, { band: BandRow; volume: Volume }, string]>([
    ['a price a unit', { band: { amount: '0.25' }, volume: volumeOf('7') }, '1.75'],
    ['no usage costs nothing', { band: { amount: '0.25' }, volume: volumeOf('0') }, '0'],
    ['a block costs its price', { band: { amount: '0.015', block: '1000' }, volume: volumeOf('1000') }, '0.015'],
    [
      'a part of a block costs that part',
      { band: { amount: '0.015', block: '1000' }, volume: volumeOf('1') },
      '0.000015',
    ],
    ['one unit more than a block', { band: { amount: '0.015', block: '1000' }, volume: volumeOf('1001') }, '0.015015'],
    [
      'a block that does not divide',
      { band: { amount: '1', block: '3' }, volume: volumeOf('1') },
      '0.33333333333333333333',
    ],
    ['whole blocks of such a size', { band: { amount: '1', block: '3' }, volume: volumeOf('6') }, '2'],
    ['a fraction of a unit', { band: { amount: '2' }, volume: volumeOf('0.5') }, '1'],
    ['a percentage of an amount', { band: { percentage: '2.9' }, volume: volumeOf('1000') }, '29'],
    ['one percent is 1', { band: { percentage: '1' }, volume: volumeOf('100') }, '1'],
    ['a percentage and a price', { band: { percentage: '1', amount: '0.5' }, volume: volumeOf('10') }, '5.1'],
    ['a fee on top', { band: { fixed_amount: '10', amount: '0.5' }, volume: volumeOf('4') }, '12'],
    ['a fee is not due without usage', { band: { fixed_amount: '10', amount: '0.5' }, volume: volumeOf('0') }, '0'],
    ['less than the minimum amount', { band: { amount: '1', minimum_amount: '5' }, volume: volumeOf('4') }, '5'],
    ['just the minimum amount', { band: { amount: '1', minimum_amount: '5' }, volume: volumeOf('5') }, '5'],
    ['more than the minimum amount', { band: { amount: '1', minimum_amount: '5' }, volume: volumeOf('6') }, '6'],
    ['a minimum is not due without usage', { band: { amount: '1', minimum_amount: '5' }, volume: volumeOf('0') }, '0'],
    ['less than the maximum amount', { band: { amount: '1', maximum_amount: '5' }, volume: volumeOf('4') }, '4'],
    ['more than the maximum amount', { band: { amount: '1', maximum_amount: '5' }, volume: volumeOf('6') }, '5'],
    ['less than the minimum number', { band: { amount: '2', minimum_number: '10' }, volume: volumeOf('3') }, '20'],
    ['more than the maximum number', { band: { amount: '2', maximum_number: '10' }, volume: volumeOf('30') }, '20'],
    [
      'a minimum of a shorter period is its share',
      { band: { amount: '1', minimum_amount: '31' }, volume: volumeOf('4', { share: [15, 31] }) },
      '15',
    ],
    [
      'a maximum of a shorter period is its share',
      { band: { amount: '1', maximum_amount: '31' }, volume: volumeOf('40', { share: [15, 31] }) },
      '15',
    ],
    ['a price a unit does not shrink', { band: { amount: '1' }, volume: volumeOf('40', { share: [15, 31] }) }, '40'],
    [
      'a quantity beyond every float',
      { band: { amount: '0.015', block: '1000' }, volume: volumeOf('123456789012345678901234567890') },
      '1851851835185185183518518.51835',
    ],
  ])('%s', (_, { band, volume }, want) => {
    expect(amountOf(chargeFlat(volume, bandsOf(band)))).toBe(want)
  })

  it('says which bound replaced the price', () => {
    const [charged] = chargeFlat(volumeOf('4'), bandsOf({ amount: '1', minimum_amount: '5' })).bands
    expect(charged?.bound?.toString()).toBe('5')
  })

  it('refuses more or less than one band', () => {
    expect(() => chargeFlat(volumeOf('1'), [])).toThrow('FLAT takes exactly one band')
    const tiers = bandsOf({ amount: '1', upTo: '5' }, { amount: '2' })
    expect(() => chargeFlat(volumeOf('1'), tiers)).toThrow('FLAT takes exactly one band')
  })
})
