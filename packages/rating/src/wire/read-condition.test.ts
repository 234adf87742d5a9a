import { describe, expect, it } from 'vitest'
import { catalogFixture } from '../../test/plan-fixture.ts'
import { MAX_CONDITION_DEPTH, readCondition } from './read-condition.ts'
import type { WireComparison, WireExpression } from './wire-plan.ts'

const read = (wire: Parameters<typeof readCondition>[0]) =>
  readCondition(wire, catalogFixture.meterProperties, 'conditions')
const isMini: WireComparison = { reference: 'model_id', comparator: 'EQUALS', value: 'mini' }

function nested(depth: number): WireExpression {
  const expression = depth > 1 ? { expression: nested(depth - 1) } : { meter_property: isMini }
  return { operator: 'AND', operands: [expression] }
}

describe('readCondition', () => {
  it.each<[string, Parameters<typeof readCondition>[0]]>([
    ['nothing', {}],
    ['an empty list', { meter_properties: [] }],
    ['nulls', { meter_properties: null, name: null }],
    ['an empty expression', { expression: {} }],
  ])('asks nothing for %s', (_, wire) => {
    expect(read(wire)).toBeNull()
  })

  it('finds the property by its id and knows that it is a number', () => {
    expect(read({ meter_properties: [{ id: 'metp_context', comparator: 'GREATER_THAN', value: '272000' }] })).toEqual({
      kind: 'all',
      of: [{ kind: 'compare', property: 'context', comparator: 'GREATER_THAN', values: ['272000'], numeric: true }],
    })
  })

  it('reads properties and expression, both must hold', () => {
    const expression: WireExpression = {
      operator: 'OR',
      operands: [
        { meter_property: isMini },
        { expression: { operator: 'XOR', operands: [{ meter_property: { ...isMini, comparator: 'NOT_EMPTY' } }] } },
      ],
    }
    expect(read({ meter_properties: [{ ...isMini, comparator: 'IN', values: ['a', 'b'] }], expression })).toMatchObject(
      {
        kind: 'all',
        of: [
          { comparator: 'IN', values: ['a', 'b'] },
          { kind: 'any', of: [{ comparator: 'EQUALS' }, { kind: 'one', of: [{ comparator: 'NOT_EMPTY' }] }] },
        ],
      },
    )
  })

  it.each<[string, Parameters<typeof readCondition>[0], string, string]>([
    [
      'no property',
      { meter_properties: [{ comparator: 'EQUALS', value: 'a' }] },
      'INVALID_RULE',
      'conditions.meter_properties.0',
    ],
    [
      'an unknown id',
      { meter_properties: [{ id: 'metp_x', comparator: 'EQUALS', value: 'a' }] },
      'UNKNOWN_RESOURCE',
      'conditions.meter_properties.0.id',
    ],
    [
      'no comparator',
      { meter_properties: [isMini, { reference: 'model_id', value: 'a' }] },
      'INVALID_RULE',
      'conditions.meter_properties.1.comparator',
    ],
    [
      'no value',
      { meter_properties: [{ reference: 'model_id', comparator: 'IN' }] },
      'INVALID_RULE',
      'conditions.meter_properties.0.value',
    ],
    [
      'an order of text',
      { meter_properties: [{ ...isMini, comparator: 'LESS_THAN' }] },
      'INVALID_RULE',
      'conditions.meter_properties.0.comparator',
    ],
    [
      'an expression without operator',
      { expression: { operands: [{ meter_property: isMini }] } },
      'INVALID_RULE',
      'conditions.expression.operator',
    ],
    [
      'an expression without operands',
      { expression: { operator: 'AND', operands: [] } },
      'INVALID_RULE',
      'conditions.expression.operands',
    ],
    [
      'an operand of nothing',
      { expression: { operator: 'AND', operands: [{}] } },
      'INVALID_RULE',
      'conditions.expression.operands.0',
    ],
    ['conditions inside of conditions', { configs: [{}] }, 'NOT_SUPPORTED', 'conditions.configs'],
    [
      'too deep an expression',
      { expression: nested(MAX_CONDITION_DEPTH + 1) },
      'TOO_LARGE',
      `conditions.expression${'.operands.0.expression'.repeat(MAX_CONDITION_DEPTH)}`,
    ],
  ])('refuses %s', (_, wire, code, field) => {
    expect(() => read(wire)).toThrow(expect.objectContaining({ code, field }))
  })

  it('takes an expression just as deep as is allowed', () => {
    expect(read({ expression: nested(MAX_CONDITION_DEPTH) })).not.toBeNull()
  })
})
