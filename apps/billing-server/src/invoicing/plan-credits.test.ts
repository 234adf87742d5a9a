import type { Schema } from '@tallygate/client'
import { creditsUnit, Decimal, findPricingFaults } from '@tallygate/rating'
import { describe, expect, it } from 'vitest'
import {
  type InvoiceContext,
  invoiceContext,
  JANUARY,
  linesOf,
  planJanuary,
  scheduleOf,
} from '../../test/plans/plan-fixture.ts'
import { catalogFixture, itemOf, tokens, usd, versionOf } from '../../test/plans/pricing-fixture.ts'

const CREDIT_PRICE: Schema<'PricingItemConfig'> = {
  id: 'pico_usage',
  type: 'FLAT',
  bands: [{ credits: { quantity: '2', credit_type_id: 'ctyp_1' }, block_size: { number: '1000' } }],
}

/** 2 credits for 1,000 tokens, and credits sold by the rules given. */
const selling = (...configs: Schema<'PricingItemConfig'>[]) =>
  versionOf(itemOf('proi_completion', CREDIT_PRICE), itemOf('proi_credits', ...configs))

/** A wallet with so many credits all through January. */
const walletOf = (quantity: string): NonNullable<InvoiceContext['wallet']> => ({
  invoiceId: 'invo_1',
  others: [],
  grants: [
    {
      id: 'wagr_1',
      walletId: 'wall_1',
      unit: creditsUnit('ctyp_1'),
      promotional: false,
      quantity: Decimal.parse(quantity),
      drawn: Decimal.ZERO,
      startAt: JANUARY.start,
      expireAt: null,
      createdAt: JANUARY.start,
    },
  ],
})

const packs = (type: 'FLAT' | 'FLAT_TOP_UP'): Schema<'PricingItemConfig'> => ({
  id: 'pico_packs',
  type,
  bands: [{ amount: usd('1'), block_size: { number: '100' } }],
})

describe('what is beyond the wallet', () => {
  it.each<[string, Schema<'PricingItemConfig'>, string, string, string[]]>([
    ['is sold credit by credit', packs('FLAT'), '60', '100000', ['0.00', '1.40']],
    ['is sold in whole packs', packs('FLAT_TOP_UP'), '60', '100000', ['0.00', '2.00']],
    ['is nothing while the wallet has enough: then there is no line', packs('FLAT_TOP_UP'), '200', '100000', ['0.00']],
    ['is everything without a grant', packs('FLAT'), '0.000001', '100000', ['0.00', '2.00']],
    [
      'is cheaper the more of it there is',
      {
        id: 'pico_tiers',
        type: 'TIERED',
        bands: [{ amount: usd('1'), tier_top_bound: { number: '100' } }, { amount: usd('0.5') }],
      },
      '60',
      '100000',
      ['0.00', '120.00'],
    ],
  ])('%s', (_, config, held, used, want) => {
    const planned = planJanuary({ version: selling(config), usage: [tokens(used)], wallet: walletOf(held) })
    expect(linesOf(planned).map((line) => line.amount_excluding_tax?.quantity)).toEqual(want)
  })

  it('is nothing in a trial, which draws nothing either', () => {
    const planned = planJanuary({
      version: selling(packs('FLAT')),
      usage: [tokens('100000')],
      wallet: walletOf('60'),
      schedule: scheduleOf({ type: 'TRIAL' }),
    })
    const [line, ...others] = linesOf(planned)
    expect(others).toEqual([])
    expect(line?.details?.wallet_balance_details?.used_wallet_credits?.quantity).toBe('0')
  })

  it('takes what other invoices ask for first off the wallet', () => {
    const demand = {
      invoiceId: 'invo_0',
      lineId: 'invl_0',
      from: JANUARY.start,
      quantity: Decimal.parse('50'),
      overage: 'BILLED' as const,
    }
    const wallet = walletOf('60')
    const planned = planJanuary({
      version: selling(packs('FLAT')),
      usage: [tokens('100000')],
      wallet: {
        ...wallet,
        others: [{ unit: creditsUnit('ctyp_1'), periodStart: new Date('2025-12-15T00:00:00Z'), demand }],
      },
    })
    expect(linesOf(planned).map((line) => line.amount_excluding_tax?.quantity)).toEqual(['0.00', '1.90'])
  })
})

describe('items that sell credits', () => {
  it.each<[string, Schema<'PricingItemConfig'>, string]>([
    ['are not priced in credits', { ...CREDIT_PRICE, id: 'pico_odd' }, 'bands.0.credits'],
    ['carry nothing on', { ...packs('FLAT_TOP_UP'), top_up: { rollover: true } }, 'top_up.rollover'],
  ])('%s', (_, config, field) => {
    const [fault] = findPricingFaults(selling(config), catalogFixture, { currency: invoiceContext.currency })
    expect(fault?.field).toBe(`pricing_categories.0.pricings.0.items.1.configs.0.${field}`)
  })
})
