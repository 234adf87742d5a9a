import { randomUUID } from 'node:crypto'
import { wholeNumber } from '../errors/check-option.ts'
import { JournalError } from '../errors/journal-error.ts'
import { type RedisClient, RedisConnection, type RedisOptions, type RedisScript } from '../store/redis-connection.ts'
import type {
  DeliveryOutcome,
  Intent,
  Journal,
  JournalAttempt,
  JournalCounts,
  JournalReleaseOutcome,
  JournalSettleOutcome,
  JournalUsage,
  PendingEvent,
  RefusedEvent,
  ScopeCounts,
  Settlement,
  UndeliveredUsage,
  UnsettledIntent,
} from './journal.ts'
import { type RecordedHold, readHolds } from './read-holds.ts'
import * as scripts from './redis-journal-scripts.ts'
import { UsageSums } from './usage-sums.ts'

export interface RedisJournalOptions extends RedisOptions {
  /**
   * The time that ended, delivered attempts are kept for audits, in days, 1 to 3,650. Default 40: a monthly period and
   * its grace.
   */
  readonly keepDays?: number
  /**
   * A process that was not heard of for this long is gone; its attempts become unsettled. 1,000 to 3,600,000. Default
   * 30,000 ms.
   */
  readonly goneAfterMs?: number
}

const DAY_MS = 86_400_000
/** Events that one script looks at: Redis does nothing else meanwhile. */
const SCRIPT_STEP = 1_000
/** Steps of one takeover of an earlier format: a million rows. What is left is taken over with the next beat. */
const ADOPT_ROUNDS = 1_000
/**
 * A journal that the processes of one product share. As durable as the Redis is: give it `appendonly yes`, with
 * `appendfsync always` to survive a power cut of its machine, and no eviction. All of it lives in one slot. An attempt
 * of a process that dies becomes unsettled when the process was not heard of for `goneAfterMs`; what it was sending is
 * sent by the others.
 */
export function redisJournal(redis: RedisClient, options: RedisJournalOptions = {}): Journal {
  const { keepDays = 40, goneAfterMs = 30_000, ...connection } = options
  wholeNumber(keepDays, 'keepDays', 1, 3_650)
  wholeNumber(goneAfterMs, 'goneAfterMs', 1_000, 3_600_000)
  return new RedisJournal(new RedisConnection(redis, connection), keepDays * DAY_MS, goneAfterMs)
}

type Text = string | null
type Facts = readonly [string, string, Text]

class RedisJournal implements Journal {
  readonly scopes: ScopeCounts
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
    this.scopes = {
      keepMs,
      isShared: true,
      read: async (customer, keys) =>
        ((await this.#run(scripts.SCOPE_COUNTS, [customer, ...keys])) as readonly string[]).map(Number),
    }
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
    const format = Number(await this.#run(scripts.OPEN, []))
    if (format > scripts.FORMAT)
      throw new JournalError({
        message: `The format of the journal at the prefix "${this.#connection.prefix}" must be 1 or ${scripts.FORMAT}; it is ${format}. Open it with the version of @tallygate/entitlements that wrote it, or a later one.`,
      })
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

  async settle({ intent, usage, events, at, scopeCounts = [] }: Settlement): Promise<JournalSettleOutcome> {
    const args = [
      intent.id,
      intent.customer,
      intent.at,
      JSON.stringify(intent),
      JSON.stringify(usage),
      at,
      this.#keepMs,
      scopeCounts.length,
      ...scopeCounts.flatMap(({ key, units }) => [key, units]),
    ]
    const rows = events.flatMap((event) => [
      event.reference,
      event.meter,
      event.at,
      event.quantity,
      event.subscriptionId ?? '',
      event.body,
    ])
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

  async running(limit: number, customer: string): Promise<readonly Intent[]> {
    const rows = (await this.#run(scripts.RUNNING, [limit, customer])) as readonly string[]
    return rows.map((text) => toIntent(text))
  }

  async has(id: string): Promise<boolean> {
    return (await this.#run(scripts.HAS, [id])) === 1
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
    deliveries: readonly { readonly key: string; readonly outcome: DeliveryOutcome }[],
    at: number,
  ): Promise<void> {
    const rows = deliveries.flatMap(({ key, outcome }) => [key, outcome])
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

  async postpone(key: string, error: string, until: number): Promise<void> {
    this.#handBack([key])
    await this.#runOnEvents(scripts.POSTPONE, [key, error, until])
  }

  async resume(now: number): Promise<number | undefined> {
    for (;;) {
      const [count, next] = (await this.#run(scripts.RESUME, [now])) as readonly [number, Text]
      if (count < SCRIPT_STEP) return next === null ? undefined : Number(next)
    }
  }

  async refused(limit: number): Promise<readonly RefusedEvent[]> {
    const rows = (await this.#run(scripts.REFUSED, [limit])) as readonly RefusedRow[]
    return [...rows]
      .sort((a, b) => Number(a[10]) - Number(b[10]))
      .slice(0, limit)
      .map(toRefusedEvent)
  }

  async retryRefused(references?: readonly string[]): Promise<number> {
    let total = 0
    if (references !== undefined) {
      for (let from = 0; from < references.length; from += SCRIPT_STEP)
        total += Number(await this.#run(scripts.RETRY_THESE, references.slice(from, from + SCRIPT_STEP)))
      return total
    }
    for (;;) {
      const count = Number(await this.#run(scripts.RETRY_REFUSED, []))
      total += count
      if (count === 0) return total
    }
  }

  async undelivered(customer: string, from: number, to: number): Promise<readonly UndeliveredUsage[]> {
    const rows = (await this.#run(scripts.UNDELIVERED, [customer, from, to])) as readonly (readonly [
      string,
      Text,
      Text,
      Text,
    ])[]
    const sums = new UsageSums()
    for (const [meter, subscriptionId, quantity, body] of rows) {
      const subscription = subscriptionId === null ? {} : { subscriptionId }
      sums.add({ meter, ...subscription, quantity: Number(quantity), body: body ?? '{}' })
    }
    return sums.values()
  }

  async attempts(customer: string, from: number, to: number, limit: number): Promise<readonly JournalAttempt[]> {
    const rows = await this.#run(scripts.ATTEMPTS, [customer, from, to, limit])
    return (rows as readonly AttemptRow[]).map(toAttempt)
  }

  async counts(): Promise<JournalCounts> {
    const [open = 0, unsettled = 0, pending = 0, postponed = 0, rejected = 0] = (await this.#run(
      scripts.COUNTS,
      [],
    )) as readonly number[]
    return { open, unsettled, pending, postponed, rejected }
  }

  /** The client is the application's, and stays open. */
  async close(): Promise<void> {
    clearInterval(this.#heartbeat)
    if (this.#opening !== undefined) await this.#run(scripts.LEAVE, [this.#owner, Date.now()]).catch(() => undefined)
  }

  async #beat(): Promise<void> {
    const rows = (await this.#run(scripts.TAKE_OVER, [this.#owner, this.#goneAfterMs, Date.now()])) as readonly Facts[]
    this.#takenOver.push(...rows.map(toUnsettledIntent))
    await this.#adopt()
  }

  /** Takes over what processes of an earlier format left behind. */
  async #adopt(): Promise<void> {
    for (let round = 0; round < ADOPT_ROUNDS; round += 1) {
      const answer = await this.#run(scripts.ADOPT, [this.#goneAfterMs, Date.now()])
      const [count = 0, ...rows] = answer as readonly [number?, ...Facts[]]
      this.#takenOver.push(...rows.map(toUnsettledIntent))
      if (count === 0) return
    }
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
  quantity: Text,
  body: Text,
  subscriptionId: Text,
  state?: Text,
  error?: Text,
  outcome?: Text,
]
type RefusedRow = readonly [...event: Required<EventRow>, number: Text]
type AttemptRow = readonly [
  intent: string,
  since: string,
  usage: Text,
  state: string,
  reason: Text,
  events: readonly EventRow[],
]

// What follows reads JSON that this package wrote.
function toIntent(text: string): Intent {
  const intent = JSON.parse(text) as Omit<Intent, 'holds'> & { readonly holds: readonly RecordedHold[] }
  return { ...intent, holds: readHolds(intent.holds) }
}

function toUnsettledIntent([intent, since, usage]: Facts): UnsettledIntent {
  return {
    ...toIntent(intent),
    since: Number(since),
    ...(usage === null ? {} : { estimate: JSON.parse(usage) as JournalUsage }),
  }
}

function toEvent([reference, customer, meter, at, quantity, body, subscriptionId]: EventRow | RefusedRow) {
  return {
    reference,
    customer: customer ?? '',
    meter: meter ?? '',
    at: Number(at),
    quantity: Number(quantity),
    ...(subscriptionId === null ? {} : { subscriptionId }),
    body: body ?? '',
  }
}

/** In the place of an outcome such an event has its next try. */
function toRefusedEvent(row: RefusedRow): RefusedEvent {
  const [, , , , , , , state, error, until] = row
  const facts = { ...toEvent(row), error: error ?? '' }
  return state === 'postponed' ? { ...facts, state, until: Number(until) } : { ...facts, state: 'rejected' }
}

function toAttempt([intent, since, usage, state, reason, events]: AttemptRow): JournalAttempt {
  const known = state as JournalAttempt['state']
  return {
    ...toIntent(intent),
    state: known,
    ...(usage === null ? {} : { usage: JSON.parse(usage) as JournalUsage }),
    ...(reason === null ? {} : { releaseReason: reason }),
    ...(known === 'settled' || known === 'released' ? { endedAt: Number(since) } : {}),
    events: events.map((row) => {
      const [, , , , , , , eventState, error, outcome] = row
      return {
        ...toEvent(row),
        state: eventState as JournalAttempt['events'][number]['state'],
        ...(error == null ? {} : { error }),
        ...(outcome == null ? {} : { outcome: outcome as DeliveryOutcome }),
      }
    }),
  }
}
