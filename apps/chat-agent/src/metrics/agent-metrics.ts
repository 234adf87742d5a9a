import type { AttemptUsage, Entitlements, EntitlementsEvent } from '@tallygate/entitlements'
import type { Drains } from '@tallygate/fetch'
import type { RequestHandler } from 'express'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { FairQueue } from '../admission/fair-queue.ts'
import { OperationDurations } from './operation-durations.ts'

/** Boundaries that OpenTelemetry's conventions name for HTTP durations and for GenAI tokens. */
const HTTP_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10]
const TOKENS = [1, 4, 16, 64, 256, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216, 67_108_864]

/** The parts that are read when the metrics are asked for. */
export interface WatchedParts {
  readonly queue: Pick<FairQueue, 'counts'>
  readonly drains: Pick<Drains, 'size'>
  readonly entitlements: Pick<Entitlements, 'counts'>
}

/**
 * The agent's metrics in Prometheus' text format. Names are OpenTelemetry's (HTTP and GenAI conventions) where those
 * have one. No label takes a value that callers make up: routes are patterns, and models are counted only after they
 * were entitled.
 */
export class AgentMetrics {
  readonly #registry = new Registry()
  readonly #requests = new Histogram({
    name: 'http_server_request_duration_seconds',
    help: 'Duration of HTTP requests, to the end of the answer',
    labelNames: ['http_request_method', 'http_route', 'http_response_status_code', 'error_type'],
    buckets: HTTP_SECONDS,
    registers: [this.#registry],
  })
  readonly #active = new Gauge({
    name: 'http_server_active_requests',
    help: 'HTTP requests that are being answered',
    registers: [this.#registry],
  })
  readonly #tokens = new Histogram({
    name: 'gen_ai_client_token_usage',
    help: 'Tokens of one call of a model, as metered',
    labelNames: ['gen_ai_operation_name', 'gen_ai_provider_name', 'gen_ai_token_type', 'gen_ai_response_model'],
    buckets: TOKENS,
    registers: [this.#registry],
  })
  readonly #durations = new OperationDurations(this.#registry)
  readonly #denials = this.#counter('tallygate_denials_total', 'Attempts that were denied, by reason', ['reason'])
  readonly #delivered = this.#counter(
    'tallygate_events_delivered_total',
    'Usage events that the billing API acknowledged',
  )
  readonly #deliveryFailures = this.#counter(
    'tallygate_delivery_failures_total',
    'Deliveries that failed and are tried again',
  )
  readonly #rejected = this.#counter(
    'tallygate_events_rejected_total',
    'Usage events that the billing API refused for good; kept in the journal',
  )
  readonly #postponed = this.#counter(
    'tallygate_events_postponed_total',
    'Refusals of usage events for a time or a state; they are sent again',
  )
  readonly #unbilled = this.#counter(
    'tallygate_events_unbilled_total',
    'Usage events that the billing API stored and no invoice bills, by outcome',
    ['outcome'],
  )
  readonly #unrecorded = this.#counter(
    'tallygate_usage_unrecorded_total',
    'Attempts whose usage the journal could not write at once',
  )
  readonly #unsettled = this.#counter(
    'tallygate_attempts_unsettled_total',
    'Attempts whose usage is not known, by cause',
    ['cause'],
  )
  readonly #unavailable = this.#counter(
    'tallygate_policy_decisions_total',
    'Requests that the stated policy decided, because entitlements could not be known',
    ['policy', 'part'],
  )

  readonly #doubts = this.#counter(
    'tallygate_usage_doubts_total',
    'Answers whose counts contradict each other, billed by the rules for such counts',
  )
  readonly #otherModels = this.#counter(
    'tallygate_other_model_billed_total',
    'Attempts that are billed as another model than the one they were checked for, by the latter',
    ['gen_ai_request_model'],
  )

  constructor() {
    collectDefaultMetrics({ register: this.#registry })
  }

  /** Counts what entitlements report. */
  recordEvent(event: EntitlementsEvent): void {
    this.#durations.recordEvent(event)
    if (event.type === 'settled') {
      this.#recordUsage(event.usage)
      if (event.usage.model !== event.model) this.#otherModels.inc({ gen_ai_request_model: event.model })
    }
    if (event.type === 'denied') this.#denials.inc({ reason: event.denial.reason })
    if (event.type === 'delivered') this.#delivered.inc(event.events)
    if (event.type === 'delivery_failed') this.#deliveryFailures.inc()
    if (event.type === 'event_rejected') this.#rejected.inc()
    if (event.type === 'event_postponed') this.#postponed.inc()
    if (event.type === 'event_unbilled') this.#unbilled.inc({ outcome: event.outcome })
    if (event.type === 'usage_unrecorded') this.#unrecorded.inc()
    if (event.type === 'unsettled') this.#unsettled.inc({ cause: event.cause })
    if (event.type === 'unavailable') this.#unavailable.inc({ policy: event.policy, part: event.part })
  }

  /** Counts an answer whose counts leave open what was used. */
  recordDoubt(): void {
    this.#doubts.inc()
  }

  #recordUsage(usage: AttemptUsage): void {
    const labels = { gen_ai_operation_name: 'chat', gen_ai_provider_name: 'openai', gen_ai_response_model: usage.model }
    this.#tokens.observe({ ...labels, gen_ai_token_type: 'input' }, usage.promptTokens)
    this.#tokens.observe({ ...labels, gen_ai_token_type: 'output' }, usage.completionTokens)
  }

  #counter<Label extends string>(name: string, help: string, labelNames: Label[] = []): Counter<Label> {
    return new Counter({ name, help, labelNames, registers: [this.#registry] })
  }

  /** Reads what stands at the moment, each time the metrics are asked for. */
  watch({ queue, drains, entitlements }: WatchedParts): void {
    const registers = [this.#registry]
    new Gauge({
      name: 'tallygate_agent_requests',
      help: 'Requests that are worked on, and that wait in each line of the queue',
      labelNames: ['state'],
      registers,
      collect() {
        const { active, priority, standard } = queue.counts
        this.set({ state: 'active' }, active)
        this.set({ state: 'waiting_priority' }, priority)
        this.set({ state: 'waiting_standard' }, standard)
      },
    })
    new Gauge({
      name: 'tallygate_agent_drained_streams',
      help: 'Streams that are read to their end for a reader that has gone',
      registers,
      collect() {
        this.set(drains.size)
      },
    })
    new Gauge({
      name: 'tallygate_journal_entries',
      help: 'What the journal holds: open and unsettled attempts, pending and rejected events',
      labelNames: ['state'],
      registers,
      async collect() {
        for (const [state, count] of Object.entries(await entitlements.counts())) this.set({ state }, count)
      },
    })
  }

  /** Measures every request. */
  observeRequests(): RequestHandler {
    return (request, response, next) => {
      this.#active.inc()
      const stop = this.#requests.startTimer({ http_request_method: request.method })
      response.once('close', () => {
        this.#active.dec()
        // Only Express knows the pattern that matched, and only after routing.
        const route: unknown = request.route?.path
        stop({
          http_route: typeof route === 'string' ? route : '',
          http_response_status_code: String(response.statusCode),
        })
      })
      next()
    }
  }

  /** `GET /metrics`. */
  handler(): RequestHandler {
    return async (_request, response) => {
      response.setHeader('content-type', this.#registry.contentType)
      response.end(await this.#registry.metrics())
    }
  }
}
