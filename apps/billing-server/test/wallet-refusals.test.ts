import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Money } from './money.ts'
import { testEngines } from './test-engines.ts'
import { TestServer } from './test-server.ts'

const usd = (quantity: string) => ({ quantity, currency: 'USD' })
const credits = (quantity: string) => ({ quantity, credit_type_id: 'ctyp_any' })

describe.each(testEngines)('what a wallet refuses on $name', (engine) => {
  let server: TestServer
  let money: Money
  let ids: { customer: string; other: string; entity: string; credit: string; wallet: string; others: string }

  beforeAll(async () => {
    server = await TestServer.start(engine)
    const customer = await server.must('POST', '/v1/customers', { reference: 'acme', type: 'ORGANIZATION' })
    const other = await server.must('POST', '/v1/customers', { reference: 'other', type: 'ORGANIZATION' })
    const entity = await server.must('POST', '/v1/billing-entities', { reference: 'us', legal_name: 'Us' })
    const credit = await server.must('POST', '/v1/credit-types', { reference: 'credit', name: 'Credit' })
    const type = await server.must('POST', '/v1/wallet-types', {
      reference: 'credits',
      name: 'Credits',
      type: 'CREDIT',
      credit: { grant_type: 'CREDITS', credits_grant: { credit_type_id: credit.id } },
    })
    const wallet = async (reference: string, customerId: string) => {
      const body = { reference, wallet_type_id: type.id, customer_id: customerId }
      await server.must('POST', '/v1/wallets', body)
      return (await server.must('POST', `/v1/wallets/${reference}/activate`)).id
    }
    ids = {
      customer: customer.id,
      other: other.id,
      entity: entity.id,
      credit: credit.id,
      wallet: await wallet('acme-credits', customer.id),
      others: await wallet('other-credits', other.id),
    }
    await server.must('POST', '/v1/wallets', { reference: 'draft', wallet_type_id: type.id, customer_id: customer.id })
  })
  beforeAll(async () => {
    money = await Money.open(server)
  })
  afterAll(() => server.stop())

  const grantOf = (overrides: object = {}) => ({
    customer_id: ids.customer,
    billing_entity_id: ids.entity,
    wallet_id: ids.wallet,
    grant_credits: { quantity: '10', credit_type_id: ids.credit },
    ...overrides,
  })
  const countGrants = async () => {
    const [row] = await server.server.database.query<{ count: number }>('select count(*) as count from wallet_grants')
    return row?.count
  }

  it.each<[string, () => object | Promise<object>, string, string]>([
    [
      'a negative grant',
      () => ({ grant_credits: { quantity: '-1', credit_type_id: ids.credit } }),
      'grant_credits.quantity',
      'more than zero',
    ],
    [
      'a grant of nothing',
      () => ({ grant_credits: { quantity: '0', credit_type_id: ids.credit } }),
      'grant_credits.quantity',
      'more than zero',
    ],
    ["a grant to another customer's wallet", () => ({ wallet_id: ids.others }), 'wallet_id', 'another customer'],
    ['a grant to no wallet', () => ({ wallet_id: 'wall_none' }), 'wallet_id', 'could not be found'],
    [
      'a grant of no billing entity',
      () => ({ billing_entity_id: 'bent_none' }),
      'billing_entity_id',
      'could not be found',
    ],
    ['a grant for no customer', () => ({ customer_id: 'cust_none' }), 'customer_id', 'could not be found'],
    [
      'money for a wallet of credits',
      () => ({ grant_credits: undefined, grant_amount: { quantity: '1', currency: 'USD' } }),
      'grant_amount',
      'the wallet holds credits',
    ],
    [
      'credits of another type',
      () => ({ grant_credits: { quantity: '1', credit_type_id: 'ctyp_other' } }),
      'grant_credits',
      'the wallet holds credits',
    ],
    [
      'credits and money at once',
      () => ({ grant_amount: { quantity: '1', currency: 'USD' } }),
      'grant_amount',
      'either',
    ],
    ['neither credits nor money', () => ({ grant_credits: undefined }), 'grant_credits', 'required'],
    ['credits of no type', () => ({ grant_credits: { quantity: '1' } }), 'grant_credits.credit_type_id', 'required'],
    [
      'credits without a quantity',
      () => ({ grant_credits: { credit_type_id: ids.credit } }),
      'grant_credits.quantity',
      'required',
    ],
    [
      'finer credits than are counted',
      () => ({ grant_credits: { quantity: '0.0000001', credit_type_id: ids.credit } }),
      'grant_credits.quantity',
      '6 decimals',
    ],
    [
      'an end before the start',
      () => ({ start_at: '2026-02-01T00:00:00Z', expire_at: '2026-02-01T00:00:00Z' }),
      'expire_at',
      'after its start',
    ],
    [
      'a negative price',
      () => ({ paid_amount: { quantity: '-1', currency: 'USD' } }),
      'paid_amount.quantity',
      'negative',
    ],
    [
      'a wallet that is not ACTIVE',
      async () => ({ wallet_id: (await server.must('GET', '/v1/wallets/draft')).id }),
      'wallet_id',
      'activate it first',
    ],
  ])('%s', async (_, overrides, field, says) => {
    const before = await countGrants()
    const { status, body } = await server.call('POST', '/v1/wallet-grants', grantOf(await overrides()))
    expect(status).toBe(400)
    expect(body).toMatchObject({ type: 'INVALID_REQUEST', field, message: expect.stringContaining(says) })
    expect(await countGrants()).toBe(before)
  })

  it.each<[string, object, string, string]>([
    ['a negative grant', { grant_amount: usd('-0.01') }, 'grant_amount.quantity', 'more than zero'],
    ['a grant of nothing', { grant_amount: usd('0.00') }, 'grant_amount.quantity', 'more than zero'],
    ['a part of a cent', { grant_amount: usd('0.001') }, 'grant_amount.quantity', '2 decimals'],
    ['another currency', { grant_amount: { quantity: '1', currency: 'EUR' } }, 'grant_amount', 'holds money USD'],
    ['a binary float', { grant_amount: { quantity: 1.5, currency: 'USD' } }, 'grant_amount.quantity', 'string'],
    ['no currency', { grant_amount: { quantity: '1' } }, 'grant_amount.currency', 'required'],
    ['credits', { grant_amount: undefined, grant_credits: credits('1') }, 'grant_credits', 'holds money USD'],
    ["another customer's wallet", { wallet_id: 'of the other' }, 'wallet_id', 'another customer'],
  ])('money: %s', async (_, overrides, field, says) => {
    const before = await countGrants()
    const wallets = { mine: await money.wallet(ids.customer), theirs: await money.wallet(ids.other) }
    const grant = { ...money.grantOf(ids.customer, wallets.mine, '1.00'), ...overrides }
    const answer = await server.call('POST', '/v1/wallet-grants', {
      ...grant,
      ...(grant.wallet_id !== wallets.mine && { wallet_id: wallets.theirs }),
    })
    expect(answer.status).toBe(400)
    expect(answer.body).toMatchObject({ type: 'INVALID_REQUEST', field, message: expect.stringContaining(says) })
    expect(await countGrants()).toBe(before)
  })

  it.each<[string, object, string]>([
    ['a CREDIT type that does not say what is granted', { type: 'CREDIT' }, 'credit.grant_type'],
    [
      'credits of no type',
      { type: 'CREDIT', credit: { grant_type: 'CREDITS' } },
      'credit.credits_grant.credit_type_id',
    ],
    [
      'a credit type that is not there',
      { type: 'CREDIT', credit: { grant_type: 'CREDITS', credits_grant: { credit_type_id: 'ctyp_none' } } },
      'credit.credits_grant.credit_type_id',
    ],
    [
      'granted money of no currency',
      { type: 'CREDIT', credit: { grant_type: 'AMOUNT' } },
      'credit.amount_grant.default_currency',
    ],
    ['a BALANCE of no currency', { type: 'BALANCE' }, 'balance.default_currency'],
    ['a BALANCE in gold', { type: 'BALANCE', balance: { default_currency: 'XAU' } }, 'balance.default_currency'],
  ])('a wallet type: %s', async (_, members, field) => {
    const { status, body } = await server.call('POST', '/v1/wallet-types', {
      reference: 'odd',
      name: 'Odd',
      ...members,
    })
    expect([status, body.field]).toEqual([400, field])
  })

  it('deposits once for a key, though the first server died before it could answer, and refuses another grant under it', async () => {
    const before = await countGrants()
    const headers = { 'idempotency-key': 'top-up-of-january' }
    const first = await server.call('POST', '/v1/wallet-grants', grantOf(), headers)
    // What a server that died leaves behind: the grant is committed, the answer is not kept.
    await server.server.database.query('delete from idempotency_keys', [])
    const again = await server.call('POST', '/v1/wallet-grants', grantOf(), headers)
    expect([again.status, again.body]).toEqual([201, first.body])
    await server.server.database.query('delete from idempotency_keys', [])
    const more = grantOf({ grant_credits: { quantity: '11', credit_type_id: ids.credit } })
    const refused = await server.call('POST', '/v1/wallet-grants', more, headers)
    expect([refused.status, refused.body.code]).toEqual([409, 'IDEMPOTENCY_CHECK_FAILED'])
    expect(await countGrants()).toBe((before ?? 0) + 1)
  })

  it('a change of what was granted, in the database too', async () => {
    const { id } = await server.must('POST', '/v1/wallet-grants', grantOf())
    const { database } = server.server
    const refused = (sql: string) => expect(database.query(sql, [id])).rejects.toMatchObject({ code: '23514' })
    await refused(`update wallet_grants set body = body || '{"type": "PROMOTION"}' where id = $1`)
    await refused('delete from wallet_grants where id = $1')
    await refused('update wallet_grants set drawn = quantity + 1 where id = $1')
    await refused('update wallet_grants set drawn = -1 where id = $1')
    await expect(
      database.query(
        `insert into wallet_grants (id, created_at, updated_at, start_at, body)
          select 'wagr_x', created_at, updated_at, start_at, body || jsonb_build_object('customer_id', $2::text)
          from wallet_grants where id = $1`,
        [id, ids.other],
      ),
    ).rejects.toMatchObject({ code: '23503' })
  })
})
