import { afterEach, expect, it } from 'vitest'
import { grants, type Setup, setUp } from '../../test/setup.ts'
import { CallMeter } from './call-meter.ts'
import type { CallOptions } from './call-options.ts'
import { EntitlementDeniedError } from './entitlement-denied-error.ts'

let setup: Setup
afterEach(async () => await setup?.end())

const quantities = { toolCalls: 'tool_calls', searches: 'searches' }

function open(...more: readonly Record<string, unknown>[]): Setup {
  setup = setUp({ quantities }, { entitlements: grants('1000', ...more) })
  for (const meter of Object.values(quantities)) setup.stub.meters.set(meter, ['model_id', 'usage_source'])
  return setup
}

async function billed(): Promise<readonly (readonly [meter: string, count: number])[]> {
  await setup.entitlements.flush()
  return [...setup.stub.events.values()].map(({ meter, tokens }) => [meter, tokens] as const)
}

const meterOf = (options: CallOptions<string, string> = {}) =>
  new CallMeter<string, string>(open().entitlements, { customer: 'c', ...options })
const call = { input: 'cats', facts: 'cats' }

it('bills a call like one of a model: one of its quantity, without tokens', async () => {
  expect(await meterOf().run(call, () => 'found')).toBe('found')
  expect(await billed()).toEqual([['tool_calls', 1]])
})

it('bills what is counted in the result', async () => {
  const quantity = (result: string, input: string) => ({ searches: result.length, toolCalls: input.length })
  await meterOf({ quantity, estimate: { searches: 9, toolCalls: 9 } }).run(call, async () => 'found')
  expect(await billed()).toEqual([
    ['tool_calls', 4],
    ['searches', 5],
  ])
})

it('denies a call as one of a model, before it is made', async () => {
  const meter = new CallMeter<string, string>(
    open({ feature_reference: 'requests_per_minute', number: '1' }).entitlements,
    {
      customer: 'c',
    },
  )
  let made = 0
  const make = () => {
    made += 1
    return 'found'
  }
  await meter.run(call, make)
  const error = await meter.run(call, make).catch((thrown: unknown) => thrown)
  expect(EntitlementDeniedError.find(error)?.decision).toMatchObject({ reason: 'rate_limited', model: '' })
  expect([made, await billed()]).toEqual([1, [['tool_calls', 1]]])
})

it('bills nothing for a call that threw, and what is said where it costs all the same', async () => {
  const fail = () => {
    throw new Error('no engine')
  }
  await expect(meterOf().run(call, fail)).rejects.toThrow('no engine')
  expect([await billed(), (await setup.entitlements.counts()).open]).toEqual([[], 0])
  await expect(meterOf({ billFailed: () => ({ toolCalls: 2 }) }).run(call, fail)).rejects.toThrow('no engine')
  expect(await billed()).toEqual([['tool_calls', 2]])
})

it.each<readonly [string, () => Record<string, number>]>([
  ['is a fraction', () => ({ searches: 0.5 })],
  ['is of no quantity that is known', () => ({ cats: 1 })],
  [
    'throws',
    () => {
      throw new Error('no count')
    },
  ],
])('gives the result of a call whose count %s, and lists the call as unsettled', async (_, quantity) => {
  const errors: unknown[] = []
  const options = { quantity, estimate: { searches: 3 }, onError: (error: unknown) => errors.push(error) }
  expect(await meterOf(options).run(call, () => 'found')).toBe('found')
  expect([errors.length, await billed()]).toEqual([1, []])
  expect(await setup.entitlements.unsettled()).toHaveLength(1)
})

it('records the first of several ends', async () => {
  const opened = await meterOf().open(call)
  await opened.done('found')
  await opened.failed(new Error('late'))
  await opened.left()
  expect([await billed(), await setup.entitlements.unsettled()]).toEqual([[['tool_calls', 1]], []])
})

it('lists a call that nobody waited for as unsettled', async () => {
  await (await meterOf().open(call)).left()
  expect([await billed(), (await setup.entitlements.unsettled()).length]).toEqual([[], 1])
})

it('takes what the call says of itself under what the options say', async () => {
  const meter = new CallMeter<string, string>(open().entitlements, { requestId: (input) => `req-${input}` })
  const said = { customer: 'c', requestId: 'other' }
  await (await meter.open({ ...call, said })).left()
  const [unsettled] = await setup.entitlements.unsettled()
  expect(unsettled?.reservation).toMatchObject({ customer: 'c', requestId: 'req-cats' })
  await expect(meter.open(call)).rejects.toThrow('customer must be named')
})

it.each([
  ['quantity must be the name of a quantity, or a function of the result; it is "".', { quantity: '' }],
  ['estimate must be given where quantity is a function; it is undefined.', { quantity: () => ({}) }],
  ['estimate must be counts by the names of quantities, or a function of the input; it is 3.', { estimate: 3 }],
  ['billFailed must be a function; it is true.', { billFailed: true }],
  ['onError must be a function; it is 1.', { onError: 1 }],
  ['costs must be one of ', { costs: 1 }],
])('refuses an option that is not one: %s', (message, options) => {
  expect(() => new CallMeter(open().entitlements, options as never)).toThrow(message)
})
