import { unwrap } from '@tallygate/client'
import { expect } from 'vitest'
import type { ContractResource, Every } from './contract-row.ts'
import { inDays } from './contract-world.ts'
import { WalletWorld } from './wallet-world.ts'

type GrantBody = Every<'WalletGrantCreateRequest'>

export const walletGrants: ContractResource = {
  name: 'wallet grants',
  type: 'WALLET_GRANT',
  rows: {
    createWalletGrant: [
      'keeps every field that was sent, in credits and in money, and deposits once for each key',
      async (world) => {
        const of = new WalletWorld(world)
        const { customer, wallet, creditType, entity } = await of.funded()
        const body: Omit<GrantBody, 'grant_amount'> = {
          customer_id: customer.id,
          billing_entity_id: entity.id,
          wallet_id: wallet.id,
          type: 'PROMOTION',
          description: 'Welcome',
          grant_credits: { quantity: '100.000001', credit_type_id: creditType.id },
          paid_amount: { quantity: '0.00', currency: 'USD' },
          start_at: inDays(-1),
          expire_at: inDays(30),
        }
        const params = { header: { 'Idempotency-Key': world.reference('key') } }
        const deposit = () => unwrap(world.client.POST('/v1/wallet-grants', { params, body }))
        const created = await deposit()
        expect(created).toMatchObject({ ...body, object_type: 'WALLET_GRANT' })
        expect(created.id).toMatch(/^wagr_/)
        expect(await deposit()).toEqual(created)

        const type = await of.walletType({
          type: 'CREDIT',
          credit: { grant_type: 'AMOUNT', amount_grant: { default_currency: 'EUR', tax_category: 'STANDARD' } },
        })
        const { id } = await of.wallet({ wallet_type_id: type.id, customer_id: customer.id })
        await unwrap(world.client.POST('/v1/wallets/{idOrRef}/activate', { params: { path: { idOrRef: id } } }))
        const { grant_credits: _credits, ...rest } = body
        const money = { ...rest, wallet_id: id, grant_amount: { quantity: '50.00', currency: 'EUR' as const } }
        expect(await unwrap(world.client.POST('/v1/wallet-grants', { body: money }))).toMatchObject(money)
      },
    ],
    getWalletGrant: [
      'finds a grant by its id; one without a type or a start is paid for and starts now',
      async (world) => {
        const of = new WalletWorld(world)
        const grant = await of.grant(await of.funded(), '1')
        expect(grant).toMatchObject({ type: 'DEFAULT', start_at: grant.created_at })
        const params = { path: { id: grant.id } }
        expect(await unwrap(world.client.GET('/v1/wallet-grants/{id}', { params }))).toEqual(grant)
      },
    ],
    listWalletGrants: [
      'lists by customer and by wallet, the newest first',
      async (world) => {
        const of = new WalletWorld(world)
        const [one, other] = [await of.funded(), await of.funded()]
        const grants = [await of.grant(one, '1'), await of.grant(one, '2'), await of.grant(other, '3')]
        const list = async (query: { customer_id?: string; wallet_id?: string }) =>
          (await unwrap(world.client.GET('/v1/wallet-grants', { params: { query } }))).data
        expect(await list({ customer_id: one.customer.id })).toEqual([grants[1], grants[0]])
        expect(await list({ wallet_id: other.wallet.id })).toEqual([grants[2]])
        expect(await list({ customer_id: one.customer.id, wallet_id: other.wallet.id })).toEqual([])
      },
    ],
  },
}
