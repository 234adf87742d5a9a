import type { CustomerDirectory } from './customer-directory.ts'
import type { CustomerSnapshot } from './customer-snapshot.ts'
import { isUnavailable } from './is-unavailable.ts'

/** A customer is read again before a denial at most this often. */
const INTERVAL_MS = 1_000
/** Customers whose last read is remembered. */
const CUSTOMERS_MAX = 10_000

/** Reads customers again before they are denied: at most once a second each, for all who wait at that time. */
export class CustomerRereads {
  readonly #directory: Pick<CustomerDirectory, 'peek' | 'read'>
  readonly #now: () => number
  readonly #reads = new Map<string, { readonly at: number; readonly done: Promise<unknown> }>()

  constructor(directory: Pick<CustomerDirectory, 'peek' | 'read'>, now: () => number) {
    this.#directory = directory
    this.#now = now
  }

  /** Tells whether something newer is known of the customer now than the snapshot that would deny. */
  async again(snapshot: CustomerSnapshot): Promise<boolean> {
    const { customer } = snapshot
    // Somebody else's read was faster.
    if (this.#directory.peek(customer) !== snapshot) return true
    try {
      await this.#read(customer)
    } catch (error) {
      // What is known stands.
      if (!isUnavailable(error)) throw error
    }
    return this.#directory.peek(customer) !== snapshot
  }

  #read(customer: string): Promise<unknown> {
    const last = this.#reads.get(customer)
    const now = this.#now()
    if (last !== undefined && now - last.at < INTERVAL_MS && now >= last.at) return last.done
    const done = this.#directory.read(customer)
    this.#reads.delete(customer)
    this.#reads.set(customer, { at: now, done })
    for (const oldest of this.#reads.keys()) {
      if (this.#reads.size <= CUSTOMERS_MAX) break
      this.#reads.delete(oldest)
    }
    return done
  }
}
