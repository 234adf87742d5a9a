import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testEngines } from '../../test/test-engines.ts'
import { DataDirectoryLock } from './data-directory-lock.ts'
import type { Database } from './database.ts'
import { migrate } from './migrate.ts'
import { openDatabase } from './open-database.ts'
import { FOREIGN_KEY_VIOLATION, sqlState, UNIQUE_VIOLATION } from './sql-state.ts'

describe.each(testEngines)('the database port on $name', (engine) => {
  let database: Database
  let remove: () => Promise<void>

  beforeAll(async () => {
    const place = await engine.place({ empty: true })
    remove = place.remove
    database = await openDatabase(place, () => {})
    await database.query('create table things (id text primary key, body jsonb, counted bigint, at timestamptz)')
  })
  afterAll(async () => {
    await database.close()
    await remove()
  })

  it('says what it is', () => {
    expect(database.engine.name).toBe(engine.kind)
    expect(database.engine.version).toMatch(/^\d+\.\d+/)
  })

  it.each<[name: string, sql: string, want: unknown]>([
    ['a small int8', "select '1'::int8 as value", 1],
    ['the largest safe int8', "select '9007199254740991'::int8 as value", 9_007_199_254_740_991],
    ['an integer', 'select 7::integer as value', 7],
    ['a numeric, to its last digit', "select '12345678901234567890.10'::numeric as value", '12345678901234567890.10'],
    ['an instant', "select '2026-01-05T10:00:00.123Z'::timestamptz as value", new Date('2026-01-05T10:00:00.123Z')],
    ['jsonb', `select '{"a": [1, null]}'::jsonb as value`, { a: [1, null] }],
    ['a list of texts', "select array['a', 'b']::text[] as value", ['a', 'b']],
    ['a boolean', 'select true as value', true],
    ['null', 'select null::text as value', null],
  ])('gives %s', async (_, sql, want) => {
    expect(await database.query(sql, [])).toEqual([{ value: want }])
  })

  it('refuses to round an int8 that no number holds', async () => {
    await expect(database.query("select '9007199254740993'::int8 as value", [])).rejects.toThrow('9007199254740993')
  })

  it('takes dates and lists of dates as parameters, to the millisecond', async () => {
    const dates = [new Date('2026-01-05T10:00:00.123Z'), new Date('1969-12-31T23:59:59.999Z')]
    const rows = await database.query('select unnest($1::timestamptz[]) as at', [dates])
    expect(rows).toEqual(dates.map((at) => ({ at })))
    expect(await database.query('select $1::timestamptz as at', [dates[0]])).toEqual([{ at: dates[0] }])
  })

  it('keeps a transaction that resolves, and nothing of one that rejects', async () => {
    await database.transaction((transaction) => transaction.query("insert into things (id) values ('kept')", []))
    const failing = database.transaction(async (transaction) => {
      await transaction.query("insert into things (id) values ('lost')", [])
      throw new Error('on the way')
    })
    await expect(failing).rejects.toThrow('on the way')
    expect(await database.query('select id from things', [])).toEqual([{ id: 'kept' }])
  })

  it('names a violation by its SQLSTATE', async () => {
    const error = await database.query("insert into things (id) values ('kept')", []).catch((cause: unknown) => cause)
    expect(sqlState(error)).toBe(UNIQUE_VIOLATION)
  })

  it('migrates once, and in order', async () => {
    const first = await migrate(database)
    expect(first).toEqual([...first].sort())
    expect(first.length).toBeGreaterThan(0)
    expect(await migrate(database)).toEqual([])
  })

  it('never lets a FINAL invoice change or go', async () => {
    await database.query(`
      insert into billing_entities (id, created_at, updated_at, body) values ('b', now(), now(), '{"reference": "b"}');
      insert into customers (id, created_at, updated_at, body) values ('c', now(), now(), '{"reference": "c"}');
      insert into pricing_plan_subscriptions (id, created_at, updated_at, body)
        values ('s', now(), now(), '{"reference": "s", "customer_id": "c", "billing_entity_id": "b"}');
      insert into invoices (id, customer_id, subscription_id, period_start, period_end, status, created_at, updated_at, final_at, invoice_number)
        values ('i', 'c', 's', now(), now() + interval '1 month', 'FINAL', now(), now(), now(), '2026-0001')`)
    await expect(database.query("update invoices set body = '{}' where id = 'i'", [])).rejects.toThrow('FINAL')
    await expect(database.query("delete from invoices where id = 'i'", [])).rejects.toThrow('FINAL')
  })
})

describe.each(testEngines)('events on $name', (engine) => {
  let database: Database
  let remove: () => Promise<void>

  beforeAll(async () => {
    const place = await engine.place({ empty: true })
    remove = place.remove
    database = await openDatabase(place, () => {})
    await migrate(database)
    await database.query(`
      insert into customers (id, created_at, updated_at, body) values ('c', now(), now(), '{"reference": "c"}'), ('unused', now(), now(), '{"reference": "u"}');
      insert into meters (id, created_at, updated_at, body) values ('m', now(), now(), '{"reference": "m"}'), ('unused', now(), now(), '{"reference": "u"}')`)
  })
  afterAll(async () => {
    await database.close()
    await remove()
  })

  const insert = (reference: string, customer: string, meter: string) =>
    database.query(
      `insert into meter_data (id, reference, customer_id, meter_id, event_at, created_at, processed_type, not_matched_variant, body)
        values ($1, $1, $2, $3, now(), now(), 'NOT_MATCHED', 'NO_SUBSCRIPTION', '{}')`,
      [reference, customer, meter],
    )
  const stateOf = (work: Promise<unknown>) =>
    work.then(
      () => undefined,
      (error: unknown) => sqlState(error),
    )

  it('name a customer and a meter that exist', async () => {
    expect(await stateOf(insert('one', 'nobody', 'm'))).toBe(FOREIGN_KEY_VIOLATION)
    expect(await stateOf(insert('one', 'c', 'nothing'))).toBe(FOREIGN_KEY_VIOLATION)
    expect(await stateOf(insert('one', 'c', 'm'))).toBeUndefined()
    expect(await stateOf(database.query("delete from customers where id = 'c'", []))).toBe(FOREIGN_KEY_VIOLATION)
    expect(await stateOf(database.query("delete from meters where id = 'm'", []))).toBe(FOREIGN_KEY_VIOLATION)
    expect(await stateOf(database.query("delete from customers where id = 'unused'", []))).toBeUndefined()
    expect(await stateOf(database.query("delete from meters where id = 'unused'", []))).toBeUndefined()
  })

  // PGlite runs one transaction after another: there it cannot happen.
  if (engine.kind === 'postgresql')
    it('hold on to their customer until they are committed', async () => {
      await database.query(
        `insert into customers (id, created_at, updated_at, body) values ('r', now(), now(), '{"reference": "r"}')`,
        [],
      )
      let deleting: Promise<string | undefined> = Promise.resolve(undefined)
      await database.transaction(async (transaction) => {
        await transaction.query(
          `insert into meter_data (id, reference, customer_id, meter_id, event_at, created_at, processed_type, not_matched_variant, body)
          values ('race', 'race', 'r', 'm', now(), now(), 'NOT_MATCHED', 'NO_SUBSCRIPTION', '{}')`,
          [],
        )
        deleting = stateOf(database.query("delete from customers where id = 'r'", []))
        // Until it waits for this transaction: it may neither succeed nor miss the event.
        await expect
          .poll(() =>
            database.query(
              `select query from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
              [],
            ),
          )
          .toEqual([{ query: "delete from customers where id = 'r'" }])
      })
      expect(await deleting).toBe(FOREIGN_KEY_VIOLATION)
    })
})

describe('the folder of PGlite', () => {
  it('belongs to one process, and is free again after that one was killed', () => {
    const folder = mkdtempSync(join(tmpdir(), 'billing-lock-'))
    const dataDir = join(folder, 'data')
    try {
      const lock = DataDirectoryLock.acquire(dataDir)
      expect(() => DataDirectoryLock.acquire(dataDir)).toThrow('already open')
      lock.release()
      writeFileSync(`${dataDir}.tallygate.pid`, String(process.ppid))
      expect(() => DataDirectoryLock.acquire(dataDir)).toThrow(`in use by process ${process.ppid}`)
      // No process has this number.
      writeFileSync(`${dataDir}.tallygate.pid`, '4194305')
      DataDirectoryLock.acquire(dataDir).release()
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
