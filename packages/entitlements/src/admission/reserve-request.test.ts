import { afterEach, describe, expect, it } from 'vitest'
import { ask, granted, grants, type Setup, setUp, spent } from '../../test/setup.ts'
import { InvalidRequestError } from '../errors/invalid-request-error.ts'

let setup: Setup
afterEach(() => setup.end())

describe('bad requests', () => {
  it.each([
    ['NaN', { estimate: { promptTokens: Number.NaN } }, 'estimate.promptTokens'],
    ['a negative estimate', { estimate: { promptTokens: -1 } }, 'estimate.promptTokens'],
    ['a fraction', { estimate: { promptTokens: 1, completionTokens: 0.5 } }, 'estimate.completionTokens'],
    ['no estimate of the prompt', { estimate: {} as { promptTokens: number } }, 'estimate.promptTokens'],
    ['no estimate', { estimate: undefined as unknown as { promptTokens: number } }, 'estimate'],
    ['an empty customer', { customer: '' }, 'customer'],
    ['white space in a customer', { customer: 'a b' }, 'customer'],
    ['a customer that walks up a path', { customer: '..' }, 'customer'],
    ['a customer of 257 characters', { customer: 'c'.repeat(257) }, 'customer'],
    ['a line break in a request id', { requestId: 'a\nb' }, 'requestId'],
    ['an empty request id', { requestId: '' }, 'requestId'],
    ['a fractional attempt', { attempt: 1.5 }, 'attempt'],
    ['an empty model', { model: '' }, 'model'],
  ])('refuses %s and names the field, the rule and the value', async (_name, wrong, field) => {
    setup = setUp()
    const error: unknown = await setup.entitlements
      .reserve({ ...ask('r'), ...wrong })
      .catch((thrown: unknown) => thrown)
    expect(InvalidRequestError.isInstance(error) && error.field).toBe(field)
    expect(String(error)).toMatch(/: \S+ must [^;]+; it is [^;]+\.$/)
    expect(setup.stub.calls).toEqual([])
  })
  it('takes a customer reference with odd characters as it is', async () => {
    setup = setUp()
    const customer = 'a/b?c=d&%2F:ü🙂'
    setup.stub.customers.set(customer, { entitlements: grants() })
    const { reservation } = granted(await setup.entitlements.reserve(ask('r', { customer })))
    await reservation.settle(spent(1, 1))
    await setup.entitlements.flush()
    expect([...setup.stub.events.values()].map((event) => [event.customer, event.reference])).toEqual([
      [customer, 'a/b?c=d&%252F%3Aü🙂:r:1:prompt_tokens'],
      [customer, 'a/b?c=d&%252F%3Aü🙂:r:1:completion_tokens'],
    ])
  })
})
