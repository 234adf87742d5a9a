import { describe, expect, it } from 'vitest'
import { catalogFixture } from '../../test/plan-fixture.ts'
import { Decimal } from '../money/decimal.ts'
import { roundMoney } from '../money/money.ts'
import { compilePlan } from '../wire/compile-plan.ts'
import { findPricingFaults } from '../wire/find-pricing-faults.ts'
import type { WireRule, WireSchedule, WireVersion } from '../wire/wire-plan.ts'
import { chargeOnDemand, type OnDemandChoice, onDemandDeposits, onDemandItemsAt } from './charge-on-demand.ts'

const usd = (quantity: string) => ({ quantity, currency: 'USD' })
const AT = new Date('2026-01-15T00:00:00Z')

const versionWith = (configs: WireRule[], item = 'proi_setup'): WireVersion => ({
  pricing_categories: [
    {
      product_category_id: 'prca_1',
      pricings: [{ id: 'pric_1', name: 'Top-up', items: [{ id: 'prii_1', product_item_ids: [item], configs }] }],
    },
  ],
})

const outright = (quantity: string) => ({
  wallet_type_id: 'wtyp_1',
  credits_grant: { credits: { quantity, credit_type_id: 'ctyp_1' } },
})
const converted = (rate: string) => ({
  wallet_type_id: 'wtyp_1',
  credits_grant: { conversion: { credit_type_id: 'ctyp_1', rate } },
})
const share = (percentage: string) => ({ wallet_type_id: 'wtyp_2', amount_grant: { percentage } })

const pack: WireRule = {
  id: 'pico_pack',
  on_demand: true,
  type: 'FIXED',
  bands: [{ fixed_amount: usd('50') }],
  wallet_grants: [outright('1000')],
}
const units: WireRule = {
  id: 'pico_units',
  on_demand: true,
  type: 'FLAT',
  bands: [{ amount: usd('9.99') }],
  default_units: { number: '2' },
  wallet_grants: [outright('100.5')],
}
const flexible: WireRule = {
  id: 'pico_flexible',
  on_demand: true,
  type: 'FLEXIBLE',
  bands: [{ minimum_amount: usd('5'), maximum_amount: usd('500') }],
  wallet_grants: [converted('10.123456789'), share('110')],
}

const soldBy = (rule: WireRule, schedule: WireSchedule = {}) =>
  onDemandItemsAt(compilePlan({ version: versionWith([rule]), schedule, catalog: catalogFixture, currency: 'USD' }), AT)

function charge(rule: WireRule, choice: Partial<Record<keyof OnDemandChoice, string>> = {}, schedule?: WireSchedule) {
  const [sold] = soldBy(rule, schedule)
  if (sold === undefined) throw new Error('nothing is sold on demand')
  const [chosen, amount] = [choice.units, choice.amount].map((text) =>
    text === undefined ? null : Decimal.parse(text),
  )
  const charged = chargeOnDemand(sold, { units: chosen ?? null, amount: amount ?? null }, 'USD')
  const price = roundMoney(charged.charge.amount, 'USD')
  const deposits = onDemandDeposits(charged, price, { currency: 'USD', startAt: AT, timeZone: 'UTC' })
  return [price.toString(), ...deposits.map(({ unit, quantity }) => `${quantity} ${unit}`)]
}

describe('an item that is charged on demand', () => {
  it.each<[string, WireRule, Partial<Record<keyof OnDemandChoice, string>>, string[]]>([
    ['a pack costs its fee and deposits its credits', pack, {}, ['50', '1000 credits:ctyp_1']],
    ['so many units, each with its deposit', units, { units: '3' }, ['29.97', '301.5 credits:ctyp_1']],
    ['the default number of units', units, {}, ['19.98', '201 credits:ctyp_1']],
    [
      'an amount of choice, converted to six decimals, and a share of it in money',
      flexible,
      { amount: '33.33' },
      ['33.33', '337.414815 credits:ctyp_1', '36.66 money:USD'],
    ],
    ['the least amount', flexible, { amount: '5' }, ['5', '50.617284 credits:ctyp_1', '5.5 money:USD']],
  ])('%s', (_, rule, choice, expected) => {
    expect(charge(rule, choice)).toEqual(expected)
  })

  it.each<[string, WireRule, Partial<Record<keyof OnDemandChoice, string>>, string, string]>([
    ['too little', flexible, { amount: '4.99' }, 'flexible_amount.quantity', 'must be at least 5; it is 4.99'],
    ['too much', flexible, { amount: '500.01' }, 'flexible_amount.quantity', 'must be at most 500; it is 500.01'],
    [
      'parts of a cent',
      flexible,
      { amount: '5.001' },
      'flexible_amount.quantity',
      'must have at most 2 decimals; it is 5.001',
    ],
    ['nothing', flexible, { amount: '0' }, 'flexible_amount.quantity', 'must be more than zero; it is 0'],
    ['no amount', flexible, {}, 'flexible_amount', 'must be given'],
    [
      'an amount for a pack',
      pack,
      { amount: '5' },
      'flexible_amount',
      'only FLEXIBLE takes an amount; the price is FIXED',
    ],
    ['units of a pack', pack, { units: '2' }, 'units', 'only FLAT is charged by units; the price is FIXED'],
    ['half a unit', units, { units: '0.5' }, 'units.number', 'must be a whole number of 1 or more; it is 0.5'],
    ['no unit', units, { units: '0' }, 'units.number', 'must be a whole number of 1 or more; it is 0'],
    ['a negative number', units, { units: '-1' }, 'units.number', 'must be a whole number of 1 or more; it is -1'],
  ])('is refused for %s', (_, rule, choice, field, message) => {
    expect(() => charge(rule, choice)).toThrow(expect.objectContaining({ code: 'INVALID_RULE', field, message }))
  })

  it('costs a trial what it costs', () => {
    expect(charge(pack, {}, { type: 'TRIAL' })).toEqual(['50', '1000 credits:ctyp_1'])
  })

  it('is on no line of a period beside the price of the period', () => {
    const fee: WireRule = { id: 'pico_fee', type: 'FIXED', bands: [{ amount: usd('20') }] }
    const plan = compilePlan({
      version: versionWith([fee, pack]),
      schedule: {},
      catalog: catalogFixture,
      currency: 'USD',
    })
    const shown = plan.pricings.flatMap(({ items }) =>
      items.flatMap((item) => ('value' in item ? item.value.rules.shown : [])),
    )
    expect(shown.map(({ id }) => id)).toEqual(['pico_fee'])
    expect(onDemandItemsAt(plan, AT).map(({ rule }) => rule.id)).toEqual(['pico_pack'])
  })
})

describe('a price on demand that cannot be sold', () => {
  const at = 'pricing_categories.0.pricings.0.items.0.configs'
  it.each<[string, WireRule[], string | undefined, string, string]>([
    [
      'with a second one',
      [pack, units],
      undefined,
      `${at}.1.on_demand`,
      'a pricing item has one price on demand at most',
    ],
    [
      'of tiers',
      [{ on_demand: true, type: 'TIERED', bands: [{ amount: usd('1') }] }],
      undefined,
      `${at}.0.type`,
      'FIXED, FLAT and FLEXIBLE are charged on demand; it is TIERED',
    ],
    [
      'of usage',
      [pack],
      'proi_completion',
      `${at}.0.on_demand`,
      'what is charged on demand has no usage and no seats; the item is USAGE_BASED',
    ],
    [
      'of seats',
      [units],
      'proi_seats',
      `${at}.0.on_demand`,
      'what is charged on demand has no usage and no seats; the item is PER_SEAT',
    ],
    [
      'with an included volume',
      [{ ...pack, default_included_volume: { number: '1' } }],
      undefined,
      `${at}.0.default_included_volume`,
      'a price on demand belongs to no period',
    ],
    [
      'with units of a fee',
      [{ ...pack, default_units: { number: '1' } }],
      undefined,
      `${at}.0.default_units`,
      'only FLAT is charged by units; it is FIXED',
    ],
    [
      'with half a unit',
      [{ ...units, default_units: { number: '0.5' } }],
      undefined,
      `${at}.0.default_units.number`,
      'must be a whole number of 1 or more; it is 0.5',
    ],
    [
      'that is flexible and not on demand',
      [{ ...flexible, on_demand: false, wallet_grants: [] }],
      undefined,
      `${at}.0.on_demand`,
      'FLEXIBLE is charged on demand: set on_demand',
    ],
    [
      'that converts and is not on demand',
      [{ ...pack, on_demand: false, wallet_grants: [converted('1')] }],
      undefined,
      `${at}.0.wallet_grants.0.credits_grant.conversion`,
      'only a price on demand deposits by what it comes to',
    ],
    [
      'that deposits two things at once',
      [{ ...pack, wallet_grants: [{ ...converted('1'), ...share('1') }] }],
      undefined,
      `${at}.0.wallet_grants.0.amount_grant.percentage`,
      'a deposit is of credits, a conversion, an amount or a percentage: of one of them',
    ],
  ])('is named: %s', (_, rules, item, field, message) => {
    expect(findPricingFaults(versionWith(rules, item), catalogFixture, { currency: 'USD' })).toContainEqual(
      expect.objectContaining({ field, message }),
    )
  })

  it.each([[pack], [units], [flexible]])('is none of these', (rule) => {
    for (const item of ['proi_setup', 'proi_platform', 'proi_credits']) {
      expect(findPricingFaults(versionWith([rule], item), catalogFixture, { currency: 'USD' })).toEqual([])
    }
  })
})
