import { formatInstant } from '@tallygate/billing-period'
import type { Logger } from 'pino'
import type { AlertChecks } from './alerts/alert-checks.ts'
import type { Database } from './database/database.ts'
import { ApiFault } from './http/api-fault.ts'
import type { InvoiceLifecycle } from './invoicing/invoice-lifecycle.ts'
import type { PropertyValuesWatch } from './metering/property-values-watch.ts'
import type { UsageCuts } from './metering/usage-cuts.ts'
import { writeClockOffset } from './server-clock.store.ts'
import type { ServerClock } from './server-clock.ts'
import type { WebhookDeliveries } from './webhooks/webhook-deliveries.ts'
import { nextRetryAt } from './webhooks/webhook-events.store.ts'

/** The time between two looks of a server for work that has fallen due. */
const TICK_MS = 1000
/**
 * Instants that one move of the clock stops at: a daily subscription for ninety years. A further move goes on from
 * there.
 */
const MAX_STEPS = 32_768

export interface TimeDrivenWorkOptions {
  readonly database: Database
  readonly clock: ServerClock
  readonly lifecycle: InvoiceLifecycle
  readonly alerts: AlertChecks
  readonly cuts: UsageCuts
  readonly deliveries: WebhookDeliveries
  readonly propertyValues: PropertyValuesWatch
  readonly logger: Logger
}

/** Everything that happens because time passes: invoices that close, webhooks that are sent or sent again. */
export class TimeDrivenWork {
  readonly #options: TimeDrivenWorkOptions
  #timer: NodeJS.Timeout | undefined
  readonly #underWay = new Set<Promise<void>>()
  #closed = false
  #ending = false
  #last: Promise<unknown> = Promise.resolve()

  constructor(options: TimeDrivenWorkOptions) {
    this.#options = options
  }

  /** Begins to look every second. */
  start(): void {
    this.#timer = setTimeout(() => void this.#tick(), TICK_MS)
    this.#timer.unref()
  }

  /** Sends what was just published, without anybody waiting for it. */
  sendSoon(): void {
    if (this.#closed) return
    setImmediate(() => {
      if (!this.#closed) void this.#guarded(() => this.#options.deliveries.deliverDue())
    })
  }

  /** Ends a move of the clock that is under way, between two steps, since the server is about to stop. */
  endMoves(): void {
    this.#ending = true
  }

  /** Looks no more; resolves when what is under way has ended. */
  async stop(): Promise<void> {
    this.#closed = true
    this.#ending = true
    clearTimeout(this.#timer)
    await Promise.all([this.#options.deliveries.close(), this.#last.catch(() => {}), ...this.#underWay])
  }

  /**
   * Moves the clock forward and lets every instant on the way happen in its order: a period ends, its invoice is a
   * draft, the grace passes, it is final, its webhook is sent and sent again. Resolves when all of it is done.
   * `targetFrom` tells where to, from where the clock stands when its turn comes: moves and looks wait for each other.
   */
  moveTo(targetFrom: (now: Date) => Date): Promise<void> {
    return this.#alone(() => {
      // One reading of the clock: between two of them it goes on, and no time at all would lie in the past.
      const now = this.#options.clock.date()
      return this.#move(targetFrom(now), now)
    })
  }

  /** Does `work` while nothing that falls due is done. */
  betweenLooks(work: () => Promise<void>): Promise<void> {
    return this.#alone(work)
  }

  async #move(target: Date, now: Date): Promise<void> {
    const { clock, database, lifecycle, deliveries } = this.#options
    if (target < now) {
      throw new ApiFault({
        code: 'INVALID_OPERATION',
        field: 'now',
        message: 'The clock only moves forward; POST /local/reset starts again',
      })
    }
    // What is due now happens now, not at the first instant of the way.
    await this.#runDue()
    for (let steps = 0; ; steps += 1) {
      if (steps === MAX_STEPS) {
        throw new ApiFault({
          code: 'INVALID_OPERATION',
          field: 'advance',
          message: `More than ${MAX_STEPS} instants fall due on the way; move the clock in several steps`,
        })
      }
      const due = [await lifecycle.nextDueAt(), await nextRetryAt(database)].filter((date) => date !== undefined)
      const next = due.length === 0 ? undefined : new Date(Math.min(...due.map((date) => date.getTime())))
      if (next === undefined || next > target) break
      const before = clock.now()
      if (next.getTime() > before) await this.#setClock(next)
      const worked = await this.#runDue()
      if (this.#ending) {
        const message = `The server stops; the clock stands at ${formatInstant(clock.date())}, short of ${formatInstant(target)}`
        throw new ApiFault({ status: 503, code: 'INVALID_OPERATION', message })
      }
      // What is overdue and stays so (another server has it) must not be waited for again and again.
      if (next.getTime() <= before && worked === 0) break
    }
    if (target.getTime() > clock.now()) await this.#setClock(target)
    await this.#runDue()
    await deliveries.deliverDue()
  }

  /** Does all that is due now, and waits until what can be delivered is. Resolves with the number of steps. */
  async #runDue(): Promise<number> {
    const steps = await this.#runRound()
    await this.#options.deliveries.deliverDue()
    return steps
  }

  /** Returns what is due beside deliveries. */
  async #runRound(): Promise<number> {
    const steps = await this.#options.lifecycle.runDue(() => this.#ending)
    await this.#options.alerts.runDue()
    await this.#options.cuts.keepWanted()
    await this.#options.deliveries.watchQueues()
    await this.#options.propertyValues.look()
    return steps
  }

  /**
   * One after the other within this server. What a look that is under way has taken is skipped by a second one, and a
   * move of the clock would pass over it: invoices that should close at their instant would close late.
   */
  #alone<Result>(work: () => Promise<Result>): Promise<Result> {
    const mine = this.#last.then(work)
    this.#last = mine.catch(() => {})
    return mine
  }

  async #setClock(time: Date): Promise<void> {
    const { clock, database } = this.#options
    clock.moveTo(time.getTime())
    await writeClockOffset(database, clock.offsetMs)
  }

  async #tick(): Promise<void> {
    await this.#guarded(() => this.#alone(() => this.#runRound()))
    // Nobody waits for receivers: one that hangs must not keep invoices open.
    this.sendSoon()
    if (!this.#closed) this.start()
  }

  async #guarded(work: () => Promise<unknown>): Promise<void> {
    const guarded = work()
      .then(
        () => {},
        (error: unknown) => {
          this.#options.logger.error({ err: error }, 'work that was due failed; it is tried again')
        },
      )
      .finally(() => this.#underWay.delete(guarded))
    this.#underWay.add(guarded)
    await guarded
  }
}
