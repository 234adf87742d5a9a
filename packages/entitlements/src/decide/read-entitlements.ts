import type { Schema } from '@tallygate/client'
import type { EntitlementValue } from '../customers/entitlement-value.ts'
import { fromWireEntitlements } from '../customers/from-wire-entitlements.ts'

/**
 * Reads a list of entitlements of the billing API, by feature reference: those of the subscription that the customer's
 * attempts belong to. Throws EntitlementsInvalidError for what cannot be used.
 */
export function readEntitlements(
  customer: string,
  items: readonly Schema<'EntitlementSummaryItem'>[],
): Readonly<Record<string, EntitlementValue>> {
  return Object.fromEntries(fromWireEntitlements(customer, items))
}
