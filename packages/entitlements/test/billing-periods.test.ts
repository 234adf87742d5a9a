import { formatInstant, type Period, parseInstant } from '@tallygate/billing-period'
import { applyDemo } from '@tallygate/catalog/demo'
import { type BillingClient, createBillingClient, unwrap } from '@tallygate/client'
import { type RunningBillingServer, startBillingServer } from '@tallygate/test-kit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createEntitlements } from '../src/create-entitlements.ts'
import { memoryJournal } from '../src/journal/memory-journal.ts'
import { memoryStore } from '../src/store/memory-store.ts'
import { seededRandom } from './seeded-random.ts'

const SEED = Number(process.env['TEST_SEED'] ?? 20261130)
const CUSTOMERS = process.env['SOAK'] === '1' ? 60 : 6
const DAY_MS = 86_400_000

let server: RunningBillingServer
let client: BillingClient
beforeAll(async () => {
  server = await startBillingServer()
  client = createBillingClient({ apiKey: server.apiKey, baseUrl: server.url })
  await applyDemo(client)
})
afterAll(() => server?.stop())

interface RandomSchedule {
  readonly startAt: Date
  readonly endAt: Date | undefined
  readonly period: Period | undefined
  readonly realigns: boolean
}

/** One to three schedules up to now, with gaps and without, some of which realign. (The plan is sold by the month.) */
function randomSchedules(random: () => number): RandomSchedule[] {
  const pick = <T>(...values: readonly [T, ...T[]]): T => values[Math.floor(random() * values.length)] ?? values[0]
  const count = pick(1, 2, 2, 3, 3)
  const today = Math.floor(Date.now() / DAY_MS) * DAY_MS
  const starts = Array.from({ length: count }, () => today - Math.floor(1 + random() * 500) * DAY_MS).sort(
    (a, b) => a - b,
  )
  return [...new Set(starts)].map((start, index, all) => {
    const next = all[index + 1]
    const gap = next !== undefined && next - start > 2 * DAY_MS && random() < 0.2 ? DAY_MS : 0
    return {
      startAt: new Date(start),
      endAt: next === undefined ? undefined : new Date(next - gap),
      period: pick<Period | undefined>(undefined, { type: 'MONTH', value: 1 }),
      realigns: random() < 0.2,
    }
  })
}

async function subscribe(reference: string, random: () => number): Promise<string> {
  const timezone = random() < 0.5 ? 'UTC' : 'America/New_York'
  const { id: customerId = '' } = await unwrap(
    client.POST('/v1/customers', {
      body: { type: 'ORGANIZATION', reference, status: 'ACTIVE', timezone, organization: { legal_name: reference } },
    }),
  )
  const { id = '' } = await unwrap(
    client.POST('/v1/pricing-plan-subscriptions', {
      body: {
        reference,
        customer_id: customerId ?? '',
        billing_entity_reference: 'demo',
        billing_period: { type: 'MONTH', value: 1 },
        billing_currency: 'USD',
        billing_time: random() < 0.5 ? 'EXACT' : 'CALENDAR',
      },
    }),
  )
  for (const { startAt, endAt, period, realigns } of randomSchedules(random))
    await unwrap(
      client.POST('/v1/pricing-plan-schedules', {
        body: {
          pricing_plan_subscription_id: id ?? '',
          pricing_plan_version_selector: { pricing_plan_reference: 'starter', type: 'LATEST' },
          start_at: formatInstant(startAt),
          ...(endAt === undefined ? {} : { end_at: formatInstant(endAt) }),
          ...(period === undefined ? {} : { billing_period: period }),
          realign_invoice_date_to_pricing_plan_schedule_start_at: realigns,
        },
      }),
    )
  await unwrap(
    client.PATCH('/v1/pricing-plan-subscriptions/{id}', {
      params: { path: { id: id ?? '' } },
      body: { status: 'ACTIVE' },
    }),
  )
  return customerId ?? ''
}

it(`counts the period that the invoice has, whatever schedules follow each other (seed ${SEED})`, async () => {
  const random = seededRandom(SEED)
  const entitlements = createEntitlements({
    client,
    store: memoryStore(),
    journal: memoryJournal(),
    onUnavailable: 'deny',
  })
  for (let index = 0; index < CUSTOMERS; index += 1) {
    const customer = `periods-${index}`
    const customerId = await subscribe(customer, random)
    const { data } = await unwrap(
      client.GET('/v1/invoices', {
        params: { query: { customer_id: customerId, 'statuses[]': ['OPEN'], include_periods: true } },
      }),
    )
    const now = Date.now()
    const invoiced = data
      .flatMap(({ periods }) => periods ?? [])
      .map(({ start_at, end_at }) => ({ start: parseInstant(start_at ?? ''), end: parseInstant(end_at ?? '') }))
      .filter(({ start, end }) => start.getTime() <= now && now < end.getTime())
    expect(invoiced, customer).toHaveLength(1)
    expect((await entitlements.usage(customer)).period, customer).toEqual(invoiced[0])
  }
  await entitlements.close()
})
