import type { ServerResponse } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ChatAgent } from '../src/create-chat-agent.ts'
import { AgentUnderTest, journalEntries, PRO } from './agent-under-test.ts'
import { answerWith, ScriptedProvider, streamOf } from './scripted-provider.ts'

/** Long enough for the agent to see on this machine that a connection has ended. */
const UNTIL_SEEN_MS = 300

let system: AgentUnderTest
let provider: ScriptedProvider
let agent: ChatAgent

/** Answers that wait until the test lets them go. */
const waiting: (() => void)[] = []

beforeAll(async () => {
  ;[system, provider] = await Promise.all([AgentUnderTest.start(), ScriptedProvider.start()])
  agent = await system.agent({ provider: { apiKey: 'sk-scripted', baseUrl: provider.baseUrl }, maxConcurrency: 1 })
})
afterAll(async () => {
  await system?.stop()
  await provider?.stop()
})
beforeEach(() => {
  waiting.length = 0
  provider.script = (asked, response) => waiting.push(() => answer(response, asked.model, asked.stream === true))
})

const usage = { prompt_tokens: 31, completion_tokens: 41, total_tokens: 72 }

function answer(response: ServerResponse, model: string, isStream: boolean): void {
  if (!isStream) {
    answerWith(response, { model, usage })
    return
  }
  const choices = [{ index: 0, delta: { role: 'assistant', content: 'Hello.' }, finish_reason: 'stop' }]
  streamOf(response, [{ id: 'c', model, choices }, { id: 'c', model, choices: [], usage }, '[DONE]'])
}

/** Sends a request, and returns how its reader leaves. */
function begin(path: string, body: object): () => void {
  const leaving = new AbortController()
  fetch(`${agent.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${PRO}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'gpt-4o-mini', ...body }),
    signal: leaving.signal,
  }).catch(() => undefined)
  return () => leaving.abort()
}

async function metric(name: string): Promise<number> {
  const metrics = await (await fetch(`${agent.url}/metrics`)).text()
  return Number(
    metrics
      .split('\n')
      .find((line) => line.startsWith(`${name} `))
      ?.slice(name.length),
  )
}
const drains = () => metric('tallygate_agent_drained_streams')
const inQueue = () => metric('tallygate_agent_requests{state="waiting_priority"}')

describe('a reader that leaves before the provider has said anything', () => {
  it.each([
    ['/v1/chat/completions', { messages: [{ role: 'user', content: 'Hello' }], stream: true }],
    ['/v1/chat/completions', { messages: [{ role: 'user', content: 'Hello' }] }],
    ['/v1/chat', { message: 'Hello', stream: true }],
  ])('is billed what the provider counted, and holds nothing afterwards: %s %o', async (path, body) => {
    const events = async () => (await system.eventsOf('demo-pro')).length
    const before = await events()
    const leave = begin(path, body)
    await expect.poll(() => waiting.length).toBe(1)
    leave()
    await setTimeout(UNTIL_SEEN_MS)
    waiting[0]?.()
    await expect.poll(events).toBe(before + 2)
    expect([await journalEntries(agent, 'open'), await drains()]).toEqual([0, 0])
  })
})

describe('a reader that leaves the queue', () => {
  it('leaves it at once, and takes no share of reading on', async () => {
    begin('/v1/chat', { message: 'Hello' })
    await expect.poll(() => waiting.length).toBe(1)
    const leave = begin('/v1/chat', { message: 'Hello again' })
    await expect.poll(inQueue).toBe(1)
    leave()
    await expect.poll(inQueue).toBe(0)
    expect(await drains()).toBe(0)
    waiting[0]?.()
    await expect.poll(() => journalEntries(agent, 'open')).toBe(0)
    expect(waiting.length).toBe(1)
  })
})
