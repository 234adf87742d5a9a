import type { Counter, Histogram, Meter } from '@opentelemetry/api'

export interface Instruments {
  readonly tokenUsage: Histogram
  readonly reserveDuration: Histogram
  readonly settleDuration: Histogram
  readonly deliveryDuration: Histogram
  readonly attempts: Counter
  readonly events: Counter
  readonly thresholds: Counter
  readonly passed: Counter
  readonly unavailable: Counter
  readonly failures: Counter
}

/** The boundaries that the conventions for generative AI give for `gen_ai.client.token.usage`. */
const TOKEN_BOUNDARIES = Array.from({ length: 14 }, (_, power) => 4 ** power)
/** Seconds: from a memory store's answer to a billing API that is far away. */
const DURATION_BOUNDARIES = [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/**
 * The metrics, each documented by its description. Units are those of the semantic conventions: seconds, `{token}`,
 * `{event}`.
 */
export function createInstruments(meter: Meter): Instruments {
  const duration = (name: string, description: string): Histogram =>
    meter.createHistogram(name, { description, unit: 's', advice: { explicitBucketBoundaries: DURATION_BOUNDARIES } })
  return {
    tokenUsage: meter.createHistogram('gen_ai.client.token.usage', {
      description: 'Tokens of settled attempts, by gen_ai.token.type.',
      unit: '{token}',
      advice: { explicitBucketBoundaries: TOKEN_BOUNDARIES },
    }),
    reserveDuration: duration('tallygate.reserve.duration', 'How long reserve() took, by tallygate.decision.'),
    settleDuration: duration('tallygate.settle.duration', 'How long settle() took until the usage was durable.'),
    deliveryDuration: duration('tallygate.delivery.duration', 'How long a batch of events took to be acknowledged.'),
    attempts: meter.createCounter('tallygate.attempts', {
      description:
        'Attempts, by tallygate.attempt.state: reserved, denied, settled, released, unsettled, unrecorded, conflict.',
      unit: '{attempt}',
    }),
    events: meter.createCounter('tallygate.delivery.events', {
      description:
        'Usage events, by tallygate.delivery.outcome: delivered, duplicate, not_matched, no_pricing, no_subscription (stored, on no invoice), failed and postponed (sent again), rejected (kept).',
      unit: '{event}',
    }),
    thresholds: meter.createCounter('tallygate.limit.thresholds', {
      description:
        'Thresholds of limits that were reached, by tallygate.limit and tallygate.limit.threshold (percent).',
      unit: '{threshold}',
    }),
    passed: meter.createCounter('tallygate.limit.passed', {
      description: 'Limits that a request was granted beyond, by tallygate.limit.',
      unit: '{request}',
    }),
    unavailable: meter.createCounter('tallygate.unavailable', {
      description: 'Requests that onUnavailable answered, by tallygate.part.',
      unit: '{request}',
    }),
    failures: meter.createCounter('tallygate.background.failures', {
      description: 'Work in the background that failed and is tried again.',
      unit: '{failure}',
    }),
  }
}
