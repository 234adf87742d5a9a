import { unwrap } from '@tallygate/client'
import { expect } from 'vitest'
import type { ContractResource, Every } from './contract-row.ts'
import type { ContractWorld } from './contract-world.ts'
import { inLifecycle } from './lifecycle-row.ts'
import { WalletWorld } from './wallet-world.ts'

const PATH = '/v1/credit-types/{idOrRef}'

const inStatus = (action: 'activate' | 'deactivate' | 'deprecate' | 'archive', status: string) =>
  inLifecycle('credit type', status, async (world: ContractWorld) => {
    const before = await new WalletWorld(world).creditType()
    const params = { path: { idOrRef: before.reference } }
    return {
      before,
      act: () => unwrap(world.client.POST(`/v1/credit-types/{idOrRef}/${action}`, { params })),
      get: () => unwrap(world.client.GET(PATH, { params })),
    }
  })

export const creditTypes: ContractResource = {
  name: 'credit types',
  type: 'CREDIT_TYPE',
  rows: {
    createCreditType: [
      'keeps every field that was sent, and starts as a DRAFT',
      async (world) => {
        const body: Every<'CreditTypeCreateRequest'> = {
          reference: world.reference('credit'),
          name: 'AI credit',
          description: 'Buys any model',
          unit_name: { singular: 'credit', plural: 'credits' },
        }
        const created = await unwrap(world.client.POST('/v1/credit-types', { body }))
        expect(created).toMatchObject({ ...body, object_type: 'CREDIT_TYPE', status: 'DRAFT' })
        expect(created.id).toMatch(/^ctyp_/)
      },
    ],
    getCreditType: [
      'finds the same credit type by its id and by its reference',
      async (world) => {
        const creditType = await new WalletWorld(world).creditType()
        for (const idOrRef of [creditType.id, creditType.reference]) {
          expect(await unwrap(world.client.GET(PATH, { params: { path: { idOrRef } } }))).toEqual(creditType)
        }
      },
    ],
    listCreditTypes: [
      'lists the newest first, and only those in the states that were asked for',
      async (world) => {
        const wallets = new WalletWorld(world)
        const older = await wallets.creditType()
        const params = { path: { idOrRef: older.id } }
        const archived = await unwrap(world.client.POST('/v1/credit-types/{idOrRef}/archive', { params }))
        const newer = await wallets.creditType()
        const list = async (query: { 'statuses[]'?: ['ARCHIVED'] }) =>
          (await unwrap(world.client.GET('/v1/credit-types', { params: { query: { ...query, limit: 2 } } }))).data
        expect(await list({})).toEqual([newer, archived])
        expect((await list({ 'statuses[]': ['ARCHIVED'] }))[0]).toEqual(archived)
      },
    ],
    updateCreditType: [
      'changes every field that was sent, and only those',
      async (world) => {
        const params = { path: { idOrRef: (await new WalletWorld(world).creditType()).id } }
        const body: Every<'CreditTypeUpdateRequest'> = {
          reference: world.reference('renamed'),
          name: 'Token credit',
          description: 'Buys tokens',
          unit_name: { singular: 'token', plural: 'tokens' },
        }
        expect(await unwrap(world.client.PATCH(PATH, { params, body }))).toMatchObject(body)
        const one = await unwrap(world.client.PATCH(PATH, { params, body: { description: null } }))
        expect(one).toMatchObject({ ...body, description: null })
        expect(await unwrap(world.client.GET(PATH, { params }))).toEqual(one)
      },
    ],
    activateCreditType: inStatus('activate', 'ACTIVE'),
    deactivateCreditType: inStatus('deactivate', 'INACTIVE'),
    deprecateCreditType: inStatus('deprecate', 'DEPRECATED'),
    archiveCreditType: inStatus('archive', 'ARCHIVED'),
  },
}
