import { describe, expect, it } from 'vitest'
import { ApiFault } from './api-fault.ts'
import { assertStorable } from './storable-text.ts'

const nested = (depth: number): unknown => (depth === 0 ? 'x' : { a: nested(depth - 1) })

function fieldOf(value: unknown): unknown {
  try {
    assertStorable(value)
    return 'stored'
  } catch (error) {
    return ApiFault.isInstance(error) ? [error.field, error.message] : error
  }
}

describe('assertStorable', () => {
  it.each([
    ['texts of any script', { name: 'Łódź 漢字 🙂', list: ['\u0001', 1, true, null] }],
    ['nothing', undefined],
    ['as much nesting as is allowed', nested(64)],
  ])('lets %s pass', (_name, value) => {
    expect(fieldOf(value)).toBe('stored')
  })

  const character = 'value holds a character that cannot be stored'
  it.each([
    ['U+0000', { a: { b: ['fine', 'x\u0000'] } }, ['a.b.1', character]],
    ['half a surrogate pair', { meter_datas: [{}, { reference: '\ud83d' }] }, ['meter_datas.1.reference', character]],
    ['a name with U+0000', { a: { '\u0000': 1 } }, ['a', 'a member name cannot be stored']],
    ['such a name at the top', { '\u0000': 1 }, ['body', 'a member name cannot be stored']],
    ['a text alone', '\u0000', ['body', character]],
    [
      'more nesting than is allowed',
      nested(65),
      [Array(65).fill('a').join('.'), 'value is nested more than 64 levels deep'],
    ],
  ])('refuses %s by its path', (_name, value, want) => {
    expect(fieldOf(value)).toEqual(want)
  })
})
