import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { priced, Shop, usd } from './shop.ts'
import { testEngines } from './test-engines.ts'
import { TestServer } from './test-server.ts'

describe.each(testEngines)('a schedule that is split in a period, on $name', (engine) => {
  let server: TestServer
  let shop: Shop

  beforeAll(async () => {
    server = await TestServer.start(engine, { now: () => Date.parse('2026-01-01T00:00:00Z') })
  })
  afterAll(() => server.stop())
  beforeEach(async () => {
    await server.must('POST', '/local/reset')
    shop = await Shop.open(server)
  })

  const moveTo = (day: string) => server.must('POST', '/local/clock', { now: `2026-${day}T00:00:00Z` })

  it('bills gauges, included volumes and fees of steps by the days of each part', async () => {
    const version = await shop.versionOf({
      tasks: { configs: [{ type: 'STAIR_STEP', bands: [{ fixed_amount: usd('105') }] }] },
      tokens: {
        configs: [{ type: 'FLAT', default_included_volume: { number: '3100' }, bands: [priced('1', '1')] }],
      },
    })
    const sale = await shop.sell('acme', version)
    await server.must('POST', '/v1/pricing-plan-schedules?set_previous_end_at=true', {
      pricing_plan_subscription_id: sale.subscriptionId,
      pricing_plan_version_id: sale.versionId,
      start_at: '2026-01-16T00:00:00Z',
    })
    await moveTo('01-31')
    for (const day of ['01-05', '01-20']) {
      await shop.report('acme', 'tasks', day, '1', 'same-task')
      await shop.report('acme', 'tokens', day, '2000')
    }
    await moveTo('03-02')
    const [january, february] = await shop.bills(sale.customerId)
    expect(january).toEqual({
      // 105.00 in sum; 4,000 tokens less 3,100, of which 1,500 belong to the first 15 days.
      total: '1005.00 USD',
      lines: [
        ['tasks', '50.81'],
        ['tokens', '500.00'],
        ['tasks', '54.19'],
        ['tokens', '400.00'],
      ],
    })
    expect(february?.total ?? '0.00 USD').toBe('0.00 USD')
  })
})
