import type { Schema } from '@tallygate/client'
import { type Decimal, toWireMoney, toWireUnrounded } from '@tallygate/rating'
import type { Having } from '../resources/stored.ts'

// The contract's currency is a closed list. `money.ts` has refused what has no minor unit, so the code is one of it.

/** An amount with both of its members. */
export type WholeAmount = Having<Schema<'Amount'>, 'quantity' | 'currency'>

/** A rounded amount of an invoice. */
export function invoiceAmount(quantity: Decimal, currency: string): WholeAmount {
  return toWireMoney(quantity, currency) as WholeAmount
}

/** An amount as it was worked out, before rounding. */
export function unroundedAmount(quantity: Decimal, currency: string): Schema<'Amount'> {
  return toWireUnrounded(quantity, currency) as Schema<'Amount'>
}
