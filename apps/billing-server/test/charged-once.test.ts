import type { Schema } from '@tallygate/client'
import type { CompiledPlan } from '@tallygate/rating'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadPricingCatalog } from '../src/catalog/pricing-catalog.store.ts'
import { compilePlan } from '../src/invoicing/gather-usage.ts'
import { createResourceStores } from '../src/resources/resource-stores.ts'
import { grantOf, openWallet, sellCredits, subscribe, subscribeAgain, tokensUsed } from './credits.ts'
import { Money } from './money.ts'
import { pgliteEngines } from './test-engines.ts'
import { TestServer } from './test-server.ts'

const START = '2026-01-01T00:00:00Z'
const NOW = '2026-01-31T12:00:00Z'

/** Counts how often each rule of a plan is charged: a charge asks for its bands once. */
function countCharges({ pricings }: CompiledPlan): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const item of pricings.flatMap(({ items }) => items)) {
    if ('error' in item) throw item.error
    for (const rule of item.value.rules.shown) {
      const { bands } = rule
      const { modelType } = item.value
      counts[modelType] = 0
      Object.defineProperty(rule, 'bands', {
        get: () => {
          counts[modelType] = (counts[modelType] ?? 0) + 1
          return bands
        },
      })
    }
  }
  return counts
}

describe.each(pgliteEngines)('a list of running invoices on $name', (engine) => {
  let server: TestServer
  let customerId: string
  let counts: Record<string, number>

  beforeAll(async () => {
    server = await TestServer.start(engine, { now: () => Date.parse(NOW) })
    const money = await Money.open(server)
    const sold = await sellCredits(server)
    customerId = (await subscribe(server, sold, { reference: 'acme', startAt: START })).customerId
    for (const reference of ['second', 'third']) {
      await subscribeAgain(server, sold, { customerId, reference, startAt: START })
    }
    await server.must(
      'POST',
      '/v1/ingest/meter-data',
      tokensUsed('acme', 'used-in-january-1', '20000', '2026-01-10T00:00:00Z'),
    )
    // Credits whose grants start in mid-period cut each period; money pays for what they lack.
    const credits = await openWallet(server, sold, customerId)
    for (const day of ['05', '12', '20']) {
      const grant = grantOf(sold, customerId, credits, '10', { start_at: `2026-01-${day}T00:00:00Z` })
      await server.must('POST', '/v1/wallet-grants', grant)
    }
    await money.grant(customerId, await money.wallet(customerId), '100')
    const { database } = server.server
    const options = { makeId: () => '', now: () => 0, publish: () => Promise.resolve() }
    const stores = createResourceStores(options)
    const version = await stores.versions.get(database, sold.versionId)
    const catalog = await loadPricingCatalog(stores, database, [version])
    const [schedule] = (await stores.schedules.list(database, [])).data
    if (schedule === undefined) throw new Error('there is no schedule')
    // The server takes the same compiled rules: it knows plans by their content.
    counts = countCharges(
      compilePlan({ version, schedule, catalog, currency: 'USD', billingPeriod: { type: 'MONTH', value: 1 } }),
    )
  })
  afterAll(() => server.stop())

  it('charges each rule of each invoice once, and once more for each cut', async () => {
    const { data } = await server.must('GET', `/v1/invoices?customer_id=${customerId}&include_lines=true`)
    expect(data).toHaveLength(3)
    expect(counts).toEqual({ USAGE_BASED: 3 * (1 + 3), CREDITS: 3 })
    // 40 credits were used when there was one grant of 10.
    const totals = data.map((invoice: Schema<'Invoice'>) => invoice.invoice_amount_including_tax?.quantity)
    expect(totals.sort()).toEqual(['0.00', '0.00', '0.45'])
  })
})
