import { formatInstant, parseInstant } from '@tallygate/billing-period'
import { unitOfWalletType } from '../catalog/unit-of-wallet-type.ts'
import { invalidOperation, referenceNotFound } from '../http/api-fault.ts'
import type { OperationHandlers } from '../http/operation-handlers.ts'
import { resourceRoutes } from '../resources/resource-routes.ts'
import type { Stored } from '../resources/stored.ts'
import type { ServerContext } from '../server-context.ts'
import { lifecycleActions } from './lifecycle-actions.ts'
import { readBalances } from './read-balances.ts'

/** Wallets: what a customer holds, and the balances of it. */
export function walletRoutes(
  context: Pick<ServerContext, 'database' | 'stores' | 'clock' | 'readCuts'>,
): OperationHandlers {
  const { database, stores, clock } = context
  const actions = lifecycleActions(database, () => stores.wallets)
  return {
    ...resourceRoutes(context, 'wallets'),
    createWallet: ({ body }) =>
      database.transaction(async (transaction) => {
        const customer = await stores.customers.find(transaction, body.customer_id)
        if (customer?.id !== body.customer_id) throw referenceNotFound('customer_id', 'CUSTOMER', body.customer_id)
        const type = await stores.walletTypes.find(transaction, body.wallet_type_id)
        if (type?.id !== body.wallet_type_id) {
          throw referenceNotFound('wallet_type_id', 'WALLET_TYPE', body.wallet_type_id)
        }
        requireOffered(type)
        const columns = { unit: unitOfWalletType(type) }
        return stores.wallets.insert(transaction, { ...body, status: 'DRAFT' }, columns)
      }),
    activateWallet: actions.activate,
    deactivateWallet: actions.deactivate,
    deprecateWallet: actions.deprecate,
    archiveWallet: actions.archive,
    getWalletBalance: async ({ path, body }) => {
      const { id, customer_id: customerId } = await stores.wallets.get(database, path.idOrRef)
      const { at, asked } = instantOf(body.balance_at, clock.date())
      const balances = await readBalances(context, database, { customerId, walletId: id }, asked)
      return { ...balances[0]?.balance, balance_at: formatInstant(at) }
    },
    getCustomerWalletBalances: async ({ path, body }) => {
      const { id } = await stores.customers.get(database, path.idOrRef)
      const { at, asked } = instantOf(body.balance_at, clock.date())
      const balances = await readBalances(context, database, { customerId: id }, asked)
      const balance_at = formatInstant(at)
      return {
        wallet_balances: balances.map(({ walletId, balance }) => ({
          wallet_id: walletId,
          wallet_balance: { ...balance, balance_at },
        })),
        balance_at,
      }
    },
  }
}

/** The instant of the answer, and the one that was asked for, if any. */
function instantOf(text: string | null | undefined, now: Date): { readonly at: Date; readonly asked: Date | null } {
  if (text == null) return { at: now, asked: null }
  const asked = parseInstant(text)
  return { at: asked, asked }
}

/** A type that is no longer offered gets no more wallets. */
function requireOffered({ id, status }: Stored<'WalletType'>): void {
  if (status !== 'INACTIVE' && status !== 'DEPRECATED' && status !== 'ARCHIVED') return
  throw invalidOperation(`The wallet type is ${status}; activate it first`, {
    field: 'wallet_type_id',
    resourceType: 'WALLET_TYPE',
    ...(id != null && { resourceId: id }),
  })
}
