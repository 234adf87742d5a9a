import { type Catalog, defineCatalog } from '../src/index.ts'

type Mutable<Value> = { -readonly [Name in keyof Value]: Mutable<Value[Name]> }

/** A catalog that may be changed before it is checked again. */
export type DraftCatalog = Mutable<Catalog>

/**
 * The catalog with `suffix` behind every reference, so that tests share a billing server and nothing else. `change`
 * sees the catalog with its references as they were.
 */
export function renamed(catalog: Catalog, suffix: string, change: (catalog: DraftCatalog) => void = () => {}): Catalog {
  // Not structuredClone: what two plans share must not be changed for both.
  const copy = JSON.parse(JSON.stringify(catalog)) as DraftCatalog
  change(copy)
  let text = JSON.stringify(copy)
  for (const reference of references(copy)) text = text.replaceAll(`"${reference}"`, `"${reference}${suffix}"`)
  return defineCatalog(JSON.parse(text) as object)
}

function references(catalog: DraftCatalog): readonly string[] {
  return [
    ...Object.values(catalog).flatMap((section) => Object.keys(section)),
    ...Object.values(catalog.products).flatMap(({ items }) => Object.keys(items)),
  ]
}
