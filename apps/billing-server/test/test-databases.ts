import { createHash, randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import pg from 'pg'
import { MIGRATIONS_FOLDER, migrate } from '../src/database/migrate.ts'
import { PostgresDatabase } from '../src/database/postgres-database.ts'
import { sqlState } from '../src/database/sql-state.ts'

const CONNECT_TIMEOUT_MS = 10_000
const DATABASE_PREFIX = 'tallygate_test_'
const TEMPLATE_PREFIX = 'tallygate_template_'
/** Templates that are kept, the newest ones: each checkout with other migrations has one. */
const MAX_TEMPLATES = 8
/** Any number that nobody else locks on this server: processes that start at once make one template. */
const TEMPLATE_LOCK = 7_411_300_002
const DATABASE_DOES_NOT_EXIST = '3D000'

/**
 * Databases on a PostgreSQL server that belong to this process: copies of a template that is migrated once, or empty
 * ones. A lock that this process holds says whose they are. Databases of a process that was killed are dropped by the
 * next one.
 */
export class TestDatabases {
  readonly #url: string
  readonly #connection: pg.Pool
  /** A lock is no obstacle to the session that holds it. */
  readonly #own = new Set<string>()
  #prepared: Promise<string> | undefined

  /** The server's version, such as `15.20`. */
  readonly version: string

  private constructor(url: string, connection: pg.Pool, version: string) {
    this.#url = url
    this.#connection = connection
    this.version = version
  }

  /** Connects to the server. The connection stays for as long as this process lives, and keeps it alive no longer. */
  static async connect(url: string): Promise<TestDatabases> {
    // One connection for all: the locks are its own.
    const connection = new pg.Pool({
      connectionString: url,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      max: 1,
      idleTimeoutMillis: 0,
      allowExitOnIdle: true,
    })
    // A server that goes away fails the next query; by itself it must not end the process.
    connection.on('error', () => {})
    const { rows } = await connection.query<{ server_version: string }>('show server_version')
    return new TestDatabases(url, connection, rows[0]?.server_version.split(' ')[0] ?? 'unknown')
  }

  /** Makes a database with all migrations, or an empty one. */
  async create({
    empty = false,
  }: {
    readonly empty?: boolean
  } = {}): Promise<{ url: string; remove(): Promise<void> }> {
    const name = `${DATABASE_PREFIX}${randomBytes(8).toString('hex')}`
    this.#own.add(name)
    await this.#query('select pg_advisory_lock(hashtextextended($1, 0))', [name])
    if (empty) await this.#query(`create database ${name}`)
    else await this.#copyTemplate(name)
    return {
      url: this.#urlOf(name),
      remove: async () => {
        await this.#drop(name)
        this.#own.delete(name)
      },
    }
  }

  async #copyTemplate(name: string): Promise<void> {
    for (;;) {
      this.#prepared ??= this.#prepare()
      const template = await this.#prepared
      try {
        await this.#query(`create database ${name} template ${template}`)
        return
      } catch (error) {
        // Many checkouts have run meanwhile, and it was the oldest.
        if (sqlState(error) !== DATABASE_DOES_NOT_EXIST) throw error
        this.#prepared = undefined
      }
    }
  }

  async #prepare(): Promise<string> {
    const name = `${TEMPLATE_PREFIX}${digestOfMigrations()}`
    await this.#query('select pg_advisory_lock($1)', [TEMPLATE_LOCK])
    try {
      await this.#dropAbandoned()
      const templates = await this.#query<{ name: string }>(
        'select datname as name from pg_database where starts_with(datname, $1) order by oid desc',
        [TEMPLATE_PREFIX],
      )
      if (templates.some((template) => template.name === name)) return name
      for (const old of templates.slice(MAX_TEMPLATES - 1)) await this.#query(`drop database if exists ${old.name}`)
      const partial = await this.create({ empty: true })
      const database = await PostgresDatabase.open(partial.url, () => {})
      await migrate(database)
      await database.close()
      const partialName = new URL(partial.url).pathname.slice(1)
      await this.#query(`alter database ${partialName} allow_connections false`)
      // With its name it appears whole, or not at all.
      await this.#query(`alter database ${partialName} rename to ${name}`)
      return name
    } finally {
      await this.#query('select pg_advisory_unlock($1)', [TEMPLATE_LOCK])
    }
  }

  async #dropAbandoned(): Promise<void> {
    const databases = await this.#query<{ name: string }>(
      'select datname as name from pg_database where starts_with(datname, $1)',
      [DATABASE_PREFIX],
    )
    for (const { name } of databases) {
      if (this.#own.has(name)) continue
      const [row] = await this.#query<{ free: boolean }>(
        'select pg_try_advisory_lock(hashtextextended($1, 0)) as free',
        [name],
      )
      if (row?.free === true) await this.#drop(name)
    }
  }

  async #drop(name: string): Promise<void> {
    await this.#query(`drop database if exists ${name} with (force)`)
    await this.#query('select pg_advisory_unlock(hashtextextended($1, 0))', [name])
  }

  #urlOf(name: string): string {
    const url = new URL(this.#url)
    url.pathname = `/${name}`
    return url.href
  }

  async #query<Row extends pg.QueryResultRow>(sql: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    return (await this.#connection.query<Row>(sql, [...parameters])).rows
  }
}

function digestOfMigrations(): string {
  const digest = createHash('sha256')
  for (const name of readdirSync(MIGRATIONS_FOLDER).sort()) {
    digest.update(name).update(readFileSync(new URL(name, MIGRATIONS_FOLDER)))
  }
  return digest.digest('hex').slice(0, 16)
}
