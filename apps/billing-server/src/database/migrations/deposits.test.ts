import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sellCredits, subscribe } from '../../../test/credits.ts'
import { testEngines } from '../../../test/test-engines.ts'
import { TestServer } from '../../../test/test-server.ts'
import { MIGRATIONS_FOLDER } from '../migrate.ts'

const MIGRATION = readFileSync(new URL('0017-deposits.sql', MIGRATIONS_FOLDER), 'utf8')

describe.each(testEngines)('the migration of deposits, on $name', (engine) => {
  let server: TestServer

  beforeAll(async () => {
    server = await TestServer.start(engine)
  })
  afterAll(() => server.stop())

  it('finds the prices that deposit, of versions and of schedules, as they are written with them', async () => {
    const startAt = new Date(Date.now() - 3_600_000).toISOString()
    const sold = await sellCredits(server, { monthly: { credits: '10' } })
    await subscribe(server, sold, { reference: 'plain', startAt })
    const { subscriptionId } = await subscribe(server, sold, { reference: 'own', startAt })
    const version = await server.must('GET', `/v1/pricing-plan-versions/${sold.versionId}`)
    const [pricing] = version.pricing_categories[0].pricings
    const plain = { ...pricing, items: pricing.items.slice(0, 1) }
    await server.must('POST', '/v1/pricing-plan-versions', {
      pricing_plan_id: version.pricing_plan_id,
      pricing_categories: [{ ...version.pricing_categories[0], pricings: [plain] }],
    })
    const { data } = await server.must(
      'GET',
      `/v1/pricing-plan-schedules?pricing_plan_subscription_id=${subscriptionId}`,
    )
    await server.must('PATCH', `/v1/pricing-plan-schedules/${data[0].id}`, {
      override_pricings: [{ ...pricing, original_pricing_id: pricing.id, override: 'ALL' }],
    })
    const { database } = server.server
    const written = () =>
      database.query(
        `select id, deposits from pricing_plan_versions union all select id, deposits from pricing_plan_schedules order by id`,
        [],
      )
    const kept = await written()
    expect(kept.map(({ deposits }) => deposits).sort()).toEqual([false, false, true, true])
    const claims = () => database.query('select schedule_id, period_start, add_on from wallet_deposits order by 1', [])
    const claimed = await claims()
    // As they were kept before.
    await database.transaction((transaction) =>
      transaction.query(`alter table pricing_plan_schedules drop column deposits;
        alter table wallet_deposits drop constraint wallet_deposits_pkey;
        alter table wallet_deposits drop column add_on;
        alter table wallet_deposits add primary key (schedule_id, period_start);`),
    )
    await database.transaction((transaction) => transaction.query(MIGRATION))
    expect(await written()).toEqual(kept)
    expect(await claims()).toEqual(claimed)
    expect(claimed.length).toBeGreaterThan(0)
  })
})
