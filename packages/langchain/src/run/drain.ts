import { refuseOption, refuseUnknownOption } from './refuse-option.ts'

/** The options for an answer that its reader left: by `break`, `return`, `throw`, an abort, or a closed connection. */
export interface AbandonOptions {
  /**
   * `drain` (default): the rest is read in the background up to the provider's usage, and billed exactly. `estimate`:
   * the call is stopped, and settled as an estimate of what arrived, which `bill` of the entitlements bills or lists as
   * unsettled. A drain over a limit becomes an estimate.
   */
  readonly onAbandon?: 'drain' | 'estimate'
  readonly drain?: DrainOptions
}

/** Limits of draining: it costs what the provider charges for an answer that nobody reads. */
export interface DrainOptions {
  /**
   * Answers that are drained at the same time, over all users of one Entitlements. Default 100: a wave of closed
   * connections is not a wave of cost.
   */
  readonly maxConcurrent?: number
  /** From the moment the reader left. Default 60,000 ms. */
  readonly maxMs?: number
  /**
   * Tokens, estimated from their text, that arrive after the reader left. Default 16,384: the longest answers of most
   * models.
   */
  readonly maxTokens?: number
}

export interface DrainLimits {
  readonly maxConcurrent: number
  readonly maxMs: number
  readonly maxTokens: number
}

const DEFAULTS: DrainLimits = { maxConcurrent: 100, maxMs: 60_000, maxTokens: 16_384 }
const LARGEST: DrainLimits = { maxConcurrent: 100_000, maxMs: 3_600_000, maxTokens: 10_000_000 }

/** A call that was stopped is recorded within this; its place is free then in any case. */
const STOP_GRACE_MS = 5_000

/** Undefined: nothing is drained. Throws InvalidOptionError. */
export function drainLimits(options: AbandonOptions): DrainLimits | undefined {
  const { onAbandon = 'drain', drain = {} } = options
  if (onAbandon !== 'drain' && onAbandon !== 'estimate') refuseOption('onAbandon', "'drain' or 'estimate'", onAbandon)
  for (const [name, value] of Object.entries(drain)) {
    if (!(name in DEFAULTS)) refuseUnknownOption(`drain.${name}`, Object.keys(DEFAULTS))
    const largest = LARGEST[name as keyof DrainLimits]
    if (value !== undefined && !(Number.isSafeInteger(value) && value >= 0 && value <= largest))
      refuseOption(`drain.${name}`, `a whole number from 0 to ${largest}`, value)
  }
  return onAbandon === 'estimate' ? undefined : { ...DEFAULTS, ...drain }
}

/** The drains of one Entitlements. */
export class DrainPool {
  readonly #open = new Set<Drain>()
  readonly #waiting = new Set<() => void>()

  get size(): number {
    return this.#open.size
  }

  /** A place for one more, or undefined when there is none. `stop` is called when a limit is reached. */
  admit(limits: DrainLimits, stop: (reason: string) => void): Drain | undefined {
    if (this.#open.size >= limits.maxConcurrent) return undefined
    const drain = new Drain(limits, stop, () => this.#ended(drain))
    this.#open.add(drain)
    return drain
  }

  /** Resolves with the number of drains that are still open: 0, or more at the deadline. */
  async idle(deadlineMs: number): Promise<number> {
    if (this.#open.size === 0) return 0
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, deadlineMs)
      this.#waiting.add(() => {
        clearTimeout(timer)
        resolve()
      })
    })
    return this.#open.size
  }

  #ended(drain: Drain): void {
    this.#open.delete(drain)
    if (this.#open.size > 0) return
    for (const resolve of this.#waiting) resolve()
    this.#waiting.clear()
  }
}

/** One answer that is read on without its reader. */
export class Drain {
  readonly #limits: DrainLimits
  readonly #stop: (reason: string) => void
  readonly #ended: () => void
  #timer: NodeJS.Timeout
  #stopped = false

  constructor(limits: DrainLimits, stop: (reason: string) => void, ended: () => void) {
    this.#limits = limits
    this.#stop = stop
    this.#ended = ended
    this.#timer = setTimeout(() => this.#limit(`${limits.maxMs} ms (drain.maxMs)`), limits.maxMs)
  }

  /** So many tokens arrived since the reader left. */
  read(tokens: number): void {
    if (tokens > this.#limits.maxTokens) this.#limit(`${this.#limits.maxTokens} tokens (drain.maxTokens)`)
  }

  end(): void {
    clearTimeout(this.#timer)
    this.#ended()
  }

  #limit(what: string): void {
    if (this.#stopped) return
    this.#stopped = true
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.end(), STOP_GRACE_MS)
    this.#stop(`A drain reached its limit of ${what} before the provider reported usage.`)
  }
}
