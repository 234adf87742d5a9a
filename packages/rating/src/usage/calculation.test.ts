import { describe, expect, it } from 'vitest'
import { catalogFixture, tokens } from '../../test/plan-fixture.ts'
import { Decimal } from '../money/decimal.ts'
import { distinctValueIdsOf, readCalculation } from '../wire/read-calculation.ts'
import type { WireCalculation } from '../wire/wire-catalog.ts'
import { calculateQuantity, continueFrom, rowsOfCalculation } from './calculation.ts'
import type { UsageTotal } from './usage-total.ts'

const calculation = (
  type: NonNullable<WireCalculation['calculation_type']> | null,
  more: Partial<WireCalculation> = {},
): WireCalculation => ({
  calculation_type: type,
  meter_id: 'metr_completion',
  meter_value_id: 'metv_tokens',
  ...more,
})

const read = (given: WireCalculation) => readCalculation(given, catalogFixture.meterProperties, 'calculation')

const rows: UsageTotal[] = [
  tokens('30', { user_id: 'a' }, { count: 3, min: '5', max: '15' }),
  tokens('7', { user_id: 'b' }, { count: 1 }),
  tokens('12.5', { user_id: 'b', model_id: 'x' }, { count: 1 }),
]

describe('calculateQuantity', () => {
  it.each<[string, WireCalculation, string]>([
    ['SUM adds', calculation('SUM'), '49.5'],
    ['MAX takes the largest single value', calculation('MAX'), '15'],
    ['MIN takes the smallest single value', calculation('MIN'), '5'],
    ['AVERAGE divides by the number of events', calculation('AVERAGE'), '9.9'],
    ['UNIQUE counts distinct values of the property', calculation('UNIQUE', { meter_property_id: 'metp_user' }), '2'],
  ])('%s', (_, given, want) => {
    expect(calculateQuantity(read(given), rows).toString()).toBe(want)
  })

  it.each<[string, WireCalculation]>([
    ['SUM', calculation('SUM')],
    ['MAX', calculation('MAX')],
    ['MIN', calculation('MIN')],
    ['AVERAGE', calculation('AVERAGE')],
    ['UNIQUE', calculation('UNIQUE', { meter_property_id: 'metp_user' })],
  ])('%s of nothing is zero', (_, given) => {
    expect(calculateQuantity(read(given), []).toString()).toBe('0')
  })

  it('counts the distinct values of the meter value where UNIQUE names no property, amounts by their currency', () => {
    const valued = [
      tokens('30', { user_id: 'a' }, { values: ['10', '20'] }),
      tokens('20', { user_id: 'b' }, { values: ['20'] }),
      tokens('20', {}, { values: ['20'], currency: 'USD' }),
    ]
    expect(calculateQuantity(read(calculation('UNIQUE')), valued).toString()).toBe('3')
    // What it is given from the totals alone would count nothing, silently.
    expect(() => calculateQuantity(read(calculation('UNIQUE')), rows)).toThrow('without its values')
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
      calculateQuantity(read(calculation('UNIQUE', { meter_property_id: 'metp_user' })), [
        tokens('1'),
        tokens('1', { user_id: '' }),
      ]).toString(),
    ).toBe('0')
  })

  it.each<[string, WireCalculation, UsageTotal[], string]>([
    ['UNIQUE over nothing', calculation('UNIQUE', { meter_value_id: null }), rows, 'INVALID_RULE'],
    [
      'UNIQUE over a property that does not exist',
      calculation('UNIQUE', { meter_property_id: 'metp_x' }),
      rows,
      'UNKNOWN_RESOURCE',
    ],
    ['no type', calculation(null), rows, 'INVALID_RULE'],
    [
      'values of different kinds',
      calculation('SUM'),
      [tokens('1'), tokens('1', {}, { meterValueId: 'metv_2' })],
      'INVALID_RULE',
    ],
    [
      'amounts of different currencies',
      calculation('SUM'),
      [tokens('1', {}, { currency: 'USD' }), tokens('1', {}, { currency: 'EUR' })],
      'CURRENCY_MISMATCH',
    ],
    ['a sum that is no number', calculation('SUM'), [tokens('1e9')], 'INVALID_DECIMAL'],
  ])('refuses %s', (_, given, of, code) => {
    expect(() => calculateQuantity(read(given), of)).toThrow(expect.objectContaining({ code }))
  })
})

describe('continueFrom', () => {
  it.each<[string, WireCalculation, string, string | null, string]>([
    ['SUM adds what was used since', calculation('SUM'), '10', '5', '15'],
    ['MAX takes the larger', calculation('MAX'), '10', '5', '10'],
    ['MIN takes the smaller', calculation('MIN'), '10', '5', '5'],
    ['nothing used leaves the smallest as it was', calculation('MIN'), '10', null, '10'],
  ])('%s', (_, given, stated, used, want) => {
    const since = used === null ? null : Decimal.parse(used)
    expect(continueFrom(read(given), Decimal.parse(stated), since).toString()).toBe(want)
  })

  it.each(['AVERAGE', 'UNIQUE'] as const)('refuses %s, which one number does not say enough of', (type) => {
    expect(() => continueFrom(read(calculation(type)), Decimal.ONE, Decimal.ONE)).toThrow('go on from stated usage')
  })
})

describe('rowsOfCalculation', () => {
  it('takes rows of earlier periods where the calculation carries its state on, and nowhere else', () => {
    const carried = tokens('9', {}, { carriedFrom: new Date('2026-01-01T00:00:00Z') })
    expect(rowsOfCalculation(read(calculation('SUM')), [...rows, carried])).toEqual(rows)
    expect(rowsOfCalculation(read(calculation('SUM', { persist: true })), [...rows, carried])).toEqual([
      ...rows,
      carried,
    ])
  })

  it('takes rows of its meter and value that count at least one event', () => {
    const other = [
      tokens('1', {}, { meterId: 'metr_prompt' }),
      tokens('1', {}, { meterValueId: 'metv_volume' }),
      tokens('0', {}, { count: 0 }),
    ]
    expect(rowsOfCalculation(read(calculation('SUM')), [...rows, ...other])).toEqual(rows)
  })

  it('takes rows of every value where it names none', () => {
    const given = read(calculation('UNIQUE', { meter_value_id: null, meter_property_id: 'metp_user' }))
    expect(rowsOfCalculation(given, [tokens('1', {}, { meterValueId: null }), tokens('1')])).toHaveLength(2)
  })
})
