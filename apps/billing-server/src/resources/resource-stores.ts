import { ResourceStore, type ResourceStoreOptions } from './resource.store.ts'
import { RESOURCES } from './resource-table.ts'

/** The stores of all kinds of resources, by their name in the table. */
export type ResourceStores = {
  readonly [Name in keyof typeof RESOURCES]: ResourceStore<(typeof RESOURCES)[Name]['schema']>
}

/** Makes the stores of every resource whose wire members are kept as they were sent. */
export function createResourceStores(options: ResourceStoreOptions): ResourceStores {
  return Object.fromEntries(
    Object.entries(RESOURCES).map(([name, definition]) => [name, new ResourceStore(definition, options)]),
  ) as unknown as ResourceStores
}
