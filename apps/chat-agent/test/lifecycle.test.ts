import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { repositoryPath } from '@tallygate/test-kit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startAgentProcess } from './agent-process.ts'
import { AgentUnderTest, chat, PRO, STARTER } from './agent-under-test.ts'

let system: AgentUnderTest
let folder: string

beforeAll(async () => {
  system = await AgentUnderTest.start()
  folder = mkdtempSync(join(tmpdir(), 'tallygate-lifecycle-'))
})
afterAll(async () => {
  await system?.stop()
  rmSync(folder, { recursive: true, force: true })
})

const environment = (journal: string): Record<string, string> => ({
  BILLING_URL: system.billing.url,
  BILLING_API_KEY: system.billing.apiKey,
  JOURNAL_PATH: join(folder, journal, 'journal.sqlite'),
})
const withProvider = (journal: string) => ({
  ...environment(journal),
  OPENAI_API_KEY: 'sk-simulated',
  OPENAI_BASE_URL: `${system.provider.url}/v1`,
})

const reachable = (url: string) =>
  fetch(url).then(
    () => true,
    () => false,
  )

describe('the start', () => {
  it('says in its first line that the provider is simulated and where, and in another where the agent listens', async () => {
    const agent = await startAgentProcess(environment('first'))
    const lines = agent.logs.map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(lines[0]).toMatchObject({
      provider: 'simulated',
      provider_url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/v1$/),
    })
    expect(lines[0]?.['msg']).toMatch(/simulated/)
    expect(lines.find((line) => 'url' in line)).toMatchObject({ url: agent.url, on_unavailable: 'deny' })
    const providerUrl = String(lines[0]?.['provider_url'])
    expect(await reachable(`${providerUrl}/models`)).toBe(true)
    expect(await agent.stop()).toEqual({ code: 0, signal: null })
    expect(await reachable(`${providerUrl}/models`)).toBe(false)
  })

  it('reports every fault of its configuration at once, on standard error, and ends', async () => {
    const secret = 'sk-very-secret-0007'
    const program = spawn(
      process.execPath,
      ['--conditions=@tallygate/source', repositoryPath('apps/chat-agent/src/main.ts')],
      {
        env: {
          PORT: 'http',
          MAX_CONCURRENCY: '-1',
          BILLING_URL: 'https://billing.example',
          OPENAI_API_KEY: secret,
          OPENAI_BASE_URL: `nowhere/${secret}`,
        },
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    )
    let text = ''
    program.stderr.on('data', (chunk: Buffer) => {
      text += chunk.toString()
    })
    const [code] = (await once(program, 'close')) as [number]
    expect(code).toBe(1)
    expect(text.match(/^- /gm)).toHaveLength(4)
    expect(text).not.toContain(secret)
  })

  it('is not ready, and says why, while the billing API refuses its key', async () => {
    const agent = await startAgentProcess({ ...withProvider('wrong-key'), BILLING_API_KEY: 'not-the-key' })
    const ready = await fetch(`${agent.url}/readyz`)
    expect(ready.status).toBe(503)
    expect(await ready.json()).toMatchObject({ status: 'not_ready', checks: { provider: 'ok' } })
    expect(agent.logs.join()).not.toContain('not-the-key')
    await agent.stop()
  })
})

describe('the end', () => {
  it('lets requests in flight finish, takes no others, and delivers what the journal holds', async () => {
    const agent = await startAgentProcess(withProvider('graceful'))
    await chat(agent, STARTER, { message: 'warm up' })
    const running = chat(agent, PRO, { message: 'take 700 ms', model: 'claude-3-5-sonnet' })
    const provider = async () =>
      (await system.providerRequests()).some((body) => JSON.stringify(body).includes('take 700 ms'))
    await expect.poll(provider).toBe(true)
    const stopped = agent.stop()
    // As when a terminal and a launcher both pass the signal on.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.kill(agent.pid, signal)
    await expect.poll(() => reachable(`${agent.url}/healthz`)).toBe(false)
    const { status, body } = await running
    expect(status).toBe(200)
    expect(await stopped).toEqual({ code: 0, signal: null })
    // Delivered before the end: nobody is left to do it afterwards.
    const events = await system.eventsOf('demo-pro')
    expect(events).toContain(`completion_tokens claude-3-5-sonnet ${body.usage.completion_tokens}`)
    expect(agent.logs.join('\n')).toMatch(/"drained":true/)
  })

  it('loses nothing when it is killed right after an answer: the next start delivers, once', async () => {
    const first = await startAgentProcess(withProvider('killed'))
    const { body } = await chat(first, PRO, { message: 'what is 5 * 5?', model: 'claude-3-5-haiku' })
    await first.kill('SIGKILL')
    const second = await startAgentProcess(withProvider('killed'))
    const want = body.usage.attempts
      .flatMap((attempt) => [
        `completion_tokens claude-3-5-haiku ${attempt.completion_tokens}`,
        `prompt_tokens claude-3-5-haiku ${attempt.prompt_tokens}`,
      ])
      .sort()
    const haiku = async () => (await system.eventsOf('demo-pro')).filter((event) => event.includes('haiku'))
    await expect.poll(haiku).toEqual(want)
    await second.stop()
    expect(await haiku()).toEqual(want)
  })
})

describe('an outage of the billing API', () => {
  it('is answered by the stated policy: deny is 503, allow answers and keeps the usage', async () => {
    const nowhere = { billing: { url: 'http://127.0.0.1:1', apiKey: 'local-test-key' } }
    const denying = await system.agent({ ...nowhere, onUnavailable: 'deny' })
    const denied = await chat(denying, STARTER, { message: 'hello' })
    expect([denied.status, denied.body.error.code]).toEqual([503, 'entitlements_unavailable'])
    expect(Number(denied.headers.get('retry-after'))).toBeGreaterThan(0)

    const allowing = await system.agent({ ...nowhere, onUnavailable: 'allow' })
    const allowed = await chat(allowing, STARTER, { message: 'hello' })
    expect([allowed.status, allowed.body.usage.attempts.length]).toEqual([200, 1])
  })
})
