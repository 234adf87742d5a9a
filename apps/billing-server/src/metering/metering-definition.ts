import type { Schema } from '@tallygate/client'
import type { Queryable } from '../database/database.ts'
import { invalidField, missingField, referenceNotFound } from '../http/api-fault.ts'
import type { ResourceStore } from '../resources/resource.store.ts'

interface Link {
  readonly id?: string | null
  readonly reference?: string | null
  readonly required?: boolean | null
}

/**
 * Links of a meter to its values or properties, each with its id and reference whichever of them was given.
 * Throws naming the entry that does not resolve or comes twice.
 */
export async function resolveLinks(
  database: Queryable,
  store: ResourceStore<'MeterValue'> | ResourceStore<'MeterProperty'>,
  field: 'meter_values' | 'meter_properties',
  links: readonly Link[],
): Promise<{ id: string; reference: string; required: boolean }[]> {
  const resolved: { id: string; reference: string; required: boolean }[] = []
  for (const [index, link] of links.entries()) {
    const name = link.id ?? link.reference
    if (name == null) throw missingField(`${field}.${index}.reference`, 'METER')
    const found = await store.find(database, name)
    const member = link.id == null ? 'reference' : 'id'
    if (found?.id == null) throw referenceNotFound(`${field}.${index}.${member}`, store.definition.objectType, name)
    if (resolved.some(({ id }) => id === found.id)) {
      throw invalidField(`${field}.${index}.${member}`, 'value is linked twice', 'METER')
    }
    resolved.push({ id: found.id, reference: found.reference, required: link.required ?? false })
  }
  return resolved
}

/** Throws unless an ENUM property has values, and an ACTIVE one keeps those that it had. */
export function checkEnumValues(
  next: Pick<Schema<'MeterProperty'>, 'type' | 'enum_values'>,
  previous?: Pick<Schema<'MeterProperty'>, 'status' | 'enum_values'>,
): void {
  if (next.type === 'ENUM' && (next.enum_values ?? []).length === 0) throw missingField('enum_values', 'METER_PROPERTY')
  if (previous?.status !== 'ACTIVE') return
  const removed = (previous.enum_values ?? []).filter((value) => !(next.enum_values ?? []).includes(value))
  if (removed.length > 0) {
    const message = `values of an ACTIVE property cannot be removed: ${removed.join(', ')}`
    throw invalidField('enum_values', message, 'METER_PROPERTY')
  }
}
