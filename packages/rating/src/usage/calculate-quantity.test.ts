import { describe, expect, it } from 'vitest'
import { tokens } from '../../test/plan-fixture.ts'
import { Decimal } from '../money/decimal.ts'
import { calculateQuantity, distinctValueIdsOf, goOnFrom, rowsOfCalculation } from './calculate-quantity.ts'
import type { Calculation, UsageTotal } from './usage-total.ts'

const calculation = (
  type: NonNullable<Calculation['calculation_type']> | null,
  more: Partial<Calculation> = {},
): Calculation => ({
  calculation_type: type,
  meter_id: 'metr_completion',
  meter_value_id: 'metv_tokens',
  ...more,
})

const rows: UsageTotal[] = [
  tokens('30', { user_id: 'a' }, { count: 3, min: '5', max: '15' }),
  tokens('7', { user_id: 'b' }, { count: 1 }),
  tokens('12.5', { user_id: 'b', model_id: 'x' }, { count: 1 }),
]

describe('calculateQuantity', () => {
  it.each<[string, Calculation, string]>([
    ['SUM adds', calculation('SUM'), '49.5'],
    ['MAX takes the largest single value', calculation('MAX'), '15'],
    ['MIN takes the smallest single value', calculation('MIN'), '5'],
    ['AVERAGE divides by the number of events', calculation('AVERAGE'), '9.9'],
    ['UNIQUE counts distinct values of the property', calculation('UNIQUE', { meter_property_id: 'metp_user' }), '2'],
  ])('%s', (_, given, want) => {
    expect(calculateQuantity(given, rows, 'user_id').toString()).toBe(want)
  })

  it.each<[string, Calculation]>([
    ['SUM', calculation('SUM')],
    ['MAX', calculation('MAX')],
    ['MIN', calculation('MIN')],
    ['AVERAGE', calculation('AVERAGE')],
    ['UNIQUE', calculation('UNIQUE', { meter_property_id: 'metp_user' })],
  ])('%s of nothing is zero', (_, given) => {
    expect(calculateQuantity(given, [], 'user_id').toString()).toBe('0')
  })

  it('counts the distinct values of the meter value where UNIQUE names no property, amounts by their currency', () => {
    const valued = [
      tokens('30', { user_id: 'a' }, { values: ['10', '20'] }),
      tokens('20', { user_id: 'b' }, { values: ['20'] }),
      tokens('20', {}, { values: ['20'], currency: 'USD' }),
    ]
    expect(calculateQuantity(calculation('UNIQUE'), valued, null).toString()).toBe('3')
    // What it is given from the totals alone would count nothing, silently.
    expect(() => calculateQuantity(calculation('UNIQUE'), rows, null)).toThrow('without its values')
  })

  it('says of which meter values the single values are needed', () => {
    const calculations = [
      calculation('SUM'),
      calculation('UNIQUE', { meter_value_id: 'metv_b' }),
      calculation('UNIQUE', { meter_value_id: 'metv_c', meter_property_id: 'metp_user' }),
      calculation('UNIQUE', { meter_value_id: 'metv_a' }),
      calculation('UNIQUE', { meter_value_id: 'metv_b' }),
    ]
    expect(distinctValueIdsOf(calculations)).toEqual(['metv_a', 'metv_b'])
  })

  it('does not count events without the property', () => {
    expect(
      calculateQuantity(
        calculation('UNIQUE', { meter_property_id: 'metp_user' }),
        [tokens('1'), tokens('1', { user_id: '' })],
        'user_id',
      ).toString(),
    ).toBe('0')
  })

  it.each<[string, Calculation, UsageTotal[], string | null, string]>([
    ['UNIQUE over nothing', calculation('UNIQUE', { meter_value_id: null }), rows, null, 'INVALID_RULE'],
    [
      'UNIQUE over a property that does not exist',
      calculation('UNIQUE', { meter_property_id: 'metp_x' }),
      rows,
      null,
      'UNKNOWN_RESOURCE',
    ],
    ['no type', calculation(null), rows, null, 'INVALID_RULE'],
    [
      'values of different kinds',
      calculation('SUM'),
      [tokens('1'), tokens('1', {}, { meterValueId: 'metv_2' })],
      null,
      'INVALID_RULE',
    ],
    [
      'amounts of different currencies',
      calculation('SUM'),
      [tokens('1', {}, { currency: 'USD' }), tokens('1', {}, { currency: 'EUR' })],
      null,
      'CURRENCY_MISMATCH',
    ],
    ['a sum that is no number', calculation('SUM'), [tokens('1e9')], null, 'INVALID_DECIMAL'],
  ])('refuses %s', (_, given, of, property, code) => {
    expect(() => calculateQuantity(given, of, property)).toThrow(expect.objectContaining({ code }))
  })
})

describe('goOnFrom', () => {
  it.each<[string, Calculation, string, string | null, string]>([
    ['SUM adds what was used since', calculation('SUM'), '10', '5', '15'],
    ['MAX takes the larger', calculation('MAX'), '10', '5', '10'],
    ['MIN takes the smaller', calculation('MIN'), '10', '5', '5'],
    ['nothing used leaves the smallest as it was', calculation('MIN'), '10', null, '10'],
  ])('%s', (_, given, stated, used, want) => {
    const since = used === null ? null : Decimal.parse(used)
    expect(goOnFrom(given, Decimal.parse(stated), since).toString()).toBe(want)
  })

  it.each(['AVERAGE', 'UNIQUE'] as const)('refuses %s, which one number does not say enough of', (type) => {
    expect(() => goOnFrom(calculation(type), Decimal.ONE, Decimal.ONE)).toThrow('go on from stated usage')
  })
})

describe('rowsOfCalculation', () => {
  it('takes rows of earlier periods where the calculation carries its state on, and nowhere else', () => {
    const carried = tokens('9', {}, { carriedFrom: new Date('2026-01-01T00:00:00Z') })
    expect(rowsOfCalculation(calculation('SUM'), [...rows, carried])).toEqual(rows)
    expect(rowsOfCalculation(calculation('SUM', { persist: true }), [...rows, carried])).toEqual([...rows, carried])
  })

  it('takes rows of its meter and value that count at least one event', () => {
    const other = [
      tokens('1', {}, { meterId: 'metr_prompt' }),
      tokens('1', {}, { meterValueId: 'metv_volume' }),
      tokens('0', {}, { count: 0 }),
    ]
    expect(rowsOfCalculation(calculation('SUM'), [...rows, ...other])).toEqual(rows)
  })

  it('takes rows of every value where it names none', () => {
    const given = calculation('UNIQUE', { meter_value_id: null })
    expect(rowsOfCalculation(given, [tokens('1', {}, { meterValueId: null }), tokens('1')])).toHaveLength(2)
  })
})
