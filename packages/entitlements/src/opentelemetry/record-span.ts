import { type Attributes, context, ROOT_CONTEXT, SpanKind, SpanStatusCode, type Tracer } from '@opentelemetry/api'
import type { EntitlementsEvent } from '../entitlements-event.ts'
import { errorType } from './error-type.ts'

/** The content of a span; an event without one is only counted. */
interface SpanFacts {
  readonly name: string
  readonly durationMs: number
  readonly attributes: Attributes
  readonly kind: SpanKind
  /** Begun by the application's call, so under its span; else on its own. */
  readonly calledFor: boolean
  readonly error?: unknown
}

/** Writes the span of an event that ends something, with its beginning in the past. */
export function recordSpan(tracer: Tracer, event: EntitlementsEvent, shared: Attributes, endedAt: number): void {
  const facts = spanOf(event, shared)
  if (facts === undefined) return
  const { name, kind, attributes } = facts
  const parent = facts.calledFor ? context.active() : ROOT_CONTEXT
  const span = tracer.startSpan(name, { kind, attributes, startTime: endedAt - facts.durationMs }, parent)
  if (facts.error !== undefined) {
    span.setAttribute('error.type', errorType(facts.error))
    span.setStatus({ code: SpanStatusCode.ERROR, message: String(facts.error).slice(0, 1_000) })
  }
  span.end(endedAt)
}

function spanOf(event: EntitlementsEvent, shared: Attributes): SpanFacts | undefined {
  if (event.type === 'reserved')
    return called('tallygate.reserve', event.durationMs, {
      ...shared,
      ...attempt(event),
      'tallygate.decision': event.unchecked ? 'unchecked' : 'granted',
      'tallygate.held_tokens': event.heldTokens,
    })
  if (event.type === 'denied') {
    const { customer, model, reason, feature, limit, used } = event.denial
    return called(event.by === 'check' ? 'tallygate.check' : 'tallygate.reserve', event.durationMs, {
      ...shared,
      'tallygate.customer': customer,
      'gen_ai.request.model': model,
      'tallygate.decision': 'denied',
      'tallygate.denial.reason': reason,
      ...(feature === undefined ? {} : { 'tallygate.feature': feature }),
      ...(limit === undefined ? {} : { 'tallygate.limit': limit }),
      ...(used === undefined ? {} : { 'tallygate.used': used }),
    })
  }
  if (event.type === 'settled')
    return called('tallygate.settle', event.durationMs, {
      ...shared,
      ...attempt(event),
      'gen_ai.response.model': event.usage.model,
      'gen_ai.usage.input_tokens': event.usage.promptTokens,
      'gen_ai.usage.output_tokens': event.usage.completionTokens,
      'tallygate.usage.source': event.usage.source,
      'tallygate.late': event.late,
    })
  if (event.type === 'delivered')
    return sent(event.durationMs, { 'tallygate.events': event.events, 'tallygate.duplicates': event.duplicates })
  if (event.type === 'delivery_failed')
    return { ...sent(event.durationMs ?? 0, { 'tallygate.events': event.events }), error: event.error }
  return undefined
}

function called(name: string, durationMs: number | undefined, attributes: Attributes): SpanFacts {
  return { name, durationMs: durationMs ?? 0, attributes, kind: SpanKind.INTERNAL, calledFor: true }
}

function sent(durationMs: number, attributes: Attributes): SpanFacts {
  return { name: 'tallygate.deliver', durationMs, attributes, kind: SpanKind.PRODUCER, calledFor: false }
}

function attempt({ id, customer, model }: { readonly id: string; readonly customer: string; readonly model: string }) {
  return { 'tallygate.attempt.id': id, 'tallygate.customer': customer, 'gen_ai.request.model': model }
}
