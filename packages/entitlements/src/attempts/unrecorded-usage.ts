import { JournalError } from '../errors/journal-error.ts'
import type { Intent, Journal, JournalSettleOutcome, Settlement } from '../journal/journal.ts'

/** The wait before usage that the journal could not write is tried again. */
const RETRY_MS = 1_000

/**
 * Keeps usage in memory that the journal cannot write, and tries again until it can or the process ends. Bounded by the
 * attempts that run: none is admitted while the journal cannot write.
 */
export class UnrecordedUsage {
  readonly #journal: Pick<Journal, 'settle'>
  readonly #recorded: (settlement: Settlement, outcome: JournalSettleOutcome) => void
  readonly #settlements = new Map<string, Settlement>()
  #timer: NodeJS.Timeout | undefined
  #retrying: Promise<void> | undefined
  #stopped = false

  constructor(
    journal: Pick<Journal, 'settle'>,
    recorded: (settlement: Settlement, outcome: JournalSettleOutcome) => void,
  ) {
    this.#journal = journal
    this.#recorded = recorded
  }

  get size(): number {
    return this.#settlements.size
  }

  /** The settlement of an attempt that waits here. */
  get(id: string): Settlement | undefined {
    return this.#settlements.get(id)
  }

  intentsOf(customer: string): readonly Intent[] {
    return [...this.#settlements.values()].map(({ intent }) => intent).filter((intent) => intent.customer === customer)
  }

  keep(settlement: Settlement): void {
    this.#settlements.set(settlement.intent.id, settlement)
    this.#plan()
  }

  /** It was recorded otherwise. */
  forget(id: string): void {
    this.#settlements.delete(id)
  }

  /** Tries again, oldest first, up to the first that the journal cannot write. */
  retry(): Promise<void> {
    this.#retrying ??= this.#retry().finally(() => {
      this.#retrying = undefined
    })
    return this.#retrying
  }

  /** Tries again until the instant (epoch ms of the real clock), then no more. */
  async stop(deadlineMs: number): Promise<void> {
    const endsAt = Date.now() + deadlineMs
    await this.retry()
    while (this.size > 0 && Date.now() < endsAt) {
      await new Promise((resolve) => setTimeout(resolve, Math.min(RETRY_MS, endsAt - Date.now())))
      await this.retry()
    }
    this.#stopped = true
    clearTimeout(this.#timer)
  }

  async #retry(): Promise<void> {
    for (const settlement of this.#settlements.values()) {
      try {
        const outcome = await this.#journal.settle(settlement)
        this.#settlements.delete(settlement.intent.id)
        this.#recorded(settlement, outcome)
      } catch (error) {
        if (!JournalError.isInstance(error)) throw error
        this.#plan()
        return
      }
    }
  }

  #plan(): void {
    if (this.#timer !== undefined || this.#stopped) return
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      // What is no failure of the journal is a mistake in it; the usage stays here.
      this.retry().catch(() => this.#plan())
    }, RETRY_MS)
    this.#timer.unref()
  }
}
