import type { Entitlements } from './entitlements.ts'
import { type EntitlementsOptions, resolveSettings } from './entitlements-options.ts'
import { EntitlementsService } from './entitlements-service.ts'

/**
 * Checks, reserves and settles what customers use; a journal delivers it to the billing API exactly once. Opens the
 * journal at once: what a previous process left behind is delivered or listed as unsettled. Throws InvalidOptionError,
 * naming the option.
 *
 * @example
 * const journal = sqliteJournal({ path: 'usage.db' })
 * const entitlements = createEntitlements({ client, store: memoryStore(), journal, onUnavailable: 'deny' })
 * const request = { customer: 'demo-pro', model: 'gpt-4o', requestId: 'req-1', estimate: { promptTokens: 900 } }
 * const decision = await entitlements.reserve(request)
 * const usage = { model: 'gpt-4o', promptTokens: 874, completionTokens: 212, source: 'provider' } as const
 * if (decision.allowed) await decision.reservation.settle(usage)
 */
export function createEntitlements(options: EntitlementsOptions): Entitlements {
  return new EntitlementsService(resolveSettings(options))
}
