import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { CustomerKeys } from '../src/configuration/customer-keys.ts'
import type { ChatAgent } from '../src/create-chat-agent.ts'
import { AgentUnderTest, chat, journalEntries, PRO } from './agent-under-test.ts'
import { type CutLine, findRedis, lineTo } from './shared-services.ts'

const redis = await findRedis()

describe.runIf(redis !== undefined)('an outage of Redis', () => {
  let system: AgentUnderTest
  let line: CutLine
  let folder: string

  beforeAll(async () => {
    system = await AgentUnderTest.start()
    line = await lineTo(redis?.url ?? '')
    folder = mkdtempSync(join(tmpdir(), 'tallygate-redis-'))
  })
  afterEach(() => line.join())
  afterAll(async () => {
    await system?.stop()
    await Promise.all([redis?.remove(), line?.close()])
    rmSync(folder, { recursive: true, force: true })
  })

  const overTheLine = () => ({ redis: { url: line.url, prefix: redis?.prefix ?? '' } })
  const readiness = async (agent: ChatAgent) => {
    const response = await fetch(`${agent.url}/readyz`)
    const { checks } = (await response.json()) as { checks: Record<string, string> }
    return { status: response.status, checks }
  }
  const statusOf = async (agent: ChatAgent) => (await chat(agent, PRO, { message: 'hello' })).status
  const eventsOf = async (model: string) => (await system.eventsOf('demo-pro')).filter((event) => event.includes(model))

  it.each(['deny', 'allow'] as const)(
    'is answered with 503 when the journal is on it too, whatever the policy (%s), and is over when it is over',
    async (onUnavailable) => {
      const agent = await system.agent({ ...overTheLine(), journalPath: undefined, onUnavailable })
      await expect.poll(() => statusOf(agent)).toBe(200)
      line.cut()
      const calls = (await system.providerRequests()).length
      const refused = await chat(agent, PRO, { message: 'hello' })
      expect([refused.status, refused.body.error.code]).toEqual([503, 'entitlements_unavailable'])
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
      const passed = await fetch(`${agent.url}/v1/chat/completions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${PRO}`, 'content-type': 'application/json' },
        body: JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content: 'hello' }] }),
      })
      expect([passed.status, ((await passed.json()) as { error: { code: string } }).error.code]).toEqual([
        503,
        'entitlements_unavailable',
      ])
      expect((await system.providerRequests()).length).toBe(calls)
      expect(await readiness(agent)).toMatchObject({ status: 503, checks: { redis: 'Redis does not answer' } })
      line.join()
      await expect.poll(() => statusOf(agent)).toBe(200)
      expect((await readiness(agent)).checks).toMatchObject({ redis: 'ok' })
      await agent.close()
    },
  )

  it('follows the policy when the journal is a file: deny is 503, allow answers and bills what was used', async () => {
    // Counts of users below a customer would be in a file that other agents do not see: no key may have any.
    const customerKeys = new CustomerKeys({ [PRO]: 'demo-pro' })
    const deny = await system.agent({
      ...overTheLine(),
      customerKeys,
      journalPath: join(folder, 'deny.sqlite'),
      onUnavailable: 'deny',
    })
    const allow = await system.agent({
      ...overTheLine(),
      customerKeys,
      journalPath: join(folder, 'allow.sqlite'),
      onUnavailable: 'allow',
    })
    for (const agent of [deny, allow]) expect(await statusOf(agent)).toBe(200)
    line.cut()
    const refused = await chat(deny, PRO, { message: 'hello' })
    expect([refused.status, refused.body.error.code]).toEqual([503, 'entitlements_unavailable'])
    const { status, body } = await chat(allow, PRO, { message: 'hello', model: 'claude-3-5-sonnet' })
    expect(status).toBe(200)
    line.join()
    await expect
      .poll(() => eventsOf('claude-3-5-sonnet'))
      .toEqual([
        `completion_tokens claude-3-5-sonnet ${body.usage.completion_tokens}`,
        `prompt_tokens claude-3-5-sonnet ${body.usage.prompt_tokens}`,
      ])
    await Promise.all([deny.close(), allow.close()])
  })

  it('costs no usage that is known: an answer waits until it is recorded, and is billed once', async () => {
    const agent = await system.agent({ ...overTheLine(), journalPath: undefined })
    await expect.poll(() => statusOf(agent)).toBe(200)
    const answer = chat(agent, PRO, { message: 'take 1000 ms', model: 'claude-3-5-haiku' })
    await expect.poll(() => journalEntries(agent, 'open')).toBe(1)
    line.cut()
    await wait(2_000)
    line.join()
    const { status, body } = await answer
    expect(status).toBe(200)
    const want = [
      `completion_tokens claude-3-5-haiku ${body.usage.completion_tokens}`,
      `prompt_tokens claude-3-5-haiku ${body.usage.prompt_tokens}`,
    ]
    await expect.poll(() => eventsOf('claude-3-5-haiku')).toEqual(want)
    await agent.close()
    expect(await eventsOf('claude-3-5-haiku')).toEqual(want)
  })

  it('at the start leaves the agent running and not ready, and ends when Redis is there', async () => {
    line.cut()
    const agent = await system.agent({ ...overTheLine(), journalPath: undefined })
    expect((await readiness(agent)).status).toBe(503)
    expect(await statusOf(agent)).toBe(503)
    line.join()
    await expect.poll(async () => (await readiness(agent)).status).toBe(200)
    await expect.poll(() => statusOf(agent)).toBe(200)
    await agent.close()
  })
})
