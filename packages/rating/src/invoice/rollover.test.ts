import { addDuration } from '@tallygate/billing-period'
import { describe, expect, it } from 'vitest'
import { JANUARY, linesOf, planJanuary } from '../../test/invoice-fixture.ts'
import { itemOf, tokens, usd, versionOf } from '../../test/plan-fixture.ts'
import type { Decimal } from '../money/decimal.ts'

/** Blocks of 1,000 units for 50 that go on from period to period, after 100 that each period includes. */
const version = versionOf(
  itemOf('proi_completion', {
    id: 'pico_1',
    type: 'FLAT_TOP_UP',
    top_up: { rollover: true },
    default_included_volume: { number: '100' },
    bands: [{ amount: usd('50'), block_size: { number: '1000' } }],
  }),
)

/** A month after January, which is charged as a whole. */
function month(index: number) {
  const at = (instant: Date): Date => addDuration(instant, `P${index}M`, 'UTC')
  const [start, end] = [at(JANUARY.start), at(JANUARY.end)]
  return { start, end, full: { start, end } }
}

describe('bought volume that rolls over', () => {
  it.each<[name: string, used: readonly string[], amounts: readonly string[], left: readonly string[]]>([
    ['is used before a block is bought', ['600', '600', '600'], ['50.00', '0.00', '50.00'], ['500', '0', '500']],
    ['is used after what is included', ['1050', '100', '150'], ['50.00', '0.00', '0.00'], ['50', '50', '0']],
    ['is used up once, not again and again', ['700', '300', '500'], ['50.00', '0.00', '50.00'], ['400', '200', '800']],
    ['is left whole by a month without usage', ['500', '0', '700'], ['50.00', '0.00', '0.00'], ['600', '600', '0']],
  ])('%s', (_, used, amounts, left) => {
    let rollover: ReadonlyMap<string, Decimal> = new Map()
    const found = used.map((quantity, index) => {
      const usage = quantity === '0' ? [] : [tokens(quantity)]
      const planned = planJanuary({ version, period: month(index), usage, rollover })
      rollover = planned.rollover
      return { amount: linesOf(planned)[0]?.amount.toFixed(2) ?? '0.00', left: rollover.get('pico_1')?.toString() }
    })
    expect(found.map(({ amount }) => amount)).toEqual(amounts)
    expect(found.map((one) => one.left)).toEqual(left)
  })
})
