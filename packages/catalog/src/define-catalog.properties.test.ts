import fc from 'fast-check'
import { expect, test } from 'vitest'
import { defineCatalog } from './define-catalog.ts'
import { demoCatalog } from './demo/demo-catalog.ts'
import { InvalidCatalogError } from './invalid-catalog-error.ts'

/** A failure prints the seed and the path; TEST_SEED replays or varies a run. */
const PARAMETERS = { seed: Number(process.env['TEST_SEED'] ?? 20260131), numRuns: 500 }

const nonsense = fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true })

const name = fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'toString', 'by', 'tiers', '0', ''))

/** Either it is taken, or each problem has a place and says something. */
function isTakenOrRefused(definition: object): void {
  try {
    expect(Object.isFrozen(defineCatalog(definition))).toBe(true)
  } catch (error) {
    if (!InvalidCatalogError.isInstance(error)) throw error
    expect(error.problems.length).toBeGreaterThan(0)
    for (const { path, problem } of error.problems) expect(path.length * problem.length).toBeGreaterThan(0)
  }
}

test('whatever it is given, defineCatalog takes it or names what is wrong', () => {
  fc.assert(
    fc.property(nonsense, (definition) => isTakenOrRefused(definition as object)),
    PARAMETERS,
  )
})

test('one piece of nonsense anywhere in a good catalog is taken or named', () => {
  const places = placesIn(demoCatalog)
  expect(places.length).toBeGreaterThan(100)
  fc.assert(
    fc.property(fc.constantFrom(...places), nonsense, fc.option(name), (place, value, newName) => {
      const copy = structuredClone(demoCatalog) as object
      const last = place.at(-1) ?? ''
      const parent = place.slice(0, -1).reduce<object>((tree, name) => Reflect.get(tree, name) as object, copy)
      if (newName !== null) Reflect.set(parent, newName, Reflect.get(parent, last))
      else Reflect.set(parent, last, value)
      isTakenOrRefused(copy)
    }),
    PARAMETERS,
  )
})

/** The path of every member of a tree. */
function placesIn(tree: object): readonly (readonly string[])[] {
  return Object.entries(tree).flatMap(([name, value]) => [
    [name],
    ...(typeof value === 'object' && value !== null ? placesIn(value as object).map((path) => [name, ...path]) : []),
  ])
}
