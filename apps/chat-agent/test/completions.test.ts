import { request } from 'node:http'
import type { AIMessageChunk } from '@langchain/core/messages'
import { ChatOpenAI } from '@langchain/openai'
import OpenAI, { APIError } from 'openai'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ChatAgent } from '../src/create-chat-agent.ts'
import { AgentUnderTest, FREE, journalEntries, PRO, STARTER } from './agent-under-test.ts'

let system: AgentUnderTest
let agent: ChatAgent
const openai = (apiKey: string) => new OpenAI({ apiKey, baseURL: `${agent.url}/v1`, maxRetries: 0 })
const ask = (content: string) => [{ role: 'user' as const, content }]

beforeAll(async () => {
  system = await AgentUnderTest.start()
  agent = await system.agent()
})
afterAll(() => system?.stop())

/** Counts the tokens that the provider added during `work`, in all models. */
async function counted(work: () => Promise<unknown>): Promise<{ prompt: number; completion: number }> {
  const sum = async () => {
    const lines = Object.values(await system.providerTotals())
    return [
      lines.reduce((total, line) => total + line.prompt_tokens, 0),
      lines.reduce((total, line) => total + line.completion_tokens, 0),
    ] as const
  }
  const before = await sum()
  await work()
  const after = await sum()
  return { prompt: after[0] - before[0], completion: after[1] - before[1] }
}

async function used(customer: string): Promise<number> {
  const key = { 'demo-pro': PRO, 'demo-starter': STARTER, 'demo-free': FREE }[customer]
  const response = await fetch(`${agent.url}/v1/usage`, { headers: { authorization: `Bearer ${key}` } })
  return ((await response.json()) as { budgets: { monthly_token_budget: { used: number } } }).budgets
    .monthly_token_budget.used
}

async function errorOf(work: Promise<unknown>): Promise<APIError> {
  const error = await work.then(
    () => undefined,
    (caught: unknown) => caught,
  )
  if (!(error instanceof APIError)) throw new Error(`Expected an error of the API, got ${String(error)}`)
  return error
}

describe('the openai client', () => {
  it('gets an answer, its usage, and the same account as /v1/chat', async () => {
    const before = await used('demo-pro')
    let completion: OpenAI.ChatCompletion | undefined
    const count = await counted(async () => {
      completion = await openai(PRO).chat.completions.create({ model: 'gpt-4o', messages: ask('Good morning') })
    })
    expect(completion?.choices[0]?.message.content).toContain('Good morning')
    expect(completion?.model).toBe('gpt-4o-2024-08-06')
    expect(completion?.usage).toMatchObject({ prompt_tokens: count.prompt, completion_tokens: count.completion })
    expect(await used('demo-pro')).toBe(before + count.prompt + count.completion)
  })

  it('reads tokens and the remaining budget in headers', async () => {
    const { data, response } = await openai(PRO)
      .chat.completions.create({ model: 'gpt-4o-mini', messages: ask('hi') })
      .withResponse()
    expect(response.headers.get('tallygate-model')).toBe('gpt-4o-mini')
    expect(response.headers.get('tallygate-prompt-tokens')).toBe(String(data.usage?.prompt_tokens))
    expect(Number(response.headers.get('tallygate-budget-remaining'))).toBe(10_000_000 - (await used('demo-pro')))
  })

  it('hands every parameter and tool to the provider as it came, and no more tokens than were set aside', async () => {
    const tools: OpenAI.ChatCompletionTool[] = [
      {
        type: 'function',
        function: {
          name: 'find_flight',
          description: 'Finds one',
          parameters: { type: 'object', properties: { to: { type: 'string' } } },
        },
      },
    ]
    const given = {
      model: 'gpt-4o',
      messages: [{ role: 'system' as const, content: 'Be brief' }, ...ask('please call find_flight')],
      tools,
      tool_choice: 'auto' as const,
      temperature: 0.2,
      seed: 7,
      user: 'someone',
      max_tokens: 300,
      metadata: { trip: 'Oslo' },
    }
    const completion = await openai(PRO).chat.completions.create(given)
    const call = completion.choices[0]?.message.tool_calls?.[0]
    expect(call?.type === 'function' && call.function.name).toBe('find_flight')
    // One key serves all customers: a label is sent as the asking customer's own.
    const user = expect.stringMatching(/^[0-9a-f]{32}$/)
    expect((await system.providerRequests()).at(-1)).toMatchObject({ ...given, user })

    await openai(PRO).chat.completions.create({ model: 'gpt-4o', messages: ask('hi') })
    expect((await system.providerRequests()).at(-1)).toMatchObject({ max_tokens: 4096 })
  })

  it('streams as it comes, with usage at the end only when it asked', async () => {
    const read = async (options: { include_usage: boolean } | undefined) => {
      const stream = await openai(PRO).chat.completions.create({
        model: 'gpt-4o-mini',
        messages: ask('answer slowly'),
        max_tokens: 20,
        stream: true,
        ...(options === undefined ? {} : { stream_options: options }),
      })
      const arrivals: number[] = []
      let text = ''
      let usage: OpenAI.CompletionUsage | null | undefined
      for await (const chunk of stream) {
        arrivals.push(performance.now())
        text += chunk.choices[0]?.delta.content ?? ''
        usage = chunk.usage ?? usage
      }
      return { text, usage, spread: (arrivals.at(-1) ?? 0) - (arrivals[0] ?? 0), chunks: arrivals.length }
    }
    const before = await used('demo-pro')
    const silent = await read(undefined)
    expect([silent.usage, silent.text.length > 20, silent.chunks > 5]).toEqual([undefined, true, true])
    // The provider takes 50 ms for each chunk: had the answer been collected first, all would have come at once.
    expect(silent.spread).toBeGreaterThan(150)
    const silentUse = (await used('demo-pro')) - before
    const asked = await read({ include_usage: true })
    expect(asked.usage?.total_tokens).toBe(silentUse)
    expect(await used('demo-pro')).toBe(before + 2 * silentUse)
  })

  it('sees denials and errors as errors of the API', async () => {
    const denied = await errorOf(openai(STARTER).chat.completions.create({ model: 'gpt-4o', messages: ask('hi') }))
    expect([denied.status, denied.code, denied.type]).toEqual([403, 'model_not_entitled', 'denied'])
    expect(denied.message).toContain('gpt-4o')
    expect(denied.error).toMatchObject({ plans: ['Pro'], allowed_models: ['gpt-4o-mini'] })

    const stranger = await errorOf(
      openai('demo-wrong-key').chat.completions.create({ model: 'gpt-4o', messages: ask('hi') }),
    )
    expect([stranger.status, stranger.code]).toEqual([401, 'unauthenticated'])

    const faulty = await errorOf(openai(PRO).chat.completions.create({ model: 'gpt-4o', messages: [] }))
    expect([faulty.status, faulty.code, faulty.param]).toEqual([400, 'invalid_request', 'messages'])
  })

  it('is told when the budget is used up, also before a stream', async () => {
    await openai(FREE).chat.completions.create({ model: 'gpt-4o-mini', messages: ask('use 60,000 tokens') })
    const denied = await errorOf(
      openai(FREE).chat.completions.create({ model: 'gpt-4o-mini', messages: ask('hi'), stream: true }),
    )
    expect([denied.status, denied.code]).toEqual([402, 'budget_exhausted'])
    expect(denied.error).toMatchObject({ limit: 50_000, remaining: 0 })
  })

  it.each([
    [400, 400, 'invalid_request', /Simulated failure with status 400/],
    [401, 502, 'provider_error', /could not answer/],
    [429, 429, 'provider_rate_limited', /no more requests/],
    [500, 502, 'provider_error', /could not answer/],
  ])('a provider that answers %i becomes %i, and costs nothing', async (given, status, code, message) => {
    const before = await used('demo-pro')
    const error = await errorOf(
      openai(PRO).chat.completions.create({ model: 'gpt-4o-mini', messages: ask(`answer with status ${given}`) }),
    )
    expect([error.status, error.code]).toEqual([status, code])
    expect(error.message).toMatch(message)
    expect(await used('demo-pro')).toBe(before)
  })

  it('is told in the stream when the provider breaks off, and what came is not billed as if the provider had counted it', async () => {
    const stream = await openai(PRO).chat.completions.create({
      model: 'claude-3-5-haiku',
      messages: ask('cut the stream'),
      stream: true,
    })
    const error = await errorOf(
      (async () => {
        for await (const _ of stream);
      })(),
    )
    expect(error.code).toBe('provider_error')
    // Neither event nor silence: the attempt is listed and counts against the budget.
    const events = await system.eventsOf('demo-pro')
    expect(events.filter((event) => event.includes('haiku'))).toEqual([])
    const response = await fetch(`${agent.url}/metrics`)
    expect(await response.text()).toMatch(/tallygate_attempts_unsettled_total\{cause="estimate"\} 1/)
  })

  it('lists and retrieves the models of its plan', async () => {
    const list = async (key: string) => (await openai(key).models.list()).data.map((model) => model.id).sort()
    expect(await list(STARTER)).toEqual(['gpt-4o-mini'])
    expect(await list(PRO)).toEqual(['claude-3-5-haiku', 'claude-3-5-sonnet', 'gpt-4o', 'gpt-4o-mini'])
    expect((await openai(PRO).models.retrieve('gpt-4o')).id).toBe('gpt-4o')
    expect((await errorOf(openai(STARTER).models.retrieve('gpt-4o'))).status).toBe(404)
  })
})

describe('a LangChain ChatOpenAI', () => {
  const model = (apiKey: string) =>
    new ChatOpenAI({
      model: 'gpt-4o-mini',
      apiKey,
      configuration: { baseURL: `${agent.url}/v1` },
      maxRetries: 0,
      useResponsesApi: false,
    })

  it('sees answer and usage, streaming and not', async () => {
    const answer = await model(PRO).invoke('Good morning')
    expect(answer.text).toContain('Good morning')
    const chunks: AIMessageChunk[] = []
    for await (const chunk of await model(PRO).stream('Good morning')) chunks.push(chunk)
    expect(chunks.map((chunk) => chunk.text).join('')).toBe(answer.text)
    const used = (message: { readonly usage_metadata?: unknown }) => message.usage_metadata
    expect(chunks.map(used).find((usage) => usage !== undefined)).toMatchObject({ total_tokens: expect.any(Number) })
    expect(chunks.map(used).find((usage) => usage !== undefined)).toEqual(used(answer))
  })

  it('sees a denial', async () => {
    const larger = new ChatOpenAI({
      model: 'gpt-4o',
      apiKey: STARTER,
      configuration: { baseURL: `${agent.url}/v1` },
      maxRetries: 0,
    })
    await expect(larger.invoke('hi')).rejects.toMatchObject({ status: 403, code: 'model_not_entitled' })
    expect((await model(STARTER).invoke('hi')).text).not.toBe('')
  })
})

describe('a reader that goes away', () => {
  /** Begins a streamed completion and breaks the connection after the first bytes. */
  function leaveHalfWay(path: string, body: object): Promise<void> {
    return new Promise((resolve, reject) => {
      const call = request(`${agent.url}${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${PRO}`, 'content-type': 'application/json' },
      })
      call.on('response', (response) =>
        response.once('data', () => {
          response.once('close', () => resolve())
          response.destroy()
        }),
      )
      call.on('error', reject)
      call.end(JSON.stringify(body))
    })
  }

  it('is billed what the provider counted, also in a crowd that leaves at once', async () => {
    const crowd = await system.agent()
    const haikus = async () => (await system.eventsOf('demo-pro')).filter((event) => event.includes('haiku')).length
    const before = await haikus()
    const asked = 90
    const statuses = await Promise.all(
      Array.from({ length: asked }, async () => {
        const leaving = new AbortController()
        const response = await fetch(`${crowd.url}/v1/chat/completions`, {
          method: 'POST',
          headers: { authorization: `Bearer ${PRO}`, 'content-type': 'application/json' },
          body: JSON.stringify({ model: 'claude-3-5-haiku', messages: ask('answer slowly'), stream: true }),
          signal: leaving.signal,
        })
        leaving.abort()
        return response.status
      }),
    )
    expect(new Set(statuses)).toEqual(new Set([200]))
    await expect.poll(() => journalEntries(crowd, 'open')).toBe(0)
    await expect.poll(() => journalEntries(crowd, 'pending')).toBe(0)
    expect([await journalEntries(crowd, 'unsettled'), ((await haikus()) - before) / 2]).toEqual([0, asked])
  })

  it.each([
    [
      '/v1/chat/completions',
      { model: 'claude-3-5-sonnet', messages: ask('answer slowly'), max_tokens: 30, stream: true },
    ],
    ['/v1/chat', { model: 'claude-3-5-sonnet', message: 'answer slowly and use 77 tokens', stream: true }],
  ])('is still billed what the provider counted: %s', async (path, body) => {
    const sonnet = async () => (await system.eventsOf('demo-pro')).filter((event) => event.includes('sonnet')).length
    const before = await sonnet()
    const count = await counted(async () => {
      await leaveHalfWay(path, body)
      await expect.poll(sonnet).toBe(before + 2)
    })
    const events = await system.eventsOf('demo-pro')
    expect(events).toContain(`prompt_tokens claude-3-5-sonnet ${count.prompt}`)
    expect(events).toContain(`completion_tokens claude-3-5-sonnet ${count.completion}`)
  })
})
