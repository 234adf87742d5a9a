import Anthropic, { APIError as AnthropicError } from '@anthropic-ai/sdk'
import { CountingProvider } from '@tallygate/test-kit'
import { QUICKSTARTS } from '@tallygate/test-kit/quickstarts'
import OpenAI, { APIError } from 'openai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ChatAgent } from '../src/create-chat-agent.ts'
import { AgentUnderTest, journalEntries, PRO, STARTER } from './agent-under-test.ts'

/*
 * Programs as the quickstarts of the SDKs have them, of which only the base URL and the key are changed, and a provider
 * that counts by itself.
 */
let system: AgentUnderTest
let provider: CountingProvider
let agent: ChatAgent

beforeAll(async () => {
  ;[system, provider] = await Promise.all([AgentUnderTest.start(), CountingProvider.start()])
  agent = await system.agent({
    provider: { apiKey: 'sk-openai', baseUrl: `${provider.url}/v1` },
    anthropic: { apiKey: 'sk-anthropic', baseUrl: provider.url },
    modelIds: { 'text-embedding-3-small': 'gpt-4o-mini', 'gpt-image-1': 'gpt-4o' },
  })
})
afterAll(async () => {
  await system?.stop()
  await provider?.[Symbol.asyncDispose]()
})

async function used(key: string): Promise<number> {
  const response = await fetch(`${agent.url}/v1/usage`, { headers: { authorization: `Bearer ${key}` } })
  return ((await response.json()) as { budgets: { monthly_token_budget: { used: number } } }).budgets
    .monthly_token_budget.used
}

/** Tokens of the billing server's events of a customer, once the agent has delivered everything. */
async function billed(customer: string): Promise<number> {
  await expect.poll(() => journalEntries(agent, 'pending')).toBe(0)
  const events = await system.eventsOf(customer)
  return events.reduce((sum, event) => sum + Number(event.split(' ').at(-1)), 0)
}

function sum({ prompt, completion }: { readonly prompt: number; readonly completion: number }): number {
  return prompt + completion
}

async function thrown(work: Promise<unknown>): Promise<unknown> {
  return await work.then(
    () => undefined,
    (error: unknown) => error,
  )
}

describe('an unchanged program', () => {
  it.each(Object.entries(QUICKSTARTS).filter(([name]) => !/google/i.test(name)))(
    '%s: gets what it would get from the provider, and is counted as the provider counts',
    async (_, program) => {
      const bare = await program({ url: provider.url, apiKey: 'none' })
      const [from, before] = [provider.calls.length, await used(PRO)]
      expect(await program({ url: agent.url, apiKey: PRO })).toEqual(bare)
      const counted = sum(provider.counted(from))
      expect(counted).toBeGreaterThan(0)
      expect((await used(PRO)) - before).toBe(counted)
    },
  )

  it('is billed what the provider counted, all of them together', async () => {
    const asked = provider.calls.filter(({ headers }) => /^(Bearer )?sk-/.test(keyOf(headers)))
    const counted = asked.reduce((tokens, call) => tokens + call.prompt + call.completion, 0)
    expect(await billed('demo-pro')).toBe(counted)
  })
})

function keyOf(headers: Readonly<Record<string, string | readonly string[] | undefined>>): string {
  return String(headers['x-api-key'] ?? headers['authorization'])
}

describe('a customer of the agent', () => {
  it('sends its own key, and the provider gets the agent’s and nothing of the caller’s headers', async () => {
    await new Anthropic({ apiKey: PRO, baseURL: agent.url, maxRetries: 0 }).messages.create(
      { model: 'claude-3-5-haiku', max_tokens: 10, messages: [{ role: 'user', content: 'hi' }] },
      { headers: { 'anthropic-beta': 'interleaved-thinking-2025-05-14', 'idempotency-key': 'mine' } },
    )
    expect(provider.calls.at(-1)?.headers).toMatchObject({
      'x-api-key': 'sk-anthropic',
      'anthropic-version': expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/),
      'anthropic-beta': 'interleaved-thinking-2025-05-14',
    })
    await new Anthropic({ authToken: PRO, apiKey: null, baseURL: agent.url, maxRetries: 0 }).messages.create({
      model: 'claude-3-5-haiku',
      max_tokens: 10,
      messages: [{ role: 'user', content: 'hi' }],
    })
    const openai = new OpenAI({ apiKey: PRO, baseURL: `${agent.url}/v1`, organization: 'org-x', project: 'proj-x' })
    await openai.responses.create({ model: 'gpt-4o', input: 'hi' }, { idempotencyKey: 'mine' })
    const { headers } = provider.calls.at(-1) ?? {}
    expect(headers).toMatchObject({ authorization: 'Bearer sk-openai' })
    const names = provider.calls.slice(-3).flatMap((call) => Object.keys(call.headers))
    const callers = /organization|project|idempotency|stainless|user-agent/
    expect(names.filter((name) => callers.test(name))).toEqual([])
  })

  it('sees denials and refusals as errors of its protocol', async () => {
    const anthropic = new Anthropic({ apiKey: STARTER, baseURL: agent.url, maxRetries: 0 })
    const messages = [{ role: 'user' as const, content: 'hi' }]
    const denied = await thrown(anthropic.messages.create({ model: 'claude-3-5-haiku', max_tokens: 10, messages }))
    expect(denied).toBeInstanceOf(AnthropicError)
    expect(denied).toMatchObject({
      status: 403,
      error: {
        type: 'error',
        error: { type: 'permission_error', code: 'model_not_entitled', allowed_models: ['gpt-4o-mini'] },
        request_id: expect.any(String),
      },
    })
    const stranger = new Anthropic({ apiKey: 'nobody-knows', baseURL: agent.url, maxRetries: 0 })
    expect(
      await thrown(stranger.messages.create({ model: 'claude-3-5-haiku', max_tokens: 10, messages })),
    ).toMatchObject({ status: 401, error: { error: { type: 'authentication_error' } } })
    const beta = { headers: { 'anthropic-beta': 'files-api-2025-04-14' } }
    expect(
      await thrown(anthropic.messages.create({ model: 'gpt-4o-mini', max_tokens: 10, messages }, beta)),
    ).toMatchObject({ status: 400, error: { error: { field: 'anthropic-beta' } } })

    const openai = new OpenAI({ apiKey: PRO, baseURL: `${agent.url}/v1`, maxRetries: 0 })
    const background = await thrown(openai.responses.create({ model: 'gpt-4o', input: 'hi', background: true }))
    expect(background).toBeInstanceOf(APIError)
    expect(background).toMatchObject({ status: 400, code: 'invalid_request', param: 'background' })
  })

  it('is told in the stream when the provider breaks off, in its protocol', async () => {
    const anthropic = new Anthropic({ apiKey: PRO, baseURL: agent.url, maxRetries: 0 })
    const stream = anthropic.messages.stream({
      model: 'claude-3-5-haiku',
      max_tokens: 100,
      messages: [{ role: 'user', content: 'please cut' }],
    })
    expect(await thrown(stream.finalText())).toMatchObject({ error: { error: { type: 'api_error' } } })
    const openai = new OpenAI({ apiKey: PRO, baseURL: `${agent.url}/v1`, maxRetries: 0 })
    const reading = async () => {
      for await (const _ of await openai.responses.create({ model: 'gpt-4o', input: 'please cut', stream: true }));
    }
    expect(await thrown(reading())).toMatchObject({ code: 'provider_error' })
  })
})
