import { createHash } from 'node:crypto'
import { CustomerCache } from '../customer-cache.ts'
import { AgentError } from '../http/agent-error.ts'

/** The time that an answer can be asked for again: a caller retries within seconds, not days. */
const KEEP_MS = 10 * 60_000
/** Most ids that are remembered, and most bytes of their answers, in all and of one customer; the oldest go first. */
const MAX_KEPT = 2_000
const MAX_KEPT_PER_CUSTOMER = 500
const MAX_KEPT_BYTES = 64 * 1024 * 1024
const MAX_KEPT_BYTES_PER_CUSTOMER = 16 * 1024 * 1024
/** Largest answer that is kept. The longest answers of today's models are a quarter of it, also as a stream. */
const MAX_ANSWER_BYTES = 4 * 1024 * 1024
/** Wait before another try while the first request still runs: the middle of an answer of some seconds. */
const IN_FLIGHT_RETRY_AFTER_MS = 2_000

/** An answer that is kept, to be sent again as it was. */
export interface KeptAnswer {
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** An answer that was given; without the answer itself where that was too large to be kept. */
interface Answered {
  readonly fingerprint: string
  readonly answer: KeptAnswer | undefined
}

/** Takes an answer down while it is sent. */
export interface AnswerRecorder {
  /** A part of the body, as it goes to the caller, also when the caller has gone. */
  add(bytes: Buffer): void
  /** The answer is whole and its usage is in the journal: a repeat gets it from now on. */
  keep(headers: Readonly<Record<string, string>>): void
  /** The request has ended. Without a `keep` before, it failed, and a repeat is a new request. */
  end(): void
}

/**
 * The answers to requests that were made under an id of the caller's, so that a retry is not a second call of a
 * model: while the first runs a repeat is refused, after it the repeat gets the same bytes. In this process only.
 */
export class AnswerReplays {
  /** Fingerprints by key. Never forgotten before they end; how many run is limited elsewhere. */
  readonly #running = new Map<string, string>()
  readonly #answered: CustomerCache<Answered>

  constructor(now: () => number = Date.now) {
    this.#answered = new CustomerCache({
      maxEntries: MAX_KEPT,
      maxEntriesPerCustomer: MAX_KEPT_PER_CUSTOMER,
      maxBytes: MAX_KEPT_BYTES,
      maxBytesPerCustomer: MAX_KEPT_BYTES_PER_CUSTOMER,
      keepMs: KEEP_MS,
      now,
    })
  }

  /**
   * The answer that was given to this customer under this id, or a recorder for the one to come.
   * @throws AgentError 409: `request_id_reused` for other content, `request_in_flight` while the first runs,
   * `request_answered` when its answer was too large to be kept.
   */
  begin(customer: string, id: string, content: unknown): KeptAnswer | AnswerRecorder {
    const key = JSON.stringify([customer, id])
    const fingerprint = createHash('sha256').update(JSON.stringify(content)).digest('base64')
    const running = this.#running.get(key)
    const answered = this.#answered.get(customer, id)
    const known = running ?? answered?.fingerprint
    if (known !== undefined && known !== fingerprint)
      throw refused('request_id_reused', 'This request id was used for another request')
    if (running !== undefined)
      throw refused('request_in_flight', 'The request with this id is still being answered; ask again')
    if (answered !== undefined) return answerOf(answered)
    this.#running.set(key, fingerprint)
    return this.#recorder(
      (answer) => this.#answered.set(customer, id, { fingerprint, answer }, answer?.body.length),
      () => this.#running.delete(key),
    )
  }

  #recorder(keep: (answer: KeptAnswer | undefined) => void, end: () => void): AnswerRecorder {
    let parts: Buffer[] = []
    let size = 0
    return {
      add: (bytes) => {
        size += bytes.length
        if (size <= MAX_ANSWER_BYTES) parts.push(bytes)
        else parts = []
      },
      keep: (headers) => keep(size > MAX_ANSWER_BYTES ? undefined : { headers, body: Buffer.concat(parts) }),
      end: () => {
        parts = []
        end()
      },
    }
  }
}

function answerOf({ answer }: Answered): KeptAnswer {
  if (answer !== undefined) return answer
  throw refused('request_answered', 'This request was answered and billed; its answer was too large to be kept')
}

function refused(code: 'request_id_reused' | 'request_in_flight' | 'request_answered', message: string): AgentError {
  return new AgentError(code, message, {
    details: { field: 'X-Request-Id' },
    ...(code === 'request_in_flight' ? { retryAfterMs: IN_FLIGHT_RETRY_AFTER_MS } : {}),
  })
}
