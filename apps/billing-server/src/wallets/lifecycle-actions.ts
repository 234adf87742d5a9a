import type { Schema } from '@tallygate/client'
import type { Database } from '../database/database.ts'
import type { ResourceStore } from '../resources/resource.store.ts'
import type { Changes } from '../resources/stored.ts'

type Lifecycle = 'CreditType' | 'WalletType' | 'Wallet'

/** Makes the actions that set the state of a credit type, a wallet type or a wallet, and nothing else. */
export function lifecycleActions<Name extends Lifecycle>(database: Database, storeOf: () => ResourceStore<Name>) {
  const setTo =
    (status: NonNullable<Schema<Name>['status']>) =>
    ({ path }: { readonly path: { readonly idOrRef: string } }): Promise<Schema<Name>> =>
      database.transaction(async (transaction) => {
        const store = storeOf()
        const { id } = await store.lock(transaction, path.idOrRef)
        return store.update(transaction, id, { status } as Changes<Name>)
      })
  return {
    activate: setTo('ACTIVE'),
    deactivate: setTo('INACTIVE'),
    deprecate: setTo('DEPRECATED'),
    archive: setTo('ARCHIVED'),
  }
}
