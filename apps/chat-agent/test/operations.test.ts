import { once } from 'node:events'
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { createServer, type IncomingMessage, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { text } from 'node:stream/consumers'
import { applyDemo } from '@tallygate/catalog/demo'
import { unwrap } from '@tallygate/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ChatAgent } from '../src/create-chat-agent.ts'
import { AgentUnderTest, chat, journalEntries, OPERATOR, PRO, STARTER } from './agent-under-test.ts'

let system: AgentUnderTest
let folder: string

beforeAll(async () => {
  system = await AgentUnderTest.start()
  folder = mkdtempSync(join(tmpdir(), 'tallygate-operations-'))
})
afterAll(async () => {
  await system?.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function readiness(agent: ChatAgent) {
  const response = await fetch(`${agent.url}/readyz`)
  const { checks } = (await response.json()) as { checks: Record<string, string> }
  return { status: response.status, journal: checks['journal'] }
}

describe('readiness', () => {
  it('ends while the disk of the journal is full, and comes back with room', async () => {
    const journalPath = join(folder, 'full.sqlite')
    const agent = await system.agent({ journalPath })
    await expect.poll(() => readiness(agent)).toEqual({ status: 200, journal: 'ok' })
    // Linux' own full disk.
    symlinkSync('/dev/full', `${journalPath}.probe`)
    const full = { status: 503, journal: 'the disk of the journal cannot be written: ENOSPC' }
    await expect.poll(() => readiness(agent)).toEqual(full)
    rmSync(`${journalPath}.probe`)
    await expect.poll(() => readiness(agent)).toEqual({ status: 200, journal: 'ok' })
  })
})

describe('a journal that cannot be written in the middle of a request', () => {
  it('loses nothing that the provider counted: it waits in memory, is told, and is billed when there is room', async () => {
    const journalPath = join(folder, 'locked.sqlite')
    const agent = await system.agent({ journalPath })
    const running = chat(agent, PRO, { message: 'take 1500 ms', model: 'claude-3-5-sonnet' })
    await expect.poll(() => journalEntries(agent, 'open')).toBe(1)
    const other = new DatabaseSync(journalPath)
    other.exec('BEGIN IMMEDIATE')
    const answer = await running
    expect(answer.status).toBe(200)
    await expect.poll(() => journalEntries(agent, 'unrecorded')).toBe(1)
    expect((await readiness(agent)).status).toBe(503)
    other.exec('ROLLBACK')
    other.close()
    const sonnet = async () => (await system.eventsOf('demo-pro')).filter((event) => event.includes('sonnet'))
    await expect
      .poll(sonnet)
      .toEqual([
        `completion_tokens claude-3-5-sonnet ${answer.body.usage.completion_tokens}`,
        `prompt_tokens claude-3-5-sonnet ${answer.body.usage.prompt_tokens}`,
      ])
    expect(await journalEntries(agent, 'unrecorded')).toBe(0)
    await expect.poll(() => readiness(agent)).toEqual({ status: 200, journal: 'ok' })
  })
})

describe('the operator', () => {
  let agent: ChatAgent
  beforeAll(async () => {
    agent = await system.agent()
  })

  async function operate(path: string, body?: object, headers: Record<string, string> = {}) {
    const response = await fetch(`${agent.url}/operator/${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        authorization: `Bearer ${OPERATOR}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    // The agent's own wire format, which these tests are about.
    return {
      status: response.status,
      body: (await response.json()) as { data: Record<string, unknown>[] } & Record<string, unknown>,
    }
  }

  it.each<[string, Record<string, string>, number]>([
    ['the key of a customer', { authorization: `Bearer ${PRO}` }, 401],
    ['no key', { authorization: '' }, 401],
    ['a page of another site', { origin: 'http://evil.example' }, 403],
    ['another Host', { host: 'evil.example' }, 403],
  ])('is nobody with %s', async (_, headers, status) => {
    const { port } = new URL(agent.url)
    const all = { authorization: `Bearer ${OPERATOR}`, ...headers }
    const call = request({ port, host: '127.0.0.1', path: '/operator/attempts', headers: all }).end()
    const [response] = (await once(call, 'response')) as [IncomingMessage]
    response.resume()
    expect(response.statusCode).toBe(status)
  })

  it('sees attempts whose usage is not known, settles one and releases another', async () => {
    const broken = async () => {
      const response = await fetch(`${agent.url}/v1/chat/completions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${STARTER}`, 'content-type': 'application/json' },
        body: JSON.stringify({
          model: 'gpt-4o-mini',
          stream: true,
          messages: [{ role: 'user', content: 'cut the stream' }],
        }),
      })
      await response.text()
    }
    await Promise.all([broken(), broken()])
    const { body: listed } = await operate('attempts')
    expect(listed.data).toHaveLength(2)
    const [first, second] = listed.data.map(({ id }) => id)
    expect(listed.data[0]).toMatchObject({
      customer: 'demo-starter',
      model: 'gpt-4o-mini',
      estimate: { prompt_tokens: expect.any(Number) },
    })
    const settled = await operate('attempts/settle', { id: first, prompt_tokens: 7, completion_tokens: 5_001 })
    expect(settled).toMatchObject({
      status: 200,
      body: { id: first, references: [expect.any(String), expect.any(String)] },
    })
    expect(
      await operate('attempts/release', { id: second, reason: 'the provider says that nothing was used' }),
    ).toMatchObject({ status: 200, body: { outcome: 'released' } })
    expect((await operate('attempts')).body.data).toEqual([])
    expect((await operate('attempts/settle', { id: first, prompt_tokens: 1, completion_tokens: 1 })).status).toBe(404)
    expect((await operate('attempts/release', { id: second })).status).toBe(400)
    const events = () => system.eventsOf('demo-starter')
    await expect.poll(events).toEqual(['completion_tokens gpt-4o-mini 5001', 'prompt_tokens gpt-4o-mini 7'])
  })

  it('sees events that the billing API refused, and sends them again', async () => {
    let isAway = true
    const refusal = JSON.stringify({ type: 'INVALID_REQUEST', code: 'INVALID_FIELD', message: 'not today' })
    const ingress = createServer(async (incoming, outgoing) => {
      const isIngestion = incoming.url?.startsWith('/v1/ingest') === true
      if (isAway && isIngestion)
        return void outgoing.writeHead(400, { 'content-type': 'application/json' }).end(refusal)
      const { 'x-api-key': key = '', 'content-type': type } = incoming.headers
      const method = incoming.method ?? 'GET'
      const headers = { 'x-api-key': String(key), ...(type === undefined ? {} : { 'content-type': type }) }
      const body = method === 'GET' ? undefined : await text(incoming)
      const answer = await fetch(`${system.billing.url}${incoming.url}`, {
        method,
        headers,
        ...(body === undefined ? {} : { body }),
      })
      outgoing
        .writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' })
        .end(await answer.text())
    }).listen(0, '127.0.0.1')
    await once(ingress, 'listening')
    const { port } = ingress.address() as AddressInfo
    agent = await system.agent({ billing: { url: `http://127.0.0.1:${port}`, apiKey: system.billing.apiKey } })
    const before = (await system.eventsOf('demo-pro')).length
    expect((await chat(agent, PRO, { message: 'hello' })).status).toBe(200)
    const refused = async () => (await operate('events')).body.data
    await expect.poll(refused).toHaveLength(2)
    expect((await refused())[0]).toMatchObject({
      customer: 'demo-pro',
      error: expect.stringContaining('not today'),
      quantity: expect.any(Number),
    })
    isAway = false
    expect((await operate('events/resend', {})).body).toEqual({ resent: 2 })
    await expect.poll(async () => (await system.eventsOf('demo-pro')).length).toBe(before + 2)
    expect(await refused()).toEqual([])
    await agent.close()
    ingress.closeAllConnections()
    ingress.close()
  })
})

describe('a reader who leaves where nothing is read on', () => {
  it('is billed what was delivered when the operator chose so', async () => {
    const agent = await system.agent({ billUsage: 'estimate', drainTimeoutMs: 0 })
    const leaving = new AbortController()
    const response = await fetch(`${agent.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${PRO}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        model: 'claude-3-5-haiku',
        stream: true,
        messages: [{ role: 'user', content: 'answer slowly' }],
      }),
      signal: leaving.signal,
    })
    const reader = response.body?.getReader()
    for (let chunk = 0; chunk < 4; chunk += 1) await reader?.read()
    leaving.abort()
    const haiku = async () =>
      (await system.eventsOf('demo-pro')).filter((event) => event.startsWith('completion_tokens claude-3-5-haiku'))
    await expect.poll(haiku).toHaveLength(1)
    expect(Number((await haiku())[0]?.split(' ').at(-1))).toBeGreaterThan(0)
    expect(await journalEntries(agent, 'unsettled')).toBe(0)
  })
})

describe('an agent that follows the clock of the billing server', () => {
  const local = (path: string, body: object) =>
    fetch(`${system.billing.url}/local/${path}`, {
      method: 'POST',
      headers: { 'x-api-key': system.billing.apiKey, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  const serverNow = async () => {
    const headers = { 'x-api-key': system.billing.apiKey }
    const response = await fetch(`${system.billing.url}/local/clock`, { headers })
    return Date.parse(((await response.json()) as { now: string }).now)
  }

  it('dates usage after an advance in the new period, whose budget is unused, and the invoice has it', async () => {
    const agent = await system.agent({ followsBillingClock: true })
    expect((await chat(agent, STARTER, { message: 'hello' })).status).toBe(200)
    await expect.poll(() => journalEntries(agent, 'pending')).toBe(0)
    expect((await local('clock', { advance: 'P2M' })).status).toBe(200)
    const after = await chat(agent, STARTER, { message: 'hello' })
    expect([after.status, after.body.budget?.used]).toEqual([200, after.body.usage.total_tokens])
    const resetsAt = Date.parse(after.body.budget?.resets_at ?? '')
    expect(resetsAt).toBeGreaterThan(await serverNow())
    await expect.poll(() => journalEntries(agent, 'pending')).toBe(0)
    const invoice = await fetch(`${agent.url}/v1/invoice`, { headers: { authorization: `Bearer ${STARTER}` } })
    const { lines } = ((await invoice.json()) as { invoice: { lines: { tokens: string | null }[] } }).invoice
    const billed = lines.reduce((sum, line) => sum + Number(line.tokens ?? 0), 0)
    expect(billed).toBe(after.body.usage.total_tokens)
  })

  it('dates usage by a server that began again in the past, which takes it', async () => {
    const agent = await system.agent({ followsBillingClock: true })
    const now = '2026-03-05T09:30:00Z'
    expect((await local('reset', { now })).status).toBe(200)
    await applyDemo(system.client, { now: () => Date.parse(now) })
    expect((await chat(agent, STARTER, { message: 'hello' })).status).toBe(200)
    await expect.poll(() => system.eventsOf('demo-starter')).toHaveLength(2)
    const { data } = await unwrap(system.client.GET('/v1/ingest/meter-data', {}))
    for (const { timestamp } of data) expect(timestamp).toMatch(/^2026-03-05T09:/)
    expect(await journalEntries(agent, 'rejected')).toBe(0)
  })
})
