import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ChatAgent } from '../src/create-chat-agent.ts'
import { AgentUnderTest, FREE, STARTER } from './agent-under-test.ts'
import { answerWith, ScriptedProvider } from './scripted-provider.ts'

let system: AgentUnderTest
let provider: ScriptedProvider
let agent: ChatAgent

beforeAll(async () => {
  ;[system, provider] = await Promise.all([AgentUnderTest.start(), ScriptedProvider.start()])
  agent = await system.agent({ provider: { apiKey: 'sk-scripted', baseUrl: provider.baseUrl } })
}, 90_000)
afterAll(async () => {
  await system?.stop()
  await provider?.stop()
}, 60_000)
beforeEach(() => {
  provider.script = (asked, response) => answerWith(response, { model: asked.model })
  provider.asked.length = 0
})

const messages = [{ role: 'user', content: 'Good morning' }]

async function complete(key: string, body: object, headers: Record<string, string> = {}) {
  const response = await fetch(`${agent.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ model: 'gpt-4o-mini', messages, ...body }),
  })
  const text = await response.text()
  const error = response.ok ? undefined : (JSON.parse(text) as { error: Record<string, unknown> }).error
  return { status: response.status, text, error, headers: response.headers }
}

async function budgetOf(key: string): Promise<{ readonly used: number; readonly limit: number }> {
  const response = await fetch(`${agent.url}/v1/usage`, { headers: { authorization: `Bearer ${key}` } })
  return ((await response.json()) as { budgets: { monthly_token_budget: { used: number; limit: number } } }).budgets
    .monthly_token_budget
}

describe('a request that says in many ways how much it may cost', () => {
  it('does not get more than the budget: the provider spends the largest limit that it is given', async () => {
    provider.script = (asked, response) => {
      const spent = Math.max(asked.max_tokens ?? 0, asked.max_completion_tokens ?? 0)
      const usage = { prompt_tokens: 10, completion_tokens: spent, total_tokens: spent + 10 }
      answerWith(response, { model: asked.model, usage })
    }
    const body = { max_tokens: 50_000, max_completion_tokens: 16 }
    const statuses = await Promise.all(Array.from({ length: 9 }, async () => (await complete(FREE, body)).status))
    expect(statuses).toContain(200)
    expect(statuses).toContain(402)
    const { used, limit } = await budgetOf(FREE)
    expect(limit).toBe(50_000)
    expect(used).toBeLessThanOrEqual(50_000)
  })
})

describe('a request that names further models', () => {
  it.each([
    ['models', { models: ['gpt-4o-mini', 'gpt-4o'] }],
    ['fallbacks', { fallbacks: [{ model: 'gpt-4o' }] }],
    ['fallbacks by model', { fallbacks: [{ 'gpt-4o-mini': ['gpt-4o'] }] }],
  ])('is denied when one of them is not in the plan: %s', async (_, body) => {
    const { status, error } = await complete(STARTER, body)
    expect([status, error?.['code']]).toEqual([403, 'model_not_entitled'])
    expect(provider.asked).toEqual([])
  })

  it('reaches the provider when all are', async () => {
    expect((await complete(STARTER, { models: ['gpt-4o-mini'] })).status).toBe(200)
    expect(provider.asked[0]).toMatchObject({ models: ['gpt-4o-mini'] })
  })

  it('is refused where it may choose one in a way that is not known', async () => {
    const { status, error } = await complete(STARTER, { route: 'fallback' })
    expect([status, error?.['param']]).toEqual([400, 'route'])
    expect(error?.['message']).toContain('route')
  })
})
