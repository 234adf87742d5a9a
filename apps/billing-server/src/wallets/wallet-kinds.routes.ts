import type { Schema } from '@tallygate/client'
import { unitOfWalletType } from '../catalog/unit-of-wallet-type.ts'
import type { Queryable } from '../database/database.ts'
import { invalidOperation, missingField, referenceNotFound } from '../http/api-fault.ts'
import type { OperationHandlers } from '../http/operation-handlers.ts'
import { pageResponse } from '../resources/page-response.ts'
import type { ServerContext } from '../server-context.ts'
import { lifecycleActions } from './lifecycle-actions.ts'
import { pageRequestOf } from './page-request.ts'
import { hasWalletOfType } from './wallet-requests.store.ts'

/** Credit types and wallet types: what wallets can hold. */
export function walletKindRoutes(context: Pick<ServerContext, 'database' | 'stores'>): OperationHandlers {
  return { ...creditTypeOperations(context), ...walletTypeOperations(context) }
}

function creditTypeOperations({ database, stores }: Pick<ServerContext, 'database' | 'stores'>): OperationHandlers {
  const actions = lifecycleActions(database, () => stores.creditTypes)
  return {
    listCreditTypes: async ({ query }) => {
      const request = pageRequestOf(query)
      const filters = [{ sql: 'status', in: query['statuses[]'] }]
      return pageResponse('/v1/credit-types', request, await stores.creditTypes.list(database, filters, request))
    },
    createCreditType: ({ body }) => {
      const { reference, name } = body
      if (reference === undefined) throw missingField('reference', 'CREDIT_TYPE')
      if (name === undefined) throw missingField('name', 'CREDIT_TYPE')
      const members = { ...body, reference, name, status: 'DRAFT' } as const
      return database.transaction((transaction) => stores.creditTypes.insert(transaction, members))
    },
    getCreditType: ({ path }) => stores.creditTypes.get(database, path.idOrRef),
    updateCreditType: ({ path, body }) =>
      database.transaction(async (transaction) => {
        const { id } = await stores.creditTypes.lock(transaction, path.idOrRef)
        return stores.creditTypes.update(transaction, id, body)
      }),
    activateCreditType: actions.activate,
    deactivateCreditType: actions.deactivate,
    deprecateCreditType: actions.deprecate,
    archiveCreditType: actions.archive,
  }
}

function walletTypeOperations({ database, stores }: Pick<ServerContext, 'database' | 'stores'>): OperationHandlers {
  const actions = lifecycleActions(database, () => stores.walletTypes)
  const check = async (
    connection: Queryable,
    type: Pick<Schema<'WalletType'>, 'type' | 'credit' | 'balance'>,
  ): Promise<string> => {
    const unit = unitOfWalletType(type)
    const id = type.credit?.credits_grant?.credit_type_id
    if (id !== undefined && (await stores.creditTypes.find(connection, id))?.id !== id) {
      throw referenceNotFound('credit.credits_grant.credit_type_id', 'CREDIT_TYPE', id)
    }
    return unit
  }
  return {
    listWalletTypes: async ({ query }) => {
      const request = pageRequestOf(query)
      const filters = [{ sql: 'status', in: query['statuses[]'] }]
      return pageResponse('/v1/wallet-types', request, await stores.walletTypes.list(database, filters, request))
    },
    createWalletType: ({ body }) =>
      database.transaction(async (transaction) => {
        await check(transaction, body)
        return stores.walletTypes.insert(transaction, { ...body, status: 'DRAFT' })
      }),
    getWalletType: ({ path }) => stores.walletTypes.get(database, path.idOrRef),
    updateWalletType: ({ path, body }) =>
      database.transaction(async (transaction) => {
        const found = await stores.walletTypes.lock(transaction, path.idOrRef)
        const unit = await check(transaction, { ...found, ...body })
        if (unit !== unitOfWalletType(found)) await requireNoWallet(transaction, found.id)
        return stores.walletTypes.update(transaction, found.id, body)
      }),
    activateWalletType: actions.activate,
    deactivateWalletType: actions.deactivate,
    deprecateWalletType: actions.deprecate,
    archiveWalletType: actions.archive,
  }
}

/** Refuses a change of what wallets hold, as soon as there is one of the type. */
async function requireNoWallet(database: Queryable, typeId: string): Promise<void> {
  if (!(await hasWalletOfType(database, typeId))) return
  const facts = { field: 'type', resourceType: 'WALLET_TYPE', resourceId: typeId } as const
  throw invalidOperation('There are wallets of this type: what they hold cannot change', facts)
}
