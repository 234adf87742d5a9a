import type { BaseMessage } from '@langchain/core/messages'

/** Threads kept in all, and of one customer: the one unused for longest goes first, and one customer cannot push out the others'. */
const MAX_THREADS = 10_000
const MAX_THREADS_PER_CUSTOMER = 100
/** Turns of a thread that are sent along, and the characters they may have together: older turns are forgotten first. */
const MAX_TURNS = 20
const MAX_CHARACTERS = 64_000

/** The messages of one question: what the user said, what the model and the tools said on the way, and the answer. */
type Turn = readonly BaseMessage[]

interface Thread {
  readonly turns: Turn[]
}

/**
 * What was said before, by customer and thread, in this process's memory. A thread belongs to its customer: the same id under another key
 * is another thread, and nothing tells whether it exists.
 *
 * LangGraph's MemorySaver keeps every state of every run for ever, and keeps the question of a run that failed or was denied. Here a turn is
 * remembered whole and only when it ended well, so that a thread never holds a tool call without its result.
 */
export class ThreadMemory {
  // In order of last use, oldest first, in both maps.
  readonly #customers = new Map<string, Map<string, Thread>>()
  #size = 0

  /** The messages to send along before a new question, oldest first; none for a thread that is new. */
  history(customer: string, threadId: string): BaseMessage[] {
    return this.#use(customer, threadId)?.turns.flat() ?? []
  }

  /** Remembers a turn that ended well. */
  remember(customer: string, threadId: string, turn: Turn): void {
    const thread = this.#use(customer, threadId) ?? this.#begin(customer, threadId)
    thread.turns.push(turn)
    while (thread.turns.length > MAX_TURNS || (thread.turns.length > 1 && characters(thread.turns) > MAX_CHARACTERS))
      thread.turns.shift()
  }

  /** How many threads are kept. */
  get size(): number {
    return this.#size
  }

  #use(customer: string, threadId: string): Thread | undefined {
    const threads = this.#customers.get(customer)
    const thread = threads?.get(threadId)
    if (threads === undefined || thread === undefined) return undefined
    moveToEnd(this.#customers, customer, threads)
    moveToEnd(threads, threadId, thread)
    return thread
  }

  #begin(customer: string, threadId: string): Thread {
    const threads = this.#customers.get(customer) ?? new Map<string, Thread>()
    if (threads.size >= MAX_THREADS_PER_CUSTOMER) this.#forgetOldest(threads)
    else if (this.#size >= MAX_THREADS) this.#forgetOldestOfAll()
    const thread: Thread = { turns: [] }
    threads.set(threadId, thread)
    moveToEnd(this.#customers, customer, threads)
    this.#size += 1
    return thread
  }

  #forgetOldestOfAll(): void {
    for (const [customer, threads] of this.#customers) {
      this.#forgetOldest(threads)
      if (threads.size === 0) this.#customers.delete(customer)
      return
    }
  }

  #forgetOldest(threads: Map<string, Thread>): void {
    for (const threadId of threads.keys()) {
      threads.delete(threadId)
      this.#size -= 1
      return
    }
  }
}

function moveToEnd<V>(map: Map<string, V>, key: string, value: V): void {
  map.delete(key)
  map.set(key, value)
}

function characters(turns: readonly Turn[]): number {
  return turns.flat().reduce((sum, message) => sum + message.text.length, 0)
}
