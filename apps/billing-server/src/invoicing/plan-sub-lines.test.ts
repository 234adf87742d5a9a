import type { Schema } from '@tallygate/client'
import type { UsageTotal, WireCalculation } from '@tallygate/rating'
import { MAX_USAGE_SUB_LINES } from '@tallygate/rating'
import { describe, expect, it } from 'vitest'
import { type InvoicePeriodInput, linesOf, planJanuary } from '../../test/plans/plan-fixture.ts'
import {
  catalogFixture,
  itemOf,
  ofModel,
  perThousand,
  tokens,
  usd,
  versionOf,
} from '../../test/plans/pricing-fixture.ts'

const flat = (config: Partial<Schema<'PricingItemConfig'>> = {}): Schema<'PricingItemConfig'> => ({
  id: 'pico_1',
  type: 'FLAT',
  bands: [{ amount: usd('1') }],
  ...config,
})

function subLinesOf(
  config: Schema<'PricingItemConfig'>,
  usage: UsageTotal[],
  more: Partial<InvoicePeriodInput> = {},
): unknown[] {
  const [line] = linesOf(planJanuary({ version: versionOf(itemOf('proi_completion', config)), usage, ...more }))
  return (line?.sub_lines ?? []).map(({ description, details }) => [
    description,
    details?.meter_value?.number,
    details?.pricing_amount?.quantity,
    details?.meter_value_share_of_total,
  ])
}

const byModel = [tokens('30', { model_id: 'a' }), tokens('10', { model_id: 'b' })]

describe('the sub-lines of usage', () => {
  it.each<[string, Schema<'PricingItemConfig'>, UsageTotal[], unknown[]]>([
    [
      'share the money where every unit costs the same',
      flat(),
      byModel,
      [
        ['model_id a', '30', '30', '0.75'],
        ['model_id b', '10', '10', '0.25'],
      ],
    ],
    [
      'show no money where some units were included',
      flat({ default_included_volume: { number: '5' } }),
      byModel,
      [
        ['model_id a', '30', undefined, '0.75'],
        ['model_id b', '10', undefined, '0.25'],
      ],
    ],
    [
      'show no money beside a fee',
      flat({ bands: [{ amount: usd('1'), fixed_amount: usd('2') }] }),
      byModel,
      [
        ['model_id a', '30', undefined, '0.75'],
        ['model_id b', '10', undefined, '0.25'],
      ],
    ],
    [
      'show no money at a bound',
      flat({ bands: [{ amount: usd('1'), maximum_amount: usd('2') }] }),
      byModel,
      [
        ['model_id a', '30', undefined, '0.75'],
        ['model_id b', '10', undefined, '0.25'],
      ],
    ],
    [
      'are nothing where nothing is billed',
      flat({ type: 'NONE', bands: [] }),
      byModel,
      [
        ['model_id a', '30', '0', '0.75'],
        ['model_id b', '10', '0', '0.25'],
      ],
    ],
    [
      'say that a property is missing',
      flat({ conditions: { meter_properties: [{ reference: 'model_id', comparator: 'NOT_EQUALS', value: 'x' }] } }),
      [tokens('4')],
      [['model_id (none)', '4', '4', '1']],
    ],
    ['say that no event had a property', flat(), [tokens('4')], [['all usage', '4', '4', '1']]],
    [
      'have no share in usage of nothing',
      flat(),
      [tokens('0', { model_id: 'a' })],
      [['model_id a', '0', '0', undefined]],
    ],
    [
      'cut a long value',
      flat(),
      [tokens('4', { model_id: 'm'.repeat(300) })],
      [[`model_id ${'m'.repeat(246)}…`, '4', '4', '1']],
    ],
  ])('%s', (_, config, usage, want) => {
    expect(subLinesOf(config, usage)).toEqual(want)
  })

  it('are by the properties that the rules ask about, and no others', () => {
    const usage = [tokens('30', { model_id: 'a', user_id: 'ann' }), tokens('10', { model_id: 'a', user_id: 'bob' })]
    expect(subLinesOf(flat({ conditions: ofModel('a') }), usage)).toEqual([['model_id a', '40', '40', '1']])
  })

  it('are not there for the largest value or the average: parts do not add up to it', () => {
    const calculation: WireCalculation = {
      calculation_type: 'MAX',
      meter_id: 'metr_completion',
      meter_value_id: 'metv_tokens',
    }
    const calculations = new Map([...catalogFixture.calculations, ['bmet_completion', calculation]])
    expect(subLinesOf(flat(), byModel, { calculations })).toEqual([])
  })

  it('end at a number, the rest together', () => {
    const many = Array.from({ length: MAX_USAGE_SUB_LINES + 50 }, (_, index) => tokens('10', { user_id: `u${index}` }))
    const largest = tokens('70', { user_id: 'largest' })
    const shown = subLinesOf(perThousand('pico_1', '1'), [...many, largest])
    expect(shown).toHaveLength(MAX_USAGE_SUB_LINES)
    expect(shown[0]).toEqual(['user_id largest', '70', '0.07', expect.any(String)])
    expect(shown.at(-1)).toEqual(['52 others', '520', '0.52', expect.any(String)])
  })

  it('are all there up to that number', () => {
    const many = Array.from({ length: MAX_USAGE_SUB_LINES }, (_, index) => tokens('10', { user_id: `u${index}` }))
    expect(subLinesOf(flat(), many).at(-1)).not.toEqual(expect.arrayContaining(['1 others']))
  })
})
