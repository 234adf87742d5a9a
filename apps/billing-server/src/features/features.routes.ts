import type { Schema } from '@tallygate/client'
import type { Queryable } from '../database/database.ts'
import { invalidOperation, missingField, referenceNotFound } from '../http/api-fault.ts'
import { refuseNull } from '../http/null-members.ts'
import type { OperationHandlers } from '../http/operation-handlers.ts'
import { COPIES, renameCopies } from '../resources/rename-copies.store.ts'
import type { Stored } from '../resources/stored.ts'
import type { ServerContext } from '../server-context.ts'
import { findGrants } from './grants.store.ts'

/** Features: what plans grant. */
export function featureRoutes({ database, stores }: Pick<ServerContext, 'database' | 'stores'>): OperationHandlers {
  const check = async (connection: Queryable, body: Schema<'FeatureUpdateRequest'>): Promise<void> => {
    if (body.type === 'ENUM' && (body.enum_values ?? []).length === 0) throw missingField('enum_values', 'FEATURE')
    const id = body.meter_value_calculation_id
    if (id != null && (await stores.calculations.find(connection, id)) === undefined) {
      throw referenceNotFound('meter_value_calculation_id', 'METER_VALUE_CALCULATION', id)
    }
  }
  const change = async (transaction: Queryable, found: Stored<'Feature'>, body: Schema<'FeatureUpdateRequest'>) => {
    await requireGrantsKept(transaction, found, body)
    const id = found.id
    const updated = await stores.features.update(transaction, id, body)
    if (updated.reference !== undefined && updated.reference !== found.reference) {
      await renameCopies(transaction, COPIES.feature, { id, reference: updated.reference })
      await renameCopies(transaction, COPIES.featureOfProduct, { id, reference: updated.reference })
    }
    return updated
  }
  return {
    listFeatures: async ({ query }) => {
      const request = {
        page: query.page ?? 1,
        limit: query.limit ?? 50,
        orderBy: query.order_by,
        orderDirection: query.order_direction,
      }
      const { data } = await stores.features.list(database, [], request)
      return { data }
    },
    createFeature: ({ body }) =>
      database.transaction(async (transaction) => {
        await check(transaction, body)
        return stores.features.insert(transaction, body)
      }),
    upsertFeature: ({ body }) =>
      database.transaction(async (transaction) => {
        await check(transaction, body)
        const [found] = (await stores.features.list(transaction, [{ sql: 'reference', equals: body.reference }])).data
        if (found?.id == null) return stores.features.insert(transaction, body)
        return change(transaction, found, body)
      }),
    getFeature: ({ path }) => stores.features.get(database, path.id),
    updateFeature: ({ path, body }) =>
      database.transaction(async (transaction) => {
        const found = await stores.features.lock(transaction, path.id)
        refuseNull(body, ['type'], 'FEATURE')
        await check(transaction, { ...found, ...body })
        return change(transaction, found, body)
      }),
    deleteFeature: ({ path }) =>
      database.transaction(async (transaction) => {
        const { id } = await stores.features.lock(transaction, path.id)
        if ((await findGrants(transaction, id)).length > 0) {
          const message = 'It is granted by a plan version or a schedule and cannot be deleted'
          throw invalidOperation(message, { resourceType: 'FEATURE', resourceId: path.id })
        }
        return stores.features.remove(transaction, id)
      }),
  }
}

/** Throws when a change would leave a grant of the feature without meaning: another type, or a granted value gone. */
async function requireGrantsKept(
  database: Queryable,
  found: Stored<'Feature'>,
  body: Schema<'FeatureUpdateRequest'>,
): Promise<void> {
  const grants = await findGrants(database, found.id)
  if (grants.length === 0) return
  const facts = { resourceType: 'FEATURE', resourceId: found.id } as const
  if (body.type != null && body.type !== found.type) {
    throw invalidOperation('The type of a feature that is granted cannot change', { field: 'type', ...facts })
  }
  if (found.type !== 'ENUM' || body.enum_values === undefined) return
  const kept = new Set(body.enum_values ?? [])
  const missing = [...new Set(grants.flatMap(({ enum: value }) => (value == null || kept.has(value) ? [] : [value])))]
  if (missing.length > 0) {
    const message = `Values that are granted cannot be removed: ${missing.join(', ')}`
    throw invalidOperation(message, { field: 'enum_values', ...facts })
  }
}
