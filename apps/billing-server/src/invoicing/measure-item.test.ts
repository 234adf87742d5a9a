import type { Schema } from '@tallygate/client'
import { describe, expect, it } from 'vitest'
import { amountsOf, linesOf, planJanuary } from '../../test/plans/plan-fixture.ts'
import { catalogFixture, itemOf, ofModel, payments, tokens, usd, versionOf } from '../../test/plans/pricing-fixture.ts'

type Config = Schema<'PricingItemConfig'>

const flat = (config: Partial<Config> = {}): Config => ({
  id: 'pico_1',
  type: 'FLAT',
  bands: [{ amount: usd('1') }],
  ...config,
})
const fixed = (quantity: string, config: Partial<Config> = {}): Config => ({
  id: 'pico_1',
  type: 'FIXED',
  bands: [{ amount: usd(quantity) }],
  ...config,
})
const ofTokens = (...configs: Config[]) => ({ version: versionOf(itemOf('proi_completion', ...configs)) })

describe('the order of rules', () => {
  it.each<[string, Config[], string[]]>([
    [
      'the first rule by order takes the usage',
      [
        flat({ id: 'b', order: 2, conditions: ofModel('a'), bands: [{ amount: usd('2') }] }),
        flat({ id: 'a', order: 1, conditions: ofModel('a') }),
      ],
      ['10.00'],
    ],
    [
      'without an order, as written',
      [
        flat({ id: 'b', conditions: ofModel('a'), bands: [{ amount: usd('2') }] }),
        flat({ id: 'a', conditions: ofModel('a') }),
      ],
      ['20.00'],
    ],
    [
      'the default rate comes last, whatever its order',
      [
        flat({ id: 'd', order: 0, bands: [{ amount: usd('9') }] }),
        flat({ id: 'a', order: 5, conditions: ofModel('a') }),
      ],
      ['10.00'],
    ],
    [
      'the default rate takes the rest',
      [flat({ id: 'd' }), flat({ id: 'b', conditions: ofModel('b'), bands: [{ amount: usd('2') }] })],
      ['10.00'],
    ],
    ['a fee beside a default rate takes no usage', [fixed('5'), flat({ id: 'd' })], ['5.00', '10.00']],
    ['a fee alone includes the usage', [fixed('5')], ['5.00']],
    [
      'a fee with conditions is due once they were met',
      [fixed('5', { conditions: ofModel('a') }), flat({ id: 'd' })],
      ['5.00'],
    ],
    ['and not before', [fixed('5', { conditions: ofModel('b') }), flat({ id: 'd' })], ['10.00']],
  ])('%s', (_, configs, want) => {
    expect(amountsOf(planJanuary({ ...ofTokens(...configs), usage: [tokens('10', { model_id: 'a' })] }))).toEqual(want)
  })

  it('shows the usage that a fee includes', () => {
    const [line] = linesOf(planJanuary({ ...ofTokens(fixed('5')), usage: [tokens('10')] }))
    expect(line?.meter_value?.number).toBe('10')
  })
})

describe('product items', () => {
  it('count only the events that meet their conditions', () => {
    const item = {
      id: 'proi_completion',
      name: 'EU tokens',
      model_type: 'USAGE_BASED' as const,
      usage_based: { meter_value_calculation_id: 'bmet_completion', conditions: ofModel('a') },
    }
    const productItems = new Map([...catalogFixture.productItems, ['proi_completion', item]])
    const usage = [tokens('10', { model_id: 'a' }), tokens('5', { model_id: 'b' })]
    expect(amountsOf(planJanuary({ ...ofTokens(flat()), productItems, usage }))).toEqual(['10.00'])
  })

  it('of one pricing item add up, and usage that two of them claim counts once', () => {
    const twin = { ...catalogFixture.productItems.get('proi_completion'), id: 'proi_twin' }
    const productItems = new Map([...catalogFixture.productItems, ['proi_twin', twin]])
    const item = { id: 'pit_1', product_item_ids: ['proi_completion', 'proi_twin', 'proi_prompt'], configs: [flat()] }
    const usage = [tokens('10'), tokens('3', {}, { meterId: 'metr_prompt' })]
    expect(amountsOf(planJanuary({ version: versionOf(item), productItems, usage }))).toEqual(['13.00'])
  })

  it('of one pricing item count what any of them is for', () => {
    const countedFor = (id: string, model: string) => ({
      id,
      model_type: 'USAGE_BASED' as const,
      usage_based: { meter_value_calculation_id: 'bmet_completion', conditions: ofModel(model) },
    })
    const productItems = new Map([
      ['proi_a', countedFor('proi_a', 'a')],
      ['proi_b', countedFor('proi_b', 'b')],
    ])
    const item = { id: 'pit_1', product_item_ids: ['proi_a', 'proi_b'], configs: [flat()] }
    const usage = [tokens('10', { model_id: 'a' }), tokens('3', { model_id: 'b' }), tokens('1', { model_id: 'c' })]
    expect(amountsOf(planJanuary({ version: versionOf(item), productItems, usage }))).toEqual(['13.00'])
  })

  it('count distinct values of a property', () => {
    const usage = [tokens('10', { user_id: 'a' }), tokens('10', { user_id: 'b' }), tokens('5', { user_id: 'a' })]
    const [line] = linesOf(
      planJanuary({ version: versionOf(itemOf('proi_users', flat({ bands: [{ amount: usd('3') }] }))), usage }),
    )
    expect([line?.meter_value, line?.amount_excluding_tax]).toEqual([
      { reference: 'user_id', type: 'NUMBER', number: '2' },
      usd('6.00'),
    ])
  })

  it('bill amounts: a percentage of them, or the amounts themselves', () => {
    const usage = [payments('1000'), payments('23.45')]
    const version = versionOf(itemOf('proi_payments', flat({ bands: [{ percentage: '2.9' }] })), {
      ...itemOf('proi_payments', { id: 'pico_2', type: 'PASS_THROUGH' }),
      id: 'pit_2',
    })
    const period = planJanuary({ version, usage })
    expect(amountsOf(period)).toEqual(['29.68', '1023.45'])
    expect(linesOf(period)[0]?.meter_value).toEqual({ reference: 'volume', type: 'AMOUNT', amount: usd('1023.45') })
  })
})
