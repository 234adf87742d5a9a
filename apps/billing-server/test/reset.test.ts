import { describe, expect, it } from 'vitest'
import { testEngines } from './test-engines.ts'
import { TestServer } from './test-server.ts'

// One connection can never wait for itself in a circle, so only a server with several shows it.
describe.each(testEngines.filter(({ kind }) => kind === 'postgresql'))('a reset on $name', (engine) => {
  it('begins again when other work holds what it needs and needs what it holds', async () => {
    const server = await TestServer.start(engine)
    try {
      const { database } = server.server
      await server.must('POST', '/v1/features', { reference: 'is-gone-afterwards', type: 'SWITCH' })
      let reset: Promise<unknown> = Promise.resolve()
      const waiting = `select 1 from pg_stat_activity where query like 'truncate table%' and wait_event_type = 'Lock'
        and datname = current_database()`
      await database.transaction(async (transaction) => {
        // The last table that a reset takes, and then the first.
        await transaction.query('lock table webhooks in access share mode', [])
        reset = server.must('POST', '/local/reset')
        while ((await database.query(waiting, [])).length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
        await transaction.query('lock table alert_crossings in access share mode', [])
      })
      expect(await reset).toEqual({ reset: true })
      expect((await server.must('GET', '/v1/features')).data).toEqual([])
    } finally {
      await server.stop()
    }
  })
})
