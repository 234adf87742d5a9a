import type { Denial } from '@tallygate/entitlements'
import { describe, expect, it } from 'vitest'
import { errorFromDenial } from './error-from-denial.ts'

const asOf = new Date('2026-03-01T10:00:00.123Z')
const denial = (given: Partial<Denial> & Pick<Denial, 'reason'>): Denial => ({
  allowed: false,
  message: 'No.',
  customer: 'acme',
  model: 'gpt-4o',
  asOf,
  ageMs: 5,
  ...given,
})

describe('errorFromDenial', () => {
  it.each([
    [denial({ reason: 'no_subscription' }), 403, 'denied'],
    [denial({ reason: 'model_not_entitled' }), 403, 'denied'],
    [denial({ reason: 'feature_not_entitled' }), 403, 'denied'],
    [denial({ reason: 'currency_mismatch' }), 403, 'denied'],
    [denial({ reason: 'price_unknown' }), 403, 'denied'],
    [denial({ reason: 'budget_exhausted' }), 402, 'denied'],
    [denial({ reason: 'credits_exhausted' }), 402, 'denied'],
    [denial({ reason: 'rate_limited' }), 429, 'rate_limit_error'],
    [denial({ reason: 'too_many_concurrent' }), 429, 'rate_limit_error'],
    [denial({ reason: 'entitlements_unavailable' }), 503, 'server_error'],
    [denial({ reason: 'plan_faulty' }), 403, 'denied'],
  ])('answers %o with %i', (given, status, type) => {
    const error = errorFromDenial(given)
    expect([error.status, error.type, error.code]).toEqual([status, type, given.reason])
  })

  it('tells what the wallet has, what is needed and what would allow it', () => {
    const quantities = { balance: '0.5', held: '0.2', remaining: '0.3', needed: '0.8', missing: '0.5' }
    const wallet = { wallet: 'wall_1', creditTypeId: 'ctyp_1', ...quantities }
    const { error } = errorFromDenial(denial({ reason: 'credits_exhausted', wallet })).toWire()
    expect(error).toMatchObject({ wallet: { id: 'wall_1', credit_type_id: 'ctyp_1', ...quantities } })
  })

  it('tells what, limit, used, remaining and when it resets, and nothing that is not known', () => {
    const error = errorFromDenial(
      denial({
        reason: 'budget_exhausted',
        feature: 'monthly_token_budget',
        limit: 100,
        used: 130,
        held: 0,
        remaining: -30,
        resetsAt: new Date('2026-04-01T00:00:00Z'),
      }),
    )
    expect(JSON.parse(JSON.stringify(error.toWire()))).toEqual({
      error: {
        type: 'denied',
        code: 'budget_exhausted',
        message: 'No.',
        param: null,
        feature: 'monthly_token_budget',
        limit: 100,
        used: 130,
        held: 0,
        remaining: 0,
        resets_at: '2026-04-01T00:00:00Z',
        as_of: '2026-03-01T10:00:00Z',
      },
    })
  })

  it('tells money as decimal text, and the level below the customer that was short', () => {
    const scope = { kind: 'user', id: 'ada', of: 'tokens', per: 'day' } as const
    const money = { currency: 'USD', limit: '5', used: '5.25', held: '0', remaining: '-0.25' }
    const { error } = errorFromDenial(denial({ reason: 'budget_exhausted', scope, ...money })).toWire()
    expect(error).toMatchObject({ scope, ...money, remaining: '0' })
  })

  it('names the plans that would allow it', () => {
    const { error } = errorFromDenial(
      denial({ reason: 'model_not_entitled', plans: ['Pro'], allowedModels: ['gpt-4o-mini'] }),
    ).toWire()
    expect(error).toMatchObject({ plans: ['Pro'], allowed_models: ['gpt-4o-mini'] })
  })

  it.each([
    ['rate_limited', 2_400, 2_400],
    ['rate_limited', undefined, 1_000],
    ['budget_exhausted', 86_400_000, undefined],
  ] as const)('says when to try again, where that helps: %s in %s ms', (reason, retryAfterMs, want) => {
    expect(
      errorFromDenial(denial({ reason, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) })).retryAfterMs,
    ).toBe(want)
  })
})
