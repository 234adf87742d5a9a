import type { Period } from '@tallygate/billing-period'
import { PricingError } from '../money/pricing-error.ts'
import type { WirePeriod } from './wire-plan.ts'

/** A period of the wire, whose value is 1 where it says nothing. */
export function readPeriod(wire: WirePeriod | null | undefined, field: string): Period | null {
  if (wire?.type == null) return null
  const value = wire.value ?? 1
  if (!Number.isInteger(value) || value < 1)
    throw new PricingError('INVALID_RULE', 'a period is at least 1', `${field}.value`)
  return { type: wire.type, value }
}
