import { describe, expect, it } from 'vitest'
import { JANUARY, januaryInput, linesOf } from '../../test/invoice-fixture.ts'
import { itemOf, tokens, usd, versionOf } from '../../test/plan-fixture.ts'
import type { WireRule, WireSchedule } from '../wire/wire-plan.ts'
import type { LateSegment } from './invoice-input.ts'
import { planInvoice } from './plan-invoice.ts'

const FEBRUARY = { start: JANUARY.end, end: new Date('2026-03-01T00:00:00Z') }
const february = { ...FEBRUARY, full: FEBRUARY }

const tier = (quantity: string, from: string, to?: string) => ({
  amount: usd(quantity),
  tier_lower_bound: { number: from },
  ...(to !== undefined && { tier_top_bound: { number: to } }),
})

const flat: WireRule = { id: 'pico_1', type: 'FLAT', bands: [{ amount: usd('1') }] }

/** The amounts of February without usage of its own, with what came late of January under a schedule. */
function amountsOf(rule: WireRule, billed: string, late: string, schedule: Partial<WireSchedule> = {}): string[] {
  const version = versionOf(itemOf('proi_completion', rule))
  const cameLate = januaryInput({ version, schedule }).segments.map(
    (segment): LateSegment => ({
      ...segment,
      period: { ...JANUARY, full: JANUARY },
      billed: [tokens(billed)],
      usage: [tokens(late)],
    }),
  )
  const planned = planInvoice({ ...januaryInput({ version, period: february }), late: cameLate })
  return linesOf(planned).map(({ description, amount }) => {
    expect(description).toMatch(/^Late usage of 2026-01-01 to 2026-01-31: /)
    return amount.toFixed(2)
  })
}

describe('usage that came after its invoice was final', () => {
  it.each<[name: string, rule: WireRule, billed: string, late: string, amounts: readonly string[]]>([
    ['is priced by its rule', flat, '10', '5', ['5.00']],
    [
      'uses what is left of its own included volume',
      { ...flat, default_included_volume: { number: '12' } },
      '10',
      '5',
      ['3.00'],
    ],
    [
      'fills its own tiers further',
      { ...flat, type: 'TIERED', bands: [tier('1', '0', '12'), tier('0.5', '12')] },
      '10',
      '5',
      ['3.50'],
    ],
    [
      'can make all of its period cheaper',
      { ...flat, type: 'TOP_TIERED', bands: [tier('1', '0', '12'), tier('0.5', '12')] },
      '10',
      '5',
      ['-2.50'],
    ],
    ['owes no fee a second time', { ...flat, type: 'STAIR_STEP', bands: [tier('7', '0')] }, '10', '5', ['0.00']],
  ])('%s', (_, rule, billed, late, amounts) => {
    expect(amountsOf(rule, billed, late)).toEqual(amounts)
  })

  it('has the percentages of its schedule, and no amount that its own invoice settled', () => {
    const schedule = {
      discount: { totals: [{ percentage: '10' }] },
      commitment: { totals: [{ amount: usd('1000') }] },
    }
    expect(amountsOf(flat, '10', '5', schedule)).toEqual(['5.00', '-0.50'])
  })
})
