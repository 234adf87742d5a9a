import type { Schema } from '@tallygate/client'
import { describe, expect, it } from 'vitest'
import { itemOf, perThousand, proVersion, tokens, usd, versionOf } from '../pricing/plan-fixture.ts'
import type { UsageTotal } from '../pricing/usage-total.ts'
import { planCost } from './plan-cost.ts'
import { invoiceContext, JANUARY, scheduleOf } from './plan-fixture.ts'

function costOf(version: Schema<'PricingPlanVersion'>, usage: UsageTotal[], added: UsageTotal) {
  const segment = { ...JANUARY, version, schedule: scheduleOf(), usage }
  const cost = planCost(invoiceContext, { ...JANUARY, full: JANUARY }, [segment], 0, [added])
  return [cost.unroundedAmount.quantity, cost.amount.quantity, cost.lines.map((line) => line.pricing_item_config_id)]
}

const tiered = versionOf(
  itemOf('proi_completion', {
    id: 'pico_1',
    type: 'TIERED',
    bands: [{ amount: usd('1'), tier_top_bound: { number: '10' } }, { amount: usd('0.5') }],
    default_included_volume: { number: '5' },
  }),
)

describe('planCost', () => {
  it.each<[string, Schema<'PricingPlanVersion'>, UsageTotal[], UsageTotal, unknown[]]>([
    [
      'an event at its rate',
      proVersion,
      [],
      tokens('842', { model_id: 'gpt-4o' }),
      ['0.01263', '0.01', ['pico_gpt4o']],
    ],
    ['less than a cent', proVersion, [], tokens('1', { model_id: 'gpt-4o' }), ['0.000015', '0.00', ['pico_gpt4o']]],
    [
      'the event that fills a cent',
      proVersion,
      [tokens('330', { model_id: 'gpt-4o' })],
      tokens('10', { model_id: 'gpt-4o' }),
      ['0.00015', '0.01', ['pico_gpt4o']],
    ],
    ['inside of the included volume', tiered, [], tokens('5'), ['0', '0.00', ['pico_1']]],
    ['beyond it', tiered, [tokens('5')], tokens('1'), ['1', '1.00', ['pico_1']]],
    ['across tiers', tiered, [tokens('14')], tokens('3'), ['2', '2.00', ['pico_1']]],
    [
      'usage that no rule prices',
      versionOf(itemOf('proi_completion', perThousand('pico_1', '1', 'a'))),
      [],
      tokens('9'),
      ['0', '0.00', [null]],
    ],
    ['usage that no item counts', proVersion, [], tokens('9', {}, { meterId: 'metr_prompt' }), ['0', '0.00', []]],
  ])('%s', (_, version, usage, added, want) => {
    expect(costOf(version, usage, added)).toEqual(want)
  })

  it('refuses a stretch that there is none', () => {
    expect(() => planCost(invoiceContext, { ...JANUARY, full: JANUARY }, [], 0, [])).toThrow('there is no segment 0')
  })
})
