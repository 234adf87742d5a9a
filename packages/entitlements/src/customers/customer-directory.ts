import type { BackgroundFailed } from '../errors/background-failed.ts'
import type { CustomerSnapshot } from './customer-snapshot.ts'

export interface DirectoryOptions {
  readonly load: (customer: string) => Promise<CustomerSnapshot>
  readonly freshMs: number
  readonly maxAgeMs: number
  readonly maxCustomers: number
  readonly now: () => number
  readonly emit: ((event: BackgroundFailed) => void) | undefined
}

/** After a failed read, the next one waits this long, so that an API that is away is not asked once per request. */
const RETRY_AFTER_FAILURE_MS = 1_000

/**
 * Cached customers: bounded, least recently used first out; stale ones are used while they are read again; one read in
 * flight each.
 */
export class CustomerDirectory {
  readonly #options: DirectoryOptions
  readonly #snapshots = new Map<string, CustomerSnapshot>()
  readonly #reads = new Map<string, Promise<CustomerSnapshot>>()
  readonly #failures = new Map<string, { readonly at: number; readonly error: unknown }>()

  constructor(options: DirectoryOptions) {
    this.#options = options
  }

  /** Returns what is known without asking, however old. */
  peek(customer: string): CustomerSnapshot | undefined {
    return this.#snapshots.get(customer)
  }

  /**
   * The snapshot when it is young enough to decide by; starts a read in the background when it is not fresh. No
   * promise: the common case.
   */
  current(customer: string): CustomerSnapshot | undefined {
    const snapshot = this.#snapshots.get(customer)
    if (snapshot === undefined) return undefined
    const now = this.#options.now()
    const age = now - snapshot.loadedAt
    // A clock that went back makes it younger than it is.
    if (age > this.#options.maxAgeMs || age < 0) return undefined
    // What wallets hold changes at known instants.
    if (snapshot.wallets !== undefined && now >= snapshot.wallets.until) return undefined
    if (age > this.#options.freshMs) this.#refresh(customer)
    return snapshot
  }

  /** Forgets what is known: the next call reads it. */
  forget(customer: string): void {
    this.#snapshots.delete(customer)
    this.#failures.delete(customer)
  }

  /** Reads it, together with whoever else asks. Throws what the read threw. */
  read(customer: string): Promise<CustomerSnapshot> {
    const running = this.#reads.get(customer)
    if (running !== undefined) return running
    const failure = this.#recentFailure(customer)
    if (failure !== undefined) return Promise.reject(failure.error)
    const read = this.#read(customer).finally(() => this.#reads.delete(customer))
    this.#reads.set(customer, read)
    return read
  }

  async #read(customer: string): Promise<CustomerSnapshot> {
    try {
      const snapshot = await this.#options.load(customer)
      this.#failures.delete(customer)
      this.#keep(customer, snapshot)
      return snapshot
    } catch (error) {
      this.#failures.delete(customer)
      this.#failures.set(customer, { at: this.#options.now(), error })
      dropOldest(this.#failures, this.#options.maxCustomers)
      throw error
    }
  }

  #keep(customer: string, snapshot: CustomerSnapshot): void {
    this.#snapshots.delete(customer)
    this.#snapshots.set(customer, snapshot)
    dropOldest(this.#snapshots, this.#options.maxCustomers)
  }

  #recentFailure(customer: string): { readonly error: unknown } | undefined {
    const failure = this.#failures.get(customer)
    return failure !== undefined && this.#options.now() - failure.at < RETRY_AFTER_FAILURE_MS ? failure : undefined
  }

  #refresh(customer: string): void {
    if (this.#reads.has(customer) || this.#recentFailure(customer) !== undefined) return
    this.read(customer).catch((error: unknown) => {
      this.#options.emit?.({ type: 'background_failed', what: 'reading entitlements again', customer, error })
    })
  }
}

/** Maps keep the order of insertion; a refreshed customer is inserted anew, and active customers are refreshed. */
function dropOldest(map: Map<string, unknown>, max: number): void {
  for (const key of map.keys()) {
    if (map.size <= max) return
    map.delete(key)
  }
}
