import type { Schema } from '@tallygate/client'
import type { Queryable } from '../database/database.ts'
import { invalidOperation, missingField } from '../http/api-fault.ts'
import type { OperationHandlers } from '../http/operation-handlers.ts'
import { requireExisting } from '../resources/require-existing.ts'
import { resourceRoutes } from '../resources/resource-routes.ts'
import type { Stored } from '../resources/stored.ts'
import type { ServerContext } from '../server-context.ts'
import { findGrants } from './grants.store.ts'

/** Features: what plans grant. */
export function featureRoutes(context: Pick<ServerContext, 'database' | 'stores'>): OperationHandlers {
  const { stores } = context
  const check = async (connection: Queryable, body: Schema<'FeatureUpdateRequest'>): Promise<void> => {
    if (body.type === 'ENUM' && (body.enum_values ?? []).length === 0) throw missingField('enum_values', 'FEATURE')
    await requireExisting(
      connection,
      stores.calculations,
      body.meter_value_calculation_id,
      'meter_value_calculation_id',
    )
  }
  return resourceRoutes(context, 'features', {
    create: async (transaction, body) => {
      await check(transaction, body)
      return body
    },
    update: async (transaction, found, body, { upsert }) => {
      await check(transaction, upsert ? body : { ...found, ...body })
      await requireGrantsKept(transaction, found, body)
      return body
    },
    refuseDeletion: async (transaction, { id: resourceId }) => {
      if ((await findGrants(transaction, resourceId)).length === 0) return
      const message = 'It is granted by a plan version or a schedule and cannot be deleted'
      throw invalidOperation(message, { resourceType: 'FEATURE', resourceId })
    },
  })
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
