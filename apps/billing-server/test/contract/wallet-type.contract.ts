import { unwrap } from '@tallygate/client'
import { expect } from 'vitest'
import type { ContractResource, Every } from './contract-row.ts'
import type { ContractWorld } from './contract-world.ts'
import { inLifecycle } from './lifecycle-row.ts'
import { WalletWorld } from './wallet-world.ts'

const PATH = '/v1/wallet-types/{idOrRef}'

const inStatus = (action: 'activate' | 'deactivate' | 'deprecate' | 'archive', status: string) =>
  inLifecycle('wallet type', status, async (world: ContractWorld) => {
    const before = await new WalletWorld(world).walletType()
    const params = { path: { idOrRef: before.reference } }
    return {
      before,
      act: () => unwrap(world.client.POST(`/v1/wallet-types/{idOrRef}/${action}`, { params })),
      get: () => unwrap(world.client.GET(PATH, { params })),
    }
  })

export const walletTypes: ContractResource = {
  name: 'wallet types',
  type: 'WALLET_TYPE',
  rows: {
    createWalletType: [
      'keeps every field that was sent, for credits, for granted money and for a balance',
      async (world) => {
        const creditTypeId = (await new WalletWorld(world).creditType()).id
        const body: Every<'WalletTypeCreateRequest'> = {
          name: 'Credits',
          reference: world.reference('credits'),
          type: 'CREDIT',
          credit: { grant_type: 'CREDITS', credits_grant: { credit_type_id: creditTypeId } },
          balance: {},
        }
        const created = await unwrap(world.client.POST('/v1/wallet-types', { body }))
        expect(created).toMatchObject({ ...body, object_type: 'WALLET_TYPE', status: 'DRAFT' })
        const amount_grant = { default_currency: 'EUR', tax_category: 'NO_TAX' } as const
        const granted = {
          ...body,
          reference: world.reference('money'),
          credit: { grant_type: 'AMOUNT', amount_grant } as const,
        }
        expect(await unwrap(world.client.POST('/v1/wallet-types', { body: granted }))).toMatchObject(granted)
        const balance = { default_currency: 'USD' }
        const held = { name: 'Balance', reference: world.reference('balance'), type: 'BALANCE', balance } as const
        expect(await unwrap(world.client.POST('/v1/wallet-types', { body: held }))).toMatchObject(held)
      },
    ],
    getWalletType: [
      'finds the same wallet type by its id and by its reference',
      async (world) => {
        const walletType = await new WalletWorld(world).walletType()
        for (const idOrRef of [walletType.id, walletType.reference]) {
          expect(await unwrap(world.client.GET(PATH, { params: { path: { idOrRef } } }))).toEqual(walletType)
        }
      },
    ],
    listWalletTypes: [
      'lists the newest first, and only those in the states that were asked for',
      async (world) => {
        const wallets = new WalletWorld(world)
        const params = { path: { idOrRef: (await wallets.walletType()).id } }
        const archived = await unwrap(world.client.POST('/v1/wallet-types/{idOrRef}/archive', { params }))
        const newer = await wallets.walletType()
        const list = async (query: { 'statuses[]'?: ['ARCHIVED'] }) =>
          (await unwrap(world.client.GET('/v1/wallet-types', { params: { query: { ...query, limit: 2 } } }))).data
        expect(await list({})).toEqual([newer, archived])
        expect((await list({ 'statuses[]': ['ARCHIVED'] }))[0]).toEqual(archived)
      },
    ],
    updateWalletType: [
      'changes every field that was sent, but not what the wallets of the type hold',
      async (world) => {
        const wallets = new WalletWorld(world)
        const walletType = await wallets.walletType()
        const params = { path: { idOrRef: walletType.id } }
        const body: Every<'WalletTypeUpdateRequest'> = {
          name: 'Renamed',
          reference: world.reference('renamed'),
          type: 'CREDIT',
          credit: await wallets.credits(),
          balance: {},
        }
        expect(await unwrap(world.client.PATCH(PATH, { params, body }))).toMatchObject(body)
        await wallets.wallet({ wallet_type_id: walletType.id })
        const renamed = await unwrap(world.client.PATCH(PATH, { params, body: { name: 'Again' } }))
        expect(renamed).toMatchObject({ ...body, name: 'Again' })
        const other = { credit: await wallets.credits() }
        const { response, error } = await world.client.PATCH(PATH, { params, body: other })
        expect(response.status).toBe(400)
        expect(error).toMatchObject({ code: 'INVALID_OPERATION', field: 'type' })
        expect(await unwrap(world.client.GET(PATH, { params }))).toEqual(renamed)
      },
    ],
    activateWalletType: inStatus('activate', 'ACTIVE'),
    deactivateWalletType: inStatus('deactivate', 'INACTIVE'),
    deprecateWalletType: inStatus('deprecate', 'DEPRECATED'),
    archiveWalletType: inStatus('archive', 'ARCHIVED'),
  },
}
