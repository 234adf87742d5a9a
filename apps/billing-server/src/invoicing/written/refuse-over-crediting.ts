import type { Schema } from '@tallygate/client'
import { type Decimal, minorUnitOf } from '@tallygate/rating'
import type { Queryable } from '../../database/database.ts'
import { invalidOperation } from '../../http/api-fault.ts'
import type { Having } from '../../resources/stored.ts'
import { moneyOf } from './sum-lines.ts'
import { loadCreditedTotal } from './written-invoices.store.ts'

/**
 * Refuses a correction that gives back more than what is left of its original, taxes included, or the other way round
 * takes more. The caller holds the original's row lock; the database refuses the same, for whoever comes past this.
 *
 * @param correction total of the correction, negative where money is given back
 * @param correctionId the correction that this replaces, where it is one that is stored already
 */
export async function refuseOverCrediting(
  database: Queryable,
  original: Having<Schema<'Invoice'>, 'id' | 'billing_currency'>,
  correction: Decimal,
  correctionId?: string,
): Promise<void> {
  const { billing_currency: currency } = original
  const total = moneyOf(original.invoice_amount_including_tax, currency)
  const left = total.minus(await loadCreditedTotal(database, original.id, correctionId))
  const rest = left.plus(correction)
  const isWithin = total.isNegative()
    ? !rest.isPositive() && rest.compare(total) >= 0
    : !rest.isNegative() && rest.compare(total) <= 0
  if (isWithin) return
  const shown = left.toFixed(minorUnitOf(currency))
  throw invalidOperation(`Of the invoice ${shown} ${currency} are left to credit, taxes included`, {
    resourceType: 'INVOICE',
    resourceId: original.id,
  })
}
