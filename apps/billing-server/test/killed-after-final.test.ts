import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { verifyWebhook } from '@tallygate/client'
import { describe, expect, it } from 'vitest'
import { openDatabase } from '../src/database/open-database.ts'
import { followGuide } from './guide.ts'
import { ServerProcess } from './server-process.ts'
import { testEngines } from './test-engines.ts'
import { apiKey, completionEvent, TestServer } from './test-server.ts'
import { WebhookListener } from './webhook-listener.ts'

const FINAL = 'INVOICE.STATUS_TO_FINAL'
/** The last statement of the transaction that makes an invoice FINAL. */
const BEFORE_COMMIT = 'insert into webhook_events'
/**
 * The first statement of a sender, once it has found something to send: the invoice is committed, its webhook is not
 * sent.
 */
const BEFORE_SENDING = 'update webhooks set leased_until = $3 where id = $1 and (leased_until is null'
/** The receiver has answered; that it did is not written down. */
const AFTER_SENDING = 'update webhook_events set status = $2'
/** Longer than the lease of a sender that died: whoever starts later need not wait for its end. */
const LATER_MS = 20_000

describe.each(testEngines)('a server that is killed around the end of an invoice, on $name', (engine) => {
  it.each<[name: string, killBefore: string, final: boolean, sentBefore: number]>([
    ['before it is committed: the next one makes it FINAL and reports it once', BEFORE_COMMIT, false, 0],
    ['between the commit and the sending: the next one sends what was committed', BEFORE_SENDING, true, 0],
    ['after the sending, before that is written down: the next one sends the same again', AFTER_SENDING, true, 1],
  ])('%s', async (_, killBefore, final, sentBefore) => {
    const folder = mkdtempSync(join(tmpdir(), 'billing-final-'))
    const { remove, ...place } = await engine.place()
    const dataDir = join(folder, 'data')
    const where = place.databaseUrl === undefined ? { DATA_DIR: dataDir } : { DATABASE_URL: place.databaseUrl }
    const env = { ...where, LOCAL_CONTROLS: '1' }
    const server = (laterMs = 0) =>
      TestServer.start(
        { ...engine, place: () => Promise.resolve({ ...place, dataDir, remove: () => Promise.resolve() }) },
        { now: () => Date.now() + laterMs },
      )
    const listener = await WebhookListener.start()
    try {
      const before = await server()
      // A period that is over, and DRAFT for the 8 hours of its grace.
      const startAt = new Date(Date.now() - 40 * 86_400_000).toISOString()
      const { subscriptionId } = await followGuide(before, { startAt })
      await before.must(
        'POST',
        '/v1/ingest/meter-data',
        completionEvent('in-the-first-period', '1000', { timestamp: startAt }),
      )
      const webhook = await before.must('POST', '/v1/webhooks', {
        url: listener.url,
        name: 'Invoices',
        reference: 'invoices',
        included_actions: [FINAL],
      })
      const { secret_key: secret } = await before.must('PATCH', `/v1/webhooks/${webhook.id}/secret-key`)
      await before.stop()

      const preload = new URL('./kill-before.ts', import.meta.url).href
      const doomed = await ServerProcess.start({
        ...env,
        NODE_OPTIONS: `--import ${preload}`,
        KILL_BEFORE: killBefore,
      })
      const lost = fetch(`${doomed.url}/local/clock`, {
        method: 'POST',
        headers: { 'x-api-key': apiKey, 'content-type': 'application/json' },
        body: JSON.stringify({ advance: 'PT9H' }),
      })
      await expect(lost).rejects.toThrow()
      await doomed.kill()
      expect(listener.deliveries).toHaveLength(sentBefore)

      const left = await openDatabase({ ...place, dataDir }, () => {})
      const invoices = await left.query('select status, invoice_number from invoices order by period_start', [])
      const events = await left.query<{ id: string; status: string }>('select id, status from webhook_events', [])
      await left.close()
      const numbered = { status: 'FINAL', invoice_number: expect.stringMatching(/^\d{4}-0001$/) }
      const waiting = { status: 'DRAFT', invoice_number: null }
      expect(invoices).toEqual([final ? numbered : waiting, expect.objectContaining({ status: 'OPEN' })])
      expect(events.map(({ status }) => status)).toEqual(final ? ['PENDING'] : [])

      const after = await server(LATER_MS)
      try {
        await expect.poll(() => listener.deliveries).toHaveLength(sentBefore + 1)
        // Nothing more comes of it, however the clock goes on.
        await after.must('POST', '/local/clock', { advance: 'P1D' })
        expect(listener.types()).toEqual(Array.from({ length: sentBefore + 1 }, () => FINAL))
        const { data } = await after.must('GET', '/v1/webhook-events')
        expect(data).toMatchObject([{ ...(final && { id: events[0]?.id }), type: FINAL, status: 'SUCCEEDED' }])
        const page = await after.must('GET', `/v1/invoices?pricing_plan_subscription_id=${subscriptionId}`)
        const closed = page.data.filter((invoice: { status: string }) => invoice.status === 'FINAL')
        expect(closed).toMatchObject([numbered])
        for (const { body, headers } of listener.deliveries) {
          expect(await verifyWebhook({ body, headers, secret })).toMatchObject({
            type: FINAL,
            data: { id: closed[0].id, invoice_number: closed[0].invoice_number, status: 'FINAL' },
          })
          expect(body).toBe(listener.deliveries[0]?.body)
        }
      } finally {
        await after.stop()
      }
    } finally {
      await listener.close()
      await remove()
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
