import { describe, expect, it } from 'vitest'
import { JANUARY, januaryInput, linesOf, planJanuary, shownLines } from '../../test/invoice-fixture.ts'
import { catalogFixture, itemOf, perThousand, tokens, usd, versionOf } from '../../test/plan-fixture.ts'
import { Decimal } from '../money/decimal.ts'
import { settledValue } from '../money/settled.ts'
import type { CompiledPlan } from '../plan/compiled-plan.ts'
import { creditsUnit } from '../wallets/wallet-unit.ts'
import { createPlanCompiler } from '../wire/compile-plan.ts'
import type { WireRule } from '../wire/wire-plan.ts'
import type { InvoiceWallet } from './invoice-input.ts'
import { planInvoice } from './plan-invoice.ts'

/** Counts how often each rule was asked for something. */
type Counts = Record<string, number>

/** A rule that counts how often it is read: reading it asks for its order once. */
function countingReads(counts: Counts, rule: WireRule): WireRule {
  const id = rule.id ?? ''
  return Object.defineProperty({ ...rule }, 'order', {
    enumerable: true,
    get: () => {
      counts[id] = (counts[id] ?? 0) + 1
      return 1
    },
  })
}

/** Counts how often each rule of a plan is charged: a charge asks for its bands once. */
function countCharges(counts: Counts, { pricings }: CompiledPlan): void {
  for (const rule of pricings.flatMap(({ items }) => items.flatMap((item) => settledValue(item).rules.shown))) {
    const { id, bands } = rule
    Object.defineProperty(rule, 'bands', {
      get: () => {
        counts[id] = (counts[id] ?? 0) + 1
        return bands
      },
    })
  }
}

const day = (number: number) => new Date(Date.UTC(2026, 0, number))

const inCredits = (id: string, model: string): WireRule => ({
  id,
  type: 'FLAT',
  conditions: { meter_properties: [{ reference: 'model_id', comparator: 'EQUALS', value: model }] },
  bands: [{ credits: { quantity: '2', credit_type_id: 'ctyp_1' }, block_size: { number: '1000' } }],
})

/** Two rules in credits, and credits that are sold beyond the wallet. */
const rules: WireRule[] = [
  inCredits('pico_a', 'a'),
  inCredits('pico_b', 'b'),
  { id: 'pico_sold', type: 'FLAT', bands: [{ amount: usd('0.5') }] },
]

/** Three grants of 10 credits that start in the middle of the month. */
const wallet: InvoiceWallet = {
  invoiceId: 'invo_1',
  others: [],
  grants: [5, 12, 20].map((start, index) => ({
    id: `wagr_${index}`,
    walletId: 'wall_1',
    unit: creditsUnit('ctyp_1'),
    promotional: false,
    quantity: Decimal.fromInteger(10),
    drawn: Decimal.ZERO,
    startAt: day(start),
    expireAt: null,
    createdAt: day(start),
  })),
}

const used = (number: number) => [tokens(String(number), { model_id: 'a' }), tokens(String(number), { model_id: 'b' })]

describe('the work of planning an invoice', () => {
  it('reads each rule once for a version, and charges each rule once a segment and cut', () => {
    const [reads, charges]: [Counts, Counts] = [{}, {}]
    const [a, b, sold] = rules.map((rule) => countingReads(reads, rule))
    const version = versionOf(
      itemOf('proi_completion', ...[a, b].flatMap((rule) => rule ?? [])),
      itemOf('proi_credits', ...(sold ? [sold] : [])),
    )
    const compile = createPlanCompiler()
    const source = { version, catalog: catalogFixture, currency: 'USD' }
    // Another schedule, and the same again, read nothing anew.
    compile({ ...source, schedule: { id: 'ppsc_2', start_at: '2025-01-01T00:00:00Z' } })
    const plan = compile({ ...source, schedule: { id: 'ppsc_1', start_at: '2026-01-01T00:00:00Z' } })
    compile({ ...source, schedule: { id: 'ppsc_1', start_at: '2026-01-01T00:00:00Z' } })
    countCharges(charges, plan)
    const usageUntil = [5, 12, 20].map((until, index) => ({ until: day(until), usage: used(1000 * (index + 1)) }))
    const segments = [{ ...JANUARY, plan, usage: used(20_000), usageUntil }]
    const planned = planInvoice({ ...januaryInput({ wallet }), segments })
    expect(reads).toEqual({ pico_a: 1, pico_b: 1, pico_sold: 1 })
    // Once for the segment and once for each of the three cuts; what is sold when the wallet is known.
    expect(charges).toEqual({ pico_a: 4, pico_b: 4, pico_sold: 1 })
    // 80 credits used. The 4 before the first grant are beyond the wallet, and so is what 30 granted credits do not
    // cover.
    expect(shownLines(planned)).toEqual([
      'Completion tokens: model_id a 0.00',
      'Completion tokens: model_id b 0.00',
      'Credits 25.00',
    ])
  })
})

describe('an invoice is exact until its lines round', () => {
  it('adds the days of seats as fractions: 42/28 of 19.99 is 29.985, which rounds to 29.98', () => {
    const february = { start: new Date('2026-02-01T00:00:00Z'), end: new Date('2026-03-01T00:00:00Z') }
    const at = (dayOfMonth: number) => new Date(Date.UTC(2026, 1, dayOfMonth)).toISOString()
    // 2 seats for 2 days, 3 for 6, 1 for 20: 42 days of seats.
    const seats = ['2', '3', '1'].map((number, index) => ({
      pricing_item_config_id: 'pico_seats',
      number,
      start_at: at([1, 3, 9][index] ?? 1),
    }))
    const planned = planJanuary({
      period: { ...february, full: february },
      version: versionOf(itemOf('proi_seats', { id: 'pico_seats', type: 'FLAT', bands: [{ amount: usd('19.99') }] })),
      schedule: { start_at: '2026-02-01T00:00:00Z', seats_values: seats },
    })
    expect(linesOf(planned).map(({ charged, amount }) => [`${charged?.charge.amount}`, amount.toFixed(2)])).toEqual([
      ['29.985', '29.98'],
    ])
  })

  it('multiplies an average as a fraction: 7/3 times 0.015 is 0.035, which rounds to 0.04', () => {
    const calculation = {
      calculation_type: 'AVERAGE',
      meter_id: 'metr_completion',
      meter_value_id: 'metv_tokens',
    } as const
    const planned = planJanuary({
      catalog: {
        ...catalogFixture,
        calculations: new Map([...catalogFixture.calculations, ['bmet_completion', calculation]]),
      },
      version: versionOf(itemOf('proi_completion', { id: 'pico_1', type: 'FLAT', bands: [{ amount: usd('0.015') }] })),
      usage: [tokens('7', {}, { count: 3, min: '1', max: '4' })],
    })
    expect(linesOf(planned).map(({ charged, amount }) => [`${charged?.charge.amount}`, amount.toFixed(2)])).toEqual([
      ['0.035', '0.04'],
    ])
  })

  it.each([
    ['three thirds of a block are the block', '3', '10', ['1', '1', '1'], '10.00'],
    ['sevenths of a block too', '7', '0.05', ['1', '2', '4'], '0.05'],
  ])('%s', (_, block, price, quantities, want) => {
    const bands = [
      { amount: usd(price), block_size: { number: block }, tier_top_bound: { number: quantities[0] ?? '' } },
      {
        amount: usd(price),
        block_size: { number: block },
        tier_top_bound: { number: String(Number(quantities[0]) + Number(quantities[1])) },
      },
      { amount: usd(price), block_size: { number: block } },
    ]
    const total = quantities.reduce((sum, each) => sum + Number(each), 0)
    const planned = planJanuary({
      version: versionOf(itemOf('proi_completion', { id: 'pico_1', type: 'TIERED', bands })),
      usage: [tokens(String(total))],
    })
    expect(linesOf(planned).map(({ amount }) => amount.toFixed(2))).toEqual([want])
  })
})

describe('what cannot be read', () => {
  const broken = versionOf(
    itemOf('proi_completion', { id: 'pico_1', type: 'FLAT', bands: [{ amount: { quantity: '1', currency: 'EUR' } }] }),
  )

  it('is an error when it is billed', () => {
    expect(() => planJanuary({ version: broken })).toThrow(
      expect.objectContaining({
        code: 'CURRENCY_MISMATCH',
        field: expect.stringContaining('configs.0.bands.0.amount'),
      }),
    )
  })

  it('keeps nothing else from being billed where it is not sold', () => {
    const [category] = broken.pricing_categories ?? []
    const optional = {
      pricing_categories: [
        {
          ...category,
          pricings: (category?.pricings ?? []).map((one) => ({ ...one, product_type: 'ADDON' as const })),
        },
        ...(versionOf(itemOf('proi_completion', perThousand('pico_2', '1'))).pricing_categories ?? []),
      ],
    }
    expect(shownLines(planJanuary({ version: optional, usage: [tokens('1000')] }))).toEqual(['Completion tokens 1.00'])
  })
})

describe('sub-lines', () => {
  it('are worked out where they are read, and the same each time', () => {
    let read = 0
    const properties = {
      get user_id() {
        read += 1
        return 'user-1'
      },
    }
    const version = versionOf(itemOf('proi_completion', perThousand('pico_1', '1')))
    const [line] = linesOf(planJanuary({ version, usage: [tokens('1000', properties)] }))
    expect([line?.amount.toFixed(2), read]).toEqual(['1.00', 0])
    const subLines = line?.subLines
    expect(subLines).toMatchObject([{ kind: 'USAGE', description: 'user_id user-1' }])
    expect(line?.subLines).toBe(subLines)
    expect(read).toBe(1)
  })
})
