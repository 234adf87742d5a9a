import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { priced, type Sale, Shop, usd } from './shop.ts'
import { testEngines } from './test-engines.ts'
import { TestServer } from './test-server.ts'

describe.each(testEngines)('windows inside a schedule, on $name', (engine) => {
  let server: TestServer
  let shop: Shop

  beforeAll(async () => {
    server = await TestServer.start(engine, { now: () => Date.parse('2026-01-01T00:00:00Z') })
  }, 60_000)
  afterAll(() => server.stop())
  beforeEach(async () => {
    await server.must('POST', '/local/reset')
    shop = await Shop.open(server)
  })

  /** A version whose only pricing is an add-on. */
  const addOn = async (items: Parameters<Shop['versionOf']>[0]) =>
    JSON.parse(
      JSON.stringify(await shop.versionOf(items)).replace('"product_ids"', '"product_type":"ADDON","product_ids"'),
    )
  /** Buys the add-on for a time. */
  const enable = async ({ versionId, scheduleId }: Sale, time: object) => {
    const { pricing_categories: categories } = await server.must('GET', `/v1/pricing-plan-versions/${versionId}`)
    await server.must('PATCH', `/v1/pricing-plan-schedules/${scheduleId}`, {
      enabled_pricings: [{ pricing_id: categories[0].pricings[0].id, ...time }],
    })
  }

  it('bills an add-on of 310 a month that is bought from the last noon of January for a day', async () => {
    const version = await addOn({ platform: { configs: [{ type: 'FIXED', bands: [{ amount: usd('310') }] }] } })
    const sale = await shop.sell('acme', version)
    await enable(sale, { start_at: '2026-01-31T12:00:00Z', end_at: '2026-02-01T00:00:01Z' })
    await server.must('POST', '/local/clock', { now: '2026-03-02T00:00:00Z' })
    expect((await shop.bills(sale.customerId)).map(({ total }) => total)).toEqual(['10.00 USD', '0.00 USD'])
  })

  it('bills the usage of an add-on from when it was bought: sums and different values', async () => {
    const version = await addOn({
      tokens: { configs: [{ type: 'FLAT', bands: [priced('1', '1')] }] },
      tasks: { configs: [{ type: 'FLAT', bands: [priced('31', '1')] }] },
    })
    const sale = await shop.sell('acme', version)
    await enable(sale, { start_at: '2026-01-20T00:00:00Z' })
    await server.must('POST', '/local/clock', { now: '2026-01-31T00:00:00Z' })
    for (const [day, tokens] of [
      ['01-05', '500'],
      ['01-20', '30'],
      ['01-25', '7'],
    ] as const) {
      await shop.report('acme', 'tokens', day, tokens)
      await shop.report('acme', 'tasks', day, '1', `task-${day}`)
    }
    await server.must('POST', '/local/clock', { now: '2026-02-02T00:00:00Z' })
    expect(await shop.bills(sale.customerId)).toEqual([
      // 37 tokens; two tasks for 12 of 31 days.
      {
        total: '61.00 USD',
        lines: [
          ['tokens', '37.00'],
          ['tasks', '24.00'],
        ],
      },
    ])
  })
})
