import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Shop, usd } from './shop.ts'
import { testEngines } from './test-engines.ts'
import { TestServer } from './test-server.ts'

/** Customers whose month is closed at once. */
const CUSTOMERS = 25
/** Answers that must come before the month is closed: without letting others in, all come after it. */
const ANSWERS = 20

const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

describe.each(testEngines)('long work on $name', (engine) => {
  let server: TestServer
  let versionId: string

  beforeAll(async () => {
    server = await TestServer.start(engine, { now: () => Date.parse('2026-01-20T00:00:00Z') })
    const shop = await Shop.open(server)
    const version = await shop.versionOf({ platform: { configs: [{ type: 'FLAT', bands: [{ amount: usd('10') }] }] } })
    const sale = await shop.sell('customer-0', version)
    versionId = sale.versionId
    for (let count = 1; count < CUSTOMERS; count += 1) {
      await server.must('POST', '/v1/pricing-plan-subscriptions/init', {
        customer: { reference: `customer-${count}`, type: 'ORGANIZATION' },
        pricing_plan_subscription: { reference: 'subscription', billing_currency: 'USD' },
        pricing_plan_schedules: [{ pricing_plan_version_id: versionId, start_at: '2026-01-01T00:00:00Z' }],
        pricing_plan_subscription_start_at: '2026-01-01T00:00:00Z',
      })
    }
  })
  afterAll(() => server.stop())

  it('lets requests be answered, also those that write, while a month is closed', async () => {
    let isClosed = false as boolean
    const closing = server.must('POST', '/local/clock', { now: '2026-02-02T00:00:00Z' }).then(() => {
      isClosed = true
    })
    const before = { health: 0, writes: 0 }
    const health = async (): Promise<void> => {
      while (!isClosed) {
        await server.call('GET', '/healthz')
        if (!isClosed) before.health += 1
      }
    }
    const writes = async (): Promise<void> => {
      for (let count = 0; !isClosed; count += 1) {
        await server.must('POST', '/v1/ingest/meter-data', {
          reference: `meanwhile-${count}`,
          meter_reference: 'tokens',
          customer_reference: 'customer-0',
          meter_values: [{ reference: 'count', number: '1' }],
          meter_properties: [],
        })
        if (!isClosed) before.writes += 1
      }
    }
    await Promise.all([closing, health(), writes()])
    expect(before.health).toBeGreaterThan(ANSWERS)
    expect(before.writes).toBeGreaterThan(ANSWERS / 4)
  })

  // PostgreSQL serves others on other connections.
  if (engine.kind === 'pglite')
    it('ends a look that would be rolled back when somebody has waited a second to write', async () => {
      const { database } = server.server
      const looking = database.transaction(
        async (transaction) => {
          for (;;) {
            await transaction.query('select 1', [])
            await wait(10)
          }
        },
        { givesWay: true },
      )
      const refused = expect(looking).rejects.toThrow('after others had waited')
      await wait(50)
      const read = database.query('select 1 as one', [])
      await wait(1_500)
      const written = database.query('update server_clock set offset_ms = offset_ms', [])
      await Promise.all([refused, read, written])
    })
})
