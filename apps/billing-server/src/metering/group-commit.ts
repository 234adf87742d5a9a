import { DatabaseUnavailableError } from '../database/database-unavailable-error.ts'

/** Items that are committed together at most: as many as a batch request may hold. */
export const MAX_GROUP = 1000

/**
 * Turns of the event loop that a group waits while more keeps coming: enough to read what callers have already sent.
 */
const MAX_GATHERING_TURNS = 4

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

interface Waiting<Item, Result> {
  readonly items: readonly Item[]
  readonly resolve: (results: readonly Result[]) => void
  readonly reject: (error: unknown) => void
}

/**
 * Commits what arrives at the same time together. While one group is being written the next one gathers, and before it
 * is written it waits a turn of the event loop for what callers have already sent: PGlite runs inside this process and
 * reads nothing while it works, so without that every group would hold one request. Nothing is answered before it is
 * committed.
 */
export class GroupCommit<Item, Result> {
  readonly #commit: (groups: readonly (readonly Item[])[]) => Promise<readonly (readonly Result[])[]>
  readonly #concurrency: number
  readonly #nextTurn: () => Promise<void>
  readonly #waiting: Waiting<Item, Result>[] = []
  #running = 0

  /**
   * `commit` writes the items of several requests and returns the results of each, in order. At most `concurrency`
   * groups are written at the same time. `turn` waits for one turn of the event loop.
   */
  constructor(
    commit: (groups: readonly (readonly Item[])[]) => Promise<readonly (readonly Result[])[]>,
    concurrency: number,
    turn: () => Promise<void> = nextTurn,
  ) {
    this.#commit = commit
    this.#concurrency = concurrency
    this.#nextTurn = turn
  }

  /** Resolves with a result for each item once they are durable. */
  add(items: readonly Item[]): Promise<readonly Result[]> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ items, resolve, reject })
      this.#start()
    })
  }

  #start(): void {
    if (this.#running >= this.#concurrency || this.#waiting.length === 0) return
    this.#running += 1
    void this.#gatherAndRun().finally(() => {
      this.#running -= 1
      this.#start()
    })
  }

  async #gatherAndRun(): Promise<void> {
    for (let turn = 0, seen = 0; turn < MAX_GATHERING_TURNS && this.#waiting.length > seen; turn += 1) {
      seen = this.#waiting.length
      await this.#nextTurn()
    }
    const group = this.#takeGroup()
    if (group.length > 0) await this.#run(group)
  }

  #takeGroup(): Waiting<Item, Result>[] {
    let size = 0
    let requests = 0
    for (const { items } of this.#waiting) {
      if (requests > 0 && size + items.length > MAX_GROUP) break
      size += items.length
      requests += 1
    }
    return this.#waiting.splice(0, requests)
  }

  async #run(group: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.#commit(group.map(({ items }) => items))
      for (const [index, request] of group.entries()) request.resolve(results[index] ?? [])
    } catch (error) {
      // Where the database is at fault, each on its own would only wait for it again, one after the other.
      if (group.length === 1 || DatabaseUnavailableError.isInstance(error)) {
        for (const request of group) request.reject(error)
        return
      }
      // One request that cannot be written must not fail its neighbours: each on its own.
      for (const request of group) await this.#run([request])
    }
  }
}
