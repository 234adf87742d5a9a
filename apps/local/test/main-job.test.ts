import type { Schema } from '@tallygate/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ProviderWithKnownUsage, type ServedUsage } from './provider-with-known-usage.ts'
import { apiKey, RunningSystem } from './running-system.ts'

/*
 * The main job over HTTP, with every part real and in a process of its own: a chat request is gated, answered and
 * reported, and stands on an invoice. The cases run in order and build on one another, as a month does.
 */

const starterKey = 'demo-starter-key'
const proKey = 'demo-pro-key'
const freeKey = 'demo-free-key'

const provider = new ProviderWithKnownUsage()
let system: RunningSystem

/** Writes an event as its meter, its model and its tokens. */
function told(event: Schema<'MeterData'>): string {
  const model = event.meter_properties?.find((property) => property.reference === 'model_id')?.value
  const tokens = event.meter_values?.find((value) => value.reference === 'token_count')?.number
  return `${event.meter_reference} ${model} ${tokens}`
}

/** The two events that each attempt must leave behind, by the provider's own account. */
function expectedOf(served: readonly ServedUsage[]): string[] {
  return served.flatMap((one) => [
    `prompt_tokens ${one.model} ${one.promptTokens}`,
    `completion_tokens ${one.model} ${one.completionTokens}`,
  ])
}

const linesOf = (invoice: Schema<'Invoice'> | undefined) =>
  (invoice?.periods ?? []).flatMap((period) => (period.groups ?? []).flatMap((group) => group.lines ?? []))

/** Tokens at a rate in units of 0.00001 USD per 1,000 tokens, half-even to the cent, in integers. */
function dollars(tokens: number, rate: number): string {
  const units = BigInt(tokens) * BigInt(rate)
  const unitsPerCent = 1_000_000n
  let cents = units / unitsPerCent
  const rest = units % unitsPerCent
  if (rest * 2n > unitsPerCent || (rest * 2n === unitsPerCent && cents % 2n === 1n)) cents += 1n
  return `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`
}

const servedOn = (model: string) => provider.served.filter((one) => one.model === model)
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

beforeAll(async () => {
  system = await RunningSystem.start(await provider.start())
})

afterAll(async () => {
  await system?.stop()
  await provider.stop()
})

describe('a Starter customer', () => {
  it('gets an answer with the tokens that the provider counted, and the budget that is left', async () => {
    const answer = await system.chat(starterKey, { message: 'Good morning' })
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({
      model: 'gpt-4o-mini',
      message: 'Good morning.',
      usage: { prompt_tokens: 101, completion_tokens: 57, total_tokens: 158 },
      budget: { limit: 1_000_000, used: 158, remaining: 999_842 },
    })
    expect(new Date(answer.body.budget.resets_at).getTime()).toBeGreaterThan(Date.now())
  })

  it('is told each attempt when the agent used a tool', async () => {
    const answer = await system.chat(starterKey, { message: 'Please calculate 17 * 23' })
    expect(answer.status).toBe(200)
    expect(answer.body.message).toBe('It is 391.')
    expect(answer.body.usage.attempts).toMatchObject([
      { model: 'gpt-4o-mini', prompt_tokens: 1_217, completion_tokens: 31 },
      { model: 'gpt-4o-mini', prompt_tokens: 1_283, completion_tokens: 19 },
    ])
    expect(answer.body.usage).toMatchObject({ prompt_tokens: 2_500, completion_tokens: 50, total_tokens: 2_550 })
  })

  it('is refused a model of a higher plan, which is named, and the provider is not called', async () => {
    const before = provider.served.length
    const answer = await system.chat(starterKey, { message: 'Hello', model: 'gpt-4o' })
    expect(answer.status).toBe(403)
    expect(answer.body.error).toMatchObject({ code: 'model_not_entitled' })
    expect(JSON.stringify(answer.body.error)).toContain('Pro')
    expect(provider.served.length).toBe(before)
  })

  it('is not let in with a wrong key', async () => {
    const answer = await system.chat('demo-starter-kez', { message: 'Hello' })
    expect(answer.status).toBe(401)
    expect(answer.body.error).toMatchObject({ code: 'unauthenticated' })
  })

  it('has two events for each attempt, with the counts of the provider and a reference each', async () => {
    const expected = expectedOf(servedOn('gpt-4o-mini'))
    const events = await system.eventsOnceThereAre(expected.length, 'demo-starter')
    expect(events.map(told).sort()).toEqual(expected.sort())
    expect(new Set(events.map((event) => event.reference)).size).toBe(events.length)
  })

  it('is billed once for an event that is sent again with its reference', async () => {
    const [event] = await system.eventsOf('demo-starter')
    const before = linesOf((await system.invoicesOf('demo-starter'))[0])
    const again = await system.client.POST('/v1/ingest/meter-data', {
      body: {
        reference: event?.reference ?? '',
        customer_reference: 'demo-starter',
        meter_reference: event?.meter_reference ?? '',
        timestamp: event?.timestamp ?? null,
        meter_properties: event?.meter_properties ?? [],
        meter_values: event?.meter_values ?? [],
      } as Schema<'MeterDataCreateRequest'>,
    })
    expect(again.response.status).toBe(201)
    expect(again.data?.processed_details?.type).toBe('DUPLICATE')
    expect(linesOf((await system.invoicesOf('demo-starter'))[0])).toEqual(before)
  })

  it('loses no event and gets none twice when the agent is killed right after an answer and started again', async () => {
    const answer = await system.chat(starterKey, { message: 'Good night' })
    expect(answer.status).toBe(200)
    await system.killAgentAndStartAgain()
    const expected = expectedOf(servedOn('gpt-4o-mini'))
    const events = await system.eventsOnceThereAre(expected.length, 'demo-starter')
    expect(events.map(told).sort()).toEqual(expected.sort())
  })

  it('is refused when the budget is used up, with limit, use, remainder and the time of the next period', async () => {
    const last = await system.chat(starterKey, { message: 'use it all up' })
    expect(last.status).toBe(200)
    const used = sum(servedOn('gpt-4o-mini').map((one) => one.promptTokens + one.completionTokens))
    const before = provider.served.length
    const answer = await system.chat(starterKey, { message: 'One more' })
    expect(answer.status).toBe(402)
    expect(answer.body.error).toMatchObject({ code: 'budget_exhausted', limit: 1_000_000, used, remaining: 0 })
    expect(Date.parse(String(answer.body.error?.['resets_at']))).toBeGreaterThan(Date.now())
    expect(provider.served.length).toBe(before)
  })
})

describe('a Pro customer', () => {
  it('gets an answer of the larger model', async () => {
    const answer = await system.chat(proKey, { message: 'write a novel', model: 'gpt-4o' })
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({
      model: 'gpt-4o',
      usage: { prompt_tokens: 89_013, completion_tokens: 123_457 },
      budget: { limit: 10_000_000, used: 212_470 },
    })
  })

  it('finds the tokens by model, and the amount to the cent, on the open invoice', async () => {
    expect((await system.chat(proKey, { message: 'write a novel', model: 'gpt-4o-mini' })).status).toBe(200)
    // A model that no plan names, reported by another application of the same customer: the default rate is for it.
    const unlisted = await system.client.POST('/v1/ingest/meter-data', {
      body: {
        reference: 'another-application-1',
        customer_reference: 'demo-pro',
        meter_reference: 'completion_tokens',
        meter_properties: [{ reference: 'model_id', value: 'a-model-of-tomorrow' }],
        meter_values: [{ reference: 'token_count', number: '4321' }],
      } as Schema<'MeterDataCreateRequest'>,
    })
    expect(unlisted.response.status).toBe(201)
    await system.eventsOnceThereAre(5, 'demo-pro')

    const invoices = await system.invoicesOf('demo-pro')
    expect(invoices.map((invoice) => invoice.status)).toEqual(['OPEN'])
    const lines = linesOf(invoices[0]).map((line) => [line.meter_value?.number, line.amount_excluding_tax?.quantity])
    const expected = [
      ['89013', dollars(89_013, 500)], // gpt-4o prompt, 0.005 USD per 1,000
      ['89013', dollars(89_013, 15)], // gpt-4o-mini prompt, 0.00015
      ['123457', dollars(123_457, 1_500)], // gpt-4o completion, 0.015
      ['123457', dollars(123_457, 60)], // gpt-4o-mini completion, 0.0006
      ['4321', dollars(4_321, 1_000)], // any other model's completion, 0.01
    ]
    expect(lines.sort()).toEqual(expected.sort())
    expect(expected.map(([, amount]) => amount).sort()).toEqual(['0.01', '0.04', '0.07', '0.45', '1.85'])
    expect(invoices[0]?.invoice_amount_including_tax).toEqual({ quantity: '2.42', currency: 'USD' })
    expect(JSON.stringify(linesOf(invoices[0]))).toContain('a-model-of-tomorrow')
    expect(linesOf(invoices[0]).map((line) => line.description)).toContain('Completion tokens: model_id gpt-4o')
  })
})

describe('a Free customer', () => {
  it('is told to wait when it asks more often than the plan allows', async () => {
    const answers = []
    for (let count = 0; count < 11; count += 1) answers.push(await system.chat(freeKey, { message: 'Hello' }))
    expect(answers.map((answer) => answer.status)).toEqual([...Array(10).fill(200), 429])
    const denial = answers[10]
    expect(denial?.body.error).toMatchObject({ code: 'rate_limited', limit: 10 })
    expect(Number(denial?.headers.get('retry-after'))).toBeGreaterThan(0)
  })
})

describe('bad input', () => {
  const event = {
    reference: 'bad-input-0001',
    customer_reference: 'demo-pro',
    meter_reference: 'prompt_tokens',
    meter_properties: [{ reference: 'model_id', value: 'gpt-4o' }],
    meter_values: [{ reference: 'token_count', number: '5' }],
  }
  const value = (number: unknown) => ({ ...event, meter_values: [{ reference: 'token_count', number }] })

  it.each([
    ['malformed JSON', '{"reference": ', 400, 'body'],
    ['a field of another type', { ...event, meter_reference: 7 }, 400, 'meter_reference'],
    ['an oversized body', { ...event, reference: 'x'.repeat(12_000_000) }, 413, 'body'],
    ['an unknown customer', { ...event, customer_reference: 'nobody' }, 400, 'customer_reference'],
    ['a reference of 9 characters', { ...event, reference: '123456789' }, 400, 'reference'],
    ['text that is no number', value('many'), 400, 'meter_values.0.number'],
    ['a number that is not a string', value(5), 400, 'meter_values.0.number'],
  ])('%s is answered with an ApiError that names the field, and nothing is stored', async (_, body, status, field) => {
    const before = await system.eventsOf('demo-pro')
    const response = await fetch(`${system.billing.url}/v1/ingest/meter-data`, {
      method: 'POST',
      headers: { 'x-api-key': apiKey, 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
    const error = (await response.json()) as Schema<'ApiError'>
    expect([response.status, error.type, error.field]).toEqual([status, 'INVALID_REQUEST', field])
    expect(error.message).not.toBe('')
    expect(await system.eventsOf('demo-pro')).toEqual(before)
    expect((await fetch(`${system.billing.url}/readyz`)).status).toBe(200)
  })

  it.each([
    ['malformed JSON', '{"message": ', 400],
    ['no message', {}, 400],
    ['a message that is not text', { message: 7 }, 400],
    ['an oversized body', { message: 'x'.repeat(12_000_000) }, 413],
  ])('%s is refused by the agent without a call of the provider', async (_, body, status) => {
    const before = provider.served.length
    const answer = await system.chat(proKey, body)
    expect([answer.status, answer.body.error?.code]).toEqual([status, 'invalid_request'])
    expect(provider.served.length).toBe(before)
  })
})
