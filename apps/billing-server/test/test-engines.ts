import { TestDatabases } from './test-databases.ts'

/** A place for one server, and how to remove it again. */
export interface TestPlace {
  readonly databaseUrl?: string
  readonly dataDir: string
  readonly remove: () => Promise<void>
}

/** A database engine that the suite runs on. */
export interface TestEngine {
  /** For the names of tests: engine and version, as the engine itself says. */
  readonly name: string
  readonly kind: 'pglite' | 'postgresql'
  /** Makes a place for one server. On PostgreSQL its database is migrated already, unless an empty one is asked for. */
  place(options?: { readonly empty?: boolean }): Promise<TestPlace>
}

const LOCAL_URL = 'postgres://postgres@127.0.0.1:5432/test'

const pglite: TestEngine = {
  name: 'PGlite',
  kind: 'pglite',
  place: () => Promise.resolve({ dataDir: 'memory://', remove: () => Promise.resolve() }),
}

async function postgres(): Promise<TestEngine[]> {
  const given = process.env['TEST_DATABASE_URL']
  let databases: TestDatabases
  try {
    databases = await TestDatabases.connect(given ?? LOCAL_URL)
  } catch (error) {
    if (given === undefined && process.env['REQUIRE_SERVICES'] !== '1') return []
    throw new Error(`the suite needs PostgreSQL at ${given === undefined ? '127.0.0.1:5432' : 'TEST_DATABASE_URL'}`, {
      cause: error,
    })
  }
  return [
    {
      name: `PostgreSQL ${databases.version}`,
      kind: 'postgresql',
      place: async (options) => {
        const { url, remove } = await databases.create(options)
        return { databaseUrl: url, dataDir: 'memory://', remove }
      },
    },
  ]
}

/** The engine of this run of the tests; both where it names none. */
const chosen = process.env['TEST_ENGINE']

/** PGlite, unless this run is the one on PostgreSQL. For what needs no second engine. */
export const pgliteEngines: readonly TestEngine[] = chosen === 'postgres' ? [] : [pglite]

/**
 * PostgreSQL where TEST_DATABASE_URL is set or one answers locally, unless this run is the one on PGlite. For what
 * needs several connections.
 */
export const postgresEngines: readonly TestEngine[] = chosen === 'pglite' ? [] : await postgres()

/** Both. */
export const testEngines: readonly TestEngine[] = [...pgliteEngines, ...postgresEngines]
