import { chargeLate } from './charge-late.ts'
import { type ChargedSegments, chargeSegments } from './charge-segments.ts'
import type { InvoiceInput } from './invoice-input.ts'

/** An invoice whose usage is charged: its segments, then what came late. Wallets have no part in it yet. */
export interface ChargedInvoice extends ChargedSegments {
  readonly input: InvoiceInput
}

/**
 * Charges the usage of an invoice: each rule once a segment, and each rule in credits once more for each cut.
 *
 * @throws PricingError where the plan asks for what cannot be priced
 */
export function chargeInvoice(input: InvoiceInput): ChargedInvoice {
  const { segments, rollover } = chargeSegments(input)
  return { input, segments: [...segments, ...chargeLate(input)], rollover }
}
