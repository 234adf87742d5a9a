import type { BillingClient } from '@tallygate/client'
import type { EntitlementsEvent } from '../entitlements-event.ts'
import type { JournalCounts } from '../journal/journal.ts'
import { AgentCounts } from './agent-counts.ts'
import { AttemptReports } from './attempt-reports.ts'
import { OperatorApi } from './operator-api.ts'
import type { ReportSettings } from './report-options.ts'

type Emit = (event: EntitlementsEvent) => void

export interface ReportsOptions {
  readonly client: BillingClient
  readonly settings: ReportSettings
  readonly now: () => number
  readonly emit: Emit | undefined
  /** Counts of the journal, and of usage that it could not write. */
  readonly journalCounts: () => Promise<JournalCounts & { readonly unrecorded: number }>
  /** Attempts of this process that run, and the tokens that they hold. */
  readonly held: () => { readonly attempts: number; readonly tokens: number }
}

/** The time between two reports of this process. */
const AGENT_INTERVAL_MS = 60_000
/** The longest that close() waits for reports, whatever its deadline: nobody's usage depends on them. */
const STOP_MAX_MS = 1_000

/** Reports for operators: each settled attempt, and once a minute this process. In nobody's way. */
export class Reports {
  readonly attempts: AttemptReports
  readonly #options: ReportsOptions
  readonly #api: OperatorApi
  readonly #counts = new AgentCounts()
  readonly #startedAt: number
  readonly #stop = new AbortController()
  #timer: NodeJS.Timeout | undefined
  #reporting: Promise<void> | undefined

  constructor(options: ReportsOptions) {
    const { client, settings, now, emit } = options
    this.#options = options
    this.#startedAt = now()
    this.#api = new OperatorApi(client, now)
    this.attempts = new AttemptReports({ api: this.#api, traceId: settings.traceId, emit })
  }

  /** Makes a hook that counts what happens before it hands it on. */
  counting(emit: Emit | undefined): Emit {
    return (event) => {
      this.#counts.observe(event)
      emit?.(event)
    }
  }

  /** Reports this process now, and once a minute from then on. */
  start(): void {
    if (this.#stop.signal.aborted) return
    this.#report()
    this.#timer = setInterval(() => this.#report(), AGENT_INTERVAL_MS)
    this.#timer.unref()
  }

  /** Sends what is ready, for a second at most and not beyond the deadline, then nothing more. */
  async stop(deadlineMs: number): Promise<void> {
    clearInterval(this.#timer)
    await this.attempts.stop(Math.min(deadlineMs, STOP_MAX_MS))
    this.#stop.abort()
  }

  #report(): void {
    this.#reporting ??= this.#reportAgent()
      .catch((error: unknown) => this.#failed(error))
      .finally(() => {
        this.#reporting = undefined
      })
  }

  async #reportAgent(): Promise<void> {
    if (this.#api.isAbsent) return
    const { settings, now, held, journalCounts } = this.#options
    const { open: _open, unsettled, pending, postponed, rejected, unrecorded } = await journalCounts()
    const { agent, versions } = settings
    const outcome = await this.#api.agent(
      agent,
      {
        started_at: new Date(this.#startedAt).toISOString(),
        reported_at: new Date(now()).toISOString(),
        versions,
        counts: {
          ...this.#counts.counts,
          events_pending: pending,
          events_postponed: postponed,
          events_rejected: rejected,
          usage_unrecorded: unrecorded,
          reports_dropped: this.attempts.dropped,
        },
        holds: { ...held(), unsettled },
        denials: this.#counts.denials,
      },
      this.#stop.signal,
    )
    if ('error' in outcome) this.#failed(outcome.error)
  }

  #failed(error: unknown): void {
    if (this.#stop.signal.aborted) return
    this.#options.emit?.({ type: 'background_failed', what: 'reporting this agent to operators', error })
  }
}
