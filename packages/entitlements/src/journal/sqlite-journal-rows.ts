import type {
  DeliveryOutcome,
  Intent,
  JournalAttempt,
  JournalEvent,
  JournalUsage,
  RefusedEvent,
  Settlement,
  UnsettledIntent,
} from './journal.ts'
import { type RecordedHold, readHolds } from './read-holds.ts'
import type { SqliteRow, SqliteValue } from './sqlite-connection.ts'

/** `running.state` and `ended.state`. */
export const AttemptState = { open: 0, unsettled: 1, settled: 2, released: 3 } as const
/**
 * `ended.delivery`: whether an event of the attempt waits for an acknowledgement, for its next try, or for somebody who
 * mends what it was refused for.
 */
export const DeliveryState = { done: 0, pending: 1, rejected: 2, postponed: 3 } as const
/** `ended.event_states`: one letter for each event. */
export const EventState = { pending: 'p', postponed: 'w', rejected: 'r' } as const
/** The letter of a delivered event tells what became of it. */
export const OUTCOME_LETTERS: Readonly<Record<DeliveryOutcome, string>> = {
  counted: 'd',
  duplicate: 'u',
  not_matched: 'm',
  no_pricing: 'n',
  no_subscription: 's',
}
const OUTCOMES = new Map(
  Object.entries(OUTCOME_LETTERS).map(([outcome, letter]) => [letter, outcome as DeliveryOutcome]),
)

const ATTEMPT_STATES = ['open', 'unsettled', 'settled', 'released'] as const
const INTENT_COLUMNS =
  'id, customer, model, request_id, attempt, at, prompt_tokens, completion_tokens, holds, subscription_id, facts, state, since, usage'

/**
 * The tables of the journal. Running attempts are few, come and go, and stay in the same page: `running` is keyed by
 * the attempt's id, so that no second index is written. Ended attempts are appended, one row for an attempt with its
 * events in it. So one commit of many attempts writes few pages: an index in any other order than time would add a page
 * for each attempt. The only such index is `ended_id`, which tells that an id was used. The partial indexes hold all
 * that a search for undelivered events needs.
 */
export const SCHEMA = `
CREATE TABLE IF NOT EXISTS running (
  id TEXT PRIMARY KEY,
  customer TEXT NOT NULL,
  model TEXT NOT NULL,
  request_id TEXT NOT NULL,
  attempt TEXT NOT NULL,
  at INTEGER NOT NULL,
  prompt_tokens INTEGER NOT NULL,
  completion_tokens INTEGER NOT NULL,
  holds TEXT NOT NULL,
  subscription_id TEXT,
  facts TEXT,
  state INTEGER NOT NULL,
  since INTEGER NOT NULL,
  usage TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS ended (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  customer TEXT NOT NULL,
  model TEXT NOT NULL,
  request_id TEXT NOT NULL,
  attempt TEXT NOT NULL,
  at INTEGER NOT NULL,
  prompt_tokens INTEGER NOT NULL,
  completion_tokens INTEGER NOT NULL,
  holds TEXT NOT NULL,
  subscription_id TEXT,
  facts TEXT,
  state INTEGER NOT NULL,
  since INTEGER NOT NULL,
  usage TEXT,
  reason TEXT,
  delivery INTEGER NOT NULL,
  event_states TEXT NOT NULL,
  events TEXT,
  bodies TEXT,
  errors TEXT,
  retry_at INTEGER
) STRICT;
CREATE TABLE IF NOT EXISTS scope_counts (
  customer TEXT NOT NULL,
  key TEXT NOT NULL,
  units INTEGER NOT NULL,
  since INTEGER NOT NULL,
  PRIMARY KEY (customer, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS scope_counts_since ON scope_counts (since);
CREATE UNIQUE INDEX IF NOT EXISTS ended_id ON ended (id);
CREATE INDEX IF NOT EXISTS ended_pending ON ended (seq, customer, event_states) WHERE delivery = 1;
CREATE INDEX IF NOT EXISTS ended_rejected ON ended (seq, customer, event_states) WHERE delivery = 2;
CREATE INDEX IF NOT EXISTS ended_postponed ON ended (retry_at, seq, customer, event_states) WHERE delivery = 3;
`

/**
 * The format of the file, its `user_version`. Files of format 1 have 0 there, and lack the column `facts`: quantities
 * beside tokens, properties, the events that an attempt will have.
 */
export const FORMAT = 2

/** Columns that files of format 1 lack, all of them or some. */
export const ADDED_COLUMNS = [
  ['running', 'subscription_id', 'TEXT'],
  ['ended', 'subscription_id', 'TEXT'],
  ['ended', 'retry_at', 'INTEGER'],
  ['running', 'facts', 'TEXT'],
  ['ended', 'facts', 'TEXT'],
] as const

export const INSERT_RUNNING = `INSERT INTO running (${INTENT_COLUMNS})
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ${AttemptState.open}, ?, NULL) ON CONFLICT (id) DO NOTHING`

const ENDED_COLUMNS = `${INTENT_COLUMNS}, reason, delivery, event_states, events, bodies`
const RUNNING_INTENT =
  'id, customer, model, request_id, attempt, at, prompt_tokens, completion_tokens, holds, subscription_id, facts'

/**
 * Moves nothing, and says so, when the attempt does not run: parameters are since, usage, delivery, states, events,
 * bodies, id.
 */
export const SETTLE_RUNNING = `INSERT INTO ended (${ENDED_COLUMNS})
SELECT ${RUNNING_INTENT}, ${AttemptState.settled}, ?, ?, NULL, ?, ?, ?, ? FROM running WHERE id = ?`
export const SETTLE_UNKNOWN = `INSERT INTO ended (${ENDED_COLUMNS})
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ${AttemptState.settled}, ?, ?, NULL, ?, ?, ?, ?)`
export const RELEASE_RUNNING = `INSERT INTO ended (${ENDED_COLUMNS})
SELECT ${RUNNING_INTENT}, ${AttemptState.released}, ?, usage, ?, ${DeliveryState.done}, '', NULL, NULL FROM running WHERE id = ?`

/** The largest integer that is read back exactly bounds a count. Parameters are customer, key, units, since. */
export const ADD_SCOPE_COUNT = `INSERT INTO scope_counts (customer, key, units, since) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (customer, key) DO UPDATE
SET units = min(units + excluded.units, ${Number.MAX_SAFE_INTEGER}), since = max(since, excluded.since)`
export const PRUNE_SCOPE_COUNTS = `DELETE FROM scope_counts WHERE (customer, key) IN
(SELECT customer, key FROM scope_counts WHERE since < ? ORDER BY since LIMIT ?)`

/**
 * Selects running and ended attempts of a customer, admitted in a half-open time. A reader cannot add the columns that
 * a file of format 1 lacks: those are empty.
 */
export function selectAttempts(has: (table: 'running' | 'ended', column: string) => boolean): string {
  const columnsOf = (table: 'running' | 'ended'): string =>
    INTENT_COLUMNS.split(', ')
      .map((column) => (has(table, column) ? column : `NULL AS ${column}`))
      .join(', ')
  return `
SELECT ${columnsOf('running')}, NULL AS reason, '' AS event_states, NULL AS events, NULL AS bodies, NULL AS errors
FROM running WHERE customer = ?1 AND at >= ?2 AND at < ?3
UNION ALL
SELECT ${columnsOf('ended')}, reason, event_states, events, bodies, errors
FROM ended WHERE customer = ?1 AND at >= ?2 AND at < ?3
ORDER BY at, id LIMIT ?4`
}

/** Members of an intent that have no column of their own are kept together, as JSON. */
export function intentValues(intent: Intent): SqliteValue[] {
  const {
    id,
    customer,
    model,
    requestId,
    attempt,
    at,
    promptTokens,
    completionTokens,
    holds,
    subscriptionId,
    ...facts
  } = intent
  return [
    id,
    customer,
    model,
    requestId,
    attempt,
    at,
    promptTokens,
    completionTokens,
    JSON.stringify(holds),
    subscriptionId ?? null,
    isEmpty(facts) ? null : JSON.stringify(facts),
  ]
}

function isEmpty(fields: object): boolean {
  for (const _key in fields) return false
  return true
}

/**
 * since, usage, delivery, states, events, bodies. JSON has no line break in it, so that bodies are kept as they are, a
 * line for each.
 */
export function settlementValues({ usage, events, at }: Settlement): SqliteValue[] {
  return [
    at,
    JSON.stringify(usage),
    events.length === 0 ? DeliveryState.done : DeliveryState.pending,
    EventState.pending.repeat(events.length),
    JSON.stringify(
      events.map(({ reference, customer, meter, at: eventAt, quantity, subscriptionId }) => [
        reference,
        customer,
        meter,
        eventAt,
        quantity,
        ...(subscriptionId === undefined ? [] : [subscriptionId]),
      ]),
    ),
    events.map(({ body }) => body).join('\n'),
  ]
}

/** The events of a row of `ended`, in their order. */
export function toEvents(row: SqliteRow): JournalEvent[] {
  if (typeof row['events'] !== 'string' || typeof row['bodies'] !== 'string') return []
  const bodies = row['bodies'].split('\n')
  return toEventFacts(row).map((facts, index) => ({ ...facts, body: bodies[index] ?? '' }))
}

/** Returns what is counted of the events of a row, without their bodies. */
export function toEventFacts(row: SqliteRow): Omit<JournalEvent, 'body'>[] {
  // Written by this package, read by this package.
  const facts = JSON.parse(String(row['events'])) as [string, string, string, number, number, string?][]
  return facts.map(([reference, customer, meter, at, quantity, subscriptionId]) => ({
    reference,
    customer,
    meter,
    at,
    quantity,
    ...(subscriptionId === undefined ? {} : { subscriptionId }),
  }))
}

export function toDeliveryState(eventStates: string): number {
  if (eventStates.includes(EventState.pending)) return DeliveryState.pending
  if (eventStates.includes(EventState.postponed)) return DeliveryState.postponed
  return eventStates.includes(EventState.rejected) ? DeliveryState.rejected : DeliveryState.done
}

/** The rejected and postponed events of a row of `ended`. */
export function toRefusedEvents(row: SqliteRow): RefusedEvent[] {
  const states = String(row['event_states'])
  const errors = toErrors(row)
  const refused: RefusedEvent[] = []
  for (const [index, event] of toEvents(row).entries()) {
    const error = errors[index] ?? ''
    if (states[index] === EventState.rejected) refused.push({ ...event, state: 'rejected', error })
    if (states[index] === EventState.postponed)
      refused.push({ ...event, state: 'postponed', error, until: Number(row['retry_at']) })
  }
  return refused
}

function toErrors(row: SqliteRow): Record<string, string> {
  return JSON.parse(String(row['errors'] ?? '{}')) as Record<string, string>
}

export function toUnsettledIntent(row: SqliteRow): UnsettledIntent {
  const estimate = toUsage(row)
  return { ...toIntent(row), since: Number(row['since']), ...(estimate === undefined ? {} : { estimate }) }
}

export function toAttempt(row: SqliteRow): JournalAttempt {
  const usage = toUsage(row)
  const state = ATTEMPT_STATES[Number(row['state'])] ?? 'open'
  const eventStates = String(row['event_states'])
  const errors = toErrors(row)
  return {
    ...toIntent(row),
    state,
    ...(usage === undefined ? {} : { usage }),
    ...(row['reason'] === null ? {} : { releaseReason: String(row['reason']) }),
    ...(state === 'settled' || state === 'released' ? { endedAt: Number(row['since']) } : {}),
    events: toEvents(row).map((event, index) => ({
      ...event,
      ...toEventState(eventStates[index]),
      ...(errors[index] === undefined ? {} : { error: errors[index] }),
    })),
  }
}

function toEventState(letter = ''): Pick<JournalAttempt['events'][number], 'state' | 'outcome'> {
  const outcome = OUTCOMES.get(letter)
  if (outcome !== undefined) return { state: 'delivered', outcome }
  if (letter === EventState.postponed) return { state: 'postponed' }
  return { state: letter === EventState.rejected ? 'rejected' : 'pending' }
}

export function toIntent(row: SqliteRow): Intent {
  return {
    id: String(row['id']),
    customer: String(row['customer']),
    model: String(row['model']),
    requestId: String(row['request_id']),
    attempt: String(row['attempt']),
    at: Number(row['at']),
    promptTokens: Number(row['prompt_tokens']),
    completionTokens: Number(row['completion_tokens']),
    holds: readHolds(JSON.parse(String(row['holds'])) as RecordedHold[]),
    ...(typeof row['subscription_id'] === 'string' ? { subscriptionId: row['subscription_id'] } : {}),
    ...(typeof row['facts'] === 'string' ? (JSON.parse(row['facts']) as Partial<Intent>) : {}),
  }
}

function toUsage(row: SqliteRow): JournalUsage | undefined {
  return typeof row['usage'] === 'string' ? (JSON.parse(row['usage']) as JournalUsage) : undefined
}
