import type { Schema } from '@tallygate/client'
import { WEBHOOK_ACTIONS } from '../resources/outbox.store.ts'
import type { ResourceStores } from '../resources/resource-stores.ts'

/** The actions that every kind of stored resource reports. */
const STORED = ['CREATED', 'UPDATED', 'DELETED']

/** Every action that this server sends, by kind of resource. */
export function webhookActions(stores: ResourceStores): { object_type: string; actions: string[] }[] {
  const actions = new Map<string, readonly string[]>(
    Object.values(stores).map(({ definition }) => [definition.objectType, STORED]),
  )
  for (const [objectType, own] of Object.entries(WEBHOOK_ACTIONS)) {
    actions.set(objectType, [...new Set([...(actions.get(objectType) ?? []), ...own])])
  }
  return [...actions].map(
    ([objectType, own]): Schema<'WebhookAction'> & { object_type: string; actions: string[] } => ({
      object_type: objectType,
      actions: [...own],
    }),
  )
}
