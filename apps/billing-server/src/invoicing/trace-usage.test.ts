import { type TracedEvent, traceUsage } from '@tallygate/rating'
import { describe, expect, it } from 'vitest'
import {
  gatheredOf,
  type InvoiceContext,
  invoiceContext,
  JANUARY,
  linesOf,
  planJanuary,
  scheduleOf,
} from '../../test/plans/plan-fixture.ts'
import {
  itemOf,
  ofModel,
  payments,
  perThousand,
  proVersion,
  tokens,
  versionOf,
} from '../../test/plans/pricing-fixture.ts'

const trace = (event: Partial<TracedEvent>, version = proVersion) =>
  traceIn(
    invoiceContext,
    { meterId: 'metr_completion', meterValueIds: ['metv_tokens'], properties: {}, ...event },
    version,
  )

function traceIn(context: InvoiceContext, event: TracedEvent, version = proVersion) {
  const { input } = gatheredOf(context, { ...JANUARY, full: JANUARY }, [
    { ...JANUARY, version, schedule: scheduleOf(), usage: [] },
  ])
  return input.segments.flatMap((segment) => traceUsage(input, segment, event))
}

describe('traceUsage', () => {
  it.each([
    ['gpt-4o', 'pico_gpt4o'],
    ['gpt-4o-mini', 'pico_mini'],
    ['o3', 'pico_default'],
  ])('leads an event of %s to the rule and the very line that bill it', (model, configId) => {
    const properties = { model_id: model }
    const [line] = linesOf(planJanuary({ usage: [tokens('1', properties)] }))
    expect(trace({ properties })).toEqual([
      {
        pricingId: 'pric_pro',
        pricingItemId: 'pit_proi_completion',
        pricingItemConfigId: configId,
        productItemIds: ['proi_completion'],
        calculationIds: ['bmet_completion'],
        lineId: line?.id,
      },
    ])
  })

  it('leads an amount in another currency to the line that says so', () => {
    const version = versionOf(itemOf('proi_payments', { id: 'pico_1', type: 'PASS_THROUGH' }))
    const event = { meterId: 'metr_payments', meterValueIds: ['metv_volume'] }
    const lines = linesOf(planJanuary({ version, usage: [payments('1'), payments('1', 'EUR')] }))
    const traced = ['USD', 'EUR'].flatMap((currency) => trace({ ...event, currency }, version))
    expect(traced.map(({ lineId }) => lineId)).toEqual(lines.map(({ id }) => id))
  })

  it('leads an event that no rule prices to the line that says so', () => {
    const version = versionOf(itemOf('proi_completion', perThousand('pico_1', '1', 'gpt-4o')))
    const [line] = linesOf(planJanuary({ version, usage: [tokens('1', { model_id: 'o3' })] }))
    expect(trace({ properties: { model_id: 'o3' } }, version)).toMatchObject([
      { pricingItemConfigId: null, lineId: line?.id },
    ])
  })

  it.each<[string, Partial<TracedEvent>]>([
    ['another meter', { meterId: 'metr_prompt' }],
    ['another value', { meterValueIds: ['metv_volume'] }],
    ['no value', { meterValueIds: [] }],
  ])('matches nothing for %s', (_, event) => {
    expect(trace(event)).toEqual([])
  })

  it('matches nothing for an event that the product item does not count', () => {
    const item = {
      id: 'proi_completion',
      usage_based: { meter_value_calculation_id: 'bmet_completion', conditions: ofModel('a') },
    }
    const productItems = new Map([['proi_completion', item]])
    const event = { meterId: 'metr_completion', meterValueIds: ['metv_tokens'] }
    const traced = ['a', 'b'].map((model) =>
      traceIn({ ...invoiceContext, productItems }, { ...event, properties: { model_id: model } }),
    )
    expect(traced.map((links) => links.length)).toEqual([1, 0])
  })

  it('leads one event to each item that counts it', () => {
    const version = versionOf(
      itemOf('proi_completion', perThousand('pico_1', '1')),
      itemOf('proi_users', perThousand('pico_2', '1')),
    )
    expect(trace({ properties: { user_id: 'a' } }, version).map((each) => each.pricingItemConfigId)).toEqual([
      'pico_1',
      'pico_2',
    ])
  })
})
