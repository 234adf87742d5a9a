import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { formatInstant } from '@tallygate/billing-period'
import { applyDemo } from '@tallygate/catalog/demo'
import { type BillingClient, createBillingClient, paginate, type Schema, unwrap } from '@tallygate/client'
import {
  examplesOf,
  type RunningBillingServer,
  runExample,
  runReadmeExample,
  startBillingServer,
} from '@tallygate/test-kit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createEntitlements } from '../src/create-entitlements.ts'
import type { Entitlements } from '../src/entitlements.ts'
import type { EntitlementsEvent } from '../src/entitlements-event.ts'
import type { EntitlementsOptions } from '../src/entitlements-options.ts'
import { memoryJournal } from '../src/journal/memory-journal.ts'
import { sqliteJournal } from '../src/journal/sqlite-journal.ts'
import { memoryStore } from '../src/store/memory-store.ts'
import { ask, granted, spent } from './setup.ts'

const PACKAGE = new URL('../', import.meta.url)
const BUDGET_EXAMPLES = await examplesOf(PACKAGE, 'docs/budgets.md')
const COMMAND = fileURLToPath(new URL('../src/audit/audit-command.ts', import.meta.url))

let server: RunningBillingServer
let client: BillingClient
/** Method and path of each request of the entitlements under test. */
let calls: string[]
const opened: Entitlements[] = []

beforeAll(async () => {
  server = await startBillingServer({ API_KEY: 'local-test-key' })
  client = createBillingClient({ apiKey: server.apiKey, baseUrl: server.url })
  await applyDemo(client)
})

afterAll(async () => {
  for (const entitlements of opened) await entitlements.close({ deadlineMs: 1_000 })
  await server?.stop()
})

function open(options: Partial<EntitlementsOptions> = {}): Entitlements {
  calls = []
  const recorded = calls
  const entitlements = createEntitlements({
    client: createBillingClient({
      apiKey: server.apiKey,
      baseUrl: server.url,
      fetch: (url, init) => {
        recorded.push(`${init.method} ${new URL(url).pathname}`)
        return fetch(url, init)
      },
    }),
    store: memoryStore(),
    journal: memoryJournal(),
    onUnavailable: 'deny',
    ...options,
  })
  opened.push(entitlements)
  return entitlements
}

async function eventsOf(reference: string): Promise<Schema<'MeterData'>[]> {
  const customer = await unwrap(client.GET('/v1/customers/{idOrRef}', { params: { path: { idOrRef: reference } } }))
  const events: Schema<'MeterData'>[] = []
  const query = { customer_id: customer.id ?? '', limit: 100 }
  for await (const event of paginate((page) =>
    client.GET('/v1/ingest/meter-data', { params: { query: { ...query, page } } }),
  ))
    events.push(event)
  return events
}

describe('the README', () => {
  // First of all: its figures are those of a customer that has used nothing.
  it('shows what its example prints', async () => {
    const { documented, printed } = await runReadmeExample(PACKAGE, { BILLING_URL: server.url })
    expect(printed).toBe(documented)
  })
})

describe('against the billing server', () => {
  it('delivers what was used, and the next process begins with it, read from the open invoice', async () => {
    const first = open()
    const reserve = (requestId: string) => first.reserve(ask(requestId, { customer: 'demo-starter' }))
    await granted(await reserve('request-1')).reservation.settle(spent(90, 30))
    await granted(await reserve('request-2')).reservation.settle({ ...spent(7, 0), model: 'a-model-without-a-price' })
    await first.flush()
    const events = (await eventsOf('demo-starter')).filter(({ reference }) => reference?.includes(':request-'))
    expect(events.map(({ reference, meter_values }) => [reference, meter_values?.[0]?.number]).sort()).toEqual([
      ['demo-starter:request-1:1:completion_tokens', '30'],
      ['demo-starter:request-1:1:prompt_tokens', '90'],
      ['demo-starter:request-2:1:completion_tokens', '0'],
      ['demo-starter:request-2:1:prompt_tokens', '7'],
    ])
    const usage = await open().usage('demo-starter')
    expect(usage.budgets).toMatchObject([{ limit: 1_000_000, used: 1_086 + 127, held: 0, remaining: 998_787 }])
    expect(calls.filter((call) => call.includes('/ingest/'))).toEqual([])
  })

  it('reports attempts and itself, and an event leads back to its attempt', async () => {
    const entitlements = open({ reports: { agent: 'my/app:1' } })
    const { reservation } = granted(await entitlements.reserve(ask('reported', { customer: 'demo-starter' })))
    await reservation.settle({ ...spent(7, 2), model: 'gpt-4o-mini-2024-07-18' })
    await entitlements.close()
    const read = async (path: string) => {
      const answer = await fetch(`${server.url}/operator/${path}`, { headers: { 'x-api-key': server.apiKey } })
      return (await answer.json()) as { readonly data: readonly object[] }
    }
    const { data: attempts } = await read('attempts?event_reference=demo-starter:reported:1:prompt_tokens')
    expect(attempts).toMatchObject([
      {
        id: 'demo-starter:reported:1',
        model: 'gpt-4o-mini',
        served_model: 'gpt-4o-mini-2024-07-18',
        source: 'provider',
      },
    ])
    expect((await read('agents')).data).toMatchObject([{ id: 'my/app:1', counts: { attempts_denied: 0 } }])
  })

  it('carries the usage of the period over a plan change, and takes the new limit', async () => {
    const before = open()
    const held = granted(await before.reserve(ask('over-the-change', { customer: 'demo-free' }))).reservation
    await granted(await before.reserve(ask('before', { customer: 'demo-free' }))).reservation.settle(spent(40, 2))
    await before.flush()
    await upgrade('demo-free', 'pro')
    const after = open()
    await granted(await after.reserve(ask('after', { customer: 'demo-free', model: 'gpt-4o' }))).reservation.settle(
      spent(100, 3),
    )
    await held.settle(spent(5, 0))
    await Promise.all([before.flush(), after.flush()])
    const usage = await open().usage('demo-free')
    expect(usage.budgets).toMatchObject([{ limit: 10_000_000, used: 150 }])
    expect(calls.filter((call) => call.includes('/ingest/'))).toEqual([])
    expect(usage.period).toEqual((await before.usage('demo-free')).period)
  })

  it('names the plans that would allow what is denied', async () => {
    const entitlements = open()
    const denied = await entitlements.reserve(ask('r', { customer: 'demo-starter', model: 'gpt-4o' }))
    expect(denied).toMatchObject({
      allowed: false,
      reason: 'model_not_entitled',
      allowedModels: ['gpt-4o-mini'],
      plans: ['Pro'],
    })
    const tooMuch = ask('r', { customer: 'demo-starter', estimate: { promptTokens: 2_000_000 } })
    expect(await entitlements.reserve(tooMuch)).toMatchObject({
      reason: 'budget_exhausted',
      limit: 1_000_000,
      plans: ['Prepaid', 'Pro'],
    })
    expect(await entitlements.reserve(ask('r', { customer: 'nobody' }))).toMatchObject({ reason: 'no_subscription' })
  })

  it('sets events aside that the server refuses for good, and delivers the others of their batch', async () => {
    // A property that the demo's meters do not have, so a billed estimate cannot be stored.
    const entitlements = open({ bill: 'estimate', meters: { source: 'origin' } })
    const reserve = async (requestId: string) =>
      granted(await entitlements.reserve(ask(requestId, { customer: 'demo-pro' }))).reservation
    const reservations = await Promise.all(['p1', 'p2', 'p3'].map(reserve))
    await Promise.all(
      reservations.map((reservation, index) =>
        reservation.settle({ ...spent(10, index), source: index === 1 ? 'estimate' : 'provider' }),
      ),
    )
    await expect(entitlements.flush()).rejects.toMatchObject({ code: 'FLUSH_INCOMPLETE', pending: 0, rejected: 2 })
    expect((await eventsOf('demo-pro')).map(({ reference }) => reference).sort()).toEqual([
      'demo-pro:p1:1:completion_tokens',
      'demo-pro:p1:1:prompt_tokens',
      'demo-pro:p3:1:completion_tokens',
      'demo-pro:p3:1:prompt_tokens',
    ])
    expect(await entitlements.counts()).toMatchObject({ pending: 0, rejected: 2 })
    expect((await entitlements.usage('demo-pro')).budgets).toMatchObject([{ used: 33 }])
  })
})

describe('usage that no rule of the plan takes', () => {
  it('is reported as billed by nothing, and counts in the budget of the next process too', async () => {
    const { data: plans } = await unwrap(client.GET('/v1/pricing-plans', { params: { query: { limit: 100 } } }))
    const pro = plans.find(({ reference }) => reference === 'pro')
    const id = pro?.pricing_plan_version_infos?.at(-1)?.id ?? ''
    const { pricing_categories: categories } = await unwrap(
      client.GET('/v1/pricing-plan-versions/{id}', { params: { path: { id } } }),
    )
    const mini = { reference: 'model_id', comparator: 'EQUALS' as const, value: 'gpt-4o-mini' }
    for (const pricing of (categories ?? []).flatMap(({ pricings }) => pricings ?? [])) {
      for (const item of pricing.items ?? []) {
        const conditions = { meter_properties: [mini] }
        const [config] = (item.configs ?? []).filter(({ bands }) => (bands ?? []).length > 0)
        if (config !== undefined && config.type === 'FLAT') item.configs = [{ ...config, conditions }]
      }
    }
    const plan = await unwrap(client.POST('/v1/pricing-plans', { body: { reference: 'narrow', name: 'Narrow' } }))
    await unwrap(
      client.POST('/v1/pricing-plan-versions', {
        body: JSON.parse(
          JSON.stringify({ pricing_plan_id: plan.id, status: 'ACTIVE', pricing_categories: categories }),
        ),
      }),
    )
    await customerOn('narrowed', 'narrow')
    const events: EntitlementsEvent[] = []
    const first = open({ onEvent: (event) => events.push(event) })
    const settle = async (requestId: string, model: string) =>
      granted(await first.reserve(ask(requestId, { customer: 'narrowed', model }))).reservation.settle({
        ...spent(100, 20),
        model,
      })
    await settle('taken', 'gpt-4o-mini')
    await settle('not-taken', 'gpt-4o')
    await first.flush()
    expect((await eventsOf('narrowed')).map(({ processed_details: details }) => details?.type).sort()).toEqual([
      'DEFAULT',
      'DEFAULT',
      'NOT_MATCHED',
      'NOT_MATCHED',
    ])
    expect(events.filter(({ type }) => type === 'event_unbilled')).toMatchObject([
      { outcome: 'no_pricing' },
      { outcome: 'no_pricing' },
    ])
    expect((await open().usage('narrowed')).budgets).toMatchObject([{ used: 240 }])
  })
})

describe('a customer with two subscriptions', () => {
  it('is gated by the one that the server books on, and does not get a budget twice', async () => {
    await customerOn('twofold', 'starter')
    const before = open()
    const starter = granted(await before.reserve(ask('r1', { customer: 'twofold' })))
    expect(starter.budgets).toMatchObject([{ limit: 1_000_000 }])
    await starter.reservation.settle(spent(900_000, 100_000))
    await before.flush()
    await subscribe('twofold', 'free', 'twofold-second')
    const after = open()
    const free = granted(await after.reserve(ask('r2', { customer: 'twofold' })))
    expect(free.budgets).toMatchObject([{ limit: 50_000, used: 0 }])
    await free.reservation.settle(spent(40_000, 9_990))
    await after.flush()
    expect(await after.reserve(ask('r3', { customer: 'twofold' }))).toMatchObject({ reason: 'budget_exhausted' })
    const booked = (await eventsOf('twofold')).map(({ reference, pricing_plan_subscription_id: id }) => [reference, id])
    const { data } = await unwrap(
      client.GET('/v1/pricing-plan-subscriptions', {
        params: { query: { customer_id: (await customerId('twofold')) ?? '' } },
      }),
    )
    const idOf = (reference: string) => data.find((one) => one.reference === reference)?.id
    expect(Object.fromEntries(booked)).toMatchObject({
      'twofold:r1:1:prompt_tokens': idOf('twofold-subscription'),
      'twofold:r2:1:prompt_tokens': idOf('twofold-second'),
    })
    // Another process begins with the same counts, whichever way it reads them.
    expect((await open().usage('twofold')).budgets).toMatchObject([{ limit: 50_000, used: 49_990 }])
    const { values, merged } = await after.features('twofold')
    expect([values['monthly_token_budget'], merged['monthly_token_budget']]).toMatchObject([
      { number: 50_000 },
      { number: 1_050_000 },
    ])
  })
})

describe('a customer who is archived', () => {
  it('is not entitled any more', async () => {
    await customerOn('gone', 'starter')
    granted(await open().reserve(ask('r1', { customer: 'gone' })))
    await unwrap(
      client.PATCH('/v1/customers/{idOrRef}', { params: { path: { idOrRef: 'gone' } }, body: { status: 'ARCHIVED' } }),
    )
    expect(await open().reserve(ask('r2', { customer: 'gone' }))).toMatchObject({
      reason: 'no_subscription',
      message: expect.stringContaining('ARCHIVED'),
    })
  })
})

describe('what the server refuses for a time or a state', () => {
  const quantities = { promptTokens: 'all_tokens', completionTokens: 'all_tokens' }
  beforeAll(async () => {
    await unwrap(
      client.POST('/v1/meters', {
        body: {
          reference: 'all_tokens',
          name: 'All tokens',
          status: 'ACTIVE',
          meter_values: [{ reference: 'token_count' }],
          meter_properties: [{ reference: 'model_id' }],
        },
      }),
    )
    await customerOn('patient', 'starter')
  })
  const setMeter = (status: 'ACTIVE' | 'ARCHIVED') =>
    unwrap(client.PATCH('/v1/meters/{idOrRef}', { params: { path: { idOrRef: 'all_tokens' } }, body: { status } }))
  const settle = async (entitlements: Entitlements, requestId: string) =>
    granted(await entitlements.reserve(ask(requestId, { customer: 'patient' }))).reservation.settle(spent(3, 4))

  it('sends events of an archived meter when it is active again, and says that no plan counts them', async () => {
    const events: EntitlementsEvent[] = []
    const entitlements = open({ quantities, onEvent: (event) => events.push(event) })
    await setMeter('ARCHIVED')
    await settle(entitlements, 'archived')
    await expect(entitlements.flush()).rejects.toMatchObject({ pending: 0, postponed: 1, rejected: 0 })
    expect(await entitlements.refused()).toMatchObject([
      { reference: 'patient:archived:1:all_tokens', state: 'postponed', quantity: 7 },
    ])
    await setMeter('ACTIVE')
    await entitlements.flush()
    expect(await entitlements.refused()).toEqual([])
    const [event] = await eventsOf('patient')
    expect(event).toMatchObject({
      reference: 'patient:archived:1:all_tokens',
      meter_values: [{ number: '7' }],
      processed_details: { type: 'NOT_MATCHED', not_matched: { variant: 'NO_PRICING' } },
    })
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'event_unbilled', reference: event?.reference, outcome: 'no_pricing' }),
    )
  })

  it('sends events again that a clock 45 minutes ahead made', async () => {
    const entitlements = open({ quantities, now: () => Date.now() + 45 * 60_000 })
    await settle(entitlements, 'early')
    await expect(entitlements.flush()).rejects.toMatchObject({ pending: 0, postponed: 1, rejected: 0 })
    expect(await entitlements.refused()).toMatchObject([{ error: expect.stringContaining('30 minutes') }])
  })
})

describe('estimates that are billed', () => {
  it('arrive flagged with their source, beside the provider’s own numbers, and stand on the open invoice', async () => {
    await customerOn('estimated', 'starter')
    const entitlements = open({ bill: 'estimate' })
    const reserve = async (id: string) =>
      granted(await entitlements.reserve(ask(id, { customer: 'estimated' }))).reservation
    await (await reserve('e1')).settle({ ...spent(10, 7), source: 'estimate' })
    await (await reserve('e2')).settle(spent(3, 2))
    await entitlements.flush()
    const sources = (await eventsOf('estimated')).map(({ reference, meter_properties }) => [
      reference,
      meter_properties?.find((property) => property.reference === 'usage_source')?.value,
    ])
    expect(Object.fromEntries(sources)).toEqual({
      'estimated:e1:1:prompt_tokens': 'estimate',
      'estimated:e1:1:completion_tokens': 'estimate',
      'estimated:e2:1:prompt_tokens': undefined,
      'estimated:e2:1:completion_tokens': undefined,
    })
    expect((await open().usage('estimated')).budgets).toMatchObject([{ used: 22 }])
    expect(calls).not.toContain('GET /v1/ingest/meter-data')
  })

  it('flags the prompt of an attempt that a crash left behind as recovered', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tallygate-recovered-'))
    const path = join(folder, 'usage.db')
    await customerOn('recovered', 'starter')
    // As a process leaves it that was killed: durable, and never ended.
    const journal = sqliteJournal({ path })
    const dead = open({ journal, bill: 'estimate' })
    granted(await dead.reserve(ask('r1', { customer: 'recovered', estimate: { promptTokens: 40 } })))
    await journal.close()
    const entitlements = open({ journal: sqliteJournal({ path }), bill: 'estimate' })
    await entitlements.flush()
    expect(
      (await eventsOf('recovered')).map(({ meter_values, meter_properties }) => [
        meter_values?.[0]?.number,
        meter_properties?.find((property) => property.reference === 'usage_source')?.value,
      ]),
    ).toEqual([
      ['0', 'recovered'],
      ['40', 'recovered'],
    ])
    expect(await entitlements.unsettled()).toEqual([])
    await entitlements.close()
    await rm(folder, { recursive: true, force: true })
  })
})

describe('tallygate-audit', () => {
  const run = (...args: string[]) =>
    promisify(execFile)(process.execPath, ['--conditions=@tallygate/source', COMMAND, ...args], {
      env: { ...process.env, BILLING_API_KEY: server.apiKey },
    }).then(
      ({ stdout }) => ({ code: 0, stdout, stderr: '' }),
      (error: { code: number; stdout: string; stderr: string }) => error,
    )

  it('audits the current period from the files of running applications', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tallygate-audit-'))
    const path = join(folder, 'usage.db')
    await customerOn('audited', 'starter')
    const entitlements = open({ journal: sqliteJournal({ path }) })
    const reserve = async (id: string) =>
      granted(await entitlements.reserve(ask(id, { customer: 'audited' }))).reservation
    await (await reserve('a1')).settle(spent(5, 6))
    await entitlements.flush()
    const args = ['--journal', path, '--customer', 'audited', '--base-url', server.url]
    const clean = await run(...args)
    expect([clean.code, JSON.parse(clean.stdout)]).toMatchObject([
      0,
      { clean: true, attempts: { settled: 1 }, differences: [] },
    ])
    await (await reserve('a2')).settle({ ...spent(1, 1), source: 'estimate' })
    const unsettled = await run(...args)
    expect([unsettled.code, JSON.parse(unsettled.stdout)]).toMatchObject([
      1,
      { clean: false, unsettled: [{ id: 'audited:a2:1' }] },
    ])
    await entitlements.close()
    await rm(folder, { recursive: true, force: true })
  })
  it('says what it needs, and what went wrong', async () => {
    expect(await run('--customer', 'demo-pro')).toMatchObject({ code: 2, stderr: expect.stringContaining('--journal') })
    const absent = await run('--journal', '/nowhere/usage.db', '--customer', 'demo-pro', '--base-url', server.url)
    expect(absent).toMatchObject({ code: 2, stderr: expect.stringContaining('/nowhere/usage.db') })
  })
})

/** A customer of a test's own, with a monthly subscription that begins today. */
async function customerOn(reference: string, plan: string): Promise<void> {
  const customer = await unwrap(
    client.POST('/v1/customers', {
      body: {
        type: 'ORGANIZATION',
        reference,
        status: 'ACTIVE',
        timezone: 'UTC',
        organization: { legal_name: reference },
      },
    }),
  )
  await subscribe(customer.reference ?? '', plan, `${reference}-subscription`)
}

async function customerId(reference: string): Promise<string | undefined> {
  const { id } = await unwrap(client.GET('/v1/customers/{idOrRef}', { params: { path: { idOrRef: reference } } }))
  return id ?? undefined
}

async function subscribe(customer: string, plan: string, reference: string): Promise<void> {
  const subscription = await unwrap(
    client.POST('/v1/pricing-plan-subscriptions', {
      body: {
        reference,
        customer_id: (await customerId(customer)) ?? '',
        billing_entity_reference: 'demo',
        billing_period: { type: 'MONTH', value: 1 },
        billing_currency: 'USD',
        billing_time: 'EXACT',
      },
    }),
  )
  const id = subscription.id ?? ''
  const start_at = `${new Date().toISOString().slice(0, 10)}T00:00:00Z`
  const pricing_plan_version_selector = { pricing_plan_reference: plan, type: 'LATEST' as const }
  await unwrap(
    client.POST('/v1/pricing-plan-schedules', {
      body: { pricing_plan_subscription_id: id, pricing_plan_version_selector, start_at },
    }),
  )
  await unwrap(
    client.PATCH('/v1/pricing-plan-subscriptions/{id}', { params: { path: { id } }, body: { status: 'ACTIVE' } }),
  )
}

async function upgrade(customer: string, plan: string): Promise<void> {
  const { id } = await unwrap(client.GET('/v1/customers/{idOrRef}', { params: { path: { idOrRef: customer } } }))
  const { data } = await unwrap(
    client.GET('/v1/pricing-plan-subscriptions', { params: { query: { customer_id: id ?? '' } } }),
  )
  await unwrap(
    client.POST('/v1/pricing-plan-schedules', {
      params: { query: { set_previous_end_at: true } },
      body: {
        pricing_plan_subscription_id: data[0]?.id ?? '',
        pricing_plan_version_selector: { pricing_plan_reference: plan, type: 'LATEST' },
        start_at: formatInstant(new Date()),
      },
    }),
  )
}

// Last of all: what its examples use changes the figures of the tests above.
describe('the document about budgets', () => {
  it.each(BUDGET_EXAMPLES.map((example) => [example.heading, example] as const))(
    'shows what its example prints: %s',
    async (_heading, example) => {
      const { documented, printed } = await runExample(PACKAGE, example, { BILLING_URL: server.url })
      expect(printed).toBe(documented)
    },
  )
})
