import type { ByReference } from '../catalog-definition.ts'

/** The definition under a reference that was taken from the same section. */
export function definitionOf<Definition>(section: ByReference<Definition>, reference: string): Definition {
  const definition = section[reference]
  if (definition === undefined) throw new Error(`The catalog does not define ${reference}`)
  return definition
}
