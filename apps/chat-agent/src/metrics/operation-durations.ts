import type { EntitlementsEvent } from '@tallygate/entitlements'
import { Histogram, type Registry } from 'prom-client'

/** Boundaries that OpenTelemetry's GenAI conventions name for durations. */
const OPERATION_SECONDS = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92]
const SECOND_MS = 1000

interface Running {
  readonly model: string
  readonly startedAt: number
}

/** The durations of calls of models, from the grant of a hold to its end: `gen_ai.client.operation.duration`. */
export class OperationDurations {
  readonly #histogram: Histogram<
    'gen_ai_operation_name' | 'gen_ai_provider_name' | 'gen_ai_request_model' | 'error_type'
  >
  /**
   * By attempt. Each ends in one of the events below, at the latest when its lease does; how many are open is limited
   * by the entitlements.
   */
  readonly #running = new Map<string, Running>()

  constructor(registry: Registry) {
    this.#histogram = new Histogram({
      name: 'gen_ai_client_operation_duration_seconds',
      help: 'Duration of one call of a model, from its admission to its usage',
      labelNames: ['gen_ai_operation_name', 'gen_ai_provider_name', 'gen_ai_request_model', 'error_type'],
      buckets: OPERATION_SECONDS,
      registers: [registry],
    })
  }

  recordEvent(event: EntitlementsEvent): void {
    if (event.type === 'reserved')
      // A model that nobody could check is whatever the caller wrote, and a label must not be.
      this.#running.set(event.id, { model: event.unchecked ? '' : event.model, startedAt: performance.now() })
    else if (event.type === 'settled') this.#end(event.id, '')
    else if (event.type === 'released') this.#end(event.id, 'not_answered')
    else if (event.type === 'unsettled') this.#end(event.id, 'usage_unknown')
  }

  #end(id: string, errorType: string): void {
    const running = this.#running.get(id)
    if (running === undefined) return
    this.#running.delete(id)
    const labels = {
      gen_ai_operation_name: 'chat',
      gen_ai_provider_name: 'openai',
      gen_ai_request_model: running.model,
      error_type: errorType,
    }
    this.#histogram.observe(labels, (performance.now() - running.startedAt) / SECOND_MS)
  }
}
