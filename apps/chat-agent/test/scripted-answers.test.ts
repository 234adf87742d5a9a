import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ChatAgent } from '../src/create-chat-agent.ts'
import { AgentUnderTest, chat, FREE, PRO, STARTER } from './agent-under-test.ts'
import { answerWith, ScriptedProvider, streamOf } from './scripted-provider.ts'

let system: AgentUnderTest
let provider: ScriptedProvider
let agent: ChatAgent

beforeAll(async () => {
  ;[system, provider] = await Promise.all([AgentUnderTest.start(), ScriptedProvider.start()])
  agent = await system.agent({ provider: { apiKey: 'sk-scripted', baseUrl: provider.baseUrl } })
})
afterAll(async () => {
  await system?.stop()
  await provider?.stop()
})
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

describe('an answer whose counts do not stand where they usually do', () => {
  it.each([
    [
      'reasoning beside the completion',
      {
        prompt_tokens: 100,
        completion_tokens: 20,
        total_tokens: 620,
        completion_tokens_details: { reasoning_tokens: 500 },
      },
      620,
    ],
    [
      'reasoning and nothing else',
      {
        prompt_tokens: 21,
        completion_tokens: 0,
        total_tokens: 81,
        completion_tokens_details: { reasoning_tokens: 60 },
      },
      81,
    ],
    [
      'cached tokens beside the prompt',
      {
        prompt_tokens: 50,
        completion_tokens: 20,
        total_tokens: 1_070,
        prompt_tokens_details: { cached_tokens: 1_000 },
      },
      1_070,
    ],
  ])('counts the same by both routes, and all of it: %s', async (_, usage, total) => {
    provider.script = (asked, response) => answerWith(response, { model: asked.model, usage })
    const before = (await budgetOf(PRO)).used
    expect((await complete(PRO, {})).status).toBe(200)
    const between = (await budgetOf(PRO)).used
    expect((await chat(agent, PRO, { message: 'Good morning' })).status).toBe(200)
    expect([between - before, (await budgetOf(PRO)).used - between]).toEqual([total, total])
  })
})

describe('a prompt with pictures', () => {
  const picture = (url: string) => ({ type: 'image_url', image_url: { url } })

  it('is not held by its bytes, and pictures by address are held', async () => {
    const photo = picture(`data:image/jpeg;base64,${Buffer.alloc(160_000, 7).toString('base64')}`)
    expect((await complete(STARTER, { messages: [{ role: 'user', content: [photo] }], max_tokens: 10 })).status).toBe(
      200,
    )
    const held = await heldWhile(() =>
      complete(STARTER, {
        max_tokens: 10,
        messages: [
          {
            role: 'user',
            content: Array.from({ length: 10 }, (_, index) => picture(`https://pictures.example/${index}.jpg`)),
          },
        ],
      }),
    )
    expect(held).toBeGreaterThan(5_000)
  })

  /** Tokens that Starter has held while the provider answers. */
  async function heldWhile(ask: () => Promise<unknown>): Promise<number> {
    let held = 0
    provider.script = (asked, response) =>
      void heldBy(STARTER).then((tokens) => {
        held = tokens
        answerWith(response, { model: asked.model })
      })
    await ask()
    return held
  }

  async function heldBy(key: string): Promise<number> {
    const response = await fetch(`${agent.url}/v1/usage`, { headers: { authorization: `Bearer ${key}` } })
    return ((await response.json()) as { budgets: { monthly_token_budget: { held: number } } }).budgets
      .monthly_token_budget.held
  }
})

describe('an answer by a model under another id', () => {
  const otherModels = async () =>
    /^tallygate_other_model_billed_total\{gen_ai_request_model="gpt-4o-mini"\} (\d+)$/m.exec(
      await (await fetch(`${agent.url}/metrics`)).text(),
    )?.[1]

  it('is billed as the asked model where it is its snapshot, whether a table has it or not', async () => {
    provider.script = (_, response) => answerWith(response, { model: 'gpt-4o-mini-2031-01-01' })
    expect((await complete(STARTER, {})).headers.get('tallygate-model')).toBe('gpt-4o-mini')
    expect(await otherModels()).toBeUndefined()
  })

  it('is billed as itself where it is another, and that is counted', async () => {
    provider.script = (_, response) => answerWith(response, { model: 'gpt-4o-2024-08-06' })
    expect((await complete(STARTER, {})).headers.get('tallygate-model')).toBe('gpt-4o')
    expect(await otherModels()).toBe('1')
  })
})

describe('a stream that ends without [DONE]', () => {
  const content = {
    model: 'gpt-4o-mini',
    choices: [{ index: 0, delta: { content: 'Good morning.' }, finish_reason: null }],
  }
  const finish = { model: 'gpt-4o-mini', choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }
  const usage = {
    model: 'gpt-4o-mini',
    choices: [],
    usage: { prompt_tokens: 9, completion_tokens: 3, total_tokens: 12 },
  }
  const asked = { stream: true, stream_options: { include_usage: true } }

  it('is complete when its finish reason and usage came, is billed, and is kept for a retry', async () => {
    provider.script = (_, response) => streamOf(response, [content, finish, usage])
    const before = (await budgetOf(STARTER)).used
    const first = await complete(STARTER, asked, { 'x-request-id': 'no-done-1' })
    expect(first.text).toContain('"total_tokens":12')
    expect(first.text).not.toContain('error')
    const again = await complete(STARTER, asked, { 'x-request-id': 'no-done-1' })
    expect([again.text, again.headers.get('tallygate-replayed')]).toEqual([first.text, 'true'])
    expect((await budgetOf(STARTER)).used - before).toBe(12)
  })

  it('is complete when its last event misses the empty line', async () => {
    provider.script = (_, response) => {
      response.setHeader('content-type', 'text/event-stream')
      response.end(`${[content, finish, usage].map((event) => `data: ${JSON.stringify(event)}`).join('\n\n')}\n`)
    }
    expect((await complete(STARTER, asked)).text).toContain('"total_tokens":12')
  })

  it('has broken off when they did not', async () => {
    provider.script = (_, response) => streamOf(response, [content])
    expect((await complete(STARTER, asked)).text).toContain('"code":"provider_error"')
  })
})

describe('an agent that comes to no answer within its steps', () => {
  let calls = 0
  const toolCall = () => {
    calls += 1
    return { id: `call_${calls}`, type: 'function', function: { name: 'current_time', arguments: '{}' } }
  }

  it.each([
    ['in one piece', false],
    ['as a stream', true],
  ])(
    'says so with a code that no client retries, and a repeat under its id is not billed again: %s',
    async (_, stream) => {
      provider.script = (asked, response) => {
        if (asked.stream !== true)
          return answerWith(response, { model: asked.model, message: { tool_calls: [toolCall()] } })
        streamOf(response, [
          {
            model: asked.model,
            choices: [
              {
                index: 0,
                delta: { role: 'assistant', tool_calls: [{ index: 0, ...toolCall() }] },
                finish_reason: 'tool_calls',
              },
            ],
          },
          { model: asked.model, choices: [], usage: { prompt_tokens: 9, completion_tokens: 3, total_tokens: 12 } },
          '[DONE]',
        ])
      }
      const before = (await budgetOf(PRO)).used
      const ask = async () => {
        const response = await fetch(`${agent.url}/v1/chat`, {
          method: 'POST',
          headers: {
            authorization: `Bearer ${PRO}`,
            'content-type': 'application/json',
            'x-request-id': `endless-${stream}`,
          },
          body: JSON.stringify({ message: 'What time is it?', stream }),
        })
        return { status: response.status, text: await response.text() }
      }
      const answers = [await ask(), await ask(), await ask()]
      const spent = (await budgetOf(PRO)).used - before
      expect(answers.map(({ status }) => status)).toEqual([stream ? 200 : 422, 422, 422])
      for (const { text } of answers) {
        expect(text).toContain('"code":"out_of_steps"')
        expect(text).toContain(`"total_tokens":${spent}`)
      }
      expect(provider.asked).toHaveLength(8)
      expect(spent).toBe(8 * 12)
    },
  )
})

describe('a provider that asks to wait', () => {
  it.each([
    ['two minutes', '120', 120],
    ['until a date', () => new Date(Date.now() + 600_000).toUTCString(), 500],
  ])('%s: both routes pass it on', async (_, header, atLeastSeconds) => {
    provider.script = (_asked, response) => {
      const retryAfter = typeof header === 'string' ? header : header()
      response.writeHead(429, { 'content-type': 'application/json', 'retry-after': retryAfter })
      response.end('{"error":{"message":"slow down"}}')
    }
    const passed = await complete(PRO, {})
    const asked = await chat(agent, PRO, { message: 'Good morning' })
    for (const [status, code, headers] of [
      [passed.status, passed.error?.['code'], passed.headers],
      [asked.status, asked.body.error.code, asked.headers],
    ] as const) {
      expect([status, code]).toEqual([429, 'provider_rate_limited'])
      expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(atLeastSeconds)
    }
  })
})
