import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** The figures of `/metrics`. One registry a server, so that two in one process do not mix. */
export class ServerMetrics {
  readonly registry = new Registry()
  readonly #requests = new Counter({
    name: 'billing_http_requests_total',
    help: 'Requests under /v1 by operation and status.',
    labelNames: ['operation', 'status'],
    registers: [this.registry],
  })
  readonly #seconds = new Histogram({
    name: 'billing_http_request_seconds',
    help: 'Time from the first byte of a request to its answer.',
    labelNames: ['operation'],
    buckets: [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [this.registry],
  })
  readonly #events = new Counter({
    name: 'billing_events_total',
    help: 'Reported usage events by what became of them: DEFAULT, NOT_MATCHED, DUPLICATE, CONFLICT.',
    labelNames: ['outcome'],
    registers: [this.registry],
  })
  readonly #webhooks = new Counter({
    name: 'billing_webhook_deliveries_total',
    help: 'Attempts to deliver a webhook by outcome.',
    labelNames: ['outcome'],
    registers: [this.registry],
  })

  readonly #webhookQueueAge = new Gauge({
    name: 'billing_webhook_queue_age_seconds',
    help: 'Age of the oldest event that waits for an active webhook.',
    registers: [this.registry],
  })

  readonly #propertyValues = new Gauge({
    name: 'billing_property_values_over_limit',
    help: 'Pairs of a customer and a meter with more different property values in open periods than PROPERTY_VALUES_LIMIT.',
    registers: [this.registry],
  })

  constructor() {
    collectDefaultMetrics({ register: this.registry })
  }

  request(operation: string, status: number, seconds: number): void {
    this.#requests.inc({ operation, status })
    this.#seconds.observe({ operation }, seconds)
  }

  event(outcome: 'DEFAULT' | 'NOT_MATCHED' | 'DUPLICATE' | 'CONFLICT'): void {
    this.#events.inc({ outcome })
  }

  webhookDelivery(outcome: 'succeeded' | 'failed' | 'given_up'): void {
    this.#webhooks.inc({ outcome })
  }

  webhookQueueAge(seconds: number): void {
    this.#webhookQueueAge.set(seconds)
  }

  propertyValuesOverLimit(pairs: number): void {
    this.#propertyValues.set(pairs)
  }
}
