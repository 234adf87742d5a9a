import { unwrap } from '@tallygate/client'
import { expect } from 'vitest'
import type { ContractResource, Every } from './contract-row.ts'
import { type ContractWorld, inDays } from './contract-world.ts'
import { inLifecycle } from './lifecycle-row.ts'
import { WalletWorld } from './wallet-world.ts'

const PATH = '/v1/wallets/{idOrRef}'
const BALANCE_PATH = '/v1/wallets/{idOrRef}/balance'

const inStatus = (action: 'activate' | 'deactivate' | 'deprecate' | 'archive', status: string) =>
  inLifecycle('wallet', status, async (world: ContractWorld) => {
    const before = await new WalletWorld(world).wallet()
    const params = { path: { idOrRef: before.reference } }
    return {
      before,
      act: () => unwrap(world.client.POST(`/v1/wallets/{idOrRef}/${action}`, { params })),
      get: () => unwrap(world.client.GET(PATH, { params })),
    }
  })

const inCredits = (credit_type_id: string, [balance, reserved, open]: readonly [string, string, string]) => ({
  balance: { credits: { quantity: balance, credit_type_id } },
  reserved_balance: { credits: { quantity: reserved, credit_type_id } },
  open_balance: { credits: { quantity: open, credit_type_id } },
})

export const wallets: ContractResource = {
  name: 'wallets',
  type: 'WALLET',
  rows: {
    createWallet: [
      'keeps every field that was sent, and starts as a DRAFT',
      async (world) => {
        const body: Every<'WalletCreateRequest'> = {
          reference: world.reference('wallet'),
          wallet_type_id: (await new WalletWorld(world).walletType()).id,
          customer_id: (await world.customer()).id,
        }
        const created = await unwrap(world.client.POST('/v1/wallets', { body }))
        expect(created).toMatchObject({ ...body, object_type: 'WALLET', status: 'DRAFT' })
        expect(created.id).toMatch(/^wall_/)
      },
    ],
    getWallet: [
      'finds the same wallet by its id and by its reference',
      async (world) => {
        const wallet = await new WalletWorld(world).wallet()
        for (const idOrRef of [wallet.id, wallet.reference]) {
          expect(await unwrap(world.client.GET(PATH, { params: { path: { idOrRef } } }))).toEqual(wallet)
        }
      },
    ],
    listWallets: [
      'lists by customer and by type',
      async (world) => {
        const of = new WalletWorld(world)
        const customer = await world.customer()
        const first = await of.wallet({ customer_id: customer.id })
        const second = await of.wallet({ customer_id: customer.id })
        const list = async (query: { customer_id?: string; wallet_type_id?: string }) =>
          (await unwrap(world.client.GET('/v1/wallets', { params: { query } }))).data
        expect(await list({ customer_id: customer.id })).toEqual([second, first])
        expect(await list({ wallet_type_id: first.wallet_type_id ?? '' })).toEqual([first])
      },
    ],
    activateWallet: inStatus('activate', 'ACTIVE'),
    deactivateWallet: inStatus('deactivate', 'INACTIVE'),
    deprecateWallet: inStatus('deprecate', 'DEPRECATED'),
    archiveWallet: inStatus('archive', 'ARCHIVED'),
    getWalletBalance: [
      'says what is there at an instant: what has started and has not expired',
      async (world) => {
        const of = new WalletWorld(world)
        const funded = await of.funded()
        await of.grant(funded, '100')
        await of.grant(funded, '12.5', { start_at: inDays(-10), expire_at: inDays(-5) })
        await of.grant(funded, '7', { start_at: inDays(5) })
        const read = async (balance_at: string | null) => {
          const params = { path: { idOrRef: funded.wallet.reference } }
          const { balance_at: at, ...balances } = await unwrap(
            world.client.POST(BALANCE_PATH, { params, body: { balance_at } }),
          )
          if (balance_at !== null) expect(at).toBe(balance_at)
          return balances
        }
        const { id } = funded.creditType
        expect(await read(null)).toEqual(inCredits(id, ['100', '0', '100']))
        expect(await read(inDays(-7))).toEqual(inCredits(id, ['12.5', '0', '12.5']))
        expect(await read(inDays(-20))).toEqual(inCredits(id, ['0', '0', '0']))
        expect(await read(inDays(6))).toEqual(inCredits(id, ['107', '0', '107']))
      },
    ],
  },
}

export const customerWallets: ContractResource = {
  name: 'wallets of a customer',
  type: 'CUSTOMER',
  rows: {
    getCustomerWalletBalances: [
      'gives the balance of each wallet of the customer, in credits and in money',
      async (world) => {
        const of = new WalletWorld(world)
        const funded = await of.funded()
        await of.grant(funded, '3')
        const type = await of.walletType({ type: 'BALANCE', balance: { default_currency: 'EUR' } })
        const money = await of.wallet({ wallet_type_id: type.id, customer_id: funded.customer.id })
        const params = { path: { idOrRef: funded.customer.reference } }
        const { wallet_balances: balances, balance_at: at } = await unwrap(
          world.client.POST('/v1/customers/{idOrRef}/wallets/balance', { params, body: {} }),
        )
        const nothing = { amount: { quantity: '0', currency: 'EUR' } }
        const inMoney = { balance: nothing, reserved_balance: nothing, open_balance: nothing }
        expect(balances).toEqual([
          {
            wallet_id: funded.wallet.id,
            wallet_balance: { ...inCredits(funded.creditType.id, ['3', '0', '3']), balance_at: at },
          },
          { wallet_id: money.id, wallet_balance: { ...inMoney, balance_at: at } },
        ])
      },
    ],
  },
}
