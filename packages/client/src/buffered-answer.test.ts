import { expect, test } from 'vitest'
import { BufferedAnswer } from './buffered-answer.ts'

const hold = (body: string): BufferedAnswer =>
  new BufferedAnswer(new Response('read before', { status: 201 }), new TextEncoder().encode(body))

test.each([
  ['text', '"ü"'],
  ['bytes', new TextEncoder().encode('"ü"')],
])('what is held as %s can be read as anything', async (_, content) => {
  const answer = new BufferedAnswer(new Response(null), content)
  expect(await answer.text()).toBe('"ü"')
  expect(await answer.json()).toBe('ü')
  expect(await (await answer.blob()).text()).toBe('"ü"')
  expect(await new Response(answer.body).text()).toBe('"ü"')
  expect(new TextDecoder().decode(await answer.arrayBuffer())).toBe('"ü"')
})

test('JSON is parsed once, however often it is asked for', async () => {
  const answer = hold('{"id":"metr_1"}')
  const value = answer.parse()
  expect(value).toEqual({ id: 'metr_1' })
  expect(await answer.json()).toBe(value)
})

test('the length is that of the body that is held, so that openapi-fetch asks for the parsed value', () => {
  const { headers } = hold('"ü"')
  expect([headers.get('Content-Length'), headers.get('Transfer-Encoding')]).toEqual(['4', null])
})

test('a body that is no JSON throws each time', async () => {
  const answer = hold('{')
  expect(() => answer.parse()).toThrow(SyntaxError)
  await expect(answer.json()).rejects.toThrow(SyntaxError)
})
