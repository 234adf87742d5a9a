import { expect, test } from 'vitest'
import type { CatalogChange } from './catalog-change.ts'
import { formatChanges } from './format-changes.ts'

const change = (action: CatalogChange['action'], ...differences: CatalogChange['differences']): CatalogChange => ({
  action,
  kind: 'plan',
  reference: 'pro',
  differences,
})

test.each<[name: string, given: readonly CatalogChange[], want: string]>([
  ['nothing', [], 'No changes.'],
  ['a step without members', [change('activate')], '! activate plan pro'],
  [
    'what is new, a tree by its leaves',
    [
      change('create', {
        path: 'pricing',
        from: undefined,
        to: { price: '1', tags: ['a', 'b'], rules: [{ type: 'FLAT' }] },
      }),
    ],
    '+ create plan pro\n    pricing.price: "1"\n    pricing.tags: ["a","b"]\n    pricing.rules.0.type: "FLAT"',
  ],
  [
    'what was and will be',
    [change('update', { path: 'name', from: 'Pro', to: 'Professional' })],
    '~ update plan pro\n    name: "Pro" → "Professional"',
  ],
  [
    'what goes, a tree by its leaves',
    [
      change(
        'update',
        { path: 'fee', from: { price: '1' }, to: undefined },
        { path: 'queue', from: 'on', to: undefined },
      ),
    ],
    '~ update plan pro\n    fee.price: "1" → nothing\n    queue: "on" → nothing',
  ],
  ['several, a line each', [change('create'), change('activate')], '+ create plan pro\n! activate plan pro'],
])('writes %s', (_name, given, want) => {
  expect(formatChanges(given)).toBe(want)
})
