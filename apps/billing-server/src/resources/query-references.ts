import type { Queryable } from '../database/database.ts'
import { invalidField, referenceNotFound } from '../http/api-fault.ts'
import type { ContractOperation } from '../http/contract.ts'
import type { QueryExtension } from '../http/operation-pipeline.ts'
import type { ResourceStores } from './resource-stores.ts'

type FilterStore = ResourceStores[keyof Pick<
  ResourceStores,
  'categories' | 'customers' | 'meters' | 'products' | 'subscriptions' | 'wallets' | 'walletTypes'
>]

/** Returns what a filter `<name>_id` of a list names, by the name. */
const storesByName = (stores: ResourceStores): readonly (readonly [name: string, store: FilterStore])[] => [
  ['customer', stores.customers],
  ['meter', stores.meters],
  ['product', stores.products],
  ['product_category', stores.categories],
  ['pricing_plan_subscription', stores.subscriptions],
  ['wallet', stores.wallets],
  ['wallet_type', stores.walletTypes],
]

/**
 * Filters by what may not exist. A list that is filtered by an id also takes the reference, as `customer_reference`
 * beside `customer_id`. An id or a reference of nothing is refused: an empty list would read as "no usage".
 */
export function queryReferences(database: Queryable, stores: ResourceStores): QueryExtension {
  const named = storesByName(stores)
  const has = (operation: ContractOperation, name: string): boolean =>
    operation.parameters.some((parameter) => parameter.in === 'query' && parameter.name === name)
  return {
    names: (operation) =>
      named
        .filter(([name, store]) => store.definition.byReference && has(operation, `${name}_id`))
        .map(([name]) => `${name}_reference`),
    resolve: async (operation, query) => {
      const resolved: Record<string, unknown> = { ...query }
      for (const [name, store] of named) {
        const [idField, referenceField] = [`${name}_id`, `${name}_reference`]
        if (!has(operation, idField)) continue
        const { [idField]: id, [referenceField]: reference } = query as Readonly<Record<string, string | undefined>>
        if (id !== undefined) await requireId(database, store, id, idField)
        if (reference === undefined) continue
        if (id !== undefined) throw invalidField(referenceField, `value is given beside ${idField}; send one of them`)
        const found = await store.find(database, reference)
        if (found === undefined || !('reference' in found) || found.reference !== reference) {
          throw referenceNotFound(referenceField, store.definition.objectType, reference)
        }
        resolved[idField] = found.id
        delete resolved[referenceField]
      }
      return resolved
    },
  }
}

async function requireId(database: Queryable, store: FilterStore, id: string, field: string): Promise<void> {
  const { objectType } = store.definition
  const found = await store.find(database, id)
  if (found?.id === id) return
  if (found === undefined) throw referenceNotFound(field, objectType, id)
  throw invalidField(field, `value is a reference; its id is ${found.id}`, objectType)
}
