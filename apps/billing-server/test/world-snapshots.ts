import type { Queryable } from '../src/database/database.ts'
import type { TestServer } from './test-server.ts'

/** The greatest age of a snapshot: what a test calls an hour ago must not drift far from it. */
const MAX_AGE_MS = 10 * 60_000
const SECOND_MS = 1000
/** Tables that are not empty in an empty server. */
const OWN_TABLES = ['schema_migrations', 'server_clock', 'metering_revision']
/** An instant as the API writes it, or as PostgreSQL writes it into JSON. */
const INSTANT = /"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d))"/g

interface Snapshot<Made> {
  readonly made: Made
  /** By the system's clock. */
  readonly takenAt: number
  /** By the server's clock: the world was made between them. */
  readonly from: number
  readonly until: number
  /** Rows by table, as JSON, and the statement that inserts them. */
  readonly rows: string
  readonly insert: string
  readonly revision: number
}

/**
 * The rows that calls have made of an empty server: the same world again costs one statement instead of its calls. What
 * was made at its time then is made now: instants of the making move with the server's clock, all others stay.
 */
export class WorldSnapshots<Made> {
  readonly #known = new Map<string, Snapshot<Made>>()

  /** Makes the world of this key by its calls, or by the rows that they left. */
  async make(server: TestServer, key: string, call: () => Promise<Made>): Promise<Made> {
    const { database } = server.server
    if (!(await isEmpty(database))) return call()
    const now = await clockOf(server)
    const known = this.#known.get(key)
    if (known !== undefined && Date.now() - known.takenAt < MAX_AGE_MS && isRestorable(key, known, now)) {
      await restore(server, known, now)
      return known.made
    }
    const made = await call()
    const until = await clockOf(server)
    this.#known.set(key, { made, takenAt: Date.now(), from: now, until, ...(await readRows(database)) })
    return made
  }
}

/**
 * An instant that was asked for is not to be taken for one of the clock's: where it could be, only the same time will
 * do.
 */
function isRestorable(key: string, { from, until }: Snapshot<unknown>, now: number): boolean {
  const given = [...key.matchAll(INSTANT)].map(([, instant]) => Date.parse(instant ?? ''))
  return now === until || given.every((at) => at < from || at > until)
}

async function isEmpty(database: Queryable): Promise<boolean> {
  const rows = await database.query(
    `select 1 from metering_revision where revision = 1 and not exists (select from customers)
      and not exists (select from features) and not exists (select from products)
      and not exists (select from pricing_plans) and not exists (select from billing_entities)`,
    [],
  )
  return rows.length > 0
}

async function clockOf(server: TestServer): Promise<number> {
  const { now } = await server.must('GET', '/local/clock')
  return Date.parse(now)
}

interface Column {
  readonly table: string
  readonly name: string
  readonly isIdentity: boolean
}

async function readRows(database: Queryable): Promise<Pick<Snapshot<unknown>, 'rows' | 'insert' | 'revision'>> {
  const columns = await database.query<Column>(
    `select c.relname as table, quote_ident(a.attname) as name, a.attidentity <> '' as "isIdentity"
      from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
      where n.nspname = current_schema() and c.relkind = 'r' and c.relname <> all ($1)
        and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''`,
    [OWN_TABLES],
  )
  const contents = [...Map.groupBy(columns, ({ table }) => table)].map(
    ([table]) => `select '${table}' as name, (select jsonb_agg(to_jsonb(t)) from ${table} t) as rows`,
  )
  const [world] = await database.query<{ rows: string; filled: string[]; revision: number }>(
    `select jsonb_object_agg(name, rows)::text as rows, array_agg(name) as filled,
        (select revision from metering_revision) as revision
      from (${contents.join(' union all ')}) as contents where rows is not null`,
    [],
  )
  if (world === undefined) throw new Error('the database told nothing of its rows')
  const inserts = world.filled.map((table) => {
    const own = columns.filter((column) => column.table === table)
    if (own.some(({ isIdentity }) => isIdentity)) throw new Error(`the database counts the rows of ${table} itself`)
    const names = own.map(({ name }) => name).join(', ')
    return `filled_${table} as (insert into ${table} (${names})
      select ${names} from given, jsonb_populate_recordset(null::${table}, given.world -> '${table}'))`
  })
  const insert = `with given as (select $1::jsonb as world), ${inserts.join(', ')} select 1`
  return { rows: world.rows, insert, revision: world.revision }
}

async function restore(server: TestServer, { rows, insert, from, until, revision }: Snapshot<unknown>, now: number) {
  const moved = rows.replace(INSTANT, (text, instant: string) => {
    const at = Date.parse(instant)
    // The API writes whole seconds: one of them may have begun before the making did.
    const isWhole = !instant.includes('.')
    if (at < (isWhole ? from - (from % SECOND_MS) : from) || at > until) return text
    const then = new Date(at + now - until).toISOString()
    return `"${isWhole ? then.replace(/\.\d{3}Z$/, 'Z') : then}"`
  })
  await server.server.database.transaction(async (transaction) => {
    // The rows fit each other already, in whatever order they come.
    await transaction.query('set local session_replication_role = replica', [])
    await transaction.query(insert, [moved])
    await transaction.query('update metering_revision set revision = $1', [revision])
  })
}
