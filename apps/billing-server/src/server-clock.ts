/** The time that the whole server lives by. Tests and `/local/clock` move it; nothing else asks the system. */
export class ServerClock {
  readonly #now: () => number
  #offsetMs = 0

  constructor(now: () => number) {
    this.#now = now
  }

  /** Epoch milliseconds. */
  now = (): number => this.#now() + this.#offsetMs

  date(): Date {
    return new Date(this.now())
  }

  /** Tells how far the clock stands ahead of (or behind) the system's. */
  get offsetMs(): number {
    return this.#offsetMs
  }

  /** Takes an offset up again, after a restart. */
  resume(offsetMs: number): void {
    this.#offsetMs = offsetMs
  }

  /** Tells how far ahead of the system's clock it would stand if it were `time` now. */
  offsetTo(time: number): number {
    return time - this.#now()
  }

  /** Makes it `time` now; from there it goes on at its usual pace. */
  moveTo(time: number): void {
    this.#offsetMs = this.offsetTo(time)
  }
}
