import { randomBytes } from 'node:crypto'
import pg from 'pg'

/** A database engine that the suite runs on. */
export interface TestEngine {
  /** For the names of tests: engine and version, as the engine itself says. */
  readonly name: string
  readonly kind: 'pglite' | 'postgresql'
  /** A place of its own for one server, and how to remove it again. */
  place(): Promise<{ readonly databaseUrl?: string; readonly dataDir: string; readonly remove: () => Promise<void> }>
}

const LOCAL_URL = 'postgres://postgres@127.0.0.1:5432/test'

const pglite: TestEngine = {
  name: 'PGlite',
  kind: 'pglite',
  place: () => Promise.resolve({ dataDir: 'memory://', remove: () => Promise.resolve() }),
}

async function admin<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3000 })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

async function postgres(): Promise<TestEngine | undefined> {
  const given = process.env['TEST_DATABASE_URL']
  const url = given ?? LOCAL_URL
  let version: string
  try {
    version = await admin(url, async (client) => {
      const { rows } = await client.query<{ server_version: string }>('show server_version')
      return rows[0]?.server_version.split(' ')[0] ?? 'unknown'
    })
  } catch (error) {
    if (given !== undefined || process.env['REQUIRE_SERVICES'] === '1') {
      throw new Error(`the suite needs PostgreSQL at ${given === undefined ? '127.0.0.1:5432' : 'TEST_DATABASE_URL'}`, {
        cause: error,
      })
    }
    process.stdout.write('No PostgreSQL answers: the billing server is tested on PGlite alone.\n')
    return undefined
  }
  return {
    name: `PostgreSQL ${version}`,
    kind: 'postgresql',
    place: async () => {
      const name = `billing_test_${randomBytes(8).toString('hex')}`
      await admin(url, (client) => client.query(`create database ${name}`))
      const own = new URL(url)
      own.pathname = `/${name}`
      return {
        databaseUrl: own.href,
        dataDir: 'memory://',
        remove: async () => {
          await admin(url, (client) => client.query(`drop database if exists ${name} with (force)`))
        },
      }
    },
  }
}

const found = await postgres()

/** PGlite, and PostgreSQL where TEST_DATABASE_URL is set or one answers locally. */
export const testEngines: readonly TestEngine[] = found === undefined ? [pglite] : [pglite, found]
