import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ChatAgent } from '../src/create-chat-agent.ts'
import { AgentUnderTest, chat, PRO, STARTER } from './agent-under-test.ts'

let system: AgentUnderTest
let agent: ChatAgent

beforeAll(async () => {
  system = await AgentUnderTest.start()
  agent = await system.agent({ maxConcurrency: 1 })
  await Promise.all([chat(agent, STARTER, { message: 'warm up' }), chat(agent, PRO, { message: 'warm up' })])
})
afterAll(() => system?.stop())

/** Counts the requests in states of this name, by the agent's own metrics. */
async function inState(pattern: RegExp): Promise<number> {
  const text = await (await fetch(`${agent.url}/metrics`)).text()
  const lines = text.matchAll(/^tallygate_agent_requests\{state="(\w+)"\} (\d+)$/gm)
  return [...lines]
    .filter(([, state]) => pattern.test(state ?? ''))
    .reduce((sum, [, , count]) => sum + Number(count), 0)
}
const waiting = () => inState(/^waiting/)
const active = () => inState(/^active$/)

describe('the queue', () => {
  it('lets a Pro request overtake waiting Starter ones, and serves every Starter request', async () => {
    const order: string[] = []
    const ask = async (name: string, key: string, message: string) => {
      const { status } = await chat(agent, key, { message })
      order.push(`${name} ${status}`)
    }
    const requests = [ask('first', STARTER, 'take 900 ms')]
    await expect.poll(active).toBe(1)
    for (const name of ['starter 1', 'starter 2', 'starter 3']) requests.push(ask(name, STARTER, 'take 50 ms'))
    await expect.poll(waiting).toBe(3)
    requests.push(ask('pro', PRO, 'take 50 ms'))
    await expect.poll(waiting).toBe(4)
    await Promise.all(requests)
    expect(order.slice(0, 2)).toEqual(['first 200', 'pro 200'])
    expect(order.slice(2).sort()).toEqual(['starter 1 200', 'starter 2 200', 'starter 3 200'])
  })

  it('tells who would be denied anyway before it waits', async () => {
    const slow = chat(agent, PRO, { message: 'take 700 ms' })
    await expect.poll(active).toBe(1)
    let isSlowDone = false
    void slow.then(() => {
      isSlowDone = true
    })
    const { status } = await chat(agent, STARTER, { message: 'hello', model: 'gpt-4o' })
    expect([status, isSlowDone]).toEqual([403, false])
    await slow
  })

  it('gives the place back whatever becomes of the request', async () => {
    for (const message of ['answer with status 500', 'cut the stream'])
      await chat(agent, PRO, { message, stream: message.startsWith('cut') }).catch(() => undefined)
    await chat(agent, STARTER, { message: 'hello', model: 'gpt-4o' })
    expect((await chat(agent, STARTER, { message: 'hello' })).status).toBe(200)
  })
})
