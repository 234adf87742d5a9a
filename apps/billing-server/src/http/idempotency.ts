import { createHash } from 'node:crypto'
import type { Database } from '../database/database.ts'
import { ApiFault } from './api-fault.ts'
import type { OperationWrapper } from './http-app.ts'

/** How long a stored answer is replayed (the API's 48 hours). */
export const KEEP_MS = 48 * 3_600_000
/** A request that was begun this long ago and has no answer belongs to a server that died; the key is free again. */
const ABANDONED_MS = 60_000
/** Every so many keys, old ones are removed. */
const CLEAN_EVERY = 1000

/**
 * Makes repeated POST requests with an `Idempotency-Key` safe: the answer of the first success is replayed; another
 * request under the key is refused with 409, and one that comes while the first is under way with 422. Failures are not
 * kept: after a 4xx the key may be used again, corrected. Event ingestion has no part in it: its references do the same.
 */
export function idempotency(database: Database, now: () => number): OperationWrapper {
  let sinceCleaning = 0
  return async ({ operation, request, response, body }, answer) => {
    const key = request.get('idempotency-key')
    if (key === undefined || operation.method !== 'post' || !operation.idempotent) return answer()
    const fingerprint = createHash('sha256')
      .update(JSON.stringify([operation.id, request.originalUrl, body ?? null]))
      .digest('base64url')
    const at = new Date(now())
    sinceCleaning += 1
    if (sinceCleaning === CLEAN_EVERY) {
      sinceCleaning = 0
      await database.query('delete from idempotency_keys where created_at < $1', [new Date(at.getTime() - KEEP_MS)])
    }
    const claimed = await database.query(
      `insert into idempotency_keys (key, operation, fingerprint, created_at) values ($1, $2, $3, $4)
        on conflict (key) do update set operation = excluded.operation, fingerprint = excluded.fingerprint,
          created_at = excluded.created_at, response_status = null, response_body = null
        where idempotency_keys.created_at < $5 or (idempotency_keys.response_status is null and idempotency_keys.created_at < $6)
        returning key`,
      [key, operation.id, fingerprint, at, new Date(at.getTime() - KEEP_MS), new Date(at.getTime() - ABANDONED_MS)],
    )
    if (claimed.length === 0)
      return replay(database, key, fingerprint, (name, value) => response.setHeader(name, value))
    try {
      const result = await answer()
      await database.query(
        'update idempotency_keys set response_status = $2, response_body = $3 where key = $1 and fingerprint = $4',
        [key, operation.successStatus, JSON.stringify(result), fingerprint],
      )
      return result
    } catch (error) {
      await database.query(
        'delete from idempotency_keys where key = $1 and fingerprint = $2 and response_status is null',
        [key, fingerprint],
      )
      throw error
    }
  }
}

async function replay(
  database: Database,
  key: string,
  fingerprint: string,
  setHeader: (name: string, value: string) => void,
): Promise<unknown> {
  const [stored] = await database.query<{
    fingerprint: string
    response_status: number | null
    response_body: string | null
  }>('select fingerprint, response_status, response_body from idempotency_keys where key = $1', [key])
  if (stored !== undefined && stored.fingerprint !== fingerprint) {
    throw refusal(409, 'The Idempotency-Key was used for another request')
  }
  if (stored?.response_body == null)
    throw refusal(422, 'The first request with this Idempotency-Key is still under way')
  setHeader('Idempotent-Replayed', 'true')
  return JSON.parse(stored.response_body)
}

function refusal(status: number, message: string): ApiFault {
  return new ApiFault({ status, code: 'IDEMPOTENCY_CHECK_FAILED', field: 'Idempotency-Key', message })
}
