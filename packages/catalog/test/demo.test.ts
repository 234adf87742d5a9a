import { type BillingClient, BillingConnectionError, createBillingClient, unwrap } from '@tallygate/client'
import { borrowBillingServer, type RunningBillingServer } from '@tallygate/test-kit'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { applyDemo, demoCatalog, demoCustomers } from '../src/demo/index.ts'
import { apply, plan } from '../src/index.ts'
import { clientUntil } from './client-until.ts'

let server: RunningBillingServer
let client: BillingClient

beforeAll(async () => {
  server = await borrowBillingServer()
  client = createBillingClient({ baseUrl: server.url, apiKey: server.apiKey })
})

afterAll(() => server.stop())

async function reset(): Promise<void> {
  const response = await fetch(`${server.url}/local/reset`, { method: 'POST', headers: { 'X-API-KEY': server.apiKey } })
  expect(response.status).toBe(200)
}

beforeEach(reset)

/**
 * Customers, subscriptions and schedules as people see them:
 * `demo-pro ACTIVE: demo-pro-subscription ACTIVE, 1 schedule`.
 */
async function subscriptions(): Promise<readonly string[]> {
  const query = { limit: 50 }
  const customers = (await unwrap(client.GET('/v1/customers', { params: { query } }))).data
  const { data } = await unwrap(client.GET('/v1/pricing-plan-subscriptions', { params: { query } }))
  return customers
    .map(({ id, reference, status }) => {
      const own = data.filter(({ customer_id }) => customer_id === id)
      const parts = own.map(
        (one) => `${one.reference} ${one.status}, ${one.pricing_plan_schedule_infos?.length ?? 0} schedule`,
      )
      return `${reference} ${status}: ${parts.join('; ')}`
    })
    .sort()
}

const DEMO = [
  'demo-free ACTIVE: demo-free-subscription ACTIVE, 1 schedule',
  'demo-prepaid ACTIVE: demo-prepaid-subscription ACTIVE, 1 schedule',
  'demo-pro ACTIVE: demo-pro-subscription ACTIVE, 1 schedule',
  'demo-starter ACTIVE: demo-starter-subscription ACTIVE, 1 schedule',
  'demo-team ACTIVE: demo-team-subscription ACTIVE, 1 schedule',
]

describe('the demo', () => {
  test('has a customer with an ACTIVE subscription for each plan', async () => {
    await applyDemo(client)
    expect(await subscriptions()).toEqual(DEMO)
  })

  test.each([
    ['demo-free', '50000', ['gpt-4o-mini'], false, '10'],
    ['demo-starter', '1000000', ['gpt-4o-mini'], false, '60'],
    ['demo-pro', '10000000', ['gpt-4o', 'gpt-4o-mini', 'claude-3-5-sonnet', 'claude-3-5-haiku'], true, '600'],
    ['demo-prepaid', '10000000', ['gpt-4o-mini', 'claude-3-5-haiku'], false, '60'],
  ])('grants %s what the plan says', async (idOrRef, budget, models, queue, perMinute) => {
    await applyDemo(client)
    const granted = await unwrap(client.GET('/v1/customers/{idOrRef}/entitlements', { params: { path: { idOrRef } } }))
    const byFeature = new Map(granted.entitlements?.map((one) => [one.feature_reference, one]))
    expect(byFeature.get('monthly_token_budget')?.number).toBe(budget)
    expect(byFeature.get('available_models')?.enums?.toSorted()).toEqual(models.toSorted())
    expect(byFeature.get('priority_queue')?.switch).toBe(queue)
    expect(byFeature.get('requests_per_minute')?.number).toBe(perMinute)
    expect(byFeature.size).toBe(4)
  })

  test('gives Prepaid its credits, which end with the month', async () => {
    await applyDemo(client)
    const idOrRef = 'demo-prepaid'
    const { id } = await unwrap(client.GET('/v1/customers/{idOrRef}', { params: { path: { idOrRef } } }))
    const { data } = await unwrap(client.GET('/v1/wallet-grants', { params: { query: { customer_id: id ?? '' } } }))
    expect(data).toMatchObject([{ grant_credits: { quantity: '1000' }, expire_at: expect.any(String) }])
    const balances = client.POST('/v1/customers/{idOrRef}/wallets/balance', { params: { path: { idOrRef } }, body: {} })
    expect(await unwrap(balances)).toMatchObject({
      wallet_balances: [{ wallet_balance: { open_balance: { credits: { quantity: '1000' } } } }],
    })
  })

  test('limits the money of the team', async () => {
    await applyDemo(client)
    const path = { idOrRef: 'demo-team' }
    const granted = await unwrap(client.GET('/v1/customers/{idOrRef}/entitlements', { params: { path } }))
    const limit = granted.entitlements?.find((one) => one.feature_reference === 'monthly_spend_limit')
    expect(limit?.amount).toMatchObject({ quantity: '10', currency: 'USD' })
    expect(granted.entitlements).toHaveLength(5)
  })

  test('starts subscriptions with the UTC day of the given clock', async () => {
    const now = () => Date.parse('2026-03-31T23:30:00+02:00')
    await applyDemo(client, { now })
    const { data } = await unwrap(client.GET('/v1/pricing-plan-subscriptions', { params: { query: { limit: 50 } } }))
    const starts = data.flatMap(({ pricing_plan_schedule_infos: infos }) => infos?.map(({ start_at }) => start_at))
    expect(starts).toEqual(Array.from(demoCustomers, () => '2026-03-31T00:00:00Z'))
  })

  test('applied again leaves what the owner of the account changed', async () => {
    await applyDemo(client)
    const { data } = await unwrap(client.GET('/v1/pricing-plan-subscriptions', { params: { query: { limit: 50 } } }))
    const pro = data.find(({ reference }) => reference === 'demo-pro-subscription')
    const path = { id: pro?.id ?? '' }
    await unwrap(client.POST('/v1/pricing-plan-subscriptions/{id}/cancel', { params: { path }, body: { type: 'NOW' } }))
    expect(await applyDemo(client)).toEqual([])
    expect(await subscriptions()).toContain('demo-pro ACTIVE: demo-pro-subscription CANCELLED, 1 schedule')
  })

  test('cut off after any request is completed by the next run', async () => {
    let cutOff = 0
    for (let last = await requestsOf((counting) => plan(counting, demoCatalog)); ; last += 1) {
      await reset()
      await apply(client, demoCatalog)
      const failure = await applyDemo(clientUntil(server, last)).then(
        () => undefined,
        (error: unknown) => error,
      )
      expect(BillingConnectionError.isInstance(failure), String(failure)).toBe(true)
      cutOff += 1
      const complete = (await subscriptions()).filter((line) => line.endsWith('subscription ACTIVE, 1 schedule'))
      await applyDemo(client)
      expect(await subscriptions(), `after request ${last}`).toEqual(DEMO)
      // The requests of the third customer are those of the second.
      if (complete.length === 2) break
    }
    // A billing entity, and two customers with a subscription, a schedule and an activation each; and the reads
    // between.
    expect(cutOff).toBeGreaterThan(1 + 2 * 4)
  })
})

/** The number of requests that it takes on an account that has the whole catalog. */
async function requestsOf(call: (client: BillingClient) => Promise<unknown>): Promise<number> {
  await apply(client, demoCatalog)
  let count = 0
  await call(
    createBillingClient({
      baseUrl: server.url,
      apiKey: server.apiKey,
      fetch: (...request) => {
        count += 1
        return fetch(...request)
      },
    }),
  )
  return count
}
