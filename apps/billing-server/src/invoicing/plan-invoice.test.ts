import { describe, expect, it } from 'vitest'
import { amountsOf, type InvoicePeriodInput, linesOf, planJanuary } from '../../test/plans/plan-fixture.ts'
import {
  catalogFixture,
  itemOf,
  payments,
  perThousand,
  tokens,
  usd,
  versionOf,
} from '../../test/plans/pricing-fixture.ts'

const workedExample = [
  tokens('1234567', { model_id: 'gpt-4o' }, { count: 900 }),
  tokens('89012', { model_id: 'gpt-4o-mini' }, { count: 80 }),
  tokens('333', { model_id: 'o3' }, { count: 2 }),
]

describe('planInvoicePeriod', () => {
  it('bills the worked example to the cent, line by line and in total', () => {
    const period = planJanuary({ usage: workedExample })
    expect(
      linesOf(period).map((line) => [line.description, line.meter_value?.number, line.amount_excluding_tax?.quantity]),
    ).toEqual([
      ['Completion tokens: model_id gpt-4o', '1234567', '18.52'],
      ['Completion tokens: model_id gpt-4o-mini', '89012', '0.05'],
      ['Completion tokens', '333', '0.00'],
    ])
    expect(period.amount_excluding_tax).toEqual(usd('18.57'))
    expect(period.groups?.[0]?.amount_including_tax).toEqual(usd('18.57'))
  })

  it('shows the amount before rounding, the band and the events', () => {
    const [line] = linesOf(planJanuary({ usage: workedExample }))
    expect(line).toMatchObject({
      line_order: 1,
      pricing_item_id: 'pit_proi_completion',
      pricing_item_config_id: 'pico_gpt4o',
      type: 'REVENUE',
      pricing_type: 'FLAT',
      conditions: { meter_properties: [{ reference: 'model_id', comparator: 'EQUALS', value: 'gpt-4o' }] },
      meter_value: { reference: 'token_count', type: 'NUMBER', number: '1234567' },
      details: {
        amount: usd('18.52'),
        pricing_amount: usd('18.518505'),
        band: { amount: usd('0.015'), block_size: { number: '1000' } },
        meter_value: { id: 'metv_tokens', reference: 'token_count', number: '1234567', count: '900' },
      },
    })
  })

  it('shows the tokens of each model that the default rate caught, largest first, in sub-lines', () => {
    const usage = [
      tokens('1000', { model_id: 'o3', user_id: 'a' }),
      tokens('4000', { model_id: 'o4', user_id: 'a' }),
      tokens('2500', { model_id: 'o3', user_id: 'b' }),
    ]
    const [line] = linesOf(planJanuary({ usage }))
    expect(line?.amount_excluding_tax).toEqual(usd('0.08'))
    expect(
      line?.sub_lines?.map((sub) => [
        sub.description,
        sub.details?.meter_value?.number,
        sub.details?.pricing_amount?.quantity,
      ]),
    ).toEqual([
      ['model_id o4', '4000', '0.04'],
      ['model_id o3', '3500', '0.035'],
    ])
  })

  it('sums summaries by tax category at 0 %', () => {
    const version = versionOf(
      itemOf('proi_completion', perThousand('pico_1', '1')),
      itemOf('proi_platform', { id: 'pico_fee', type: 'FIXED', bands: [{ amount: usd('20') }] }),
    )
    const period = planJanuary({ version, usage: [tokens('1500')] })
    expect(period.tax_categories).toEqual([
      {
        base_amount: usd('20.00'),
        tax_amount: usd('0.00'),
        total_amount: usd('20.00'),
        percentage: '0',
        name: 'EXEMPT',
        category: 'EXEMPT',
      },
      {
        base_amount: usd('1.50'),
        tax_amount: usd('0.00'),
        total_amount: usd('1.50'),
        percentage: '0',
        name: 'STANDARD',
        category: 'STANDARD',
      },
    ])
    expect(period.amount_including_tax).toEqual(usd('21.50'))
  })

  it('adds the sales tax of the subscription, rounded line by line, where the category is taxed', () => {
    const version = versionOf(
      itemOf('proi_completion', perThousand('pico_a', '1', 'a'), perThousand('pico_b', '1', 'b')),
      itemOf('proi_platform', { id: 'pico_fee', type: 'FIXED', bands: [{ amount: usd('20') }] }),
    )
    const usage = [tokens('60', { model_id: 'a' }), tokens('60', { model_id: 'b' })]
    const period = planJanuary({ version, usage, salesTaxPercentage: '8.25' })
    // 0.06 at 8.25 % is 0.00495, rounded 0.00 on each line; 0.12 at once would be 0.01.
    expect(linesOf(period).map((line) => line.amount_including_tax?.quantity)).toEqual(['0.06', '0.06', '20.00'])
    const taxed = planJanuary({ version, usage: [tokens('100000', { model_id: 'a' })], salesTaxPercentage: '8.25' })
    expect([taxed.amount_excluding_tax, taxed.amount_including_tax]).toEqual([usd('120.00'), usd('128.25')])
    expect(taxed.tax_categories).toMatchObject([
      { category: 'EXEMPT', percentage: '0', base_amount: usd('20.00'), tax_amount: usd('0.00') },
      { category: 'STANDARD', percentage: '8.25', base_amount: usd('100.00'), tax_amount: usd('8.25') },
    ])
    expect(() => planJanuary({ salesTaxPercentage: '-1' })).toThrow('may not be negative')
  })

  it.each<[string, string | null, string | null, string | null, string]>([
    ['of the product item', 'EXEMPT', 'NO_TAX', 'STANDARD', 'EXEMPT'],
    ['else of the product', null, 'NO_TAX', 'EXEMPT', 'NO_TAX'],
    ['else of the product category', null, null, 'EXEMPT', 'EXEMPT'],
    ['else STANDARD', null, null, null, 'STANDARD'],
  ])('takes the tax category %s', (_, item, product, category, want) => {
    const taxed = <T extends object>(map: ReadonlyMap<string, T>, tax: string | null) =>
      new Map([...map].map(([id, each]) => [id, { ...each, tax_category: tax as 'EXEMPT' | null }]))
    const { productItems, products, categories } = catalogFixture
    const period = planJanuary({
      usage: [tokens('1')],
      productItems: taxed(productItems, item),
      products: taxed(products, product),
      categories: taxed(categories, category),
    })
    expect(period.tax_categories?.map((each) => each.category)).toEqual([want])
  })

  it('carries the shape that the API documents for periods and groups', () => {
    expect(planJanuary({ usage: [tokens('1')] })).toMatchObject({
      period_order: 1,
      start_at: '2026-01-01T00:00:00Z',
      end_at: '2026-02-01T00:00:00Z',
      billing_period: { type: 'MONTH', value: 1 },
      groups: [
        {
          group_order: 1,
          type: 'PRICING',
          description: 'Pro',
          product_category: { id: 'proc_usage', name: 'Usage' },
          pricing: { id: 'pric_pro', name: 'Pro' },
          products: [{ id: 'prod_ai', name: 'AI' }],
          pricing_plan_subscription_id: 'ppsu_1',
          pricing_plan_schedule_id: 'ppsc_1',
          billing_customer_id: 'cust_1',
        },
      ],
    })
  })

  it('leaves out lines without usage, and shows them where the platform asks for them', () => {
    expect(linesOf(planJanuary({ usage: [] }))).toEqual([])
    expect(planJanuary({ usage: [] }).amount_excluding_tax).toEqual(usd('0.00'))
    expect(amountsOf(planJanuary({ usage: [], showUnused: true }))).toEqual(['0.00', '0.00', '0.00'])
  })

  it('says so when no rule prices some usage', () => {
    const version = versionOf(itemOf('proi_completion', perThousand('pico_gpt4o', '0.015', 'gpt-4o')))
    const [line] = linesOf(planJanuary({ version, usage: [tokens('777', { model_id: 'o3' })] }))
    expect(line).toMatchObject({
      description: 'Completion tokens: no price, no rule applies',
      pricing_type: 'NONE',
      pricing_item_config_id: null,
      meter_value: { number: '777' },
      amount_excluding_tax: usd('0.00'),
      sub_lines: [{ description: 'model_id o3' }],
    })
  })

  it('counts only the meter of the product item', () => {
    expect(linesOf(planJanuary({ usage: [tokens('10', {}, { meterId: 'metr_prompt' })] }))).toEqual([])
  })

  it('keeps the id of a line when its usage changes, and gives each line its own', () => {
    const ids = (usage: InvoicePeriodInput['usage']) => linesOf(planJanuary({ usage })).map(({ id }) => id)
    const more = [...workedExample, tokens('5', { model_id: 'gpt-4o' })]
    expect(ids(more)).toEqual(ids(workedExample))
    expect(new Set(ids(workedExample)).size).toBe(3)
    expect(ids(workedExample)[0]).toMatch(/^invl_[0-9A-Za-z]{20}$/)
  })

  it('takes the amount of a deduction off', () => {
    const deduction = {
      ...catalogFixture.productItems.get('proi_platform'),
      id: 'proi_platform',
      type: 'DEDUCTION' as const,
    }
    const productItems = new Map([...catalogFixture.productItems, ['proi_platform', deduction]])
    const version = versionOf(itemOf('proi_platform', { id: 'pico_fee', type: 'FIXED', bands: [{ amount: usd('5') }] }))
    expect(amountsOf(planJanuary({ version, productItems }))).toEqual(['-5.00'])
  })

  it('shows amounts used in another currency as not billed, and bills the others', () => {
    const version = versionOf(itemOf('proi_payments', { id: 'pico_1', type: 'PASS_THROUGH' }))
    const lines = linesOf(planJanuary({ version, usage: [payments('10', 'EUR'), payments('7'), payments('5', 'CHF')] }))
    expect(
      lines.map((line) => [line.description, line.meter_value?.amount, line.amount_excluding_tax?.quantity]),
    ).toEqual([
      ['Payments', usd('7'), '7.00'],
      ['Payments: no price, used in CHF', { quantity: '5', currency: 'CHF' }, '0.00'],
      ['Payments: no price, used in EUR', { quantity: '10', currency: 'EUR' }, '0.00'],
    ])
  })
})
