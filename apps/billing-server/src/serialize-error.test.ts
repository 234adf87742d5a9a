import { describe, expect, it } from 'vitest'
import { serializeError } from './serialize-error.ts'

const SECRET = 'a-password-that-nobody-may-read'
const laden = (message: string, facts: object, cause?: unknown) => Object.assign(new Error(message, { cause }), facts)

describe('an error in the log', () => {
  it.each<[name: string, error: unknown]>([
    [
      'the parameters of its statement',
      laden('violates', { code: '23514', params: [SECRET], query: SECRET, detail: SECRET }),
    ],
    ['a body', laden('is not valid JSON', { type: 'entity.parse.failed', body: SECRET, status: 400 })],
    [
      'the URL that could not be read',
      laden('Invalid URL', { code: 'ERR_INVALID_URL', input: `http://u:${SECRET}@host` }),
    ],
    ['a URL with a password in its message', new Error(`connect to postgres://user:${SECRET}@host:5432/db failed`)],
    ['a value that the database quotes', laden(`invalid input syntax for type uuid: "${SECRET}"`, { code: '22P02' })],
    ['a cause with parameters', laden('failed', {}, laden('below', { code: '23505', params: [SECRET] }))],
    ['a request that it was made by', laden('refused', { request: { headers: { 'x-api-key': SECRET } } })],
    ['errors beside it', new AggregateError([new Error(SECRET)], 'several')],
    ['no error at all', SECRET],
    ['an object', { password: SECRET }],
  ])('keeps %s out', (_, error) => {
    expect(JSON.stringify(serializeError(error))).not.toContain(SECRET)
  })

  it('keeps its kind, message, stack, facts and causes', () => {
    const cause = laden('duplicate key value', { code: '23505', table: 'meters', constraint: 'meters_reference' })
    const error = laden('the request failed', { status: 409 }, cause)
    expect(serializeError(error)).toEqual({
      type: 'Error',
      message: 'the request failed',
      status: 409,
      stack: expect.stringContaining('serialize-error.test.ts'),
      cause: expect.objectContaining({
        message: 'duplicate key value',
        code: '23505',
        table: 'meters',
        constraint: 'meters_reference',
      }),
    })
  })

  it('ends where causes go in a circle', () => {
    const error: Error & { cause?: unknown } = new Error('round')
    error.cause = error
    expect(JSON.stringify(serializeError(error)).length).toBeLessThan(20_000)
  })
})
