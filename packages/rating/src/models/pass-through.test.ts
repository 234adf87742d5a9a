import { describe, expect, it } from 'vitest'
import { amountOf, type BandRow, bandsOf, volumeOf } from '../../test/band-fixture.ts'
import type { Volume } from './band.ts'
import { chargePassThrough } from './pass-through.ts'

describe('chargePassThrough', () => {
  it.each<[string, { bands: BandRow[]; volume: Volume }, string]>([
    ['the used amount', { bands: [], volume: volumeOf('12.34') }, '12.34'],
    ['nothing used', { bands: [], volume: volumeOf('0') }, '0'],
    ['more decimals than the currency has', { bands: [], volume: volumeOf('0.0001') }, '0.0001'],
    ['a fee on top', { bands: [{ fixed_amount: '1' }], volume: volumeOf('2') }, '3'],
    ['a maximum', { bands: [{ maximum_amount: '10' }], volume: volumeOf('11') }, '10'],
    ['a minimum', { bands: [{ minimum_amount: '10' }], volume: volumeOf('9') }, '10'],
  ])('passes on %s', (_, { bands, volume }, want) => {
    expect(amountOf(chargePassThrough(volume, bandsOf(...bands)))).toBe(want)
  })
})
