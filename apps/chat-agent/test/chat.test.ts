import { unwrap } from '@tallygate/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ChatAgent } from '../src/create-chat-agent.ts'
import { AgentUnderTest, chat, FREE, PREPAID, PRO, STARTER } from './agent-under-test.ts'

let system: AgentUnderTest
let agent: ChatAgent

beforeAll(async () => {
  system = await AgentUnderTest.start()
  agent = await system.agent()
})
afterAll(() => system?.stop())

describe('POST /v1/chat', () => {
  it('answers with the tokens that the provider counted, and with the budget that is left', async () => {
    const before = await system.providerTotals()
    const { status, headers, body } = await chat(agent, STARTER, { message: 'Good morning' })
    expect(status).toBe(200)
    expect(body.message).toContain('Good morning')
    expect(body.model).toBe('gpt-4o-mini')
    const served = 'gpt-4o-mini-2024-07-18'
    const after = (await system.providerTotals())[served]
    expect(body.usage.prompt_tokens).toBe((after?.prompt_tokens ?? 0) - (before[served]?.prompt_tokens ?? 0))
    expect(body.usage.completion_tokens).toBe(
      (after?.completion_tokens ?? 0) - (before[served]?.completion_tokens ?? 0),
    )
    expect(body.usage.attempts).toEqual([
      {
        attempt: 1,
        model: 'gpt-4o-mini',
        prompt_tokens: body.usage.prompt_tokens,
        completion_tokens: body.usage.completion_tokens,
        source: 'provider',
        cost: { amount: expect.any(String), currency: 'USD' },
      },
    ])
    expect(body.budget).toMatchObject({ limit: 1_000_000, remaining: 1_000_000 - (body.budget?.used ?? 0), held: 0 })
    expect(body.budget?.used).toBeGreaterThanOrEqual(body.usage.total_tokens)
    expect(body.budget?.resets_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
    expect([headers.get('x-request-id'), headers.get('x-powered-by')]).toEqual([body.request_id, null])
  })

  it('lets the agent use a tool, and accounts for each of its steps', async () => {
    const { status, body } = await chat(agent, STARTER, { message: 'what is 17 * 23?' })
    expect(status).toBe(200)
    expect(body.message).toBe('17 * 23 = 391')
    expect(body.usage.attempts).toHaveLength(2)
    const sum = body.usage.attempts.reduce(
      (total, attempt) => total + attempt.prompt_tokens + attempt.completion_tokens,
      0,
    )
    expect(body.usage.total_tokens).toBe(sum)
  })

  it('tells a customer their own usage, and nobody else’s', async () => {
    const { body } = await chat(agent, PRO, { message: 'how much have I used?' })
    expect(body.message).toMatch(
      /^You have used \d{1,3} of 10,000,000 tokens; 9,999,\d{3} are left\. It resets on \d{4}-\d\d-\d\d\.$/,
    )
  })

  it('remembers a thread for its customer alone', async () => {
    const first = await chat(agent, STARTER, { message: 'My name is Ada' })
    const thread_id = first.body.thread_id
    await chat(agent, STARTER, { message: 'Do you remember?', thread_id })
    const remembered = (await system.providerRequests()).at(-1)
    expect(JSON.stringify(remembered)).toContain('My name is Ada')

    const stolen = await chat(agent, PRO, { message: 'Do you remember?', thread_id })
    expect([stolen.status, stolen.body.thread_id]).toEqual([200, thread_id])
    expect(JSON.stringify((await system.providerRequests()).at(-1))).not.toContain('Ada')
  })

  it('limits what one answer may spend', async () => {
    await chat(agent, STARTER, { message: 'hello' })
    expect((await system.providerRequests()).at(-1)).toMatchObject({ max_tokens: 4096 })
  })
})

describe('denials', () => {
  it.each([
    ['no key', undefined],
    ['a wrong key', 'demo-wrong-key'],
    ['a customer reference instead of a key', 'demo-starter'],
  ])('%s is 401, before the body is looked at', async (_, key) => {
    const { status, headers, body } = await chat(agent, key, 'not even JSON')
    expect([status, body.error.code, headers.get('www-authenticate')]).toEqual([401, 'unauthenticated', 'Bearer'])
  })

  it('a model of a higher plan is 403 and names the plan, and the provider is not called', async () => {
    const before = (await system.providerRequests()).length
    const { status, body } = await chat(agent, STARTER, { message: 'Hello', model: 'gpt-4o' })
    expect(status).toBe(403)
    expect(body.error).toMatchObject({
      type: 'denied',
      code: 'model_not_entitled',
      allowed_models: ['gpt-4o-mini'],
      plans: ['Pro'],
    })
    expect((await system.providerRequests()).length).toBe(before)
    expect((await chat(agent, PRO, { message: 'Hello', model: 'gpt-4o' })).body.model).toBe('gpt-4o')
  })

  it('a used-up budget is 402 with limit, used, remaining and the time of the reset', async () => {
    const last = await chat(agent, FREE, { message: 'use up my budget' })
    expect(last.status).toBe(200)
    const before = (await system.providerRequests()).length
    const { status, body } = await chat(agent, FREE, { message: 'One more' })
    expect(status).toBe(402)
    expect(body.error).toMatchObject({
      code: 'budget_exhausted',
      feature: 'monthly_token_budget',
      limit: 50_000,
      remaining: 0,
    })
    expect(body.error['used']).toBe(last.body.usage.total_tokens)
    expect(Date.parse(String(body.error['resets_at']))).toBeGreaterThan(Date.now())
    expect((await system.providerRequests()).length).toBe(before)
  })

  it('a failure of the provider is 502 and shows nothing of it', async () => {
    const { status, body } = await chat(agent, STARTER, { message: 'answer with status 500' })
    expect([status, body.error.code]).toEqual([502, 'provider_error'])
    expect(JSON.stringify(body)).not.toMatch(/Simulated|127\.0\.0\.1|sk-/)
  })

  it.each([
    ['malformed JSON', '{"message": ', 400, 'body'],
    ['a list', '[]', 400, 'body'],
    ['no message', {}, 400, 'message'],
    ['a message of another type', { message: 7 }, 400, 'message'],
    ['an unknown field', { message: 'x', temperature: 1 }, 400, 'temperature'],
    ['an oversized body', { message: 'x'.repeat(3_000_000) }, 413, 'body'],
  ])('%s is invalid_request and names the field', async (_, given, status, field) => {
    const { status: got, body } = await chat(agent, STARTER, given)
    expect([got, body.error.code, body.error['field']]).toEqual([status, 'invalid_request', field])
  })

  it('a request id that would not survive a log is refused', async () => {
    const { status, body } = await chat(agent, STARTER, { message: 'x' }, { 'x-request-id': 'a b' })
    expect([status, body.error['field']]).toEqual([400, 'X-Request-Id'])
  })

  it('paths and methods that do not exist say so', async () => {
    const get = async (path: string, method = 'GET') => {
      const response = await fetch(`${agent.url}${path}`, { method, headers: { authorization: `Bearer ${STARTER}` } })
      return [response.status, ((await response.json()) as { error: { code: string } }).error.code]
    }
    expect(await get('/v1/nothing')).toEqual([404, 'not_found'])
    expect(await get('/v1/chat')).toEqual([405, 'method_not_allowed'])
    expect(await get('/v1/models/%ff')).toEqual([400, 'invalid_request'])
  })
})

describe('the other routes', () => {
  it('GET /v1/usage tells the customer of the key its own budget', async () => {
    const response = await fetch(`${agent.url}/v1/usage`, { headers: { authorization: `Bearer ${PRO}` } })
    expect(await response.json()).toMatchObject({
      customer: 'demo-pro',
      budgets: { monthly_token_budget: { limit: 10_000_000, held: 0 } },
    })
  })

  it('GET /healthz, /readyz and /metrics need no key', async () => {
    const get = async (path: string) => await fetch(`${agent.url}${path}`)
    expect([(await get('/healthz')).status, (await get('/readyz')).status]).toEqual([200, 200])
    const metrics = await (await get('/metrics')).text()
    expect(metrics).toMatch(/gen_ai_client_token_usage_sum\{[^}]*gen_ai_token_type="input"[^}]*\} [1-9]/)
    expect(metrics).toMatch(
      /gen_ai_client_operation_duration_seconds_count\{[^}]*gen_ai_request_model="gpt-4o-mini",error_type=""\} [1-9]/,
    )
    // A call that the provider refused ended too.
    expect(metrics).toMatch(/gen_ai_client_operation_duration_seconds_count\{[^}]*error_type="not_answered"\} [1-9]/)
    expect(metrics).toMatch(
      /http_server_request_duration_seconds_count\{[^}]*http_route="\/v1\/chat"[^}]*http_response_status_code="402"\} 1/,
    )
  })
})

describe('metering', () => {
  it('brings each attempt to the billing server as two events, with the counts that the caller was told', async () => {
    const given = await chat(agent, PRO, { message: 'what is 2 + 3?', model: 'claude-3-5-haiku' })
    const want = given.body.usage.attempts.flatMap((attempt) => [
      `completion_tokens claude-3-5-haiku ${attempt.completion_tokens}`,
      `prompt_tokens claude-3-5-haiku ${attempt.prompt_tokens}`,
    ])
    const haiku = async () => (await system.eventsOf('demo-pro')).filter((event) => event.includes('haiku'))
    await expect.poll(haiku).toEqual(want.sort())
  })
})

describe('a customer of Prepaid', () => {
  it('is denied when the credits are used up, and served again after a top-up', async () => {
    expect((await chat(agent, PREPAID, { message: 'Good morning' })).status).toBe(200)
    const { client } = system
    const named = (idOrRef: string) => ({ params: { path: { idOrRef } } })
    const { id: customer_id } = await unwrap(client.GET('/v1/customers/{idOrRef}', named('demo-prepaid')))
    // Another application uses all of the 1,000 credits.
    const used = {
      customer_reference: 'demo-prepaid',
      meter_reference: 'completion_tokens',
      reference: 'used-elsewhere',
    }
    const timestamp = `${new Date().toISOString().slice(0, 19)}Z`
    const meter_values = [{ reference: 'token_count', number: '2500000' }]
    const meter_properties = [{ reference: 'model_id', value: 'claude-3-5-haiku' }]
    const body = { ...used, timestamp, meter_values, meter_properties }
    await unwrap(client.POST('/v1/ingest/meter-data', { body }))
    const other = await system.agent()
    const denied = await chat(other, PREPAID, { message: 'Good evening' })
    expect([denied.status, denied.body.error]).toMatchObject([
      402,
      {
        code: 'credits_exhausted',
        wallet: { id: expect.any(String), credit_type_id: expect.any(String), held: '0', missing: expect.any(String) },
      },
    ])
    const { data } = await unwrap(client.GET('/v1/wallets', { params: { query: { customer_id: customer_id ?? '' } } }))
    const { id: billing_entity_id } = await unwrap(client.GET('/v1/billing-entities/{idOrRef}', named('demo')))
    const { id: credit_type_id } = await unwrap(client.GET('/v1/credit-types/{idOrRef}', named('ai_credit')))
    const wallet = { customer_id: customer_id ?? '', billing_entity_id: billing_entity_id ?? '' }
    const grant_credits = { quantity: '100', credit_type_id: credit_type_id ?? '' }
    const grant = { ...wallet, wallet_id: data[0]?.id ?? '', grant_credits }
    await unwrap(client.POST('/v1/wallet-grants', { body: grant }))
    await expect
      .poll(async () => (await chat(other, PREPAID, { message: 'Good night' })).status, { interval: 500 })
      .toBe(200)
  })
})
