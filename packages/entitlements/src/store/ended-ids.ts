/** Two generations of this many ids bound what a process remembers of ended attempts: about 4 MB at most. */
const GENERATION_SIZE = 10_000

interface Ended {
  readonly customer: string
  readonly how: 'settled' | 'released'
  /** Another customer's attempt with the same id. */
  readonly next: Ended | undefined
}

/**
 * Remembers how the last attempts ended, so that a repeat can be told from a late settle. Bounded: the older of two
 * generations is dropped when the younger one is full, so at least the last 10,000 attempts are known. (The references
 * of the events are what makes billing exact; this only names repeats.)
 */
export class EndedIds {
  #young = new Map<string, Ended>()
  #old = new Map<string, Ended>()

  get(customer: string, id: string): 'settled' | 'released' | undefined {
    return find(this.#young.get(id), customer) ?? find(this.#old.get(id), customer)
  }

  set(customer: string, id: string, how: 'settled' | 'released'): void {
    if (this.#young.size >= GENERATION_SIZE) {
      this.#old = this.#young
      this.#young = new Map()
    }
    const known = this.#young.get(id)
    // The newest entry of a customer is found first. One id is shared by few customers: attempts' ids name theirs.
    this.#young.set(id, { customer, how, next: known?.customer === customer ? known.next : known })
  }

  delete(customer: string, id: string): void {
    for (const generation of [this.#young, this.#old]) {
      const left = without(generation.get(id), customer)
      if (left === undefined) generation.delete(id)
      else generation.set(id, left)
    }
  }
}

function without(ended: Ended | undefined, customer: string): Ended | undefined {
  if (ended === undefined) return undefined
  const next = without(ended.next, customer)
  return ended.customer === customer ? next : { ...ended, next }
}

function find(ended: Ended | undefined, customer: string): 'settled' | 'released' | undefined {
  for (let entry = ended; entry !== undefined; entry = entry.next) if (entry.customer === customer) return entry.how
  return undefined
}
