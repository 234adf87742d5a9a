import type { ReserveDecision, ReserveGrant } from '../src/admission/reservation.ts'
import type { ReserveRequest } from '../src/admission/reserve-request.ts'
import { createEntitlements } from '../src/create-entitlements.ts'
import type { Entitlements } from '../src/entitlements.ts'
import type { EntitlementsEvent } from '../src/entitlements-event.ts'
import type { EntitlementsOptions } from '../src/entitlements-options.ts'
import { memoryJournal } from '../src/journal/memory-journal.ts'
import { memoryStore } from '../src/store/memory-store.ts'
import { BillingStub, type StubCustomer } from './billing-stub.ts'

const START = Date.UTC(2030, 0, 10, 12)

export interface Setup {
  readonly stub: BillingStub
  readonly entitlements: Entitlements
  readonly events: EntitlementsEvent[]
  readonly clock: { now: number }
  readonly end: () => Promise<void>
}

/**
 * Entitlements on memory parts and a stub of the billing API; customer `c` has a budget of 1,000 tokens a month and two
 * models.
 */
export function setUp(options: Partial<EntitlementsOptions> = {}, customer: StubCustomer = {}): Setup {
  const stub = new BillingStub()
  stub.customers.set('c', { entitlements: grants(), startAt: '2030-01-01T00:00:00Z', ...customer })
  const clock = { now: START }
  const events: EntitlementsEvent[] = []
  const entitlements = createEntitlements({
    client: stub.client(),
    store: memoryStore({ now: () => clock.now }),
    journal: memoryJournal(),
    onUnavailable: 'deny',
    now: () => clock.now,
    onEvent: (event) => events.push(event),
    delivery: { retryDelayMs: 1, maxRetryDelayMs: 20 },
    ...options,
  })
  return {
    stub,
    entitlements,
    events,
    clock,
    end: async () => {
      await entitlements.close({ deadlineMs: 1_000 })
    },
  }
}

export function grants(budget = '1000', ...others: readonly Record<string, unknown>[]): Record<string, unknown>[] {
  return [
    { feature_reference: 'monthly_token_budget', number: budget },
    { feature_reference: 'available_models', enums: ['gpt-4o-mini', 'gpt-4o'] },
    ...others,
  ]
}

/** A customer whose plan charges 0.01 USD for each token. */
export function soldTokens(budget: string): StubCustomer {
  const startAt = '2030-01-01T00:00:00Z'
  const meters = ['prompt_tokens', 'completion_tokens']
  return { subscriptions: [{ id: 'ppsu_1', createdAt: startAt, startAt, entitlements: grants(budget), meters }] }
}

export function ask(requestId: string, facts: Partial<ReserveRequest> = {}): ReserveRequest {
  return {
    customer: 'c',
    model: 'gpt-4o-mini',
    requestId,
    estimate: { promptTokens: 10, completionTokens: 90 },
    ...facts,
  }
}

export function granted(decision: ReserveDecision): ReserveGrant {
  if (!decision.allowed) throw new Error(`denied: ${decision.reason}: ${decision.message}`)
  return decision
}

export const spent = (promptTokens: number, completionTokens: number) =>
  ({ model: 'gpt-4o-mini', promptTokens, completionTokens, source: 'provider' }) as const
