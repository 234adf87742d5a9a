import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Shop, usd } from './shop.ts'
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

  it('bills an add-on of 310 a month that is bought from the last noon of January for a day', async () => {
    const plan = { platform: { configs: [{ type: 'FIXED', bands: [{ amount: usd('310') }] }] } }
    const version = JSON.parse(
      JSON.stringify(await shop.versionOf(plan)).replace('"product_ids"', '"product_type":"ADDON","product_ids"'),
    )
    const sale = await shop.sell('acme', version)
    const { pricing_categories: categories } = await server.must('GET', `/v1/pricing-plan-versions/${sale.versionId}`)
    await server.must('PATCH', `/v1/pricing-plan-schedules/${sale.scheduleId}`, {
      enabled_pricings: [
        {
          pricing_id: categories[0].pricings[0].id,
          start_at: '2026-01-31T12:00:00Z',
          end_at: '2026-02-01T00:00:01Z',
        },
      ],
    })
    await server.must('POST', '/local/clock', { now: '2026-03-02T00:00:00Z' })
    expect((await shop.bills(sale.customerId)).map(({ total }) => total)).toEqual(['10.00 USD', '0.00 USD'])
  })
})
