import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { balanceOf, grantOf, openWallet, sellCredits, subscribe, tokensUsed } from './credits.ts'
import { testEngines } from './test-engines.ts'
import { TestServer } from './test-server.ts'

const SECOND = '2026-01-20T12:00:05Z'

describe.each(testEngines)('what is granted in the middle of a second, on $name', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await TestServer.start(engine, { now: () => Date.parse(SECOND) + 700 })
  })
  afterAll(() => server.stop())

  it.each<[string, boolean]>([
    ['by a grant', false],
    ['by a pack that is bought', true],
  ])('%s, covers what was used in that second', async (_name, isBought) => {
    await server.must('POST', '/local/reset')
    const sold = await sellCredits(server, { topUps: true, overagePrice: null })
    const { customerId, subscriptionId } = await subscribe(server, sold, {
      reference: 'acme',
      startAt: '2026-01-01T00:00:00Z',
    })
    const walletId = await openWallet(server, sold, customerId)
    await server.must('POST', '/v1/ingest/meter-data', tokensUsed('acme', 'used-in-the-second', '1000', SECOND))
    if (isBought) {
      const query = `pricing_plan_subscription_id=${subscriptionId}`
      const { data } = await server.must('GET', `/v1/pricing-plan-schedules?${query}`)
      await server.must('POST', '/v1/invoices/charge-on-demand-pricing-items', {
        pricing_plan_schedule_id: data[0].id,
        pricing_items: [{ pricing_item_id: sold.packItemId }],
        finalize_immediately: true,
      })
    } else await server.must('POST', '/v1/wallet-grants', grantOf(sold, customerId, walletId, '100'))
    const { data: grants } = await server.must('GET', `/v1/wallet-grants?customer_id=${customerId}`)
    expect(grants.map(({ start_at: startAt }: { start_at: string }) => startAt)).toEqual([SECOND])
    const [granted] = (await balanceOf(server, walletId, SECOND)).split(' ')
    expect(granted).toBe(grants[0].grant_credits.quantity)
  })
})
