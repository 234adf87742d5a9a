import { Decimal, findPricingFaults, type UsageTotal } from '@tallygate/rating'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Band,
  type Config,
  PARAMETERS,
  plan,
  price,
  quantity,
  rules,
  toDecimalText,
  usage,
} from '../../test/plans/plan-arbitraries.ts'
import {
  invoiceContext,
  JANUARY,
  linesOf,
  planInvoiceSegments,
  planJanuary,
  scheduleOf,
} from '../../test/plans/plan-fixture.ts'
import { catalogFixture, itemOf, tokens, usd, versionOf } from '../../test/plans/pricing-fixture.ts'
import type { Stored } from '../resources/stored.ts'

const sumOf = (values: readonly (string | null | undefined)[]) =>
  Decimal.sum(values.map((value) => Decimal.parse(value ?? '0'))).toString()

describe('an invoice period', () => {
  it('does not depend on the order of the totals', () => {
    const shuffled = usage.chain((rows) =>
      fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })),
    )
    fc.assert(
      fc.property(plan, shuffled, (version, [rows, others]) => {
        expect(planJanuary({ version, usage: others })).toEqual(planJanuary({ version, usage: rows }))
      }),
      PARAMETERS,
    )
  })

  it('does not depend on how totals are cut into rows', () => {
    fc.assert(
      fc.property(plan, usage, (version, rows) => {
        const cut = rows.flatMap((each) => {
          const half = (BigInt(each.sum) / 2n).toString()
          const rest = (BigInt(each.sum) - BigInt(half)).toString()
          return [
            { ...each, sum: half },
            { ...each, sum: rest, count: 1 },
          ]
        })
        const counted = rows.map((each) => ({ ...each, count: each.count + 1 }))
        expect(planJanuary({ version, usage: cut })).toEqual(planJanuary({ version, usage: counted }))
      }),
      PARAMETERS,
    )
  })

  it('is the sum of its groups, which are the sum of their lines, to the cent', () => {
    fc.assert(
      fc.property(rules, rules, usage, (first, second, rows) => {
        const version: Stored<'PricingPlanVersion'> = {
          ...versionOf(),
          pricing_categories: [first, second].map((configs, index) => ({
            product_category_id: 'proc_usage',
            pricings: [
              { id: `pric_${index}`, items: [{ ...itemOf('proi_completion', ...configs), id: `pit_${index}` }] },
            ],
          })),
        }
        const period = planJanuary({ version, usage: rows, salesTaxPercentage: '19' })
        const groups = period.groups ?? []
        const lines = linesOf(period).map((line) => line.amount_excluding_tax?.quantity)
        for (const group of groups) {
          const own = (group.lines ?? []).map((line) => line.amount_excluding_tax?.quantity)
          expect(sumOf([group.amount_excluding_tax?.quantity])).toBe(sumOf(own))
        }
        expect(sumOf([period.amount_excluding_tax?.quantity])).toBe(sumOf(lines))
        expect(sumOf((period.tax_categories ?? []).map((each) => each.base_amount?.quantity))).toBe(sumOf(lines))
        const gross = linesOf(period).map((line) => line.amount_including_tax?.quantity)
        expect(sumOf([period.amount_including_tax?.quantity])).toBe(sumOf(gross))
        expect(sumOf((period.tax_categories ?? []).map((each) => each.total_amount?.quantity))).toBe(sumOf(gross))
        for (const amount of lines) expect(amount).toMatch(/^\d+\.\d{2}$/)
      }),
      PARAMETERS,
    )
  })

  it('bills each unit of usage on exactly one line of an item', () => {
    fc.assert(
      fc.property(rules, usage, (configs, rows) => {
        const version = versionOf(itemOf('proi_completion', ...configs))
        // A FIXED fee beside a default rate takes no usage; here each fee has conditions or is the default.
        const billed = linesOf(planJanuary({ version, usage: rows })).map((line) => line.meter_value?.number)
        expect(sumOf(billed)).toBe(sumOf(rows.map(({ sum }) => sum)))
      }),
      PARAMETERS,
    )
  })

  it('shows the whole usage of each line again in its sub-lines', () => {
    fc.assert(
      fc.property(plan, usage, (version, rows) => {
        for (const line of linesOf(planJanuary({ version, usage: rows }))) {
          const subLines = line.sub_lines ?? []
          const used = subLines.filter((each) => each.details?.meter_value?.reference !== undefined)
          const tiered = subLines.filter((each) => each.details?.band !== undefined)
          if (used.length > 0)
            expect(sumOf(used.map((each) => each.details?.meter_value?.number))).toBe(line.meter_value?.number)
          if (tiered.length > 0) {
            expect(sumOf(tiered.map((each) => each.details?.pricing_amount?.quantity))).toBe(
              line.details?.pricing_amount?.quantity,
            )
          }
        }
      }),
      PARAMETERS,
    )
  })

  it('gives each line an id of its own, the same whatever was used', () => {
    fc.assert(
      fc.property(plan, usage, usage, (version, rows, others) => {
        const idsOf = (totals: UsageTotal[]) =>
          linesOf(planJanuary({ version, usage: totals, showUnused: true })).map((line) => [
            line.pricing_item_config_id,
            line.id,
          ])
        const [ids, more] = [
          new Map(idsOf(rows).map(([key, id]) => [key, id])),
          new Map(idsOf(others).map(([key, id]) => [key, id])),
        ]
        expect(new Set(ids.values()).size).toBe(ids.size)
        for (const [key, id] of ids) if (more.has(key)) expect(more.get(key)).toBe(id)
      }),
      PARAMETERS,
    )
  })
})

describe('a line', () => {
  it('of FLAT is its price rounded half-even once, as integers work it out', () => {
    fc.assert(
      fc.property(price, fc.constantFrom(1n, 3n, 7n, 1000n), quantity, (unitPrice, block, used) => {
        const version = versionOf(
          itemOf('proi_completion', {
            id: 'pico_1',
            type: 'FLAT',
            bands: [{ amount: usd(unitPrice), block_size: { number: block.toString() } }],
          }),
        )
        const [line] = linesOf(planJanuary({ version, usage: [tokens(used)] }))
        expect(line?.amount_excluding_tax?.quantity).toBe(centsOf(unitPrice, BigInt(used), block))
      }),
      { ...PARAMETERS, numRuns: 400 },
    )
  })

  /** `price × used ÷ block` in cents, half-even, in integers only. */
  function centsOf(unitPrice: string, used: bigint, block: bigint): string {
    const [whole = '0', fraction = ''] = unitPrice.split('.')
    const dividend = BigInt(whole + fraction) * used * 100n
    const divisor = 10n ** BigInt(fraction.length) * block
    const [cents, rest] = [dividend / divisor, (dividend % divisor) * 2n]
    const rounded = rest > divisor || (rest === divisor && cents % 2n === 1n) ? cents + 1n : cents
    return toDecimalText(rounded, 2)
  }

  it('of a linear rule is the same before rounding, in one period or in two', () => {
    const linear = fc.record({ amount: price, block: fc.constantFrom('1', '1000', '1000000') })
    fc.assert(
      fc.property(linear, usage, fc.integer({ min: 0, max: 12 }), ({ amount, block }, rows, at) => {
        const version = versionOf(
          itemOf('proi_completion', {
            id: 'pico_1',
            type: 'FLAT',
            bands: [{ amount: usd(amount), block_size: { number: block } }],
          }),
        )
        const unrounded = (part: UsageTotal[]) =>
          linesOf(planJanuary({ version, usage: part })).map((line) => line.details?.pricing_amount?.quantity)
        expect(sumOf([...unrounded(rows.slice(0, at)), ...unrounded(rows.slice(at))])).toBe(sumOf(unrounded(rows)))
      }),
      PARAMETERS,
    )
  })

  it('of a recurring rule is the same before rounding, wherever the period is cut', () => {
    const instant = fc.date({
      min: new Date(JANUARY.start.getTime() + 1),
      max: new Date(JANUARY.end.getTime() - 1),
      noInvalidDate: true,
    })
    fc.assert(
      fc.property(
        price,
        instant,
        fc.constantFrom('UTC', 'Asia/Kathmandu', 'America/Sao_Paulo'),
        (amount, cut, timeZone) => {
          const version = versionOf(
            itemOf('proi_platform', { id: 'pico_1', type: 'FIXED', bands: [{ amount: usd(amount) }] }),
          )
          const schedule = scheduleOf()
          const period = { ...JANUARY, full: JANUARY }
          const common = { version, schedule, usage: [] }
          const unrounded = (...ends: { start: Date; end: Date }[]) =>
            linesOf(
              planInvoiceSegments(
                { ...invoiceContext, timeZone },
                period,
                ends.map((each) => ({ ...common, ...each })),
              ),
            ).map((line) => line.details?.pricing_amount?.quantity)
          const parts = sumOf(unrounded({ start: JANUARY.start, end: cut }, { start: cut, end: JANUARY.end }))
          expect(Decimal.parse(parts).roundedTo(15).toString()).toBe(
            Decimal.parse(sumOf(unrounded(JANUARY)))
              .roundedTo(15)
              .toString(),
          )
        },
      ),
      PARAMETERS,
    )
  })
})

describe('a plan without faults', () => {
  const anyBand: fc.Arbitrary<Band> = fc.record(
    {
      amount: fc.oneof(price.map(usd), fc.constant({ quantity: '1', currency: 'EUR' as const })),
      percentage: fc.constant('1'),
      minimum_number: quantity,
      maximum_number: quantity,
      tier_top_bound: fc.constantFrom({ number: '5' }, { number: '10' }, { count: '1' }),
    },
    { requiredKeys: [] },
  )
  const anyRule: fc.Arbitrary<Config> = fc.record(
    {
      id: fc.constantFrom('pico_1', 'pico_2', 'pico_3'),
      type: fc.constantFrom<Config['type'] & string>(
        'FLAT',
        'TIERED',
        'TOP_TIERED',
        'STAIR_STEP',
        'FIXED',
        'PASS_THROUGH',
        'NONE',
        'FLAT_TOP_UP',
      ),
      bands: fc.array(anyBand, { maxLength: 3 }),
      conditions: fc.constantFrom(
        {},
        { meter_properties: [{ reference: 'model_id', comparator: 'EQUALS' as const, value: 'o3' }] },
      ),
      volume_group_reference: fc.constant('all'),
    },
    { requiredKeys: ['type'] },
  )
  const anyPlan = fc
    .tuple(fc.constantFrom(...catalogFixture.productItems.keys(), 'proi_x'), fc.array(anyRule, { maxLength: 3 }))
    .map(([item, configs]) => versionOf(itemOf(item, ...configs)))

  it('is always priced, and a plan that cannot be priced always has faults', () => {
    let priced = 0
    let refused = 0
    fc.assert(
      fc.property(fc.oneof(anyPlan, plan), usage, (version, rows) => {
        const faults = findPricingFaults(version, catalogFixture, { currency: 'USD' })
        const attempt = () => planJanuary({ version, usage: rows })
        if (faults.length === 0) {
          expect(attempt).not.toThrow()
          priced++
        } else {
          refused++
        }
      }),
      { ...PARAMETERS, numRuns: 400 },
    )
    expect(priced).toBeGreaterThan(40)
    expect(refused).toBeGreaterThan(40)
  })
})
