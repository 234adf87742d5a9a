import type { BaseMessage } from '@langchain/core/messages'
import { CustomerCache } from '../customer-cache.ts'

/** Threads kept in all, and of one customer; of those the one unused for longest goes first. */
const MAX_THREADS = 10_000
const MAX_THREADS_PER_CUSTOMER = 100
/**
 * Turns of a thread that are sent along, and the characters they may have together: older turns are forgotten first.
 */
const MAX_TURNS = 20
const MAX_CHARACTERS = 64_000

/** The messages of one question: what the user said, what the model and the tools said on the way, and the answer. */
type Turn = readonly BaseMessage[]

/**
 * The turns of earlier runs, by customer and thread, in this process's memory. A thread belongs to its customer: the
 * same id under another key is another thread, and nothing tells whether it exists.
 *
 * LangGraph's MemorySaver keeps every state of every run for ever, and keeps the question of a run that failed or was
 * denied. Here a turn is remembered whole and only when it ended well, so that a thread never holds a tool call without
 * its result.
 */
export class ThreadMemory {
  readonly #threads = new CustomerCache<Turn[]>({
    maxEntries: MAX_THREADS,
    maxEntriesPerCustomer: MAX_THREADS_PER_CUSTOMER,
  })

  /** The messages to send along before a new question, oldest first; none for a thread that is new. */
  history(customer: string, threadId: string): BaseMessage[] {
    return this.#threads.get(customer, threadId)?.flat() ?? []
  }

  /** Remembers a turn that ended well. */
  remember(customer: string, threadId: string, turn: Turn): void {
    const turns = [...(this.#threads.get(customer, threadId) ?? []), turn]
    while (turns.length > MAX_TURNS || (turns.length > 1 && characters(turns) > MAX_CHARACTERS)) turns.shift()
    this.#threads.set(customer, threadId, turns)
  }

  /** Tells how many threads are kept. */
  get size(): number {
    return this.#threads.size
  }
}

function characters(turns: readonly Turn[]): number {
  return turns.flat().reduce((sum, message) => sum + message.text.length, 0)
}
