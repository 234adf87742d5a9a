import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ABANDONED_MS } from '../src/http/idempotency.ts'
import { ServerProcess } from './server-process.ts'
import { testEngines } from './test-engines.ts'
import { apiKey, TestServer } from './test-server.ts'

const KEY = 'the-key-of-a-request-that-died'
/** The statement of the work's own transaction, and the one after it. */
const BEFORE_COMMIT = 'set response_body = $4'
const AFTER_COMMIT = 'set response_status = $2'

describe.each(testEngines)('a server that is killed while it works under an Idempotency-Key, on $name', (engine) => {
  it.each<[name: string, killBefore: string, replayed: string | null]>([
    ['before its transaction is committed: a repetition does the work', BEFORE_COMMIT, null],
    ['after its transaction is committed: a repetition gets the answer of it', AFTER_COMMIT, 'true'],
  ])('%s', async (_, killBefore, replayed) => {
    const folder = mkdtempSync(join(tmpdir(), 'billing-key-'))
    const { remove, ...place } = await engine.place()
    const dataDir = join(folder, 'data')
    const env = place.databaseUrl === undefined ? { DATA_DIR: dataDir } : { DATABASE_URL: place.databaseUrl }
    const server = () =>
      TestServer.start(
        { ...engine, place: () => Promise.resolve({ ...place, dataDir, remove: () => Promise.resolve() }) },
        { now: () => Date.now() + (replayedLater ? ABANDONED_MS + 1000 : 0) },
      )
    let replayedLater = false
    try {
      const before = await server()
      const plan = await before.must('POST', '/v1/pricing-plans', { reference: 'pro', name: 'Pro' })
      await before.stop()
      const body = { pricing_plan_id: plan.id }
      const path = '/v1/pricing-plan-versions'
      const headers = { 'x-api-key': apiKey, 'content-type': 'application/json', 'idempotency-key': KEY }

      const preload = new URL('./kill-before.ts', import.meta.url).href
      const doomed = await ServerProcess.start({
        ...env,
        NODE_OPTIONS: `--import ${preload}`,
        KILL_BEFORE: killBefore,
      })
      const lost = fetch(`${doomed.url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
      await expect(lost).rejects.toThrow()
      await doomed.kill()

      // PGlite belongs to one process: whoever opens it knows that the request is gone. A shared database waits a
      // minute.
      if (engine.kind === 'postgresql') {
        const tooEarly = await server()
        expect((await tooEarly.call('POST', path, body, { 'idempotency-key': KEY })).status).toBe(422)
        await tooEarly.stop()
        replayedLater = true
      }
      const after = await server()
      const answer = await after.call('POST', path, body, { 'idempotency-key': KEY })
      const again = await after.call('POST', path, body, { 'idempotency-key': KEY })
      const versions = await after.server.database.query('select id from pricing_plan_versions', [])
      await after.stop()
      expect([answer.status, answer.headers.get('idempotent-replayed')]).toEqual([201, replayed])
      expect([again.body, again.headers.get('idempotent-replayed')]).toEqual([answer.body, 'true'])
      expect(versions).toEqual([{ id: answer.body.id }])
    } finally {
      await remove()
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
