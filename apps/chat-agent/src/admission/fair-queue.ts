/** The line that a request waits in. */
export type QueueClass = 'priority' | 'standard'

/**
 * Turns that the priority line gets for each turn of the standard line while both wait: standard always has a fifth of
 * the places.
 */
const PRIORITY_TURNS = 4
/** Requests that wait in all, and of one customer: more would wait longer than their callers do. */
const MAX_WAITING = 1000
const MAX_WAITING_PER_CUSTOMER = 100
/** A customer's part of the places, rounded up: nobody alone keeps all others waiting. */
const CUSTOMER_PART = 1 / 2
/** Longest wait for a place. */
const MAX_WAIT_MS = 30_000

/** The answer to a request that asked for a place. */
export type Admission =
  /** Work may begin; call `leave` when it has ended, however it ended. */
  | { readonly admitted: true; readonly leave: () => void; readonly waitedMs: number }
  /** `full`: too many wait already. `timeout`: no place in time. `left`: the signal was aborted. */
  | { readonly admitted: false; readonly reason: 'full' | 'timeout' | 'left' }

interface Waiting {
  readonly customer: string
  readonly start: () => void
}

export interface FairQueueOptions {
  /** Requests that are worked on at the same time: 1 or more. */
  readonly maxConcurrency: number
  /** Those of one customer among them: 1 up to `maxConcurrency`. Default: half of them, rounded up. */
  readonly maxConcurrencyPerCustomer?: number | undefined
  readonly maxWaitMs?: number
}

/**
 * Places for a bounded number of requests, given by plan and by customer. A request of the priority line overtakes
 * those that wait in the standard line, but every fifth place goes to the standard line, so that it never starves.
 * Within a line the customers take turns, so that one who asks a thousand times does not hold up one who asks once; and
 * each has a share of the places, so that one whose requests last for minutes does not either.
 */
export class FairQueue {
  readonly #maxConcurrency: number
  readonly #maxConcurrencyPerCustomer: number
  readonly #maxWaitMs: number
  readonly #lines: Readonly<Record<QueueClass, Line>> = { priority: new Line(), standard: new Line() }
  #active = 0
  readonly #activeOf = new Map<string, number>()
  #priorityTurns = 0

  constructor({
    maxConcurrency,
    maxConcurrencyPerCustomer = Math.ceil(maxConcurrency * CUSTOMER_PART),
    maxWaitMs = MAX_WAIT_MS,
  }: FairQueueOptions) {
    if (!Number.isSafeInteger(maxConcurrency) || maxConcurrency < 1)
      throw new RangeError('maxConcurrency must be a whole number of 1 or more')
    if (!Number.isSafeInteger(maxConcurrencyPerCustomer) || maxConcurrencyPerCustomer < 1)
      throw new RangeError('maxConcurrencyPerCustomer must be a whole number of 1 or more')
    this.#maxConcurrency = maxConcurrency
    this.#maxConcurrencyPerCustomer = maxConcurrencyPerCustomer
    this.#maxWaitMs = maxWaitMs
  }

  /** Requests that are worked on, and that wait. */
  get counts(): { readonly active: number; readonly priority: number; readonly standard: number } {
    return { active: this.#active, priority: this.#lines.priority.size, standard: this.#lines.standard.size }
  }

  /** A place, if one is free now that the customer may have. */
  tryEnter(customer: string): Admission | undefined {
    return this.#active < this.#maxConcurrency && this.#mayEnter(customer) ? this.#admit(customer, 0) : undefined
  }

  /** Waits for a place. Never throws. */
  async enter(customer: string, queueClass: QueueClass, signal?: AbortSignal): Promise<Admission> {
    if (signal?.aborted === true) return { admitted: false, reason: 'left' }
    const free = this.tryEnter(customer)
    if (free !== undefined) return free
    const line = this.#lines[queueClass]
    const { priority, standard } = this.counts
    if (priority + standard >= MAX_WAITING || line.waitingOf(customer) >= MAX_WAITING_PER_CUSTOMER)
      return { admitted: false, reason: 'full' }
    return await this.#wait(line, customer, signal)
  }

  #wait(line: Line, customer: string, signal: AbortSignal | undefined): Promise<Admission> {
    return new Promise((resolve) => {
      const since = performance.now()
      const end = (admission: Admission) => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', onLeft)
        resolve(admission)
      }
      const giveUp = (reason: 'timeout' | 'left') => {
        line.remove(waiting)
        end({ admitted: false, reason })
      }
      const onLeft = () => giveUp('left')
      const waiting: Waiting = { customer, start: () => end(this.#admit(customer, performance.now() - since)) }
      const timer = setTimeout(() => giveUp('timeout'), this.#maxWaitMs)
      signal?.addEventListener('abort', onLeft, { once: true })
      line.add(waiting)
    })
  }

  readonly #mayEnter = (customer: string): boolean =>
    (this.#activeOf.get(customer) ?? 0) < this.#maxConcurrencyPerCustomer

  #admit(customer: string, waitedMs: number): Admission {
    this.#active += 1
    this.#activeOf.set(customer, (this.#activeOf.get(customer) ?? 0) + 1)
    let left = false
    const leave = () => {
      if (left) return
      left = true
      this.#active -= 1
      const others = (this.#activeOf.get(customer) ?? 1) - 1
      if (others === 0) this.#activeOf.delete(customer)
      else this.#activeOf.set(customer, others)
      this.#next()?.start()
    }
    return { admitted: true, leave, waitedMs }
  }

  #next(): Waiting | undefined {
    const { priority, standard } = this.#lines
    const isPriorityTurn = this.#priorityTurns < PRIORITY_TURNS || !standard.has(this.#mayEnter)
    const first = isPriorityTurn ? priority.take(this.#mayEnter) : undefined
    this.#priorityTurns = first === undefined ? 0 : this.#priorityTurns + 1
    return first ?? standard.take(this.#mayEnter) ?? priority.take(this.#mayEnter)
  }
}

/** Requests that wait, by customer; the customers take turns. */
class Line {
  // In order of turns: the customer at the front is next, and goes to the end after it.
  readonly #customers = new Map<string, Waiting[]>()
  #size = 0

  get size(): number {
    return this.#size
  }

  waitingOf(customer: string): number {
    return this.#customers.get(customer)?.length ?? 0
  }

  add(waiting: Waiting): void {
    const own = this.#customers.get(waiting.customer)
    if (own === undefined) this.#customers.set(waiting.customer, [waiting])
    else own.push(waiting)
    this.#size += 1
  }

  /** Tells whether anybody waits who may enter. */
  has(mayEnter: (customer: string) => boolean): boolean {
    return [...this.#customers.keys()].some(mayEnter)
  }

  /** Takes the request whose turn it is, of the customers who may enter; the others keep their turns. */
  take(mayEnter: (customer: string) => boolean): Waiting | undefined {
    for (const [customer, own] of this.#customers) {
      if (!mayEnter(customer)) continue
      this.#customers.delete(customer)
      const next = own.shift()
      if (own.length > 0) this.#customers.set(customer, own)
      if (next !== undefined) this.#size -= 1
      return next
    }
    return undefined
  }

  remove(waiting: Waiting): void {
    const own = this.#customers.get(waiting.customer)
    const index = own?.indexOf(waiting) ?? -1
    if (own === undefined || index < 0) return
    own.splice(index, 1)
    if (own.length === 0) this.#customers.delete(waiting.customer)
    this.#size -= 1
  }
}
