import { describe, expect, it } from 'vitest'
import { openDatabase } from '../src/database/open-database.ts'
import { DEADLOCK_DETECTED, sqlState } from '../src/database/sql-state.ts'
import { resetDatabase } from '../src/local/reset.store.ts'
import { postgresEngines, testEngines } from './test-engines.ts'
import { TestServer } from './test-server.ts'

/** Enough rows that a reset takes their table by truncating. */
const MANY = 5000

const insertCustomers = (count: number) =>
  `insert into customers (id, created_at, updated_at, body)
    select 'c' || n, now(), now(), jsonb_build_object('reference', 'c' || n) from generate_series(1, ${count}) n`

describe.each(testEngines)('a reset on $name', (engine) => {
  it('takes few rows and many, what may never be deleted otherwise, and the rows of what refers to it', async () => {
    const server = await TestServer.start(engine)
    try {
      const { database } = server.server
      for (const count of [2, MANY]) {
        await database.query(`${insertCustomers(count)};
          insert into billing_entities (id, created_at, updated_at, body) values ('b', now(), now(), '{"reference": "b"}');
          insert into pricing_plan_subscriptions (id, created_at, updated_at, body)
            values ('s', now(), now(), '{"reference": "s", "customer_id": "c1", "billing_entity_id": "b"}');
          insert into invoices (id, customer_id, subscription_id, period_start, period_end, status, created_at, updated_at, final_at, invoice_number)
            values ('i', 'c1', 's', now(), now() + interval '1 month', 'FINAL', now(), now(), now(), '2026-0001')`)
        await server.must('POST', '/local/reset')
        for (const table of ['customers', 'billing_entities', 'pricing_plan_subscriptions', 'invoices']) {
          expect(await database.query(`select id from ${table}`, []), table).toEqual([])
        }
        expect(await database.query('select revision from metering_revision', [])).toEqual([{ revision: 1 }])
      }
      // The rule is in force again afterwards.
      await database.query(insertCustomers(1))
      const orphan = `insert into pricing_plan_subscriptions (id, created_at, updated_at, body)
        values ('s', now(), now(), '{"reference": "s", "customer_id": "nobody"}')`
      await expect(database.query(orphan, [])).rejects.toThrow('pricing_plan_subscriptions_customer_id_fkey')
    } finally {
      await server.stop()
    }
  })
})

// One connection can never wait for itself, so only a server with several shows it.
describe.each(postgresEngines)('a reset on $name', (engine) => {
  it('begins again when other work holds what it needs and needs what it holds', async () => {
    const server = await TestServer.start(engine)
    try {
      const { database } = server.server
      await server.must('POST', '/v1/features', { reference: 'is-gone-afterwards', type: 'SWITCH' })
      let reset: Promise<unknown> = Promise.resolve()
      const cross = () =>
        database.transaction(async (transaction) => {
          // The last table that a reset takes, and then the first.
          await transaction.query('lock table webhooks in row exclusive mode', [])
          reset = server.must('POST', '/local/reset')
          await untilResetWaits(server)
          await transaction.query('lock table alert_crossings in row exclusive mode', [])
        })
      // Who looks for a deadlock first is let go of: the reset, which waited first, but for a machine that stalls in
      // between.
      for (let isResetLetGo = false; !isResetLetGo; ) {
        isResetLetGo = await cross().then(
          () => true,
          (error: unknown) => {
            if (sqlState(error) !== DEADLOCK_DETECTED) throw error
            return false
          },
        )
        expect(await reset).toEqual({ reset: true })
      }
      expect((await server.must('GET', '/v1/features')).data).toEqual([])
    } finally {
      await server.stop()
    }
  })

  it('waits for what is being written, and takes it too', async () => {
    const server = await TestServer.start(engine)
    try {
      const { database } = server.server
      let reset: Promise<unknown> = Promise.resolve()
      await database.transaction(async (transaction) => {
        await transaction.query(insertCustomers(1))
        reset = server.must('POST', '/local/reset')
        await untilResetWaits(server)
      })
      await reset
      expect(await database.query('select id from customers', [])).toEqual([])
    } finally {
      await server.stop()
    }
  })

  it('needs no superuser', async () => {
    const server = await TestServer.start(engine)
    const role = `reset_${Math.random().toString(36).slice(2)}`
    const { database } = server.server
    try {
      await database.query(`create role ${role};
        grant all on all tables in schema public to ${role};
        grant all on all sequences in schema public to ${role}`)
      const url = new URL(server.config.databaseUrl ?? '')
      url.searchParams.set('options', `-c role=${role}`)
      const plain = await openDatabase({ databaseUrl: url.href, dataDir: '' }, () => {})
      await database.query(insertCustomers(2))
      await resetDatabase(plain, () => 0)
      expect(await plain.query('select current_user as me', [])).toEqual([{ me: role }])
      expect(await plain.query('select id from customers', [])).toEqual([])
      await plain.close()
    } finally {
      await database.query(`drop owned by ${role}; drop role ${role}`)
      await server.stop()
    }
  })
})

async function untilResetWaits({ server }: TestServer): Promise<void> {
  const waiting = `select 1 from pg_stat_activity where query like 'lock table%in exclusive mode' and wait_event_type = 'Lock'
    and datname = current_database()`
  while ((await server.database.query(waiting, [])).length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
}
