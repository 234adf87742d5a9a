import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ChatAgent } from '../src/create-chat-agent.ts'
import { AgentUnderTest, chat, FREE, journalEntries, PRO, STARTER } from './agent-under-test.ts'

let system: AgentUnderTest
let agent: ChatAgent

beforeAll(async () => {
  system = await AgentUnderTest.start()
  agent = await system.agent({ fallbackModel: 'gpt-4o-mini' })
})
afterAll(() => system?.stop())

interface ServerSentEvent {
  readonly event: string
  readonly data: Record<string, unknown>
}

/** A streamed answer, read to its end. */
async function streamed(key: string, body: object, headers: Record<string, string> = {}) {
  const response = await fetch(`${agent.url}/v1/chat`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ ...body, stream: true }),
  })
  const text = await response.text()
  const events: ServerSentEvent[] = [...text.matchAll(/^event: (\w+)\ndata: (.*)$/gm)].map(([, event, data]) => ({
    event: event ?? '',
    data: JSON.parse(data ?? '{}') as Record<string, unknown>,
  }))
  return { status: response.status, type: response.headers.get('content-type'), events, text }
}

const textOf = (events: readonly ServerSentEvent[]) =>
  events
    .filter(({ event }) => event === 'token')
    .map(({ data }) => data['text'])
    .join('')

describe('POST /v1/chat with stream', () => {
  it('sends the answer in parts, the usage of each attempt, and at the end what the JSON answer would be', async () => {
    const { status, type, events } = await streamed(STARTER, { message: 'what is 17 * 23?', thread_id: 'streamed' })
    expect([status, type]).toEqual([200, 'text/event-stream; charset=utf-8'])
    expect(textOf(events)).toBe('17 * 23 = 391')
    const usages = events.filter(({ event }) => event === 'usage').map(({ data }) => data)
    expect(usages.map((usage) => (usage['attempts'] as unknown[]).length)).toEqual([1, 2])
    const last = events.at(-1)
    expect(last?.event).toBe('done')
    expect(last?.data).toMatchObject({
      message: '17 * 23 = 391',
      thread_id: 'streamed',
      model: 'gpt-4o-mini',
      budget: { limit: 1_000_000 },
    })
    const { budget, ...usage } = usages[1] ?? {}
    expect([last?.data['usage'], last?.data['budget']]).toEqual([usage, budget])
  })

  it('answers a denial with its status, as without a stream', async () => {
    const { status, type, text } = await streamed(STARTER, { message: 'hello', model: 'gpt-4o' })
    expect([status, type]).toEqual([403, 'application/json; charset=utf-8'])
    expect(JSON.parse(text)).toMatchObject({ error: { code: 'model_not_entitled', plans: ['Pro'] } })
  })

  it('tells in the stream what goes wrong after it has begun, with the usage so far', async () => {
    // The first call of the model asks for a tool and uses up the budget; the second one is denied.
    const { status, events } = await streamed(FREE, { message: 'what is 1 + 1? use 60,000 tokens' })
    expect(status).toBe(200)
    expect(events.map(({ event }) => event)).toEqual(['usage', 'error'])
    expect(events.at(-1)?.data['error']).toMatchObject({
      code: 'budget_exhausted',
      usage: { attempts: [{ attempt: 1, model: 'gpt-4o-mini' }] },
    })
  })

  it('ends with an error when the provider breaks off', async () => {
    const { events } = await streamed(PRO, { message: 'cut the stream' })
    expect(events.at(-1)).toMatchObject({ event: 'error', data: { error: { code: 'provider_error' } } })
    expect(textOf(events)).not.toBe('')
  })
})

describe('the fallback model', () => {
  it('answers when the model asked for cannot, and each attempt is accounted at its own model', async () => {
    const { status, body } = await chat(agent, PRO, { message: 'gpt-4o is down', model: 'gpt-4o' })
    expect([status, body.model]).toEqual([200, 'gpt-4o-mini'])
    expect(body.usage.attempts.map(({ model, source }) => [model, source])).toEqual([['gpt-4o-mini', 'provider']])

    const cut = await chat(agent, PRO, {
      message: 'claude-3-5-sonnet is down; what is 3 + 4?',
      model: 'claude-3-5-sonnet',
    })
    expect(cut.body.usage.attempts.map(({ model }) => model)).toEqual(['gpt-4o-mini', 'gpt-4o-mini'])
  })

  it('answers when the first model breaks off before its first word, and both attempts are accounted', async () => {
    const { events } = await streamed(PRO, { message: 'gpt-4o breaks off', model: 'gpt-4o' })
    const done = events.at(-1)
    expect([done?.event, done?.data['model']]).toEqual(['done', 'gpt-4o-mini'])
    // The first is an estimate: not billed, listed as unsettled.
    expect(done?.data['usage']).toMatchObject({
      attempts: [
        { model: 'gpt-4o', source: 'estimate' },
        { model: 'gpt-4o-mini', source: 'provider' },
      ],
    })
  })

  it('does not answer a denial: what is not in the plan stays so', async () => {
    const { status, body } = await chat(agent, STARTER, { message: 'hello', model: 'gpt-4o' })
    expect([status, body.error.code]).toEqual([403, 'model_not_entitled'])
  })

  it('leaves the failure of the model asked for as the answer when it fails too', async () => {
    const { status, body } = await chat(agent, PRO, { message: 'answer with status 503', model: 'gpt-4o' })
    expect([status, body.error.code]).toEqual([502, 'provider_error'])
  })
})

describe('a retry with the same request id', () => {
  it('gets the same answer and is not billed again, streaming or not', async () => {
    const ask = { message: 'Good evening', model: 'claude-3-5-haiku' }
    const headers = { 'x-request-id': 'evening-1' }
    const haikus = async () => (await system.providerTotals())['claude-3-5-haiku-20241022']?.requests
    const first = await chat(agent, PRO, ask, headers)
    const again = await chat(agent, PRO, ask, headers)
    expect(again.body).toEqual(first.body)
    const { events } = await streamed(PRO, ask, headers)
    expect(events).toEqual([{ event: 'done', data: { ...first.body } }])
    expect(await haikus()).toBe(1)
  })

  it('joins the first one while that still runs', async () => {
    const ask = { message: 'take 300 ms', model: 'claude-3-5-haiku' }
    const before = (await system.providerTotals())['claude-3-5-haiku-20241022']?.requests ?? 0
    const answers = await Promise.all([1, 2, 3].map(() => chat(agent, PRO, ask, { 'x-request-id': 'joined-1' })))
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1)
    expect((await system.providerTotals())['claude-3-5-haiku-20241022']?.requests).toBe(before + 1)
  })

  it('is a new run when the first one failed, and another request is refused', async () => {
    const headers = { 'x-request-id': 'failing-1' }
    expect((await chat(agent, PRO, { message: 'answer with status 500' }, headers)).status).toBe(502)
    expect((await chat(agent, PRO, { message: 'hello' }, headers)).status).toBe(200)
    const { status, body } = await chat(agent, PRO, { message: 'goodbye' }, headers)
    expect([status, body.error.code]).toEqual([409, 'request_id_reused'])
    // Another customer's ids are their own.
    expect((await chat(agent, STARTER, { message: 'goodbye' }, headers)).status).toBe(200)
  })

  it('never makes a request free: each run has events of its own', async () => {
    const events = async () => (await system.eventsOf('demo-starter')).length
    // What was asked before is delivered first.
    await expect.poll(() => journalEntries(agent, 'pending')).toBe(0)
    const before = await events()
    const second = await system.agent()
    for (const one of [agent, second]) {
      expect((await chat(one, STARTER, { message: 'hello again' }, { 'x-request-id': 'same-everywhere' })).status).toBe(
        200,
      )
    }
    await expect.poll(events).toBe(before + 4)
  })
})
