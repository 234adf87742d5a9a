import { describe, expect, it } from 'vitest'
import {
  emptyCalculation,
  emptyMeter,
  emptyProperty,
  emptyValue,
  findDraftErrors,
  type MeterDraft,
} from './meter-draft.ts'

const good: MeterDraft = {
  reference: 'prompt_tokens',
  name: 'Prompt tokens',
  values: [{ ...emptyValue(), reference: 'token_count', name: 'Tokens' }],
  properties: [{ ...emptyProperty(), reference: 'model_id', name: 'Model' }],
  calculations: [{ ...emptyCalculation('token_count'), reference: 'sum', name: 'Sum' }],
}
const [value] = good.values
const [property] = good.properties
const [calculation] = good.calculations
if (value === undefined || property === undefined || calculation === undefined) throw new Error('The rows are missing')

describe('findDraftErrors', () => {
  it.each([
    ['a whole meter', good, []],
    [
      'an empty page',
      emptyMeter(),
      [
        'calculations.0.name',
        'calculations.0.of',
        'calculations.0.reference',
        'name',
        'reference',
        'values.0.name',
        'values.0.reference',
      ],
    ],
    ['a reference of blanks', { ...good, reference: ' ' }, ['reference']],
    [
      'a reference twice',
      { ...good, values: [value, { ...value, reference: 'token_count ' }] },
      ['values.1.reference'],
    ],
    ['an ENUM without values', { ...good, properties: [{ ...property, type: 'ENUM' }] }, ['properties.0.enumValues']],
    ['a sum over a property', { ...good, calculations: [{ ...calculation, of: 'model_id' }] }, ['calculations.0.of']],
    ['a count of a property', { ...good, calculations: [{ ...calculation, type: 'UNIQUE', of: 'model_id' }] }, []],
  ] satisfies [string, MeterDraft, string[]][])('finds the fields of %s', (_, draft, fields) => {
    expect(Object.keys(findDraftErrors(draft)).sort()).toEqual(fields)
  })
})
