import type { Schema } from '@tallygate/client'
import type { Queryable } from '../../database/database.ts'
import { invalidField, missingField, referenceNotFound } from '../../http/api-fault.ts'
import type { ResourceStores } from '../../resources/resource-stores.ts'
import type { Stored } from '../../resources/stored.ts'

type Entitlement = Schema<'EntitlementRequest'>

/**
 * Entitlements with the id and the reference of their feature, whichever was given. Throws naming the one that does not
 * resolve.
 */
export async function resolveEntitlementFeatures(
  database: Queryable,
  stores: ResourceStores,
  entitlements: readonly Entitlement[],
  field: string,
): Promise<Schema<'Entitlement'>[]> {
  const features = (await stores.features.list(database, [])).data
  return entitlements.map((entitlement, index) => {
    const at = `${field}.${index}`
    const { feature_id: id, feature_reference: reference } = entitlement
    const name = id ?? reference
    if (name == null) throw missingField(`${at}.feature_reference`, 'FEATURE')
    const member = id == null ? 'reference' : 'id'
    const feature = features.find((one) => one[member] === name)
    if (feature === undefined) throw referenceNotFound(`${at}.feature_${member}`, 'FEATURE', name)
    checkEntitlementValue(entitlement, feature, at)
    return { ...entitlement, feature_id: feature.id, feature_reference: feature.reference }
  })
}

function checkEntitlementValue(entitlement: Entitlement, feature: Stored<'Feature'>, at: string): void {
  const members = { NUMBER: 'number', SWITCH: 'switch', AMOUNT: 'amount', ENUM: 'enum', STRING: 'string' } as const
  const member = members[feature.type]
  const value = entitlement[member]
  if (value == null) throw missingField(`${at}.${member}`, 'FEATURE')
  if (feature.type === 'ENUM' && !(feature.enum_values ?? []).some((allowed) => allowed === value)) {
    throw invalidField(`${at}.enum`, `value is not one of ${(feature.enum_values ?? []).join(', ')}`, 'FEATURE')
  }
}
