import type { Database, Queryable } from '../database/database.ts'
import { conditions } from '../resources/conditions.store.ts'
import { type LongPage, listLongPage } from '../resources/list-page.store.ts'
import type { ReportedAttempt } from './read-attempt.ts'

/** An attempt as it is stored. */
export interface AttemptRow {
  readonly body: ReportedAttempt
  readonly receivedAt: Date
}

/**
 * `repeated`: it was stored before, with the same content. `conflict`: with other content, which stays as it is.
 */
export type AttemptOutcome = 'stored' | 'repeated' | 'conflict'

export interface AttemptFilter {
  readonly customerReference: string | undefined
  readonly requestId: string | undefined
  /** Reference of a usage event. */
  readonly eventReference: string | undefined
  /** Admitted at this instant or later, … */
  readonly from: Date | undefined
  /** … and before this one. */
  readonly to: Date | undefined
}

const COLUMNS = 'body, received_at as "receivedAt"'

/** Stores attempts, each id once, and says what became of each, in their order. */
export async function storeAttempts(
  database: Database,
  attempts: readonly ReportedAttempt[],
  receivedAt: Date,
): Promise<readonly AttemptOutcome[]> {
  const first = new Map<string, ReportedAttempt>()
  for (const attempt of attempts) if (!first.has(attempt.id)) first.set(attempt.id, attempt)
  // Two reports that share attempts take them in one order, so that neither waits for the other.
  const sorted = [...first.values()].sort((one, other) => (one.id < other.id ? -1 : 1))
  return database.transaction(async (transaction) => {
    const stored = new Set(await insert(transaction, sorted, receivedAt))
    await insertEvents(
      transaction,
      sorted.filter(({ id }) => stored.has(id)),
    )
    const isNew = (attempt: ReportedAttempt) => stored.has(attempt.id) && first.get(attempt.id) === attempt
    const others = attempts.filter((attempt) => !isNew(attempt))
    const same = new Set(await findSame(transaction, others))
    let position = 0
    return attempts.map((attempt) => {
      if (isNew(attempt)) return 'stored'
      const isSame = same.has(position)
      position += 1
      return isSame ? 'repeated' : 'conflict'
    })
  })
}

async function insert(
  transaction: Queryable,
  attempts: readonly ReportedAttempt[],
  receivedAt: Date,
): Promise<readonly string[]> {
  const rows = await transaction.query<{ id: string }>(
    `insert into operator_attempts (id, customer_reference, request_id, admitted_at, received_at, body)
      select id, customer_reference, request_id, admitted_at, $5::timestamptz, body::jsonb
        from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $6::text[])
          as given (id, customer_reference, request_id, admitted_at, body)
      on conflict (id) do nothing returning id`,
    [
      attempts.map(({ id }) => id),
      attempts.map(({ customer_reference: customer }) => customer),
      attempts.map(({ request_id: requestId }) => requestId),
      attempts.map(({ admitted_at: admittedAt }) => admittedAt),
      receivedAt,
      attempts.map((attempt) => JSON.stringify(attempt)),
    ],
  )
  return rows.map(({ id }) => id)
}

async function insertEvents(transaction: Queryable, attempts: readonly ReportedAttempt[]): Promise<void> {
  const events = attempts.flatMap(({ id, event_references: references }) =>
    references.map((reference) => ({ id, reference })),
  )
  if (events.length === 0) return
  await transaction.query(
    `insert into operator_attempt_events (reference, attempt_id) select * from unnest($1::text[], $2::text[])`,
    [events.map(({ reference }) => reference), events.map(({ id }) => id)],
  )
}

/** Returns the positions of those that are stored with the same content. */
async function findSame(transaction: Queryable, attempts: readonly ReportedAttempt[]): Promise<readonly number[]> {
  if (attempts.length === 0) return []
  const rows = await transaction.query<{ position: number }>(
    `select position - 1 as position
      from unnest($1::text[], $2::text[]) with ordinality as given (id, body, position)
      join operator_attempts a on a.id = given.id where a.body = given.body::jsonb`,
    [attempts.map(({ id }) => id), attempts.map((attempt) => JSON.stringify(attempt))],
  )
  return rows.map(({ position }) => position)
}

/** Attempts, those that were admitted last first. */
export function listAttempts(
  database: Queryable,
  { customerReference, requestId, eventReference, from, to }: AttemptFilter,
  page: { readonly page: number; readonly limit: number },
): Promise<LongPage<AttemptRow>> {
  const filtered = conditions([
    { sql: 'customer_reference', equals: customerReference },
    { sql: 'request_id', equals: requestId },
    { sql: 'event_reference', equals: eventReference },
    { sql: 'admitted_at', since: from },
    { sql: 'admitted_at', before: to },
  ])
  const attempts = 'operator_attempts'
  const ofEvents = `(select a.*, e.reference as event_reference from operator_attempts a
    join operator_attempt_events e on e.attempt_id = a.id) as a`
  return listLongPage(
    database,
    {
      columns: COLUMNS,
      from: eventReference === undefined ? attempts : ofEvents,
      ...filtered,
      order: 'admitted_at desc, id desc',
    },
    page,
  )
}

/** One attempt by its id. */
export async function findAttempt(database: Queryable, id: string): Promise<AttemptRow | undefined> {
  const [found] = await database.query<AttemptRow>(`select ${COLUMNS} from operator_attempts where id = $1`, [id])
  return found
}
