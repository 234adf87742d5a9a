import type { Schema } from '@tallygate/client'
import type { Queryable } from '../database/database.ts'
import { missingField, referenceNotFound } from '../http/api-fault.ts'
import { requireExisting, requireParent } from '../resources/require-existing.ts'
import type { ResourceStores } from '../resources/resource-stores.ts'

type Request = Schema<'ProductUpdateRequest'>

interface NamedFeature {
  readonly id: string
  readonly reference: string
}

/** Follows what a product refers to. Returns its members with each feature named by id and reference. */
export async function checkProduct<Body extends Request>(
  database: Queryable,
  stores: ResourceStores,
  id: string | undefined,
  { features: asked, ...body }: Body,
): Promise<Omit<Body, 'features'> & { features?: NamedFeature[] | null }> {
  await requireExisting(database, stores.categories, body.category_id, 'category_id')
  await requireParent(database, stores.products, id, body.parent_product_id, 'parent_product_id')
  await requireExisting(database, stores.billingEntities, body.billing_entity_id, 'billing_entity_id')
  await requireExisting(database, stores.customers, body.customer_id, 'customer_id')
  if (asked == null) return asked === undefined ? body : { ...body, features: null }
  const features: NamedFeature[] = []
  for (const [index, feature] of asked.entries()) {
    const [sql, name] = feature.id == null ? ['reference', feature.reference] : ['id', feature.id]
    if (name === undefined) throw missingField(`features.${index}.reference`, 'FEATURE')
    const [found] = (await stores.features.list(database, [{ sql, equals: name }])).data
    if (found === undefined) throw referenceNotFound(`features.${index}.${sql}`, 'FEATURE', name)
    features.push({ id: found.id, reference: found.reference })
  }
  return { ...body, features }
}
