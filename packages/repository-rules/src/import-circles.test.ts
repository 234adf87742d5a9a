import { describe, expect, it } from 'vitest'
import { circlesIn, importsBelow } from './imports.ts'
import { workspacePackages } from './workspace.ts'

describe('a circle of imports', () => {
  const of = (...pairs: readonly (readonly [string, string])[]) => circlesIn(pairs.map(([from, to]) => ({ from, to })))

  it.each([
    ['a chain', of(['a', 'b'], ['b', 'c']), []],
    ['two ways to one file', of(['a', 'b'], ['a', 'c'], ['b', 'd'], ['c', 'd']), []],
    ['a file that imports itself', of(['a', 'a']), [['a']]],
    ['two files', of(['a', 'b'], ['b', 'a'], ['b', 'c']), [['a', 'b']]],
    ['three files behind a fourth', of(['d', 'a'], ['a', 'b'], ['b', 'c'], ['c', 'a']), [['a', 'b', 'c']]],
  ])('is found, or not: %s', (_, found, expected) => {
    expect(found).toEqual(expected)
  })
})

describe('files do not import each other in a circle', () => {
  it.each(workspacePackages().map(({ folder }) => [folder] as const))('%s', (folder) => {
    expect(circlesIn(importsBelow(folder))).toEqual([])
  })
})
