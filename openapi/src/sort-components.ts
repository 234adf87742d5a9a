import type { Node, OpenApiDocument } from './open-api-document.ts'

/**
 * Sorts the components by kind and name. Bundling adds them in the order of first use, so that moving a path would move
 * unrelated lines. Paths and properties keep the order of the contract, which a reader has a use for.
 */
export function sortComponents(document: OpenApiDocument): OpenApiDocument {
  const { components, ...rest } = document
  if (components === undefined) return document
  const sorted: Record<string, Readonly<Record<string, Node>>> = {}
  for (const [kind, entries] of byName(components)) sorted[kind] = Object.fromEntries(byName(entries))
  return { ...rest, components: sorted } as OpenApiDocument
}

function byName<T>(record: Readonly<Record<string, T>>): [string, T][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
}
