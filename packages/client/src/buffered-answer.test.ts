import { expect, test } from 'vitest'
import { BufferedAnswer } from './buffered-answer.ts'

const hold = (body: string, init: ResponseInit = {}): BufferedAnswer =>
  new BufferedAnswer(new Response('read before', init), new TextEncoder().encode(body))

test.each([
  ['text', '"ü"'],
  ['bytes', new TextEncoder().encode('"ü"')],
])('a body that is held as %s can be read in every form', async (_, content) => {
  const answer = new BufferedAnswer(new Response(null), content)
  expect(answer.read('text')).toBe('"ü"')
  expect(answer.read('json')).toBe('ü')
  expect(await (answer.read('blob') as Blob).text()).toBe('"ü"')
  expect(await new Response(answer.read('stream') as ReadableStream).text()).toBe('"ü"')
  expect(new TextDecoder().decode(answer.read('arrayBuffer') as ArrayBuffer)).toBe('"ü"')
})

test('JSON is parsed once, however often it is asked for', () => {
  const answer = hold('{"id":"metr_1"}')
  const value = answer.parse()
  expect(value).toEqual({ id: 'metr_1' })
  expect(answer.read('json')).toBe(value)
})

test('a success without a body is undefined as JSON and empty as text', () => {
  expect([hold('').read('json'), hold('').read('text')]).toEqual([undefined, ''])
})

test('a body that is not JSON throws each time', () => {
  const answer = hold('{')
  expect(() => answer.parse()).toThrow(SyntaxError)
  expect(() => answer.read('json')).toThrow(SyntaxError)
})

test.each([
  ['an error object', '{"code":"BAD_REQUEST"}', { code: 'BAD_REQUEST' }],
  ['a page of a proxy', '<html></html>', '<html></html>'],
  ['nothing', '', 'HTTP 502 Bad Gateway'],
])('a failure with %s as its body', (_, body, want) => {
  expect(hold(body, { status: 502, statusText: 'Bad Gateway' }).readError()).toEqual(want)
})
