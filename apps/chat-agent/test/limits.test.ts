import { apply, defineCatalog } from '@tallygate/catalog'
import { type BillingClient, unwrap } from '@tallygate/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CustomerKeys } from '../src/configuration/customer-keys.ts'
import type { ChatAgent } from '../src/create-chat-agent.ts'
import { AgentUnderTest, chat, journalEntries } from './agent-under-test.ts'
import { ScriptedProvider } from './scripted-provider.ts'

const generous = {
  monthly_token_budget: 10_000_000,
  available_models: ['gpt-4o', 'gpt-4o-mini'],
  requests_per_minute: 600,
} as const
const free = { type: 'FLAT', price: '0', per: 1000 } as const
const rates = { prompt_tokens_item: free, completion_tokens_item: free, web_searches_item: free }

/** Plans with limits that those of the demo do not have. */
const catalog = defineCatalog({
  meters: {
    prompt_tokens: { name: 'Prompt tokens', values: ['token_count'], properties: ['model_id'] },
    completion_tokens: { name: 'Completion tokens', values: ['token_count'], properties: ['model_id'] },
    web_searches: { name: 'Web searches', values: ['search_count'], properties: ['model_id'] },
  },
  meterValues: {
    token_count: { name: 'Token count', type: 'NUMBER' },
    search_count: { name: 'Search count', type: 'NUMBER' },
  },
  meterProperties: { model_id: { name: 'Model id', type: 'STRING' } },
  calculations: {
    prompt_tokens_sum: { name: 'Prompt tokens', type: 'SUM', meter: 'prompt_tokens', value: 'token_count' },
    completion_tokens_sum: { name: 'Completion tokens', type: 'SUM', meter: 'completion_tokens', value: 'token_count' },
    web_searches_sum: { name: 'Web searches', type: 'SUM', meter: 'web_searches', value: 'search_count' },
  },
  features: {
    monthly_token_budget: { name: 'Monthly token budget', type: 'NUMBER' },
    available_models: { name: 'Available models', type: 'ENUM', values: ['gpt-4o', 'gpt-4o-mini'] },
    requests_per_minute: { name: 'Requests per minute', type: 'NUMBER' },
    requests_per_day: { name: 'Requests per day', type: 'NUMBER' },
    concurrent_requests: { name: 'Concurrent requests', type: 'NUMBER' },
    monthly_spend_limit: { name: 'Money a month', type: 'AMOUNT' },
  },
  productCategories: { ai: { name: 'AI' } },
  products: {
    ai_agent: {
      name: 'AI Agent',
      category: 'ai',
      features: [
        'monthly_token_budget',
        'available_models',
        'requests_per_minute',
        'requests_per_day',
        'concurrent_requests',
        'monthly_spend_limit',
      ],
      items: {
        prompt_tokens_item: { name: 'Prompt tokens', calculation: 'prompt_tokens_sum' },
        completion_tokens_item: { name: 'Completion tokens', calculation: 'completion_tokens_sum' },
        web_searches_item: { name: 'Web searches', calculation: 'web_searches_sum' },
      },
    },
  },
  plans: {
    daily: {
      name: 'Daily',
      currency: 'USD',
      pricings: { ai_agent: { rates, entitlements: { ...generous, requests_per_day: 3, concurrent_requests: 100 } } },
    },
    single: {
      name: 'Single',
      currency: 'USD',
      pricings: { ai_agent: { rates, entitlements: { ...generous, requests_per_day: 1000, concurrent_requests: 2 } } },
    },
    capped: {
      name: 'Capped',
      currency: 'USD',
      pricings: {
        ai_agent: {
          rates: { prompt_tokens_item: { ...free, price: '0.1' }, completion_tokens_item: { ...free, price: '1' } },
          entitlements: {
            ...generous,
            requests_per_day: 1000,
            concurrent_requests: 100,
            monthly_spend_limit: { quantity: '5', currency: 'USD' },
          },
        },
      },
    },
  },
})

const KEYS = {
  'key-of-daily': 'daily-customer',
  'key-of-single': 'single-customer',
  'key-of-capped': 'capped-customer',
}

let system: AgentUnderTest
let agent: ChatAgent

beforeAll(async () => {
  system = await AgentUnderTest.start({}, async (client) => {
    await apply(client, catalog)
    await unwrap(
      client.POST('/v1/billing-entities', { body: { reference: 'demo', legal_name: 'Demo', timezone: 'UTC' } }),
    )
    await subscribe(client, 'daily-customer', 'daily')
    await subscribe(client, 'single-customer', 'single')
    await subscribe(client, 'capped-customer', 'capped')
  })
  agent = await system.agent({ customerKeys: new CustomerKeys(KEYS) })
})
afterAll(() => system?.stop())

async function subscribe(client: BillingClient, reference: string, plan: string): Promise<void> {
  const customer = await unwrap(
    client.POST('/v1/customers', {
      body: {
        type: 'ORGANIZATION',
        reference,
        status: 'ACTIVE',
        timezone: 'UTC',
        email: 'a@demo.example',
        organization: { legal_name: reference },
      },
    }),
  )
  const subscription = await unwrap(
    client.POST('/v1/pricing-plan-subscriptions', {
      body: {
        customer_id: customer.id ?? '',
        billing_entity_reference: 'demo',
        billing_period: { type: 'MONTH', value: 1 },
        billing_currency: 'USD',
        billing_time: 'EXACT',
        type: 'BILLING',
      },
    }),
  )
  const id = subscription.id ?? ''
  await unwrap(
    client.POST('/v1/pricing-plan-schedules', {
      body: {
        pricing_plan_subscription_id: id,
        pricing_plan_version_selector: { pricing_plan_reference: plan, type: 'LATEST' },
        start_at: `${new Date().toISOString().slice(0, 10)}T00:00:00Z`,
      },
    }),
  )
  await unwrap(
    client.PATCH('/v1/pricing-plan-subscriptions/{id}', { params: { path: { id } }, body: { status: 'ACTIVE' } }),
  )
}

describe('limits that a plan may have', () => {
  it('requests per day: 429 with limit, used and the time of the reset; the steps of an agent are one request', async () => {
    for (const message of ['what is 2 + 2?', 'hello', 'hello again'])
      expect((await chat(agent, 'key-of-daily', { message })).status).toBe(200)
    const { status, body, headers } = await chat(agent, 'key-of-daily', { message: 'one too many' })
    expect([status, body.error]).toMatchObject([
      429,
      {
        code: 'rate_limited',
        feature: 'requests_per_day',
        limit: 3,
        used: 3,
        remaining: 0,
        resets_at: expect.any(String),
      },
    ])
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(60 * 60)
    const passed = await fetch(`${agent.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: 'Bearer key-of-daily', 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content: 'hello' }] }),
    })
    expect(passed.status).toBe(429)
  })

  it('concurrent requests: 429 with how many run, and room again when they have ended', async () => {
    const running = [1, 2].map((number) => chat(agent, 'key-of-single', { message: `take 1500 ms, ${number}` }))
    await expect.poll(() => journalEntries(agent, 'open')).toBe(2)
    const { status, body, headers } = await chat(agent, 'key-of-single', { message: 'a third' })
    expect([status, body.error]).toMatchObject([
      429,
      { code: 'too_many_concurrent', feature: 'concurrent_requests', limit: 2, used: 2, remaining: 0 },
    ])
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await Promise.all(running)).map((answer) => answer.status)).toEqual([200, 200])
    expect((await chat(agent, 'key-of-single', { message: 'a third' })).status).toBe(200)
  })
})

describe('a tool that the provider runs', () => {
  const asked = { model: 'gpt-4o', input: 'Who won?', tools: [{ type: 'web_search' }] }
  const ask = async (from: ChatAgent) => {
    const response = await fetch(`${from.url}/v1/responses`, {
      method: 'POST',
      headers: { authorization: 'Bearer key-of-single', 'content-type': 'application/json' },
      body: JSON.stringify(asked),
    })
    await response.text()
    return response.status
  }

  it('is refused, unless the operator lists it and maps what it costs: then each search is an event', async () => {
    const provider = await ScriptedProvider.start()
    provider.script = (_, response) => {
      const search = { type: 'web_search_call', action: { type: 'search' } }
      const usage = { input_tokens: 900, output_tokens: 20, total_tokens: 920 }
      const body = { object: 'response', status: 'completed', model: 'gpt-4o', output: [search, search], usage }
      response.setHeader('content-type', 'application/json').end(JSON.stringify(body))
    }
    const searching = await system.agent({
      customerKeys: new CustomerKeys(KEYS),
      provider: { apiKey: 'sk-scripted', baseUrl: provider.baseUrl },
      allowedMembers: ['tools.web_search'],
      quantities: { searches: { meter: 'web_searches', value: 'search_count' } },
    })
    expect([await ask(agent), await ask(searching)]).toEqual([400, 200])
    expect(provider.asked).toMatchObject([{ tools: [{ type: 'web_search' }], store: false }])
    await expect.poll(() => journalEntries(searching, 'pending')).toBe(0)
    const { id } = await unwrap(
      system.client.GET('/v1/customers/{idOrRef}', { params: { path: { idOrRef: 'single-customer' } } }),
    )
    const query = { customer_id: id ?? '', page: 1, limit: 50 }
    const { data } = await unwrap(system.client.GET('/v1/ingest/meter-data', { params: { query } }))
    const searches = data?.filter((event) => event.meter_reference === 'web_searches')
    expect(searches).toMatchObject([{ meter_values: [{ reference: 'search_count', number: '2' }] }])
    await provider.stop()
  })
})

describe('a limit on money', () => {
  interface Spent {
    readonly spend: { readonly monthly_spend_limit: { readonly used: string; readonly remaining: string } }
  }
  const headers = { authorization: 'Bearer key-of-capped', 'content-type': 'application/json' }
  const spent = async () =>
    ((await (await fetch(`${agent.url}/v1/usage`, { headers })).json()) as Spent).spend.monthly_spend_limit
  const complete = async (content: string) =>
    await fetch(`${agent.url}/v1/chat/completions`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ model: 'gpt-4o', max_tokens: 100, messages: [{ role: 'user', content }] }),
    })

  it('is told with what each request cost, in headers, in answers and in the usage, to the last digit', async () => {
    const completion = await complete('Good morning')
    const { usage } = (await completion.json()) as { usage: { prompt_tokens: number; completion_tokens: number } }
    const tenThousandths = usage.prompt_tokens + 10 * usage.completion_tokens
    const cost = (tenThousandths / 10_000).toString()
    expect(completion.headers.get('tallygate-cost')).toBe(`${cost} USD`)
    expect(await spent()).toMatchObject({ currency: 'USD', limit: '5', used: cost, held: '0' })

    const { headers: ofChat, body } = await chat(agent, 'key-of-capped', { message: 'What is 2 + 2?' })
    const { cost: sum, attempts } = body.usage as unknown as { cost: { amount: string }; attempts: { cost: object }[] }
    expect(ofChat.get('tallygate-cost')).toBe(`${sum.amount} USD`)
    expect(attempts.every((attempt) => 'cost' in attempt)).toBe(true)
    expect(Number((await spent()).used)).toBeCloseTo(Number(cost) + Number(sum.amount), 9)
  })

  it('denies what costs more than is left, with its currency', async () => {
    const { used } = await spent()
    const denied = await complete('word '.repeat(100_000))
    expect([denied.status, await denied.json()]).toMatchObject([
      402,
      { error: { code: 'budget_exhausted', feature: 'monthly_spend_limit', currency: 'USD', limit: '5', used } },
    ])
    expect((await spent()).used).toBe(used)
  })
})
