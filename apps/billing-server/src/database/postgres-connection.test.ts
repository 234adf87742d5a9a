import { EventEmitter } from 'node:events'
import type pg from 'pg'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { DatabaseUnavailableError } from './database-unavailable-error.ts'
import { PostgresConnection, watchClient } from './postgres-connection.ts'
import { unavailableReason } from './sql-state.ts'

/** A client whose answers a test gives, and which says how it was given back. */
class PlayedClient extends EventEmitter {
  answer: (sql: string) => Promise<unknown> = () => Promise.resolve({ rows: [] })
  readonly asked: string[] = []
  released: unknown = 'not yet'

  query(sql: string): Promise<unknown> {
    this.asked.push(sql)
    return this.answer(sql)
  }

  release(error: unknown): void {
    this.released = error
  }
}

const STATEMENT_TIMEOUT_MS = 1_000
const failed = (code: string) => Object.assign(new Error(`failed with ${code}`), { code })

describe('a connection to PostgreSQL', () => {
  let client: PlayedClient
  let connection: PostgresConnection

  beforeEach(() => {
    vi.useFakeTimers()
    client = new PlayedClient()
    connection = new PostgresConnection(client as unknown as pg.PoolClient, STATEMENT_TIMEOUT_MS)
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  const caught = async (work: Promise<unknown>): Promise<DatabaseUnavailableError> => {
    const error = await work.catch((cause: unknown) => cause)
    if (!DatabaseUnavailableError.isInstance(error)) throw new Error(`that is no DatabaseUnavailableError: ${error}`)
    return error
  }

  it('outlives an error that nobody asked for, and is closed afterwards', async () => {
    const broken = new Error('Connection terminated unexpectedly')
    client.answer = () => Promise.reject(new Error('Client has encountered a connection error and is not queryable'))
    client.emit('error', broken)
    expect(await caught(connection.query('select 1'))).toMatchObject({ reason: 'connection', committed: 'none' })
    await connection.rollBack()
    connection.release()
    expect(client.asked).toEqual(['select 1'])
    expect(client.released).toBe(broken)
  })

  it('knows of an error that came before anybody had it', async () => {
    const early = new PlayedClient()
    watchClient(early as unknown as pg.PoolClient)
    early.answer = () => Promise.reject(new Error('Client has encountered a connection error and is not queryable'))
    early.emit('error', new Error('terminating connection due to administrator command'))
    const late = new PostgresConnection(early as unknown as pg.PoolClient, STATEMENT_TIMEOUT_MS)
    expect(await caught(late.query('select 1'))).toMatchObject({ reason: 'connection', committed: 'none' })
    late.release()
    expect(early.released).toBeInstanceOf(Error)
  })

  it('waits a little longer than the server allows itself, and no longer', async () => {
    client.answer = () => new Promise(() => {})
    const waiting = caught(connection.query('select 1'))
    await vi.advanceTimersByTimeAsync(10 * STATEMENT_TIMEOUT_MS)
    expect(await waiting).toMatchObject({ reason: 'connection', committed: 'none' })
    connection.release()
    expect(client.released).toBeInstanceOf(Error)
  })

  it('does not know of a commit that got no answer, and knows of one that was never sent', async () => {
    client.answer = () => Promise.reject(failed('57P01'))
    expect(await caught(connection.commit())).toMatchObject({ reason: 'connection', committed: 'unknown' })
    expect(await caught(connection.commit())).toMatchObject({ reason: 'connection', committed: 'none' })
    expect(client.asked).toEqual(['commit'])
  })

  it('is closed where it could not be rolled back, and kept where only a statement failed', async () => {
    client.answer = () => Promise.reject(failed('23505'))
    await expect(connection.query('insert')).rejects.toThrow('23505')
    connection.release()
    expect(client.released).toBeUndefined()
    await connection.rollBack()
    connection.release()
    expect(client.released).toBeInstanceOf(Error)
  })
})

describe('the reason for which a database cannot answer', () => {
  it.each([
    ['08006', 'connection'],
    ['57P01', 'connection'],
    ['57P03', 'connection'],
    ['25P03', 'connection'],
    ['40001', 'conflict'],
    ['40P01', 'conflict'],
    ['55P03', 'busy'],
    ['57014', 'busy'],
    ['53300', 'busy'],
    ['53100', 'storage'],
    ['25006', 'storage'],
    ['23505', undefined],
    ['42601', undefined],
    ['25P02', undefined],
  ])('%s is %s', (code, want) => {
    expect(unavailableReason(failed(code))).toBe(want)
  })
})
