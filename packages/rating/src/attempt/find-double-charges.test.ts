import { describe, expect, it } from 'vitest'
import { catalogFixture, ofModel, perThousand, versionOf } from '../../test/plan-fixture.ts'
import { compilePlan } from '../wire/compile-plan.ts'
import type { WireRule, WireSchedule, WireVersion } from '../wire/wire-plan.ts'
import { findDoubleCharges } from './find-double-charges.ts'

const item = (productItemId: string, ...configs: WireRule[]) => ({
  id: `pit_${productItemId}`,
  product_item_ids: [productItemId],
  configs,
})

// Any two meters do: the completion tokens stand for a pool of the prompt tokens here.
const total = (...rules: WireRule[]) => item('proi_prompt', ...rules)
const pool = (...rules: WireRule[]) => item('proi_completion', ...rules)
const shown: WireRule = { id: 'shown', type: 'NONE', bands: [] }
const free: WireRule = { id: 'free', type: 'FLAT', bands: [{ amount: { quantity: '0', currency: 'USD' } }] }

function chargesOf(version: WireVersion, schedule: WireSchedule = {}) {
  const plan = compilePlan({ version, schedule, catalog: catalogFixture, currency: 'USD' })
  const pools = new Map([['metr_prompt', ['metr_payments', 'metr_completion']]])
  return findDoubleCharges(plan, pools).map(({ totalMeterId, poolMeterId, ruleIds, properties }) =>
    [totalMeterId, poolMeterId, ...ruleIds, properties['model_id'] ?? 'any'].join(' '),
  )
}

describe('a plan that charges a total and its pool', () => {
  const both = 'metr_prompt metr_completion'
  it.each<[string, WireVersion, string[]]>([
    ['for every model', versionOf(total(perThousand('t', '1')), pool(perThousand('p', '1'))), [`${both} t p any`]],
    ['only the total', versionOf(total(perThousand('t', '1'))), []],
    ['the pool is shown and not billed', versionOf(total(perThousand('t', '1')), pool(shown)), []],
    ['the total is free', versionOf(total(free), pool(perThousand('p', '1'))), []],
    [
      'for one model',
      versionOf(total(perThousand('t', '1', 'gpt-4o'), shown), pool(perThousand('p', '1'))),
      [`${both} t p gpt-4o`],
    ],
    [
      'for different models',
      versionOf(total(perThousand('t', '1', 'gpt-4o')), pool(perThousand('p', '1', 'mini'))),
      [],
    ],
    [
      'for all models but those of the pool',
      versionOf(
        total({ ...shown, conditions: ofModel('mini') }, perThousand('t', '1')),
        pool(perThousand('p', '1', 'mini')),
      ),
      [],
    ],
    [
      'both for models that no rule names',
      versionOf(
        total({ ...shown, id: 's1', conditions: ofModel('a') }, perThousand('t', '1')),
        pool({ ...shown, id: 's2', conditions: ofModel('a') }, perThousand('p', '1')),
      ),
      [`${both} t p any`],
    ],
  ])('%s', (_, version, want) => {
    expect(chargesOf(version)).toEqual(want)
  })

  it('finds none where the two are never sold at one time', () => {
    const addOns = (firstEnd: string): [WireVersion, WireSchedule] => [
      {
        pricing_categories: [
          {
            pricings: [
              { id: 'pric_1', product_type: 'ADDON', items: [total(perThousand('t', '1'))] },
              { id: 'pric_2', product_type: 'ADDON', items: [pool(perThousand('p', '1'))] },
            ],
          },
        ],
      },
      {
        enabled_pricings: [
          { pricing_id: 'pric_1', start_at: '2026-01-01T00:00:00Z', end_at: firstEnd },
          { pricing_id: 'pric_2', start_at: '2026-01-16T00:00:00Z' },
        ],
      },
    ]
    expect(chargesOf(...addOns('2026-01-16T00:00:00Z'))).toEqual([])
    expect(chargesOf(...addOns('2026-01-17T00:00:00Z'))).toEqual([`${both} t p any`])
  })
})
