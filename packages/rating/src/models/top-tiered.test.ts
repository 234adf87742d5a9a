import { describe, expect, it } from 'vitest'
import { amountOf, type BandRow, bandsOf, volumeOf } from '../../test/band-fixture.ts'
import type { Volume } from './band.ts'
import { chargeTopTiered } from './top-tiered.ts'

const TIERS: BandRow[] = [{ amount: '1', upTo: '100' }, { amount: '0.5', upTo: '1000' }, { amount: '0.1' }]

describe('chargeTopTiered', () => {
  it.each<[string, { tiers?: BandRow[]; volume: Volume }, string]>([
    ['no usage', { volume: volumeOf('0') }, '0'],
    ['inside of the first tier', { volume: volumeOf('40') }, '40'],
    ['the boundary belongs to the tier below', { volume: volumeOf('100') }, '100'],
    ['one unit above it, all units cost what the next tier says', { volume: volumeOf('101') }, '50.5'],
    ['a fraction above it', { volume: volumeOf('100.5') }, '50.25'],
    ['the second boundary', { volume: volumeOf('1000') }, '500'],
    ['the last tier has no end', { volume: volumeOf('1000000') }, '100000'],
    ['other usage chooses the tier', { volume: volumeOf('10', { tier: '5000' }) }, '1'],
    ['no usage of its own, whatever the tier', { volume: volumeOf('0', { tier: '5000' }) }, '0'],
    [
      'the fee of the reached tier alone',
      {
        tiers: [
          { fixed_amount: '3', amount: '1', upTo: '10' },
          { fixed_amount: '7', amount: '1' },
        ],
        volume: volumeOf('11'),
      },
      '18',
    ],
    ['only one tier', { tiers: [{ amount: '2' }], volume: volumeOf('3') }, '6'],
  ])('%s', (_, { tiers, volume }, want) => {
    expect(amountOf(chargeTopTiered(volume, bandsOf(...(tiers ?? TIERS))))).toBe(want)
  })
})
