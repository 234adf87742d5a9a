import { expect, it } from 'vitest'
import { emptyFeature, type FeatureDraft, findFeatureErrors } from './create-feature.ts'

const budget: FeatureDraft = { ...emptyFeature(), name: 'Budget', reference: 'budget' }

it.each([
  ['a whole feature', budget, []],
  ['an empty page', emptyFeature(), ['name', 'reference']],
  ['a name of blanks', { ...budget, name: ' ' }, ['name']],
  ['a list of nothing', { ...budget, type: 'ENUM' }, ['enumValues']],
  ['a list', { ...budget, type: 'ENUM', enumValues: ['gpt-4o'] }, []],
] satisfies [string, FeatureDraft, string[]][])('finds the fields of %s', (_, draft, fields) => {
  expect(Object.keys(findFeatureErrors(draft))).toEqual(fields)
})
