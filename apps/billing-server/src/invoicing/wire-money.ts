import type { Schema } from '@tallygate/client'
import { type Decimal, toWireMoney, toWireUnrounded } from '@tallygate/rating'

// The contract's currency is a closed list. `money.ts` has refused what has no minor unit, so the code is one of it.

/** A rounded amount of an invoice. */
export function invoiceAmount(quantity: Decimal, currency: string): Schema<'Amount'> {
  return toWireMoney(quantity, currency) as Schema<'Amount'>
}

/** An amount as it was worked out, before rounding. */
export function unroundedAmount(quantity: Decimal, currency: string): Schema<'Amount'> {
  return toWireUnrounded(quantity, currency) as Schema<'Amount'>
}
