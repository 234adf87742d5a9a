import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { applyDemo } from '@tallygate/catalog/demo'
import { createBillingClient, paginate, unwrap } from '@tallygate/client'
import { freePort, startBillingServer } from '@tallygate/test-kit'
import { afterAll, expect, it } from 'vitest'
import { startSimulatedProvider } from '../src/simulated-provider/start-simulated-provider.ts'
import { startAgentProcess } from './agent-process.ts'
import { PRO } from './agent-under-test.ts'

/*
 * Everything goes wrong at once: the provider fails, stalls and breaks off, readers leave, the agent and the billing
 * server are killed and started again. At the end the books must close: what was answered is billed once, and what the
 * provider counted is billed or listed as unsettled.
 */
const SEED = 20_261_123
const WORKERS = 8
const REQUESTS_PER_WORKER = 14
/** Requests of a worker after which something hangs: outages that never end would keep it asking. */
const MAX_REQUESTS_PER_WORKER = 2_000
/** Attempts that callers learn of before each outage, so that it hits a system that works. */
const TOLD_BEFORE_OUTAGE = 15
/** A worker that was refused asks again as a person would: asking at once would spend its requests on one outage. */
const PAUSE_AFTER_REFUSAL_MS = 100
/** Events and provider requests are matched by count, so all of them run at one model. */
const MODEL = 'gpt-4o-mini'

const folder = mkdtempSync(join(tmpdir(), 'tallygate-chaos-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A small seeded generator (mulberry32): the same seed makes the same requests. */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let value = Math.imul(state ^ (state >>> 15), 1 | state)
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32
  }
}

const MESSAGES = [
  'Good morning',
  'what is 17 * 23?',
  'take 150 ms',
  'answer with status 500',
  'answer with status 429',
  'cut the stream',
  'answer slowly',
]

/** The usage that a caller was told for its request, attempt by attempt; nothing when it was told nothing. */
type Told = readonly { readonly prompt_tokens: number; readonly completion_tokens: number; readonly source: string }[]

function ask(
  url: string,
  path: string,
  body: object,
  leaveAfterBytes: number | undefined,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    let text = ''
    const call = request(`${url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${PRO}`, 'content-type': 'application/json' },
    })
    const end = () => resolve(text)
    call.on('error', (error) => ('code' in error && error.code === 'ECONNREFUSED' ? resolve(undefined) : end()))
    call.on('response', (response) => {
      response.on('data', (chunk: Buffer) => {
        text += chunk.toString()
        if (leaveAfterBytes !== undefined && text.length >= leaveAfterBytes) {
          text = ''
          response.destroy()
        }
      })
      response.on('end', end).on('close', end).on('error', end)
    })
    call.end(JSON.stringify(body))
  })
}

function toldBy(path: string, stream: boolean, text: string): Told {
  try {
    if (path === '/v1/chat') {
      const body = stream ? /event: done\ndata: (.*)\n/.exec(text)?.[1] : text
      return body === undefined ? [] : ((JSON.parse(body) as { usage?: { attempts: Told } }).usage?.attempts ?? [])
    }
    const completion = stream ? [...text.matchAll(/^data: (\{.*"usage":\{.*\})$/gm)].at(-1)?.[1] : text
    const usage =
      completion === undefined
        ? undefined
        : (JSON.parse(completion) as { usage?: { prompt_tokens: number; completion_tokens: number } }).usage
    return usage === undefined ? [] : [{ ...usage, source: 'provider' }]
  } catch {
    return []
  }
}

it('closes the books after everything has gone wrong', async () => {
  const provider = await startSimulatedProvider()
  const billingPort = String(await freePort())
  const startBilling = () => startBillingServer({ PORT: billingPort, DATA_DIR: join(folder, 'billing') })
  let billing = await startBilling()
  const client = createBillingClient({ apiKey: billing.apiKey, baseUrl: billing.url })
  await applyDemo(client)
  const agentEnvironment = {
    PORT: String(await freePort()),
    BILLING_URL: billing.url,
    BILLING_API_KEY: billing.apiKey,
    JOURNAL_PATH: join(folder, 'journal.sqlite'),
    OPENAI_API_KEY: 'sk-simulated',
    OPENAI_BASE_URL: `${provider.url}/v1`,
  }
  let agent = await startAgentProcess(agentEnvironment)
  await expect.poll(async () => (await fetch(`${agent.url}/readyz`)).status).toBe(200)

  const told: Told[] = []
  let refusals = 0
  let areOutagesOver = false
  const worker = async (number: number) => {
    const random = generator(SEED + number)
    for (let index = 0, served = 0; served < REQUESTS_PER_WORKER || !areOutagesOver; index += 1) {
      if (index === MAX_REQUESTS_PER_WORKER) throw new Error(`worker ${number} was refused again and again`)
      const message = MESSAGES[Math.floor(random() * MESSAGES.length)] ?? ''
      const stream = random() < 0.6
      const path = random() < 0.5 ? '/v1/chat' : '/v1/chat/completions'
      const leave = random() < 0.25 ? Math.floor(random() * 600) : undefined
      const body =
        path === '/v1/chat'
          ? { message, model: MODEL, stream }
          : {
              model: MODEL,
              messages: [{ role: 'user', content: message }],
              max_tokens: 60,
              stream,
              ...(stream ? { stream_options: { include_usage: true } } : {}),
            }
      const text = await ask(agent.url, path, body, leave)
      if (text === undefined || isUnavailable(text)) {
        refusals += 1
        await wait(PAUSE_AFTER_REFUSAL_MS)
        continue
      }
      served += 1
      told.push(toldBy(path, stream, text))
      await wait(random() * 40)
    }
  }
  const load = Promise.all(Array.from({ length: WORKERS }, (_, number) => worker(number)))
  const providerAttempts = () => told.flat().filter(({ source }) => source === 'provider')
  const toldMore = async () => {
    const before = providerAttempts().length
    await expect.poll(() => providerAttempts().length).toBeGreaterThanOrEqual(before + TOLD_BEFORE_OUTAGE)
  }
  const askedMore = async () => {
    const asked = () => refusals + told.length
    const before = asked()
    await expect.poll(asked).toBeGreaterThanOrEqual(before + WORKERS)
  }
  await toldMore()
  await agent.kill('SIGKILL')
  await askedMore()
  agent = await startAgentProcess(agentEnvironment)
  await toldMore()
  await billing.kill('SIGKILL')
  await askedMore()
  billing = await startBilling()
  areOutagesOver = true
  await load

  const journal = async (): Promise<Record<string, number>> => {
    const text = await (await fetch(`${agent.url}/metrics`)).text()
    return Object.fromEntries(
      [...text.matchAll(/^tallygate_journal_entries\{state="(\w+)"\} (\d+)$/gm)].map(([, state, count]) => [
        state,
        Number(count),
      ]),
    )
  }
  await expect.poll(journal, { interval: 200 }).toMatchObject({ open: 0, pending: 0, rejected: 0 })

  const customer = await unwrap(client.GET('/v1/customers/{idOrRef}', { params: { path: { idOrRef: 'demo-pro' } } }))
  const pages = paginate((page) =>
    client.GET('/v1/ingest/meter-data', { params: { query: { customer_id: customer.id ?? '', page, limit: 50 } } }),
  )
  const events: { meter: string; tokens: number; reference: string }[] = []
  for await (const event of pages) {
    const tokens = Number(event.meter_values?.find((value) => value.reference === 'token_count')?.number)
    events.push({ meter: event.meter_reference ?? '', tokens, reference: event.reference ?? '' })
  }
  const tokensOf = (meter: string) => events.filter((event) => event.meter === meter).map((event) => event.tokens)
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
  const attempts = providerAttempts()
  const counted = Object.values(
    (
      (await (await fetch(`${provider.url}/simulated-provider/usage`)).json()) as {
        models: Record<string, { requests: number; prompt_tokens: number; completion_tokens: number }>
      }
    ).models,
  )[0]
  const { unsettled } = await journal()

  // None double: each event has a reference of its own, and each attempt has one event per meter.
  expect(new Set(events.map((event) => event.reference)).size).toBe(events.length)
  expect(tokensOf('prompt_tokens').length).toBe(tokensOf('completion_tokens').length)
  // None missing: everything a caller was told is among the events.
  expect(attempts.length).toBeGreaterThanOrEqual(2 * TOLD_BEFORE_OUTAGE)
  expect(
    missing(
      attempts.map((attempt) => attempt.prompt_tokens),
      tokensOf('prompt_tokens'),
    ),
  ).toEqual([])
  expect(
    missing(
      attempts.map((attempt) => attempt.completion_tokens),
      tokensOf('completion_tokens'),
    ),
  ).toEqual([])
  // Never more than the provider counted, and what it counted beyond the events is listed.
  expect(tokensOf('prompt_tokens').length).toBeLessThanOrEqual(counted?.requests ?? 0)
  expect(sum(tokensOf('prompt_tokens'))).toBeLessThanOrEqual(counted?.prompt_tokens ?? 0)
  expect(sum(tokensOf('completion_tokens'))).toBeLessThanOrEqual(counted?.completion_tokens ?? 0)
  expect((counted?.requests ?? 0) - tokensOf('prompt_tokens').length).toBeLessThanOrEqual(unsettled ?? 0)

  await agent.stop()
  await Promise.all([billing.stop(), provider.close()])
})

/** Tells whether the agent could not learn what the customer may do: nothing was used then. */
function isUnavailable(text: string): boolean {
  return text.includes('"code":"entitlements_unavailable"')
}

/** The values of `wanted` that are not in `found`, each occurrence counted. */
function missing(wanted: readonly number[], found: readonly number[]): number[] {
  const left = new Map<number, number>()
  for (const value of found) left.set(value, (left.get(value) ?? 0) + 1)
  return wanted.filter((value) => {
    const count = left.get(value) ?? 0
    left.set(value, count - 1)
    return count < 1
  })
}
