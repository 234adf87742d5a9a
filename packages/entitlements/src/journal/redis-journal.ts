import { randomUUID } from 'node:crypto'
import { InvalidOptionError } from '../errors/invalid-option-error.ts'
import { JournalError } from '../errors/journal-error.ts'
import { type RedisClient, RedisConnection, type RedisOptions, type RedisScript } from '../store/redis-connection.ts'
import type {
  Intent,
  Journal,
  JournalAttempt,
  JournalCounts,
  JournalReleaseOutcome,
  JournalSettleOutcome,
  JournalUsage,
  PendingEvent,
  Settlement,
  UnsettledIntent,
} from './journal.ts'
import * as scripts from './redis-journal-scripts.ts'

export interface RedisJournalOptions extends RedisOptions {
  /** How long ended, delivered attempts are kept for audits, in days, 1 to 3,650. Default 40: a monthly period and its grace. */
  readonly keepDays?: number
  /** A process that was not heard of for this long is gone; its attempts become unsettled. 1,000 to 3,600,000. Default 30,000 ms. */
  readonly goneAfterMs?: number
}

const DAY_MS = 86_400_000
/**
 * A journal that the processes of one product share. As durable as the Redis is: give it `appendonly yes`, with `appendfsync always` to survive
 * a power cut of its machine, and no eviction. All of it lives in one slot. An attempt of a process that dies becomes unsettled when the process
 * was not heard of for `goneAfterMs`; what it was sending is sent by the others.
 */
export function redisJournal(redis: RedisClient, options: RedisJournalOptions = {}): Journal {
  const { keepDays = 40, goneAfterMs = 30_000, ...connection } = options
  if (!Number.isSafeInteger(keepDays) || keepDays < 1 || keepDays > 3_650)
    throw new InvalidOptionError({
      message: 'redisJournal: keepDays must be a whole number from 1 to 3,650.',
      option: 'keepDays',
    })
  if (!Number.isSafeInteger(goneAfterMs) || goneAfterMs < 1_000 || goneAfterMs > 3_600_000)
    throw new InvalidOptionError({
      message: 'redisJournal: goneAfterMs must be a whole number from 1,000 to 3,600,000.',
      option: 'goneAfterMs',
    })
  return new RedisJournal(new RedisConnection('redisJournal', redis, connection), keepDays * DAY_MS, goneAfterMs)
}

type Text = string | null
type Facts = readonly [string, string, Text]

class RedisJournal implements Journal {
  readonly #connection: RedisConnection
  readonly #keepMs: number
  readonly #goneAfterMs: number
  readonly #owner = randomUUID()
  #heartbeat: NodeJS.Timeout | undefined
  #opening: Promise<void> | undefined
  /** Events that were handed out here. */
  readonly #sending = new Set<string>()
  /** An answer about events that are handed out was lost: the Redis may have some as taken that nobody here has. */
  #mayStrand = false
  /** Taken over by a heartbeat, not yet handed to anybody. */
  #takenOver: UnsettledIntent[] = []

  constructor(connection: RedisConnection, keepMs: number, goneAfterMs: number) {
    this.#connection = connection
    this.#keepMs = keepMs
    this.#goneAfterMs = goneAfterMs
  }

  open(): Promise<void> {
    this.#opening ??= this.#open().catch((error: unknown) => {
      // A Redis that was away may be there at the next call.
      this.#opening = undefined
      throw error
    })
    return this.#opening
  }

  async #open(): Promise<void> {
    await this.#beat()
    // Three beats may be missed. A beat that fails is made up for by the next one, or by an attempt.
    this.#heartbeat = setInterval(() => void this.#beat().catch(() => undefined), this.#goneAfterMs / 4)
    this.#heartbeat.unref()
  }

  async intend(intent: Intent): Promise<'recorded' | 'duplicate'> {
    const { id, customer, at } = intent
    const args = [this.#owner, id, customer, at, JSON.stringify(intent), this.#keepMs]
    return (await this.#run(scripts.INTEND, args)) as 'recorded' | 'duplicate'
  }

  async settle({ intent, usage, events, at }: Settlement): Promise<JournalSettleOutcome> {
    const args = [
      intent.id,
      intent.customer,
      intent.at,
      JSON.stringify(intent),
      JSON.stringify(usage),
      at,
      this.#keepMs,
    ]
    const rows = events.flatMap((event) => [event.reference, event.meter, event.at, event.tokens, event.body])
    return (await this.#run(scripts.SETTLE, [...args, ...rows])) as JournalSettleOutcome
  }

  async release(id: string, reason: string, at: number): Promise<JournalReleaseOutcome> {
    return (await this.#run(scripts.RELEASE, [id, reason, at, this.#keepMs])) as JournalReleaseOutcome
  }

  async suspend(id: string, at: number, estimate?: JournalUsage): Promise<void> {
    await this.#run(scripts.SUSPEND, [id, at, estimate === undefined ? '' : JSON.stringify(estimate)])
  }

  async takeOver(): Promise<readonly UnsettledIntent[]> {
    await this.#beat()
    return this.#takenOver.splice(0)
  }

  async unsettled(limit: number, customer?: string): Promise<readonly UnsettledIntent[]> {
    // Unsettled attempts are few; those of one customer are picked out here instead of in an index of their own.
    const rows = (await this.#run(scripts.UNSETTLED, [customer === undefined ? limit : 100_000])) as readonly Facts[]
    const found = rows.map(toUnsettledIntent)
    return customer === undefined ? found : found.filter((intent) => intent.customer === customer).slice(0, limit)
  }

  async take(limit: number): Promise<readonly PendingEvent[]> {
    if (this.#mayStrand) {
      await this.#run(scripts.RECLAIM, [this.#owner, ...this.#sending])
      this.#mayStrand = false
    }
    const rows = (await this.#runOnEvents(scripts.TAKE, [limit])) as readonly EventRow[]
    for (const [reference] of rows) this.#sending.add(reference)
    return rows.map((row) => ({ key: row[0], ...toEvent(row) }))
  }

  async acknowledge(
    deliveries: readonly { readonly key: string; readonly duplicate: boolean }[],
    at: number,
  ): Promise<void> {
    const rows = deliveries.flatMap(({ key, duplicate }) => [key, duplicate ? 1 : 0])
    this.#handBack(deliveries.map(({ key }) => key))
    await this.#runOnEvents(scripts.ACKNOWLEDGE, [at, this.#keepMs, ...rows])
  }

  async giveBack(keys: readonly string[]): Promise<void> {
    this.#handBack(keys)
    if (keys.length > 0) await this.#runOnEvents(scripts.GIVE_BACK, keys)
  }

  async reject(key: string, error: string, at: number): Promise<void> {
    this.#handBack([key])
    await this.#runOnEvents(scripts.REJECT, [key, error, at])
  }

  async retryRejected(): Promise<number> {
    let total = 0
    for (;;) {
      const count = Number(await this.#run(scripts.RETRY_REJECTED, []))
      total += count
      if (count < 1_000) return total
    }
  }

  async undelivered(customer: string, from: number, to: number): Promise<readonly { meter: string; tokens: number }[]> {
    const answer = (await this.#run(scripts.UNDELIVERED, [customer, from, to])) as readonly string[]
    const sums: { meter: string; tokens: number }[] = []
    for (let index = 0; index < answer.length; index += 2)
      sums.push({ meter: answer[index] ?? '', tokens: Number(answer[index + 1]) })
    return sums
  }

  async attempts(customer: string, from: number, to: number, limit: number): Promise<readonly JournalAttempt[]> {
    const rows = await this.#run(scripts.ATTEMPTS, [customer, from, to, limit])
    return (rows as readonly AttemptRow[]).map(toAttempt)
  }

  async counts(): Promise<JournalCounts> {
    const [open = 0, unsettled = 0, pending = 0, rejected = 0] = (await this.#run(
      scripts.COUNTS,
      [],
    )) as readonly number[]
    return { open, unsettled, pending, rejected }
  }

  /** The client is the application's, and stays open. */
  async close(): Promise<void> {
    clearInterval(this.#heartbeat)
    if (this.#opening !== undefined) await this.#run(scripts.LEAVE, [this.#owner, Date.now()]).catch(() => undefined)
  }

  async #beat(): Promise<void> {
    const rows = (await this.#run(scripts.TAKE_OVER, [this.#owner, this.#goneAfterMs, Date.now()])) as readonly Facts[]
    this.#takenOver.push(...rows.map(toUnsettledIntent))
  }

  #handBack(keys: readonly string[]): void {
    for (const key of keys) this.#sending.delete(key)
  }

  async #runOnEvents(script: RedisScript, args: readonly (string | number)[]): Promise<unknown> {
    try {
      return await this.#run(script, [this.#owner, ...args])
    } catch (error) {
      this.#mayStrand = true
      throw error
    }
  }

  async #run(script: RedisScript, args: readonly (string | number)[]): Promise<unknown> {
    try {
      return await this.#connection.run(script, [`${this.#connection.prefix}:{journal}`], args)
    } catch (cause) {
      throw new JournalError({ message: 'The journal on Redis cannot be asked.', cause })
    }
  }
}

type EventRow = readonly [
  reference: string,
  customer: Text,
  meter: Text,
  at: Text,
  tokens: Text,
  body: Text,
  state?: Text,
  error?: Text,
  duplicate?: Text,
]
type AttemptRow = readonly [
  intent: string,
  since: string,
  usage: Text,
  state: string,
  reason: Text,
  events: readonly EventRow[],
]

// What follows reads JSON that this package wrote.
function toUnsettledIntent([intent, since, usage]: Facts): UnsettledIntent {
  return {
    ...(JSON.parse(intent) as Intent),
    since: Number(since),
    ...(usage === null ? {} : { estimate: JSON.parse(usage) as JournalUsage }),
  }
}

function toEvent([reference, customer, meter, at, tokens, body]: EventRow) {
  return {
    reference,
    customer: customer ?? '',
    meter: meter ?? '',
    at: Number(at),
    tokens: Number(tokens),
    body: body ?? '',
  }
}

function toAttempt([intent, since, usage, state, reason, events]: AttemptRow): JournalAttempt {
  const known = state as JournalAttempt['state']
  return {
    ...(JSON.parse(intent) as Intent),
    state: known,
    ...(usage === null ? {} : { usage: JSON.parse(usage) as JournalUsage }),
    ...(reason === null ? {} : { releaseReason: reason }),
    ...(known === 'settled' || known === 'released' ? { endedAt: Number(since) } : {}),
    events: events.map((row) => {
      const [, , , , , , eventState, error, duplicate] = row
      return {
        ...toEvent(row),
        state: eventState as 'pending' | 'delivered' | 'rejected',
        ...(error == null ? {} : { error }),
        ...(duplicate == null ? {} : { duplicate: duplicate === '1' }),
      }
    }),
  }
}
