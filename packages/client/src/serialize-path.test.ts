import { expect, test } from 'vitest'
import { serializePath } from './serialize-path.ts'

test.each<[string, string, Readonly<Record<string, unknown>>, string]>([
  ['no names', '/v1/meters', {}, '/v1/meters'],
  ['an id', '/v1/meters/{idOrRef}', { idOrRef: 'metr_1' }, '/v1/meters/metr_1'],
  ['two names', '/v1/invoices/{id}/lines/{line}', { id: 'a', line: 'b' }, '/v1/invoices/a/lines/b'],
  [
    'a reference that looks like a path',
    '/v1/meters/{idOrRef}',
    { idOrRef: '../customers?x=1#y' },
    '/v1/meters/..%2Fcustomers%3Fx%3D1%23y',
  ],
  [
    'a reference with what a replacement would read',
    '/v1/meters/{idOrRef}',
    { idOrRef: '$&$1{id}' },
    '/v1/meters/%24%26%241%7Bid%7D',
  ],
  ['a number', '/v1/things/{id}', { id: 7 }, '/v1/things/7'],
  ['a version that the call leaves out', '/v{version}/meters/{id}', { id: 'metr_1' }, '/v1/meters/metr_1'],
  ['a version that the call gives', '/v{version}/meters', { version: '2' }, '/v2/meters'],
  ['a brace that nothing closes', '/v1/things/{id', {}, '/v1/things/{id'],
])('%s', (_, path, values, want) => {
  expect(serializePath(path, values)).toBe(want)
})

test('a version is asked for where it is no version of the API', () => {
  expect(() => serializePath('/v1/plans/{version}')).toThrow('params.path.version must be')
})

test.each<[string, unknown]>([
  ['nothing, which would send the name itself', undefined],
  ['an empty text, which would list instead of get', ''],
  ['a dot, which would be resolved away', '.'],
  ['two dots, which would name another resource', '..'],
  ['half a character', '\ud83d'],
  ['an object', {}],
])('%s is refused', (_, idOrRef) => {
  expect(() => serializePath('/v1/meters/{idOrRef}', { idOrRef })).toThrow('params.path.idOrRef must be an id')
})
