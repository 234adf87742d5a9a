import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ChatAgent } from '../src/create-chat-agent.ts'
import { AgentUnderTest, journalEntries, PRO, STARTER } from './agent-under-test.ts'

let system: AgentUnderTest
let agent: ChatAgent

beforeAll(async () => {
  system = await AgentUnderTest.start()
  agent = await system.agent()
})
afterAll(() => system?.stop())

interface Asked {
  readonly content: string
  readonly id?: string
  readonly stream?: boolean
  readonly key?: string
  readonly signal?: AbortSignal
}

function post({ content, id, stream = false, key = PRO, signal }: Asked): Promise<Response> {
  return fetch(`${agent.url}/v1/chat/completions`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      ...(id === undefined ? {} : { 'x-request-id': id }),
    },
    body: JSON.stringify({ model: 'gpt-4o-mini', stream, messages: [{ role: 'user', content }] }),
    ...(signal === undefined ? {} : { signal }),
  })
}

async function ask(asked: Asked) {
  const response = await post(asked)
  const text = await response.text()
  const code = response.ok ? undefined : (JSON.parse(text) as { error: { code: string } }).error.code
  return { status: response.status, code, text, headers: response.headers }
}

const calls = async () => Object.values(await system.providerTotals()).reduce((sum, { requests }) => sum + requests, 0)

describe('a completion that is asked for again under the same request id', () => {
  it.each([
    ['in one piece', false],
    ['as a stream', true],
  ])('gets the same bytes and headers, and the model is not called: %s', async (_, stream) => {
    const asked = { content: `Good evening, ${stream}`, id: `evening-${stream}`, stream }
    const before = await calls()
    const first = await ask(asked)
    const again = await ask(asked)
    expect([first.status, again.status, again.text]).toEqual([200, 200, first.text])
    expect([first.headers.get('tallygate-replayed'), again.headers.get('tallygate-replayed')]).toEqual([null, 'true'])
    for (const name of ['content-type', 'tallygate-model', 'tallygate-prompt-tokens', 'tallygate-budget-remaining'])
      expect(again.headers.get(name)).toBe(first.headers.get(name))
    expect(await calls()).toBe(before + 1)
  })

  it('is refused with 409 and Retry-After while the first runs, and gets its answer afterwards', async () => {
    const asked = { content: 'take 1500 ms', id: 'in-flight-1' }
    const before = await calls()
    const first = ask(asked)
    await expect.poll(() => journalEntries(agent, 'open')).toBe(1)
    const early = await ask(asked)
    expect([early.status, early.code]).toEqual([409, 'request_in_flight'])
    expect(Number(early.headers.get('retry-after'))).toBeGreaterThan(0)
    const { text } = await first
    expect((await ask(asked)).text).toBe(text)
    expect(await calls()).toBe(before + 1)
  })

  it('gets the whole answer when the reader of the first went away half-way', async () => {
    const asked = { content: 'Please answer slowly', id: 'left-1', stream: true }
    const before = await calls()
    const leaving = new AbortController()
    const response = await post({ ...asked, signal: leaving.signal })
    await response.body?.getReader().read()
    leaving.abort()
    const again = async () => {
      const { status, text } = await ask(asked)
      return status === 200 && text.endsWith('data: [DONE]\n\n')
    }
    await expect.poll(again, { interval: 200 }).toBe(true)
    expect(await calls()).toBe(before + 1)
  })

  it('is a new request when the first failed', async () => {
    const asked = { content: 'answer with status 503', id: 'failing-1' }
    expect([(await ask(asked)).status, (await ask(asked)).status]).toEqual([502, 502])
    const requests = await system.providerRequests()
    expect(requests.filter((body) => JSON.stringify(body).includes('status 503'))).toHaveLength(2)
  })

  it('is refused for another request, and every customer has ids of its own', async () => {
    expect((await ask({ content: 'one', id: 'mine-1' })).status).toBe(200)
    const other = await ask({ content: 'two', id: 'mine-1' })
    expect([other.status, other.code]).toEqual([409, 'request_id_reused'])
    expect((await ask({ content: 'two', id: 'mine-1', key: STARTER })).status).toBe(200)
  })

  it('is billed once for all the times that it was asked for', async () => {
    // What was asked before is delivered first.
    await expect.poll(() => journalEntries(agent, 'pending')).toBe(0)
    const before = (await system.eventsOf('demo-starter')).length
    const asked = { content: 'count me once', id: 'once-1', key: STARTER }
    for (let time = 0; time < 5; time += 1) expect((await ask(asked)).status).toBe(200)
    await ask({ content: 'count me too', key: STARTER })
    await expect.poll(async () => (await system.eventsOf('demo-starter')).length).toBe(before + 4)
  })
})
