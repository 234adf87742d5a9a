import { describe, expect, it } from 'vitest'
import { type Comparator, type Condition, holds, type PropertyValues } from './condition.ts'

function compare(comparator: Comparator, values: string[], numeric = false): Condition {
  return { kind: 'compare', property: 'p', comparator, values, numeric }
}

const yes = compare('EQUALS', ['a'])
const no = compare('EQUALS', ['z'])

describe('holds', () => {
  it.each<[string, Condition, PropertyValues, boolean]>([
    ['EQUALS the value', compare('EQUALS', ['a']), { p: 'a' }, true],
    ['EQUALS minds the case', compare('EQUALS', ['a']), { p: 'A' }, false],
    ['EQUALS another value', compare('EQUALS', ['a']), { p: 'ab' }, false],
    ['EQUALS without the property', compare('EQUALS', ['a']), {}, false],
    ['EQUALS nothing is not how absence is asked for', compare('EQUALS', ['']), {}, false],
    ['EQUALS compares numbers as numbers', compare('EQUALS', ['1.0'], true), { p: '1' }, true],
    ['EQUALS compares text as text', compare('EQUALS', ['1.0']), { p: '1' }, false],
    ['NOT_EQUALS another value', compare('NOT_EQUALS', ['a']), { p: 'b' }, true],
    ['NOT_EQUALS the value', compare('NOT_EQUALS', ['a']), { p: 'a' }, false],
    ['NOT_EQUALS without the property', compare('NOT_EQUALS', ['a']), {}, true],
    ['IN the list', compare('IN', ['a', 'b']), { p: 'b' }, true],
    ['IN another list', compare('IN', ['a', 'b']), { p: 'c' }, false],
    ['IN without the property', compare('IN', ['a']), {}, false],
    ['NOT_IN the list', compare('NOT_IN', ['a', 'b']), { p: 'b' }, false],
    ['NOT_IN another list', compare('NOT_IN', ['a', 'b']), { p: 'c' }, true],
    ['NOT_IN without the property', compare('NOT_IN', ['a']), {}, true],
    ['GREATER_THAN less', compare('GREATER_THAN', ['10']), { p: '9' }, false],
    ['GREATER_THAN the same', compare('GREATER_THAN', ['10']), { p: '10' }, false],
    ['GREATER_THAN more, as numbers and not as text', compare('GREATER_THAN', ['9']), { p: '10' }, true],
    ['GREATER_THAN what is no number', compare('GREATER_THAN', ['9']), { p: 'many' }, false],
    ['GREATER_THAN without the property', compare('GREATER_THAN', ['-1']), {}, false],
    ['GREATER_THAN_OR_EQUALS the same', compare('GREATER_THAN_OR_EQUALS', ['10']), { p: '10.0' }, true],
    ['GREATER_THAN_OR_EQUALS less', compare('GREATER_THAN_OR_EQUALS', ['10']), { p: '9.99' }, false],
    ['LESS_THAN less', compare('LESS_THAN', ['10']), { p: '9.99' }, true],
    ['LESS_THAN the same', compare('LESS_THAN', ['10']), { p: '10' }, false],
    ['LESS_THAN_OR_EQUALS the same', compare('LESS_THAN_OR_EQUALS', ['10']), { p: '10' }, true],
    ['LESS_THAN_OR_EQUALS more', compare('LESS_THAN_OR_EQUALS', ['10']), { p: '10.01' }, false],
    ['EMPTY without the property', compare('EMPTY', []), {}, true],
    ['EMPTY with an empty value', compare('EMPTY', []), { p: '' }, true],
    ['EMPTY with a value', compare('EMPTY', []), { p: 'a' }, false],
    ['NOT_EMPTY with a value', compare('NOT_EMPTY', []), { p: 'a' }, true],
    ['NOT_EMPTY without the property', compare('NOT_EMPTY', []), {}, false],
    ['CONTAINS a part', compare('CONTAINS', ['gpt']), { p: 'gpt-4o' }, true],
    ['CONTAINS no such part', compare('CONTAINS', ['claude']), { p: 'gpt-4o' }, false],
    ['CONTAINS without the property', compare('CONTAINS', ['']), {}, false],
    ['NOT_CONTAINS a part', compare('NOT_CONTAINS', ['gpt']), { p: 'gpt-4o' }, false],
    ['NOT_CONTAINS without the property', compare('NOT_CONTAINS', ['gpt']), {}, true],
    ['a property that every object has', { ...yes, property: 'toString' } as Condition, {}, false],
    ['AND of none', { kind: 'all', of: [] }, {}, true],
    ['AND, both', { kind: 'all', of: [yes, yes] }, { p: 'a' }, true],
    ['AND, one', { kind: 'all', of: [yes, no] }, { p: 'a' }, false],
    ['OR, one', { kind: 'any', of: [no, yes] }, { p: 'a' }, true],
    ['OR, none', { kind: 'any', of: [no, no] }, { p: 'a' }, false],
    ['XOR, one', { kind: 'one', of: [no, yes] }, { p: 'a' }, true],
    ['XOR, both', { kind: 'one', of: [yes, yes] }, { p: 'a' }, false],
    ['XOR, all of three', { kind: 'one', of: [yes, yes, yes] }, { p: 'a' }, false],
    ['nested', { kind: 'all', of: [yes, { kind: 'any', of: [no, { kind: 'one', of: [yes, no] }] }] }, { p: 'a' }, true],
  ])('%s', (_, condition, properties, want) => {
    expect(holds(condition, properties)).toBe(want)
  })
})
