import type { Difference } from '../catalog-change.ts'

/**
 * Every place at which two comparable values differ, in the order of their members. A list of texts or numbers is one
 * place. Equal values differ nowhere.
 */
export function differences(from: unknown, to: unknown, path = ''): Difference[] {
  if (Object.is(from, to)) return []
  if (isTree(from) && isTree(to)) {
    const before = new Map(Object.entries(from))
    const after = new Map(Object.entries(to))
    return [...new Set([...before.keys(), ...after.keys()])].flatMap((name) =>
      differences(before.get(name), after.get(name), path === '' ? name : `${path}.${name}`),
    )
  }
  return isFlatList(from) && JSON.stringify(from) === JSON.stringify(to) ? [] : [{ path, from, to }]
}

/** Returns true for a value that has members to look into. */
export function isTree(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !isFlatList(value)
}

function isFlatList(value: unknown): boolean {
  return Array.isArray(value) && value.every((entry) => typeof entry !== 'object')
}
