import type { PropertyValues } from '@tallygate/rating'

/** A property value as an event carries it. */
interface CarriedValue {
  readonly id?: string | null
  readonly value?: string | null
}

/**
 * Property values by the id of the property. What is stored names properties by id, which never changes: a property
 * that is renamed goes on adding up where it did.
 */
export function valuesById(carried: readonly CarriedValue[] | null | undefined): Record<string, string> {
  return Object.fromEntries(
    (carried ?? []).flatMap(({ id, value }) => (id == null || value == null ? [] : [[id, value] as const])),
  )
}

/** Property values by the reference that prices ask for. */
export function byReference(values: PropertyValues, references: ReadonlyMap<string, string>): PropertyValues {
  return Object.fromEntries(Object.entries(values).map(([id, value]) => [references.get(id) ?? id, value]))
}
