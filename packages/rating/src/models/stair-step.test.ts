import { describe, expect, it } from 'vitest'
import { amountOf, type BandRow, bandsOf, volumeOf } from '../../test/band-fixture.ts'
import type { Volume } from './band.ts'
import { chargeStairStep } from './stair-step.ts'

const STEPS: BandRow[] = [
  { amount: '20', upTo: '1000000' },
  { amount: '50', upTo: '10000000' },
  { fixed_amount: '400' },
]

describe('chargeStairStep', () => {
  it.each<[string, { steps?: BandRow[]; volume: Volume }, string]>([
    ['no usage costs nothing', { volume: volumeOf('0') }, '0'],
    ['the first unit costs the first step', { volume: volumeOf('1') }, '20'],
    ['the boundary belongs to the step below', { volume: volumeOf('1000000') }, '20'],
    ['one unit above it costs the next step', { volume: volumeOf('1000001') }, '50'],
    ['a fraction above it too', { volume: volumeOf('1000000.1') }, '50'],
    ['the last step has no end, and takes a fixed_amount', { volume: volumeOf('10000001') }, '400'],
    ['other usage chooses the step', { volume: volumeOf('1', { tier: '20000000' }) }, '400'],
    ['a maximum', { steps: [{ amount: '20', maximum_amount: '15' }], volume: volumeOf('1') }, '15'],
    ['a fee of usage does not shrink with the period', { volume: volumeOf('1', { share: [1, 31] }) }, '20'],
  ])('%s', (_, { steps, volume }, want) => {
    expect(amountOf(chargeStairStep(volume, bandsOf(...(steps ?? STEPS))))).toBe(want)
  })

  it('refuses a step without a fee', () => {
    expect(() => chargeStairStep(volumeOf('1'), bandsOf({ percentage: '1' }))).toThrow('a step needs an amount')
  })
})
