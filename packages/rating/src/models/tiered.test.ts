import { describe, expect, it } from 'vitest'
import { amountOf, type BandRow, bandsOf, volumeOf } from '../../test/band-fixture.ts'
import type { Volume } from './band.ts'
import { chargeTiered } from './tiered.ts'

const TIERS: BandRow[] = [{ amount: '1', upTo: '100' }, { amount: '0.5', upTo: '1000' }, { amount: '0.1' }]

describe('chargeTiered', () => {
  it.each<[string, { tiers?: BandRow[]; volume: Volume }, string]>([
    ['no usage', { volume: volumeOf('0') }, '0'],
    ['inside of the first tier', { volume: volumeOf('40') }, '40'],
    ['just below a boundary', { volume: volumeOf('99') }, '99'],
    ['the boundary belongs to the tier below', { volume: volumeOf('100') }, '100'],
    ['one unit above it costs what the next tier says', { volume: volumeOf('101') }, '100.5'],
    ['a fraction above it', { volume: volumeOf('100.5') }, '100.25'],
    ['all tiers', { volume: volumeOf('1001') }, '550.1'],
    ['a volume group has filled the first tier', { volume: volumeOf('10', { before: '100' }) }, '5'],
    ['a volume group has filled a part of it', { volume: volumeOf('10', { before: '95' }) }, '7.5'],
    [
      'a fee for each tier that is reached',
      {
        tiers: [
          { fixed_amount: '3', amount: '1', upTo: '10' },
          { fixed_amount: '7', amount: '1' },
        ],
        volume: volumeOf('11'),
      },
      '21',
    ],
    [
      'no fee for a tier that is not',
      {
        tiers: [
          { fixed_amount: '3', amount: '1', upTo: '10' },
          { fixed_amount: '7', amount: '1' },
        ],
        volume: volumeOf('10'),
      },
      '13',
    ],
    [
      'blocks inside of tiers, pro rata',
      {
        tiers: [
          { amount: '1', block: '1000', upTo: '1500' },
          { amount: '0.5', block: '1000' },
        ],
        volume: volumeOf('2500'),
      },
      '2',
    ],
    [
      'a maximum of one tier alone',
      { tiers: [{ amount: '1', maximum_amount: '50', upTo: '100' }, { amount: '1' }], volume: volumeOf('110') },
      '60',
    ],
    ['a free first tier', { tiers: [{ amount: '0', upTo: '100' }, { amount: '1' }], volume: volumeOf('101') }, '1'],
    [
      'a quantity beyond every float',
      { volume: volumeOf('1000000000000000000000000000001') },
      '100000000000000000000000000450.1',
    ],
  ])('%s', (_, { tiers, volume }, want) => {
    expect(amountOf(chargeTiered(volume, bandsOf(...(tiers ?? TIERS))))).toBe(want)
  })

  it('says what each tier took', () => {
    const { bands } = chargeTiered(volumeOf('1001'), bandsOf(...TIERS))
    expect(bands.map(({ quantity, amount }) => [quantity.toString(), amount.toString()])).toEqual([
      ['100', '100'],
      ['900', '450'],
      ['1', '0.1'],
    ])
  })
})
