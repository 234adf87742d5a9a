import type { Queryable } from '../database/database.ts'
import { invalidField, referenceNotFound } from '../http/api-fault.ts'
import type { ResourceStore } from './resource.store.ts'
import type { StoredSchema } from './stored.ts'

/** Throws where a member names, by id, a resource that does not exist. A member that is absent or null names none. */
export async function requireExisting<Name extends StoredSchema>(
  database: Queryable,
  store: ResourceStore<Name>,
  id: string | null | undefined,
  field: string,
): Promise<void> {
  if (id == null || (await store.byIds(database, [id])).has(id)) return
  throw referenceNotFound(field, store.definition.objectType, id)
}

/** Ancestors at most (our limit); a chain that is longer is refused. */
const MAX_ANCESTORS = 32

/** Throws where `parentId` does not exist, or would make the resource `id` its own ancestor. */
export async function requireParent<Name extends StoredSchema>(
  database: Queryable,
  store: ResourceStore<Name>,
  id: string | null | undefined,
  parentId: string | null | undefined,
  field: string,
): Promise<void> {
  await requireExisting(database, store, parentId, field)
  let ancestor = parentId
  for (let depth = 0; ancestor != null; depth += 1) {
    if (ancestor === id) throw invalidField(field, 'value would make it its own ancestor', store.definition.objectType)
    if (depth >= MAX_ANCESTORS) {
      throw invalidField(field, `value has ${MAX_ANCESTORS} ancestors already`, store.definition.objectType)
    }
    const found: unknown = (await store.byIds(database, [ancestor])).get(ancestor)
    ancestor = (found as Readonly<Record<string, string | null | undefined>> | undefined)?.[field]
  }
}
