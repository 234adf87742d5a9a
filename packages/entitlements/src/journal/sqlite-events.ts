import type { PendingEvent } from './journal.ts'
import type { SqliteConnection, SqliteRow } from './sqlite-connection.ts'
import { DeliveryState, EventState, toDeliveryState, toEventFacts, toEvents } from './sqlite-journal-rows.ts'

const COUNT_STATES = `
SELECT coalesce(sum(length(event_states) - length(replace(event_states, '${EventState.pending}', ''))), 0) AS pending,
  coalesce(sum(length(event_states) - length(replace(event_states, '${EventState.rejected}', ''))), 0) AS rejected
FROM ended`
const PENDING = `WHERE delivery = ${DeliveryState.pending}`
const REJECTED = `WHERE delivery = ${DeliveryState.rejected}`

/** What happened to one event; `error` where the billing API refused it. */
interface Mark {
  readonly key: string
  readonly state: string
  readonly error?: string
}

/** The events in the rows of ended attempts: handed out, acknowledged, set aside. An event's key is `<row>.<its place in the row>`. */
export class SqliteEvents {
  readonly #connection: SqliteConnection
  /** Places of events that are handed out, by row. */
  readonly #taken = new Map<number, Set<number>>()
  /**
   * Rows with an undelivered event, by customer: this process alone writes, so it can know them. In the file they are in the order of time, so
   * that each commit writes few pages.
   */
  readonly #waiting = new Map<string, Set<number>>()

  constructor(connection: SqliteConnection) {
    this.#connection = connection
  }

  /** Learns which rows wait. Once, after the file was opened; a reader beside the writer asks anew each time. */
  load(): void {
    this.#waiting.clear()
    for (const where of [PENDING, REJECTED])
      this.#connection.readEach(`SELECT seq, customer FROM ended ${where}`, (row) =>
        this.added(String(row['customer']), Number(row['seq'])),
      )
  }

  /** A row with events was committed. */
  added(customer: string, seq: number): void {
    const rows = this.#waiting.get(customer)
    if (rows === undefined) this.#waiting.set(customer, new Set([seq]))
    else rows.add(seq)
  }

  take(limit: number): PendingEvent[] {
    // What is handed out is bounded by the sender, so asking for that many more always finds the rest.
    const rows = this.#connection.read(
      `SELECT seq, event_states FROM ended ${PENDING} ORDER BY seq LIMIT ?`,
      limit + this.#taken.size,
    )
    const taken: PendingEvent[] = []
    for (const row of rows) {
      if (taken.length >= limit) break
      this.#takeFrom(Number(row['seq']), String(row['event_states']), limit, taken)
    }
    return taken
  }

  #takeFrom(seq: number, states: string, limit: number, into: PendingEvent[]): void {
    const out = this.#taken.get(seq)
    const free = [...states].flatMap((state, index) =>
      state === EventState.pending && !out?.has(index) ? [index] : [],
    )
    if (free.length === 0) return
    const [row] = this.#connection.read('SELECT events, bodies FROM ended WHERE seq = ?', seq)
    const events = row === undefined ? [] : toEvents(row)
    for (const index of free.slice(0, limit - into.length)) {
      const event = events[index]
      if (event === undefined) continue
      into.push({ key: `${seq}.${index}`, ...event })
      const places = this.#taken.get(seq)
      if (places === undefined) this.#taken.set(seq, new Set([index]))
      else places.add(index)
    }
  }

  giveBack(keys: readonly string[]): void {
    for (const key of keys) {
      const { seq, index } = fromKey(key)
      const places = this.#taken.get(seq)
      places?.delete(index)
      if (places?.size === 0) this.#taken.delete(seq)
    }
  }

  /** Writes what happened to events that were handed out; they are nobody's then. */
  async mark(marks: readonly Mark[]): Promise<void> {
    const bySeq = Map.groupBy(marks, ({ key }) => fromKey(key).seq)
    await this.#connection.write(
      () => {
        for (const [seq, ofRow] of bySeq) this.#markRow(seq, ofRow)
      },
      () => this.giveBack(marks.map(({ key }) => key)),
    )
    for (const seq of bySeq.keys()) this.#forgetWhenDone(seq)
  }

  #markRow(seq: number, marks: readonly Mark[]): void {
    const row = this.#connection.statement('SELECT event_states, errors FROM ended WHERE seq = ?').get(seq)
    if (row === undefined) return
    const states = [...String(row['event_states'])]
    let errors = row['errors'] as string | null
    for (const { key, state, error } of marks) {
      const { index } = fromKey(key)
      states[index] = state
      if (error !== undefined) errors = JSON.stringify({ ...JSON.parse(errors ?? '{}'), [index]: error })
    }
    const eventStates = states.join('')
    this.#connection
      .statement('UPDATE ended SET event_states = ?, delivery = ?, errors = ? WHERE seq = ?')
      .run(eventStates, toDeliveryState(eventStates), errors, seq)
  }

  #forgetWhenDone(seq: number): void {
    const [row] = this.#connection.read(
      `SELECT customer FROM ended WHERE seq = ? AND delivery = ${DeliveryState.done}`,
      seq,
    )
    if (row === undefined) return
    const customer = String(row['customer'])
    const rows = this.#waiting.get(customer)
    rows?.delete(seq)
    if (rows?.size === 0) this.#waiting.delete(customer)
  }

  /** Makes rejected events pending again; how many. */
  retryRejected(): Promise<number> {
    return this.#connection.write(() => {
      const { rejected } = this.#countStates()
      for (const where of [REJECTED, `${PENDING} AND instr(event_states, '${EventState.rejected}') > 0`])
        this.#connection
          .statement(
            `UPDATE ended SET delivery = ${DeliveryState.pending},
               event_states = replace(event_states, '${EventState.rejected}', '${EventState.pending}') ${where}`,
          )
          .run()
      return rejected
    })
  }

  /** Tokens of pending and rejected events of a customer, by meter, with `from <= at < to`. */
  undelivered(customer: string, from: number, to: number): { meter: string; tokens: number }[] {
    const byMeter = new Map<string, number>()
    for (const seq of this.#waiting.get(customer) ?? []) {
      const [row] = this.#connection.read('SELECT event_states, events FROM ended WHERE seq = ?', seq)
      if (row === undefined) continue
      for (const { meter, tokens } of undeliveredOf(row, from, to))
        byMeter.set(meter, (byMeter.get(meter) ?? 0) + tokens)
    }
    return [...byMeter].map(([meter, tokens]) => ({ meter, tokens }))
  }

  counts(): { readonly pending: number; readonly rejected: number } {
    return this.#countStates()
  }

  #countStates(): { readonly pending: number; readonly rejected: number } {
    const [pending] = this.#connection.read(`${COUNT_STATES} ${PENDING}`)
    const [rejected] = this.#connection.read(`${COUNT_STATES} ${REJECTED}`)
    return {
      pending: Number(pending?.['pending']),
      rejected: Number(pending?.['rejected']) + Number(rejected?.['rejected']),
    }
  }
}

function undeliveredOf(
  row: SqliteRow,
  from: number,
  to: number,
): { readonly meter: string; readonly tokens: number }[] {
  const states = String(row['event_states'])
  return toEventFacts(row).filter(
    ({ at }, index) =>
      at >= from && at < to && (states[index] === EventState.pending || states[index] === EventState.rejected),
  )
}

function fromKey(key: string): { readonly seq: number; readonly index: number } {
  const dot = key.indexOf('.')
  return { seq: Number(key.slice(0, dot)), index: Number(key.slice(dot + 1)) }
}
