import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ABANDONED_MS } from '../src/http/idempotency.ts'
import { balanceOf, openWallet, sellCredits, subscribe } from './credits.ts'
import { ServerProcess } from './server-process.ts'
import { testEngines } from './test-engines.ts'
import { apiKey, TestServer } from './test-server.ts'

const CHARGE = '/v1/invoices/charge-on-demand-pricing-items'
const KEY = 'the-key-of-a-top-up-that-died'

describe.each(testEngines)('a server that is killed while it sells a top-up, on $name', (engine) => {
  it.each<[name: string, killBefore: string, left: string]>([
    ['between the invoice and the deposit: neither is there', 'insert into wallet_grants', '0 invoices, balance 0 0 0'],
    ['after both: both are there', 'set response_status = $2', '1 invoices, balance 1000 0 1000'],
  ])('%s, and a repetition leaves one of each', async (_, killBefore, left) => {
    const folder = mkdtempSync(join(tmpdir(), 'billing-top-up-'))
    const { remove, ...place } = await engine.place()
    const dataDir = join(folder, 'data')
    const env = place.databaseUrl === undefined ? { DATA_DIR: dataDir } : { DATABASE_URL: place.databaseUrl }
    let isLater = false
    const server = () =>
      TestServer.start(
        { ...engine, place: () => Promise.resolve({ ...place, dataDir, remove: () => Promise.resolve() }) },
        { now: () => Date.now() + (isLater ? ABANDONED_MS + 1000 : 0) },
      )
    try {
      const before = await server()
      const sold = await sellCredits(before, { topUps: true, overagePrice: null })
      const startAt = new Date(Date.now() - 86_400_000).toISOString()
      const { customerId, subscriptionId } = await subscribe(before, sold, { reference: 'acme', startAt })
      const walletId = await openWallet(before, sold, customerId)
      const query = `pricing_plan_subscription_id=${subscriptionId}`
      const { data: schedules } = await before.must('GET', `/v1/pricing-plan-schedules?${query}`)
      await before.stop()
      const body = {
        pricing_plan_schedule_id: schedules[0].id,
        pricing_items: [{ pricing_item_id: sold.packItemId }],
        finalize_immediately: true,
      }
      const state = async (at: TestServer): Promise<string> => {
        const { data } = await at.must('GET', `/v1/invoices?customer_id=${customerId}&limit=100`)
        const written = data.filter(({ type }: { type: string }) => type === 'ONE_OFF')
        return `${written.length} invoices, balance ${await balanceOf(at, walletId)}`
      }

      const preload = new URL('./kill-before.ts', import.meta.url).href
      const doomed = await ServerProcess.start({
        ...env,
        NODE_OPTIONS: `--import ${preload}`,
        KILL_BEFORE: killBefore,
      })
      const headers = { 'x-api-key': apiKey, 'content-type': 'application/json', 'idempotency-key': KEY }
      const lost = fetch(`${doomed.url}${CHARGE}`, { method: 'POST', headers, body: JSON.stringify(body) })
      await expect(lost).rejects.toThrow()
      await doomed.kill()

      // On a shared database the key stays taken for a minute, by the clock of the next server.
      isLater = engine.kind === 'postgresql'
      const after = await server()
      expect(await state(after)).toBe(left)
      const again = [
        await after.call('POST', CHARGE, body, { 'idempotency-key': KEY }),
        await after.call('POST', CHARGE, body, { 'idempotency-key': KEY }),
      ]
      expect(again.map(({ status, body: { status: of } }) => [status, of])).toEqual([
        [201, 'FINAL'],
        [201, 'FINAL'],
      ])
      expect(await state(after)).toBe('1 invoices, balance 1000 0 1000')
      await after.stop()
    } finally {
      await remove()
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
