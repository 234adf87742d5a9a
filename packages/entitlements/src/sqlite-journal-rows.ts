import type { Intent, JournalAttempt, JournalUsage, PendingEvent, UnsettledIntent } from './journal.ts'

/** `attempts.state`. The order matters: below `settled` the attempt has not ended. */
export const AttemptState = { open: 0, unsettled: 1, settled: 2, released: 3 } as const
/** `events.state`. */
export const EventState = { pending: 0, delivered: 1, rejected: 2 } as const

const ATTEMPT_STATES = ['open', 'unsettled', 'settled', 'released'] as const
const EVENT_STATES = ['pending', 'delivered', 'rejected'] as const

/**
 * Indexes are partial where only the few live rows are looked for, so that an attempt that has ended costs nothing there. Version 1; a later
 * version adds statements and never edits these.
 */
export const SCHEMA = `
CREATE TABLE IF NOT EXISTS attempts (
  id TEXT PRIMARY KEY,
  state INTEGER NOT NULL,
  since INTEGER NOT NULL,
  customer TEXT NOT NULL,
  model TEXT NOT NULL,
  request_id TEXT NOT NULL,
  attempt TEXT NOT NULL,
  at INTEGER NOT NULL,
  prompt_tokens INTEGER NOT NULL,
  completion_tokens INTEGER NOT NULL,
  holds TEXT NOT NULL,
  usage TEXT,
  reason TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS attempts_not_ended ON attempts (state, at) WHERE state < 2;
CREATE TABLE IF NOT EXISTS events (
  seq INTEGER PRIMARY KEY,
  attempt_id TEXT NOT NULL,
  reference TEXT NOT NULL,
  customer TEXT NOT NULL,
  meter TEXT NOT NULL,
  at INTEGER NOT NULL,
  tokens INTEGER NOT NULL,
  body TEXT NOT NULL,
  state INTEGER NOT NULL,
  ended_at INTEGER,
  duplicate INTEGER,
  error TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS events_of_attempt ON events (attempt_id);
CREATE INDEX IF NOT EXISTS events_pending ON events (seq) WHERE state = 0;
CREATE INDEX IF NOT EXISTS events_rejected ON events (seq) WHERE state = 2;
CREATE INDEX IF NOT EXISTS events_undelivered ON events (customer, at) WHERE state <> 1;
`

type Row = Record<string, unknown>

export function toPendingEvent(row: Row): PendingEvent {
  return {
    key: String(row['seq']),
    reference: String(row['reference']),
    customer: String(row['customer']),
    meter: String(row['meter']),
    at: Number(row['at']),
    tokens: Number(row['tokens']),
    body: String(row['body']),
  }
}

export function toUnsettledIntent(row: Row): UnsettledIntent {
  const estimate = toUsage(row)
  return { ...toIntent(row), since: Number(row['since']), ...(estimate === undefined ? {} : { estimate }) }
}

export function toAttempt(row: Row, events: readonly Row[]): JournalAttempt {
  const usage = toUsage(row)
  const state = ATTEMPT_STATES[Number(row['state'])] ?? 'open'
  return {
    ...toIntent(row),
    state,
    ...(usage === undefined ? {} : { usage }),
    ...(row['reason'] === null ? {} : { releaseReason: String(row['reason']) }),
    ...(state === 'settled' || state === 'released' ? { endedAt: Number(row['since']) } : {}),
    events: events.map((event) => {
      const { key: _key, ...facts } = toPendingEvent(event)
      return {
        ...facts,
        state: EVENT_STATES[Number(event['state'])] ?? 'pending',
        ...(event['error'] === null ? {} : { error: String(event['error']) }),
        ...(event['duplicate'] === null ? {} : { duplicate: event['duplicate'] === 1 }),
      }
    }),
  }
}

function toIntent(row: Row): Intent {
  return {
    id: String(row['id']),
    customer: String(row['customer']),
    model: String(row['model']),
    requestId: String(row['request_id']),
    attempt: String(row['attempt']),
    at: Number(row['at']),
    promptTokens: Number(row['prompt_tokens']),
    completionTokens: Number(row['completion_tokens']),
    // Written by this package, read by this package.
    holds: JSON.parse(String(row['holds'])) as Intent['holds'],
  }
}

function toUsage(row: Row): JournalUsage | undefined {
  return typeof row['usage'] === 'string' ? (JSON.parse(row['usage']) as JournalUsage) : undefined
}
