import { createHash } from 'node:crypto'
import { AgentError } from '../http/agent-error.ts'

/** How long an answer can be asked for again: a caller retries within seconds, not days. */
const KEEP_MS = 10 * 60_000
/** Most ids that are remembered, and most bytes of their answers; the oldest go first. */
const MAX_KEPT = 2_000
const MAX_KEPT_BYTES = 64 * 1024 * 1024
/** Largest answer that is kept. The longest completions of today's models are a quarter of it, also as a stream. */
const MAX_ANSWER_BYTES = 4 * 1024 * 1024
/** Wait before another try while the first request still runs: the middle of an answer of some seconds. */
const IN_FLIGHT_RETRY_AFTER_MS = 2_000

/** What was answered, to be sent again as it was. */
export interface KeptAnswer {
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

interface Entry {
  readonly fingerprint: string
  readonly madeAt: number
  state: 'running' | 'answered' | 'too_large'
  answer?: KeptAnswer
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
 * Completions that were asked for under an id of the caller's, so that a retry is not a second call of the model: while the first runs a repeat is refused, after
 * it the repeat gets the same bytes. In this process only.
 */
export class CompletionReplays {
  readonly #entries = new Map<string, Entry>()
  readonly #now: () => number
  #keptBytes = 0

  constructor(now: () => number = Date.now) {
    this.#now = now
  }

  /**
   * The answer that was given under this key, or a recorder for the one to come.
   * @throws AgentError 409: `request_id_reused` for other content, `request_in_flight` while the first runs, `request_answered` when its answer was too large
   * to be kept.
   */
  begin(key: readonly string[], content: unknown): KeptAnswer | AnswerRecorder {
    const id = JSON.stringify(key)
    const fingerprint = createHash('sha256').update(JSON.stringify(content)).digest('base64')
    this.#forgetOld()
    const known = this.#entries.get(id)
    if (known !== undefined) return answerOf(known, fingerprint)
    const entry: Entry = { fingerprint, madeAt: this.#now(), state: 'running' }
    this.#entries.set(id, entry)
    return this.#recorder(id, entry)
  }

  #recorder(id: string, entry: Entry): AnswerRecorder {
    let parts: Buffer[] = []
    let size = 0
    return {
      add: (bytes) => {
        size += bytes.length
        if (size <= MAX_ANSWER_BYTES) parts.push(bytes)
        else parts = []
      },
      keep: (headers) => {
        if (entry.state !== 'running') return
        entry.state = size <= MAX_ANSWER_BYTES ? 'answered' : 'too_large'
        if (entry.state === 'too_large') return
        entry.answer = { headers, body: Buffer.concat(parts) }
        this.#keptBytes += entry.answer.body.length
      },
      end: () => {
        parts = []
        if (entry.state === 'running') this.#entries.delete(id)
      },
    }
  }

  #forgetOld(): void {
    const oldest = this.#now() - KEEP_MS
    for (const [id, entry] of this.#entries) {
      if (entry.madeAt > oldest && this.#entries.size < MAX_KEPT && this.#keptBytes <= MAX_KEPT_BYTES) return
      // One that runs is forgotten when it ends; how many run is limited elsewhere.
      if (entry.state === 'running') continue
      this.#entries.delete(id)
      this.#keptBytes -= entry.answer?.body.length ?? 0
    }
  }
}

function answerOf(entry: Entry, fingerprint: string): KeptAnswer {
  const details = { field: 'X-Request-Id' }
  if (entry.fingerprint !== fingerprint)
    throw new AgentError('request_id_reused', 'This request id was used for another request', { details })
  if (entry.state === 'running')
    throw new AgentError('request_in_flight', 'The request with this id is still being answered; ask again', {
      details,
      retryAfterMs: IN_FLIGHT_RETRY_AFTER_MS,
    })
  if (entry.answer === undefined)
    throw new AgentError(
      'request_answered',
      'This request was answered and billed; its answer was too large to be kept',
      {
        details,
      },
    )
  return entry.answer
}
