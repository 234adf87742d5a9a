/** Limits of a cache. Each is a number of 1 or more. */
export interface CustomerCacheOptions {
  readonly maxEntries: number
  /** Share of one customer. */
  readonly maxEntriesPerCustomer: number
  /** Most bytes in all, and of one customer, by the sizes that are stated with the values. Default: no limit. */
  readonly maxBytes?: number
  readonly maxBytesPerCustomer?: number
  /** The time that a value is kept from when it was set. Default: as long as there is room. */
  readonly keepMs?: number
  readonly now?: () => number
}

interface Entry<V> {
  readonly value: V
  readonly bytes: number
  readonly setAt: number
}

interface Share<V> {
  /** In order of last use, oldest first. */
  readonly entries: Map<string, Entry<V>>
  bytes: number
}

/**
 * Values by customer and id, in this process's memory. Each customer has a share, and where the whole is full, the
 * customer with the largest share gives: nobody pushes out what belongs to others by asking more often.
 */
export class CustomerCache<V> {
  readonly #limits: Required<CustomerCacheOptions>
  /** In order of last use, oldest first. */
  readonly #shares = new Map<string, Share<V>>()
  #size = 0
  #bytes = 0

  constructor(options: CustomerCacheOptions) {
    this.#limits = {
      maxBytes: Number.POSITIVE_INFINITY,
      maxBytesPerCustomer: Number.POSITIVE_INFINITY,
      keepMs: Number.POSITIVE_INFINITY,
      now: Date.now,
      ...options,
    }
  }

  /** Tells how many values there are. */
  get size(): number {
    return this.#size
  }

  /** Returns a value and makes it the newest of its customer. */
  get(customer: string, id: string): V | undefined {
    const share = this.#shares.get(customer)
    const entry = share?.entries.get(id)
    if (share === undefined || entry === undefined) return undefined
    if (this.#isOld(entry)) {
      this.#remove(customer, share, id, entry)
      return undefined
    }
    moveToEnd(share.entries, id, entry)
    moveToEnd(this.#shares, customer, share)
    return entry.value
  }

  /** Keeps a value, of so many bytes. What is too much is forgotten, the value unused for longest first. */
  set(customer: string, id: string, value: V, bytes = 0): void {
    const share = this.#shares.get(customer) ?? { entries: new Map<string, Entry<V>>(), bytes: 0 }
    const known = share.entries.get(id)
    if (known !== undefined) this.#remove(customer, share, id, known)
    moveToEnd(this.#shares, customer, share)
    share.entries.set(id, { value, bytes, setAt: this.#limits.now() })
    share.bytes += bytes
    this.#size += 1
    this.#bytes += bytes
    this.#shrinkShare(customer, share)
    while (this.#size > this.#limits.maxEntries || this.#bytes > this.#limits.maxBytes) {
      const [owner, largest] = this.#largestShare(this.#size > this.#limits.maxEntries)
      this.#removeOldest(owner, largest)
    }
  }

  #shrinkShare(customer: string, share: Share<V>): void {
    const { maxEntriesPerCustomer, maxBytesPerCustomer } = this.#limits
    for (const [id, entry] of share.entries) {
      const isFull = share.entries.size > maxEntriesPerCustomer || share.bytes > maxBytesPerCustomer
      if (!isFull && !this.#isOld(entry)) return
      this.#remove(customer, share, id, entry)
    }
  }

  #largestShare(byEntries: boolean): readonly [string, Share<V>] {
    let largest: readonly [string, Share<V>] | undefined
    const sizeOf = (share: Share<V>) => (byEntries ? share.entries.size : share.bytes)
    for (const share of this.#shares)
      if (largest === undefined || sizeOf(share[1]) > sizeOf(largest[1])) largest = share
    if (largest === undefined) throw new Error('A cache without shares cannot be too large')
    return largest
  }

  #removeOldest(customer: string, share: Share<V>): void {
    for (const [id, entry] of share.entries) {
      this.#remove(customer, share, id, entry)
      return
    }
  }

  #remove(customer: string, share: Share<V>, id: string, entry: Entry<V>): void {
    share.entries.delete(id)
    share.bytes -= entry.bytes
    this.#size -= 1
    this.#bytes -= entry.bytes
    if (share.entries.size === 0) this.#shares.delete(customer)
  }

  #isOld(entry: Entry<V>): boolean {
    return entry.setAt + this.#limits.keepMs <= this.#limits.now()
  }
}

function moveToEnd<V>(map: Map<string, V>, key: string, value: V): void {
  map.delete(key)
  map.set(key, value)
}
