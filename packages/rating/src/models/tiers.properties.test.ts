import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bandsOf, volumeOf } from '../../test/band-fixture.ts'
import { Decimal } from '../money/decimal.ts'
import { type Band, shareOf } from './band.ts'
import { chargeFlat } from './flat.ts'
import { chargeStairStep } from './stair-step.ts'
import { chargeStairStepTopUp } from './stair-step-top-up.ts'
import { chargeTiered } from './tiered.ts'
import { chargeTieredTopUp } from './tiered-top-up.ts'
import { chargeTopTiered } from './top-tiered.ts'

/** A failure prints the seed and the path; TEST_SEED replays or varies a run. */
const PARAMETERS = { seed: Number(process.env['TEST_SEED'] ?? 20260131), numRuns: 100 }

const price = fc
  .integer({ min: 0, max: 100_000 })
  .map((units) => `${Math.trunc(units / 1000)}.${String(units % 1000).padStart(3, '0')}`)
const bounds = fc
  .uniqueArray(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1, maxLength: 5 })
  .map((all) => all.sort((a, b) => a - b))
const units = fc.integer({ min: 0, max: 2_000_000 }).map(String)

interface Ladder {
  readonly bounds: readonly number[]
  readonly prices: readonly string[]
  readonly bands: Band[]
}

const ladder: fc.Arbitrary<Ladder> = bounds.chain((ends) =>
  fc.array(price, { minLength: ends.length + 1, maxLength: ends.length + 1 }).map((prices) => ({
    bounds: ends,
    prices,
    bands: bandsOf(
      ...prices.map((amount, index) => (index < ends.length ? { amount, upTo: String(ends[index]) } : { amount })),
    ),
  })),
)

describe('tiers', () => {
  it('fill up without a gap: a volume costs the same at once or in two parts', () => {
    fc.assert(
      fc.property(ladder, units, units, ({ bands }, first, second) => {
        const together = Decimal.parse(first).plus(Decimal.parse(second)).toString()
        const parts = chargeTiered(volumeOf(first), bands).amount.plus(
          chargeTiered(volumeOf(second, { before: first }), bands).amount,
        )
        expect(parts.toString()).toBe(chargeTiered(volumeOf(together), bands).amount.toString())
      }),
      PARAMETERS,
    )
  })

  it('agree at each boundary: up to it the tier below, above it the tier above', () => {
    fc.assert(
      fc.property(ladder, ({ bands, bounds: ends, prices }) => {
        ends.forEach((end, index) => {
          const [below, above] = [prices[index] ?? '', prices[index + 1] ?? '']
          const tiny = Decimal.parse('0.000001')
          const over = Decimal.fromInteger(end).plus(tiny)
          const at = chargeTiered(volumeOf(String(end)), bands).amount
          expect(chargeTiered(volumeOf(over.toString()), bands).amount.minus(at).toString()).toBe(
            Decimal.parse(above).times(tiny).toString(),
          )
          expect(chargeTopTiered(volumeOf(String(end)), bands).amount.toString()).toBe(
            Decimal.parse(below).times(Decimal.fromInteger(end)).toString(),
          )
          expect(chargeTopTiered(volumeOf(over.toString()), bands).amount.toString()).toBe(
            Decimal.parse(above).times(over).toString(),
          )
          expect(chargeStairStep(volumeOf(String(end)), bands).amount.toString()).toBe(Decimal.parse(below).toString())
          expect(chargeStairStep(volumeOf(over.toString()), bands).amount.toString()).toBe(
            Decimal.parse(above).toString(),
          )
        })
      }),
      PARAMETERS,
    )
  })

  it('of one price are FLAT', () => {
    fc.assert(
      fc.property(bounds, price, units, (ends, amount, used) => {
        const bands = bandsOf(...ends.map((end) => ({ amount, upTo: String(end) })), { amount })
        const flat = chargeFlat(volumeOf(used), bandsOf({ amount })).amount.toString()
        expect(chargeTiered(volumeOf(used), bands).amount.toString()).toBe(flat)
        expect(chargeTopTiered(volumeOf(used), bands).amount.toString()).toBe(flat)
      }),
      PARAMETERS,
    )
  })

  it('never cost less for more, filled one after the other', () => {
    fc.assert(
      fc.property(ladder, units, units, ({ bands }, used, more) => {
        const total = Decimal.parse(used).plus(Decimal.parse(more)).toString()
        expect(
          chargeTiered(volumeOf(total), bands).amount.compare(chargeTiered(volumeOf(used), bands).amount),
        ).toBeGreaterThanOrEqual(0)
      }),
      PARAMETERS,
    )
  })
})

describe('unit by unit', () => {
  const small = fc.integer({ min: 0, max: 120 })
  const smallLadder = fc
    .uniqueArray(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 4 })
    .map((all) => all.sort((left, right) => left - right))
    .chain((ends) =>
      fc
        .array(fc.tuple(fc.nat(1000), fc.integer({ min: 1, max: 30 })), {
          minLength: ends.length + 1,
          maxLength: ends.length + 1,
        })
        .map((steps) => ({
          ends,
          prices: steps.map(([amount]) => amount),
          sizes: steps.map(([, size]) => size),
          bands: bandsOf(
            ...steps.map(([amount, size], index) => ({
              amount: String(amount),
              block: String(size),
              ...(index < ends.length ? { upTo: String(ends[index]) } : {}),
            })),
          ),
        })),
    )
  /** The tier of the unit, counted from 1: the first whose end is not below it. */
  const tierOf = (ends: readonly number[], unit: number) => {
    const index = ends.findIndex((end) => unit <= end)
    return index === -1 ? ends.length : index
  }

  it('costs what the tiers say of each unit', () => {
    fc.assert(
      fc.property(smallLadder, small, ({ ends, prices, bands }, used) => {
        const plain = bands.map((band) => ({ ...band, blockSize: Decimal.ONE }))
        let sum = 0
        for (let unit = 1; unit <= used; unit++) sum += prices[tierOf(ends, unit)] ?? 0
        expect(chargeTiered(volumeOf(String(used)), plain).amount.toString()).toBe(String(sum))
        const top = used === 0 ? 0 : (prices[tierOf(ends, used)] ?? 0)
        expect(chargeTopTiered(volumeOf(String(used)), plain).amount.toString()).toBe(String(top * used))
        expect(chargeStairStep(volumeOf(String(used)), plain).amount.toString()).toBe(String(top))
      }),
      PARAMETERS,
    )
  })

  it('buys a block whenever the bought volume is used up, and a package whenever a step is passed', () => {
    fc.assert(
      fc.property(smallLadder, small, ({ ends, prices, sizes, bands }, used) => {
        let [blocks, bought, packages] = [0, 0, 0]
        let reached = -1
        for (let unit = 1; unit <= used; unit++) {
          if (unit > bought) {
            // The next unit to be bought is in the tier that the bought volume has reached.
            blocks += prices[tierOf(ends, unit)] ?? 0
            bought += sizes[tierOf(ends, unit)] ?? 0
          }
          for (; reached < tierOf(ends, unit); reached++) packages += prices[reached + 1] ?? 0
        }
        const charge = chargeTieredTopUp(volumeOf(String(used)), bands)
        expect([charge.amount.toString(), charge.boughtQuantity?.toString()]).toEqual([String(blocks), String(bought)])
        expect(chargeStairStepTopUp(volumeOf(String(used)), bands).amount.toString()).toBe(String(packages))
      }),
      PARAMETERS,
    )
  })
})

describe('shareOf', () => {
  it('cuts an amount into parts that make it up again', () => {
    fc.assert(
      fc.property(price, fc.integer({ min: 1, max: 366 }), fc.nat(), (amount, days, cut) => {
        const denominator = Decimal.fromInteger(days)
        const first = Decimal.fromInteger(cut % (days + 1))
        const parts = [first, denominator.minus(first)].map((numerator) =>
          shareOf(Decimal.parse(amount), { numerator, denominator }),
        )
        expect(Decimal.sum(parts).roundedTo(15).toString()).toBe(Decimal.parse(amount).toString())
      }),
      PARAMETERS,
    )
  })
})
