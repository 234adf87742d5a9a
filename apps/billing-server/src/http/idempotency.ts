import { AsyncLocalStorage } from 'node:async_hooks'
import { createHash } from 'node:crypto'
import type { Database, Queryable } from '../database/database.ts'
import { DatabaseUnavailableError } from '../database/database-unavailable-error.ts'
import { withTransaction } from '../database/with-transaction.ts'
import { ApiFault } from './api-fault.ts'
import type { ContractOperation } from './contract.ts'
import { responseFault } from './contract-validator.ts'
import {
  abandon,
  abandonAll,
  deleteKeysBefore,
  findKey,
  freeKey,
  freeUnanswered,
  type KeyClaim,
  keepResult,
  storeAnswer,
  takeKey,
} from './idempotency-keys.store.ts'
import type { OperationWrapper } from './operation-pipeline.ts'

/** The time that a stored answer is replayed (the API's 48 hours). */
const KEEP_MS = 48 * 3_600_000
/** A request that was begun this long ago and has no answer belongs to a server that died. */
export const ABANDONED_MS = 60_000
/** Every so many keys, old ones are removed. */
const CLEAN_EVERY = 1000

/** Requests without an answer that are remembered until the database is back. */
const MAX_LEFT = 1000

/** A key that a request has taken: nobody else may work under it until it is answered or abandoned. */
interface Claim extends KeyClaim {
  /** Once answered, later work of the same request (a webhook that it set off) is none of its transaction. */
  isAnswered: boolean
}

const claims = new AsyncLocalStorage<Claim>()

/**
 * Makes repeated POST requests with an `Idempotency-Key` safe: the answer of the first success is replayed; another
 * request under the key is refused with 409, and one that comes while the first is under way with 422. Failures are not
 * kept: after a 4xx the key may be used again, corrected. Event ingestion has no part in it: its references do the
 * same.
 *
 * After the database was lost the key is settled as soon as it is back: replayed if the work was committed, else free.
 * After a crash the key answers 422 until the request counts as abandoned (60 seconds; at once when PGlite starts
 * again, which one process has to itself). Then it is replayed if its transaction was committed (`Idempotency` writes
 * the answer in that
 * transaction), and free if it was not. So the work is done once, wherever the server dies. A request of several
 * transactions counts as done with the first.
 */
export class Idempotency {
  readonly #database: Database
  readonly #now: () => number
  /** Requests whose work the database may have committed, without an answer. */
  readonly #left = new Set<Claim>()
  #sinceCleaning = 0

  private constructor(database: Database, now: () => number) {
    this.#database = database
    this.#now = now
  }

  /** For a server that begins: on PGlite no other process can have a request under way. */
  static async start(database: Database, now: () => number): Promise<Idempotency> {
    if (database.engine.name === 'pglite') {
      const long = new Date(now() - ABANDONED_MS - 1)
      await abandonAll(database, long)
    }
    return new Idempotency(database, now)
  }

  readonly wrapper: OperationWrapper = async (call, answer) => {
    const { operation, idempotencyKey: key, target, body } = call
    if (key === undefined || operation.method !== 'post' || !operation.idempotent) return answer()
    const fingerprint = createHash('sha256')
      .update(JSON.stringify([operation.id, target, body ?? null]))
      .digest('base64url')
    await this.#settleLeft()
    await this.#cleanSometimes()
    const claim: Claim = { key, fingerprint, at: new Date(this.#now()), isAnswered: false }
    if (!(await this.#take(claim, operation))) {
      const stored = await this.#storedAnswer(claim, operation)
      call.setHeader('Idempotent-Replayed', 'true')
      return stored
    }
    try {
      const result = await claims.run(claim, answer)
      claim.isAnswered = true
      await this.#whereDatabaseAnswers(
        storeAnswer(this.#database, claim, operation.successStatus, JSON.stringify(result)),
      )
      return result
    } catch (error) {
      claim.isAnswered = true
      if (DatabaseUnavailableError.isInstance(error)) this.#leave(claim)
      else await this.#whereDatabaseAnswers(freeKey(this.#database, claim))
      throw error
    }
  }

  #leave(claim: Claim): void {
    if (this.#left.size < MAX_LEFT) this.#left.add(claim)
  }

  /** Settles what was left when the database was lost. A claim that is not counts as abandoned in its time. */
  async #settleLeft(): Promise<void> {
    for (const claim of this.#left) {
      this.#left.delete(claim)
      try {
        await this.#settle(claim)
      } catch (error) {
        if (!DatabaseUnavailableError.isInstance(error)) throw error
        this.#leave(claim)
        return
      }
    }
  }

  /**
   * The database was lost on the way. If the work is in it, its answer is too: then the next request under the key gets
   * that answer, without waiting until this one counts as abandoned. If not, the key is free. A commit that is still
   * under way is waited for.
   */
  async #settle(claim: Claim): Promise<void> {
    await freeUnanswered(this.#database, claim)
    await abandon(this.#database, claim, new Date(claim.at.getTime() - ABANDONED_MS - 1))
  }

  /** Returns what is known already is answered; a key that cannot be written now counts as abandoned later. */
  async #whereDatabaseAnswers(work: Promise<unknown>): Promise<void> {
    try {
      await work
    } catch (error) {
      if (!DatabaseUnavailableError.isInstance(error)) throw error
    }
  }

  /** Takes a key that is new, out of date, or of a request that died before its transaction was committed. */
  #take(claim: Claim, operation: ContractOperation): Promise<boolean> {
    const at = claim.at.getTime()
    return takeKey(this.#database, claim, operation.id, {
      outOfDate: new Date(at - KEEP_MS),
      abandoned: new Date(at - ABANDONED_MS),
    })
  }

  async #storedAnswer({ key, fingerprint, at }: Claim, operation: ContractOperation): Promise<unknown> {
    const stored = await findKey(this.#database, key)
    if (stored !== undefined && stored.fingerprint !== fingerprint) {
      throw refusal(409, 'The Idempotency-Key was used for another request')
    }
    const isUnderWay =
      stored?.response_status == null && (stored?.created_at.getTime() ?? 0) >= at.getTime() - ABANDONED_MS
    if (stored?.response_body == null || isUnderWay) {
      throw refusal(422, 'The first request with this Idempotency-Key is still under way')
    }
    const result: unknown = JSON.parse(stored.response_body)
    if (stored.response_status === null && responseFault(operation, result) !== undefined) {
      throw refusal(409, 'The request with this Idempotency-Key was done, but its answer was lost')
    }
    return result
  }

  async #cleanSometimes(): Promise<void> {
    this.#sinceCleaning += 1
    if (this.#sinceCleaning < CLEAN_EVERY) return
    this.#sinceCleaning = 0
    await deleteKeysBefore(this.#database, new Date(this.#now() - KEEP_MS))
  }
}

/**
 * The database for the handlers: a transaction under an `Idempotency-Key` also writes what it resolves with, as the
 * answer that a repetition gets if the server dies before it has written the real one.
 */
export function withIdempotency(database: Database): Database {
  return withTransaction(database, (work, options) =>
    database.transaction(async (transaction) => {
      const result = await work(transaction)
      const claim = claims.getStore()
      if (claim !== undefined && !claim.isAnswered) await keepAnswer(transaction, claim, result)
      return result
    }, options),
  )
}

async function keepAnswer(transaction: Queryable, claim: Claim, result: unknown): Promise<void> {
  // So slow that it counted as abandoned, and another request took the key: only one of them may be committed.
  if (!(await keepResult(transaction, claim, JSON.stringify(result ?? null))))
    throw refusal(422, 'Another request with this Idempotency-Key is under way')
}

function refusal(status: number, message: string): ApiFault {
  return new ApiFault({ status, code: 'IDEMPOTENCY_CHECK_FAILED', field: 'Idempotency-Key', message })
}
