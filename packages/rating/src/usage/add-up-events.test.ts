import { expect, it } from 'vitest'
import { addUpEvents, type MeteredEvent } from './add-up-events.ts'

const event = (quantity: string, more: Partial<MeteredEvent> = {}): MeteredEvent => ({
  meterId: 'metr_1',
  meterValueId: 'metv_1',
  quantity,
  ...more,
})
const total = (sum: string, count: number, min: string, max: string, values: string[], more: object = {}) => ({
  meterId: 'metr_1',
  meterValueId: 'metv_1',
  properties: {},
  currency: null,
  ...{ sum, count, min, max, values },
  ...more,
})

it.each<[string, MeteredEvent[], object[]]>([
  ['nothing', [], []],
  ['events of one meter', [event('3'), event('1.50'), event('3.0')], [total('7.5', 3, '1.5', '3', ['3', '1.5'])]],
  [
    'values of another property apart, in whatever order an event has its properties',
    [
      event('1', { properties: { a: '1', b: '2' } }),
      event('2', { properties: { b: '2', a: '1' } }),
      event('4', { properties: { a: '2' } }),
    ],
    [
      total('3', 2, '1', '2', ['1', '2'], { properties: { a: '1', b: '2' } }),
      total('4', 1, '4', '4', ['4'], { properties: { a: '2' } }),
    ],
  ],
  [
    'currencies apart',
    [event('1', { currency: 'USD' }), event('1', { currency: 'EUR' })],
    [total('1', 1, '1', '1', ['1'], { currency: 'USD' }), total('1', 1, '1', '1', ['1'], { currency: 'EUR' })],
  ],
])('adds up %s', (_, events, want) => {
  expect(addUpEvents(events)).toEqual(want)
})
