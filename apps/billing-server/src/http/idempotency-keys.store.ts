import type { Queryable } from '../database/database.ts'

/** A key as a request takes it. */
export interface KeyClaim {
  readonly key: string
  /** A digest of the request: another request under the key has another one. */
  readonly fingerprint: string
  readonly at: Date
}

/** A key that was taken. */
export interface StoredKey {
  readonly fingerprint: string
  readonly created_at: Date
  /** `null` until the request was answered. */
  readonly response_status: number | null
  /** Set in the transaction of the request, before the answer. */
  readonly response_body: string | null
}

/** Takes a key that is new, out of date, or abandoned without a result. Resolves with false where another has it. */
export async function takeKey(
  database: Queryable,
  { key, fingerprint, at }: KeyClaim,
  operation: string,
  before: { readonly outOfDate: Date; readonly abandoned: Date },
): Promise<boolean> {
  const claimed = await database.query(
    `insert into idempotency_keys (key, operation, fingerprint, created_at) values ($1, $2, $3, $4)
      on conflict (key) do update set operation = excluded.operation, fingerprint = excluded.fingerprint,
        created_at = excluded.created_at, response_status = null, response_body = null
      where idempotency_keys.created_at < $5
        or (idempotency_keys.response_body is null and idempotency_keys.created_at < $6)
      returning key`,
    [key, operation, fingerprint, at, before.outOfDate, before.abandoned],
  )
  return claimed.length > 0
}

/** Reads who has a key, and the answer. */
export async function findKey(database: Queryable, key: string): Promise<StoredKey | undefined> {
  const [stored] = await database.query<StoredKey>(
    'select fingerprint, created_at, response_status, response_body from idempotency_keys where key = $1',
    [key],
  )
  return stored
}

/** Writes the answer of a request. */
export async function storeAnswer(
  database: Queryable,
  { key, fingerprint }: KeyClaim,
  status: number,
  body: string,
): Promise<void> {
  await database.query(
    'update idempotency_keys set response_status = $2, response_body = $3 where key = $1 and fingerprint = $4',
    [key, status, body, fingerprint],
  )
}

/** Writes the result of a request that has no answer yet. Resolves with false where it no longer has the key. */
export async function keepResult(
  database: Queryable,
  { key, fingerprint, at }: KeyClaim,
  result: string,
): Promise<boolean> {
  const kept = await database.query(
    `update idempotency_keys set response_body = $4
      where key = $1 and fingerprint = $2 and created_at = $3 and response_status is null returning key`,
    [key, fingerprint, at, result],
  )
  return kept.length > 0
}

/** Frees the key of a request that failed: it may be used again. */
export async function freeKey(database: Queryable, { key, fingerprint }: KeyClaim): Promise<void> {
  await database.query('delete from idempotency_keys where key = $1 and fingerprint = $2 and response_status is null', [
    key,
    fingerprint,
  ])
}

/** Frees the key of a request whose work is not in the database. */
export async function freeUnanswered(database: Queryable, { key, fingerprint, at }: KeyClaim): Promise<void> {
  await database.query(
    'delete from idempotency_keys where key = $1 and fingerprint = $2 and created_at = $3 and response_body is null',
    [key, fingerprint, at],
  )
}

/** Makes a request without an answer count as begun at another time. */
export async function abandon(database: Queryable, { key, fingerprint, at }: KeyClaim, begun: Date): Promise<void> {
  await database.query(
    `update idempotency_keys set created_at = $4
      where key = $1 and fingerprint = $2 and created_at = $3 and response_status is null`,
    [key, fingerprint, at, begun],
  )
}

/** Makes all requests without an answer that began after a time count as begun then. */
export async function abandonAll(database: Queryable, begun: Date): Promise<void> {
  await database.query(
    'update idempotency_keys set created_at = $1 where response_status is null and created_at > $1',
    [begun],
  )
}

/** Deletes the keys that were taken before a time. */
export async function deleteKeysBefore(database: Queryable, limit: Date): Promise<void> {
  await database.query('delete from idempotency_keys where created_at < $1', [limit])
}
