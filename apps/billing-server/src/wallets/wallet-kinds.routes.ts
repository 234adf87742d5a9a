import type { Schema } from '@tallygate/client'
import { unitOfWalletType } from '../catalog/unit-of-wallet-type.ts'
import type { Queryable } from '../database/database.ts'
import { invalidOperation, missingField, referenceNotFound } from '../http/api-fault.ts'
import type { OperationHandlers } from '../http/operation-handlers.ts'
import { resourceRoutes } from '../resources/resource-routes.ts'
import type { ServerContext } from '../server-context.ts'
import { lifecycleActions } from './lifecycle-actions.ts'
import { hasWalletOfType } from './wallet-requests.store.ts'

/** Credit types and wallet types: what wallets can hold. */
export function walletKindRoutes(context: Pick<ServerContext, 'database' | 'stores'>): OperationHandlers {
  return { ...creditTypeOperations(context), ...walletTypeOperations(context) }
}

function creditTypeOperations(context: Pick<ServerContext, 'database' | 'stores'>): OperationHandlers {
  const actions = lifecycleActions(context.database, () => context.stores.creditTypes)
  return {
    ...resourceRoutes(context, 'creditTypes', {
      create: async (_transaction, body) => {
        const { reference, name } = body
        if (reference === undefined) throw missingField('reference', 'CREDIT_TYPE')
        if (name === undefined) throw missingField('name', 'CREDIT_TYPE')
        return { ...body, reference, name }
      },
    }),
    activateCreditType: actions.activate,
    deactivateCreditType: actions.deactivate,
    deprecateCreditType: actions.deprecate,
    archiveCreditType: actions.archive,
  }
}

function walletTypeOperations(context: Pick<ServerContext, 'database' | 'stores'>): OperationHandlers {
  const { database, stores } = context
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
    ...resourceRoutes(context, 'walletTypes', {
      create: async (transaction, body) => {
        await check(transaction, body)
        return body
      },
      update: async (transaction, found, body) => {
        const unit = await check(transaction, { ...found, ...body })
        if (unit !== unitOfWalletType(found)) await requireNoWallet(transaction, found.id)
        return body
      },
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
