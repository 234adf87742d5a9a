import { expect, test } from 'vitest'
import { BillingApiError } from './billing-api-error.ts'
import { unwrap } from './unwrap.ts'

const answer = (status: number, headers: Readonly<Record<string, string>> = {}): Response =>
  new Response(null, { status, headers })

async function errorOf(error: unknown, response: Response): Promise<BillingApiError> {
  const reason: unknown = await unwrap({ error, response }).catch((thrown: unknown) => thrown)
  if (!BillingApiError.isInstance(reason)) throw new Error('expected a BillingApiError', { cause: reason })
  return reason
}

test.each<[string, unknown]>([
  ['an object', { id: 'metr_1' }],
  ['nothing, as with 204', undefined],
  ['an empty text', ''],
])('the data of a success is handed out: %s', async (_, data) => {
  expect(await unwrap({ data, response: answer(200) })).toBe(data)
  expect(await unwrap(Promise.resolve({ data, response: answer(200) }))).toBe(data)
})

test('every member of the error object becomes a fact of the error', async () => {
  const body = {
    type: 'INVALID_REQUEST',
    code: 'INVALID_FIELD',
    field: 'schedules.0.start_at',
    message: 'value required, but not set',
    resource_id: 'ppsc_1',
    resource_type: 'PRICING_PLAN_SCHEDULE',
  }
  const error = await errorOf(body, answer(400, { 'X-REQUEST-ID': 'reqr_1' }))
  expect(error).toMatchObject({
    name: 'BillingApiError',
    message: 'value required, but not set',
    code: 'INVALID_FIELD',
    type: 'INVALID_REQUEST',
    field: 'schedules.0.start_at',
    resourceId: 'ppsc_1',
    resourceType: 'PRICING_PLAN_SCHEDULE',
    status: 400,
    requestId: 'reqr_1',
    retryable: false,
    attempts: 1,
    cause: body,
  })
})

test.each<[string, unknown, string, string]>([
  ['a page', '<html>no</html>', 'UNEXPECTED_RESPONSE', 'HTTP 502 without an error object: <html>no</html>'],
  ['an object without code', { error: 'x' }, 'UNEXPECTED_RESPONSE', 'HTTP 502 without an error object: {"error":"x"}'],
  ['a code that is no text', { code: 5 }, 'UNEXPECTED_RESPONSE', 'HTTP 502 without an error object: {"code":5}'],
  ['null', null, 'UNEXPECTED_RESPONSE', 'HTTP 502 without an error object: null'],
  ['nothing', undefined, 'UNEXPECTED_RESPONSE', 'HTTP 502 without an error object: no body'],
  ['a code alone', { code: 'NEW_CODE' }, 'NEW_CODE', 'NEW_CODE'],
])('whatever came instead of an error object is told: %s', async (_, body, code, message) => {
  const error = await errorOf(body, answer(502))
  expect([error.code, error.message, error.type, error.field, error.requestId]).toEqual([
    code,
    message,
    undefined,
    undefined,
    undefined,
  ])
})

test('a long page is cut in the message and kept whole as the cause', async () => {
  const page = 'x'.repeat(10_000)
  const error = await errorOf(page, answer(502))
  expect(error.message.length).toBeLessThan(300)
  expect(error.cause).toBe(page)
})

test('an error of another copy of the package is recognised', () => {
  const copy = { [Symbol.for('tallygate.error.BillingApiError')]: true }
  expect([
    BillingApiError.isInstance(copy),
    BillingApiError.isInstance(new Error()),
    BillingApiError.isInstance(null),
  ]).toEqual([true, false, false])
})
