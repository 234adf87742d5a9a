import type { Schema } from '@tallygate/client'
import { planInvoice } from '@tallygate/rating'
import { describe, expect, it } from 'vitest'
import { gatheredOf, invoiceContext, JANUARY, scheduleOf } from '../../test/plans/plan-fixture.ts'
import { itemOf, tokens, versionOf } from '../../test/plans/pricing-fixture.ts'

const usd = (quantity: string) => ({ quantity, currency: 'USD' }) as const
const deposit = (of: object): Schema<'PricingItemConfigWalletGrant'> => ({ wallet_type_id: 'wtyp_1', ...of })
const ofMoney = deposit({ amount_grant: { amount: usd('50') } })
const ofCredits = deposit({ credits_grant: { credits: { quantity: '50', credit_type_id: 'ctyp_1' } } })

/** A fee of 50, and tokens for 10.00. */
function payable(wallet_grants: Schema<'PricingItemConfigWalletGrant'>[], schedule = scheduleOf()): string {
  const version = versionOf(
    itemOf('proi_platform', { id: 'pico_fee', type: 'FIXED', bands: [{ amount: usd('50') }], wallet_grants }),
    itemOf('proi_completion', { id: 'pico_tokens', type: 'FLAT', bands: [{ amount: usd('0.01') }] }),
  )
  const usage = [tokens('1000', { model_id: 'gpt-4o' })]
  const segments = [{ ...JANUARY, version, schedule, usage }]
  return planInvoice(gatheredOf(invoiceContext, { ...JANUARY, full: JANUARY }, segments).input).payable.toString()
}

describe('what wallets may pay of an invoice', () => {
  it.each<[string, Schema<'PricingItemConfigWalletGrant'>[], string]>([
    ['is all of it where nothing is deposited', [], '60'],
    ['is all of it where credits are deposited', [ofCredits], '60'],
    ['leaves out the fee that deposits money', [ofMoney], '10'],
  ])('%s', (_, grants, want) => {
    expect(payable(grants)).toBe(want)
  })

  it('is never more than the total, whatever a discount took off', () => {
    const discount = { totals: [{ amount: usd('53') }] }
    expect(payable([ofMoney], scheduleOf({ discount }))).toBe('7')
  })
})
