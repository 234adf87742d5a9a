import { trace } from '@opentelemetry/api'
import { BasicTracerProvider, type ReadableSpan, type SpanProcessor } from '@opentelemetry/sdk-trace-base'

/** The usage that one generation was recorded with; undefined where it has none. */
export interface RecordedGeneration {
  readonly name: string
  readonly tokens: number | undefined
}

/** Takes what @langfuse/langchain hands to OpenTelemetry, and sends it nowhere. */
export class LangfuseSink implements SpanProcessor {
  /** Spans that were begun and not ended. */
  open = 0
  readonly ended: RecordedGeneration[] = []
  readonly #keep: boolean

  constructor(keep: boolean) {
    this.#keep = keep
    trace.disable()
    trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [this] }))
  }

  onStart(): void {
    this.open += 1
  }

  onEnd(span: ReadableSpan): void {
    this.open -= 1
    if (!this.#keep || span.attributes['langfuse.observation.type'] !== 'generation') return
    const usage = span.attributes['langfuse.observation.usage_details']
    this.ended.push({ name: span.name, tokens: typeof usage === 'string' ? totalOf(usage) : undefined })
  }

  async forceFlush(): Promise<void> {}
  async shutdown(): Promise<void> {}
}

/** Its pools are exclusive; without `total`, their sum is the number of tokens. */
function totalOf(usage: string): number | undefined {
  const pools = Object.entries(JSON.parse(usage) as Record<string, unknown>)
  const counts = pools.flatMap(([key, tokens]) => (key !== 'total' && typeof tokens === 'number' ? [tokens] : []))
  return counts.length === 0 ? undefined : counts.reduce((sum, tokens) => sum + tokens, 0)
}
