import { trace } from '@opentelemetry/api'

/** Returns the id of the trace of the active span; undefined outside of a span. */
export function activeTraceId(): string | undefined {
  return trace.getActiveSpan()?.spanContext().traceId
}
