import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { balanceOf, type Caller, grantOf, openWallet, sellCredits, subscribe, tokensUsed } from './credits.ts'
import { type PreparedServer, ServerProcess } from './server-process.ts'
import { type TestEngine, testEngines } from './test-engines.ts'
import { apiKey, TestServer } from './test-server.ts'

const isSoak = process.env['SOAK'] === '1'
/** The number of times that the server is killed in the middle of a request: 100 in a soak; `KILLS` sets another. */
const KILLS = Number(process.env['KILLS'] ?? (isSoak ? 100 : 1))
const SEED = Number(process.env['TEST_SEED'] ?? 20260131)
/** Requests for each kill. */
const STEPS_PER_KILL = 6
/** The longest time between a request and a kill in it. */
const KILL_WITHIN_MS = 40
/** The time for which a request is sent again, before the test gives up. */
const PATIENCE_MS = 120_000
const START = Date.parse('2026-01-01T00:00:00Z')
const DAY_MS = 86_400_000

type Random = () => number

/** A request of a customer's life, which can be sent again. */
interface Step {
  readonly path: string
  readonly body: object
  /** Idempotency key, where nothing in the body makes it safe to repeat. */
  readonly key?: string
}

/** Makes the life of a customer: usage in time, late usage, corrections, grants that expire, and days that pass. */
function stepsOf(random: Random, count: number, grant: (quantity: string, time: object) => object): Step[] {
  let now = START + DAY_MS / 2
  const between = (least: number, most: number) => least + Math.floor(random() * (most - least + 1))
  const at = (time: number) => new Date(Math.max(START, time)).toISOString().replace('.000Z', 'Z')
  const steps = Array.from({ length: count }, (_, index): Step => {
    const key = `step-of-a-life-${index}`
    const kind = random()
    if (kind < 0.2) {
      now += between(1, 6) * DAY_MS
      return { path: '/local/clock', body: { now: at(now) } }
    }
    if (kind < 0.35) {
      const time = { start_at: at(now), expire_at: at(now + between(3, 50) * DAY_MS) }
      return { path: '/v1/wallet-grants', body: grant(String(between(5, 60)), time), key }
    }
    const tokens = kind < 0.45 ? -between(1, 4_000) : between(1, 40_000)
    const usedAt = now - between(1, kind < 0.7 ? 24 * 45 : 24) * 3_600_000
    return { path: '/v1/ingest/meter-data', body: tokensUsed('acme', key, String(tokens), at(usedAt)) }
  })
  // In the end, all that came is FINAL.
  const end = { path: '/local/clock', body: { now: at(now + 62 * DAY_MS) } }
  return [...steps, end]
}

/** A repeatable sequence of numbers from 0 to 1. */
function chance(seed: number): Random {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

async function post(
  url: string,
  { path, body, key }: Step,
): Promise<{ readonly status: number; readonly text: string }> {
  const response = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: {
      'x-api-key': apiKey,
      'content-type': 'application/json',
      ...(key !== undefined && { 'idempotency-key': key }),
    },
    body: JSON.stringify(body),
  })
  return { status: response.status, text: await response.text() }
}

/** Sends a step until it is done: one that was done before says so. */
async function untilDone(url: () => string, step: Step): Promise<void> {
  for (const until = performance.now() + PATIENCE_MS; ; ) {
    const answer = await post(url(), step).catch((error: unknown) => ({ status: 0, text: String(error) }))
    const isThere = answer.status === 400 && answer.text.includes('The clock only moves forward')
    if (answer.status < 300 && answer.status > 0) return
    if (isThere) return
    if (![0, 503].includes(answer.status) || performance.now() > until) {
      throw new Error(`${step.path} ${JSON.stringify(step.body)} answered ${answer.status} ${answer.text}`)
    }
    await wait(50)
  }
}

/** Sets up the world of a test: a plan in credits that sells what wallets lack, and a customer with a wallet. */
async function begin(caller: Caller) {
  await caller.must('POST', '/local/reset', { now: new Date(START).toISOString() })
  const sold = await sellCredits(caller, { monthly: { credits: '25', expiry: { type: 'MONTH', value: 1 } } })
  const { customerId } = await subscribe(caller, sold, { reference: 'acme', startAt: '2026-01-01T00:00:00Z' })
  const walletId = await openWallet(caller, sold, customerId)
  const grant = (quantity: string, time: object) => grantOf(sold, customerId, walletId, quantity, time)
  return { customerId, walletId, grant }
}

/** Reads all that a customer sees in the end, without the ids of this server. */
async function resultOf(caller: Caller, { customerId, walletId }: Customer): Promise<unknown> {
  const { data } = await caller.must('GET', `/v1/invoices?customer_id=${customerId}&include_lines=true&limit=100`)
  const invoices = data
    .toSorted((one: { invoice_date: string }, other: { invoice_date: string }) =>
      one.invoice_date < other.invoice_date ? -1 : 1,
    )
    .map((invoice: Invoice) => [
      invoice.invoice_date,
      invoice.status,
      invoice.invoice_number,
      invoice.invoice_amount_including_tax.quantity,
      ...invoice.periods.flatMap(({ groups }) =>
        groups.flatMap(({ lines }) =>
          lines.map(({ description, amount_excluding_tax: amount, meter_value: value, details }) => [
            description,
            value?.number,
            amount.quantity,
            details.wallet_balance_details?.['used_wallet_credits']?.quantity,
            details.wallet_balance_details?.['left_wallet_credits']?.quantity,
          ]),
        ),
      ),
    ])
  return { invoices, balance: await balanceOf(caller, walletId) }
}

interface Customer {
  readonly customerId: string
  readonly walletId: string
}

interface Invoice {
  readonly invoice_date: string
  readonly status: string
  readonly invoice_number: string | null
  readonly invoice_amount_including_tax: { readonly quantity: string }
  readonly periods: readonly {
    readonly groups: readonly {
      readonly lines: readonly {
        readonly description: string
        readonly amount_excluding_tax: { readonly quantity: string }
        readonly meter_value?: { readonly number?: string } | null
        readonly details: {
          readonly wallet_balance_details?: Readonly<Record<string, { readonly quantity: string } | undefined>>
        }
      }[]
    }[]
  }[]
}

const callerOf = (url: () => string): Caller => ({
  must: async (method, path, body) => {
    const response = await fetch(`${url()}${path}`, {
      method,
      headers: { 'x-api-key': apiKey, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status} ${text}`)
    return JSON.parse(text)
  },
})

async function placeOf(engine: TestEngine) {
  const { remove, databaseUrl } = await engine.place()
  if (databaseUrl !== undefined) return { env: { DATABASE_URL: databaseUrl }, remove }
  const folder = mkdtempSync(join(tmpdir(), 'billing-killed-'))
  return {
    env: { DATA_DIR: join(folder, 'data') },
    remove: async () => {
      await remove()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

describe.each(testEngines)(`wallets of a server that is killed ${KILLS} times, on $name`, (engine) => {
  it(`are drawn as those of one that lives, with late usage and corrections (seed ${SEED})`, async () => {
    const count = KILLS * STEPS_PER_KILL
    const calm = await TestServer.start(engine)
    let expected: unknown
    try {
      const customer = await begin(calm)
      for (const step of stepsOf(chance(SEED), count, customer.grant)) await untilDone(() => calm.server.url, step)
      expected = await resultOf(calm, customer)
    } finally {
      await calm.stop()
    }
    const place = await placeOf(engine)
    const env = { ...place.env, LOCAL_CONTROLS: '1' }
    let server = await ServerProcess.start(env)
    let next: PreparedServer | undefined
    try {
      const url = () => server.url
      const customer = await begin(callerOf(url))
      const random = chance(SEED + 1)
      for (const [index, step] of stepsOf(chance(SEED), count, customer.grant).entries()) {
        // Each kill falls somewhere among the requests of its turn; the next process loads meanwhile.
        if (index % STEPS_PER_KILL === 0) next = ServerProcess.prepare(env)
        if (index % STEPS_PER_KILL === STEPS_PER_KILL - 1 && next !== undefined) {
          // A key stays taken for a minute; killed-under-a-key.test.ts is about that.
          const broken = step.key === undefined ? post(server.url, step).catch(() => undefined) : undefined
          await wait(random() * KILL_WITHIN_MS)
          await server.kill()
          await broken
          server = await next.start()
          next = undefined
        }
        await untilDone(url, step)
      }
      expect(await resultOf(callerOf(url), customer)).toEqual(expected)
    } finally {
      await next?.discard()
      await server.kill()
      await place.remove()
    }
  })
})
