import { type Meter, metrics, type Tracer, trace } from '@opentelemetry/api'
import type { EntitlementsEvent } from '../entitlements-event.ts'
import { knownOptions } from '../errors/check-option.ts'
import { createInstruments } from './instruments.ts'
import { recordMetrics } from './record-metrics.ts'
import { recordSpan } from './record-span.ts'

export interface OpenTelemetryOptions {
  /** Default: the tracer `@tallygate/entitlements` of the global provider. */
  readonly tracer?: Tracer
  /** Default: the meter `@tallygate/entitlements` of the global provider. */
  readonly meter?: Meter
  /**
   * `gen_ai.provider.name` of spans and token counts, such as `openai`, where all models are of one provider. Default:
   * absent.
   */
  readonly provider?: string
  /** Epoch milliseconds, the clock of createEntitlements. Default `Date.now`. */
  readonly now?: () => number
}

const NAME = '@tallygate/entitlements'
const OPTIONS = ['tracer', 'meter', 'provider', 'now']

/**
 * Spans and metrics of OpenTelemetry from the events of createEntitlements, by the conventions for generative AI
 * (`gen_ai.*`) where they have a name, else under `tallygate.*`. Spans are children of the span that is active where
 * reserve() and settle() are called. Customers are named in spans, never in metrics, since each would be a series of
 * its own. Throws InvalidOptionError.
 *
 * @example
 * const onEvent = openTelemetryHook()
 * const entitlements = createEntitlements({ client, store, journal, onUnavailable: 'deny', onEvent })
 */
export function openTelemetryHook(options: OpenTelemetryOptions = {}): (event: EntitlementsEvent) => void {
  knownOptions(options, OPTIONS)
  const tracer = options.tracer ?? trace.getTracer(NAME)
  const instruments = createInstruments(options.meter ?? metrics.getMeter(NAME))
  const shared = options.provider === undefined ? {} : { 'gen_ai.provider.name': options.provider }
  const now = options.now ?? Date.now
  return (event) => {
    recordSpan(tracer, event, shared, now())
    recordMetrics(instruments, event, shared)
  }
}
