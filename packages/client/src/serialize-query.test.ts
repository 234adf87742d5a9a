import fc from 'fast-check'
import { expect, test } from 'vitest'
import { serializeQuery } from './serialize-query.ts'

test.each<[string, Readonly<Record<string, unknown>>, string]>([
  ['nothing', {}, ''],
  ['text', { reference: 'acme & co/ü' }, 'reference=acme%20%26%20co%2F%C3%BC'],
  ['empty text', { reference: '' }, 'reference='],
  ['a number and a flag', { page: 2, deleted: false }, 'page=2&deleted=false'],
  ['what is not given', { page: undefined, reference: null }, ''],
  ['a list under its bracketed name', { 'statuses[]': ['DRAFT', 'ACTIVE'] }, 'statuses[]=DRAFT&statuses[]=ACTIVE'],
  ['a list of one', { 'statuses[]': ['DRAFT'] }, 'statuses[]=DRAFT'],
  [
    'a dotted expansion',
    { 'expand[]': ['customer_id', 'items.product_item_ids'] },
    'expand[]=customer_id&expand[]=items.product_item_ids',
  ],
  ['nothing to expand', { 'expand[]': [], page: 1 }, 'page=1'],
  [
    'a date range',
    { start_at: '[2026-01-01T00:00:00Z,2026-02-01T00:00:00Z]' },
    'start_at=%5B2026-01-01T00%3A00%3A00Z%2C2026-02-01T00%3A00%3A00Z%5D',
  ],
  ['an object', { field_actions: { 'a b': 'MERGE', c: 'KEEP' } }, 'field_actions[a%20b]=MERGE&field_actions[c]=KEEP'],
])('%s', (_, query, want) => {
  expect(serializeQuery(query)).toBe(want)
})

test.each<[string, Readonly<Record<string, unknown>>, string]>([
  [
    'an empty filter list, which would select everything',
    { 'statuses[]': [] },
    'params.query.statuses[] must not be an empty list',
  ],
  ['a Date, which would serialise to nothing', { start_at: new Date(0) }, 'params.query.start_at must be text'],
  ['NaN', { page: Number.NaN }, 'params.query.page must be text'],
  ['an infinite number', { page: Number.POSITIVE_INFINITY }, 'params.query.page must be text'],
  ['a list inside a list', { 'statuses[]': [['DRAFT']] }, 'params.query.statuses[] must be text'],
  ['a hole in a list', { 'statuses[]': [undefined] }, 'params.query.statuses[] must be text'],
  ['an object inside an object', { field_actions: { a: { b: 'c' } } }, 'params.query.field_actions must be text'],
  ['half a character', { reference: '\ud83d' }, 'params.query.reference must be text'],
  ['a function', { page: () => 1 }, 'params.query.page must be text'],
])('%s is refused', (_, query, want) => {
  expect(() => serializeQuery(query)).toThrow(want)
})

test('what is written is read back by the platform, whatever the text', () => {
  const values = fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 5 })
  fc.assert(
    fc.property(values, (list) => {
      const url = new URL(`http://host/?${serializeQuery({ 'statuses[]': list, reference: list[0] })}`)
      expect(url.searchParams.getAll('statuses[]')).toEqual(list)
      expect(url.searchParams.get('reference')).toBe(list[0])
    }),
    { seed: 3, numRuns: 200 },
  )
})
