import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CustomerKeys } from '../src/configuration/customer-keys.ts'
import type { ChatAgent } from '../src/create-chat-agent.ts'
import { AgentUnderTest, chat } from './agent-under-test.ts'

const ADA = 'demo-team-ada-key'
const LIN = 'demo-team-lin-key'

let system: AgentUnderTest
let agent: ChatAgent

beforeAll(async () => {
  system = await AgentUnderTest.start()
  agent = await system.agent()
})
afterAll(() => system?.stop())

async function usage(key: string, of: ChatAgent = agent): Promise<Record<string, unknown>> {
  const response = await fetch(`${of.url}/v1/usage`, { headers: { authorization: `Bearer ${key}` } })
  expect(response.status).toBe(200)
  return (await response.json()) as Record<string, unknown>
}

describe('the users of a team', () => {
  it('share the limits of the team, and have limits of their own', async () => {
    const { status, body } = await chat(agent, ADA, { message: 'Good morning' })
    expect(status).toBe(200)
    const { prompt_tokens: prompt, completion_tokens: completion } = body.usage
    const cost = (prompt * 0.00015 + completion * 0.0006) / 1_000
    const ada = await usage(ADA)
    expect(ada).toMatchObject({
      customer: 'demo-team',
      budgets: { monthly_token_budget: { limit: 1_000_000, used: prompt + completion } },
      spend: { monthly_spend_limit: { currency: 'USD', limit: '10', held: '0' } },
      scopes: [{ kind: 'user', id: 'ada', of: { currency: 'USD' }, per: 'day', limit: '0.5', held: '0' }],
    })
    const { scopes } = ada as { scopes: { used: string }[] }
    expect(Number(scopes[0]?.used)).toBeCloseTo(cost, 9)
    expect(await usage(LIN)).toMatchObject({
      budgets: { monthly_token_budget: { used: prompt + completion } },
      spend: { monthly_spend_limit: { used: scopes[0]?.used } },
      scopes: [
        { id: 'lin', of: { currency: 'USD' }, limit: '0.05', used: '0' },
        { id: 'lin', of: 'requests', limit: 20, used: 0 },
      ],
    })
  })

  it('are stopped one by one, and told which level was short', async () => {
    const user = (id: string, limit: number) => ({
      customer: 'demo-team',
      scopes: [{ kind: 'user', id, limits: [{ limit, of: 'requests', per: 'day' }] }] as const,
    })
    const customerKeys = new CustomerKeys({ 'one-call-key': user('max', 1), 'many-calls-key': user('eve', 9) })
    const own = await system.agent({ customerKeys })
    expect((await chat(own, 'one-call-key', { message: 'Hello' })).status).toBe(200)
    const denied = await chat(own, 'one-call-key', { message: 'Hello again' })
    expect(denied.status).toBe(402)
    expect(denied.body.error).toMatchObject({
      code: 'budget_exhausted',
      scope: { kind: 'user', id: 'max', of: 'requests', per: 'day' },
      limit: 1,
      used: 1,
      remaining: 0,
    })
    const passed = await fetch(`${own.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer one-call-key' },
      body: JSON.stringify({ model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'Hello' }] }),
    })
    expect([passed.status, await passed.json()]).toMatchObject([402, { error: { scope: { id: 'max' } } }])
    expect((await chat(own, 'many-calls-key', { message: 'Hello' })).status).toBe(200)
  })

  it('get no answers of each other, under the same request id or in the same thread', async () => {
    const headers = { 'x-request-id': 'same-id' }
    const ask = (key: string, threadId?: string) =>
      chat(
        agent,
        key,
        { message: 'What did I say?', ...(threadId === undefined ? {} : { thread_id: threadId }) },
        headers,
      )
    const first = await ask(ADA)
    expect((await ask(ADA)).body.thread_id).toBe(first.body.thread_id)
    expect((await ask(LIN)).body.thread_id).not.toBe(first.body.thread_id)
    const go = (key: string) => chat(agent, key, { message: 'And now?', thread_id: first.body.thread_id })
    // A thread of somebody else is a new one: nothing of it is sent to the provider.
    const [own, other] = [await go(ADA), await go(LIN)]
    expect(own.body.usage.prompt_tokens).toBeGreaterThan(other.body.usage.prompt_tokens)
  })
})
