import type { Attributes } from '@opentelemetry/api'
import type { EntitlementsEvent } from '../entitlements-event.ts'
import type { LimitName } from '../limits/limit-name.ts'
import { errorType } from './error-type.ts'
import type { Instruments } from './instruments.ts'

/** Counts an event. Attributes have few values each: no customer, no id. */
export function recordMetrics(instruments: Instruments, event: EntitlementsEvent, shared: Attributes): void {
  switch (event.type) {
    case 'reserved': {
      const decision = event.unchecked ? 'unchecked' : 'granted'
      instruments.attempts.add(1, { 'tallygate.attempt.state': 'reserved', 'gen_ai.request.model': event.model })
      recordDuration(instruments.reserveDuration, event.durationMs, { 'tallygate.decision': decision })
      return
    }
    case 'denied': {
      if (event.by === 'check') return
      const denied = { 'tallygate.denial.reason': event.denial.reason }
      instruments.attempts.add(1, { 'tallygate.attempt.state': 'denied', ...denied })
      recordDuration(instruments.reserveDuration, event.durationMs, { 'tallygate.decision': 'denied', ...denied })
      return
    }
    case 'settled':
      recordSettled(instruments, event, shared)
      return
    case 'usage_unrecorded':
      instruments.attempts.add(1, { 'tallygate.attempt.state': 'unrecorded', 'gen_ai.request.model': event.model })
      return
    case 'settle_conflict':
      instruments.attempts.add(1, { 'tallygate.attempt.state': 'conflict', 'gen_ai.request.model': event.model })
      return
    case 'released':
      instruments.attempts.add(1, { 'tallygate.attempt.state': 'released', 'gen_ai.request.model': event.model })
      return
    case 'unsettled':
      instruments.attempts.add(1, { 'tallygate.attempt.state': 'unsettled', 'tallygate.unsettled.cause': event.cause })
      return
    case 'delivered':
      recordDuration(instruments.deliveryDuration, event.durationMs, {})
      addEvents(instruments, event.events - event.duplicates - event.unbilled, {
        'tallygate.delivery.outcome': 'delivered',
      })
      addEvents(instruments, event.duplicates, { 'tallygate.delivery.outcome': 'duplicate' })
      return
    case 'delivery_failed':
      addEvents(instruments, event.events, {
        'tallygate.delivery.outcome': 'failed',
        'error.type': errorType(event.error),
      })
      return
    case 'event_unbilled':
      addEvents(instruments, 1, { 'tallygate.delivery.outcome': event.outcome })
      return
    case 'event_postponed':
      addEvents(instruments, 1, { 'tallygate.delivery.outcome': 'postponed', 'error.type': errorType(event.error) })
      return
    case 'event_rejected':
      addEvents(instruments, 1, { 'tallygate.delivery.outcome': 'rejected', 'error.type': errorType(event.error) })
      return
    case 'threshold_reached':
      instruments.thresholds.add(1, { ...limitAttributes(event), 'tallygate.limit.threshold': event.threshold })
      return
    case 'limit_passed':
      instruments.passed.add(1, limitAttributes(event))
      return
    case 'unavailable':
      instruments.unavailable.add(1, {
        'tallygate.part': event.part,
        'tallygate.policy': event.policy,
        'error.type': errorType(event.error),
      })
      return
    case 'background_failed':
      instruments.failures.add(1, { 'tallygate.work': event.what, 'error.type': errorType(event.error) })
  }
}

/** The feature, or the kind of the level: few values each. */
function limitAttributes({ feature, scope }: LimitName): Attributes {
  return { 'tallygate.limit': feature ?? scope?.kind ?? 'wallet' }
}

function recordSettled(
  instruments: Instruments,
  { usage, model, durationMs }: Extract<EntitlementsEvent, { readonly type: 'settled' }>,
  shared: Attributes,
): void {
  instruments.attempts.add(1, {
    'tallygate.attempt.state': 'settled',
    'tallygate.usage.source': usage.source,
    'gen_ai.request.model': model,
  })
  recordDuration(instruments.settleDuration, durationMs, {})
  const attributes = {
    ...shared,
    'gen_ai.operation.name': 'chat',
    'gen_ai.request.model': model,
    'gen_ai.response.model': usage.model,
  }
  instruments.tokenUsage.record(usage.promptTokens, { ...attributes, 'gen_ai.token.type': 'input' })
  instruments.tokenUsage.record(usage.completionTokens, { ...attributes, 'gen_ai.token.type': 'output' })
}

function recordDuration(
  histogram: Instruments['reserveDuration'],
  durationMs: number | undefined,
  attributes: Attributes,
): void {
  if (durationMs !== undefined) histogram.record(durationMs / 1_000, attributes)
}

function addEvents(instruments: Instruments, count: number, attributes: Attributes): void {
  if (count > 0) instruments.events.add(count, attributes)
}
