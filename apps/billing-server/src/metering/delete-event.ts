import type { Schema } from '@tallygate/client'
import { findCustomerReference } from '../customers/customers.store.ts'
import { invalidOperation, notFound } from '../http/api-fault.ts'
import type { ServerContext } from '../server-context.ts'
import { shareCustomers } from './customer-lock.store.ts'
import { toWireMeterData } from './ingest.ts'
import { deleteDuplicate, findMeterData } from './meter-data.store.ts'
import { contributionsOf, isOnFinalInvoice, lockEvent, markDeleted } from './stored-event.store.ts'
import { takeFromTotals } from './totals.store.ts'

/**
 * Deletes an event softly: it stays listed with `deleted`, and counts no more. Its reference stays taken, so a late
 * retry of the same report cannot bring it back. An event on a FINAL invoice cannot be deleted: that invoice never
 * changes. The id of a repeated report deletes that report alone, which never counted; its original goes on counting.
 */
export function deleteEvent(
  { database, clock }: Pick<ServerContext, 'database' | 'clock'>,
  by: { readonly id: string } | { readonly reference: string },
): Promise<Schema<'MeterData'>> {
  const name = 'id' in by ? by.id : by.reference
  return database.transaction(async (transaction) => {
    const event = await lockEvent(transaction, by)
    if (event === undefined) {
      const duplicate = 'id' in by ? await deleteDuplicate(transaction, by.id, clock.date()) : undefined
      if (duplicate === undefined) throw notFound('METER_DATA', name)
      return toWireMeterData(duplicate)
    }
    if (event.deleted_at === null) {
      const reference = await findCustomerReference(transaction, event.customer_id)
      await shareCustomers(transaction, [event.customer_id, ...(reference === undefined ? [] : [reference])])
      if (await isOnFinalInvoice(transaction, event)) {
        throw invalidOperation('The event is on a FINAL invoice, which never changes', {
          resourceType: 'METER_DATA',
          resourceId: event.id,
        })
      }
      await markDeleted(transaction, event.id, clock.date())
      for (const contribution of contributionsOf(event)) await takeFromTotals(transaction, contribution)
    }
    const row = await findMeterData(transaction, event.id)
    if (row === undefined) throw notFound('METER_DATA', name)
    return toWireMeterData(row)
  })
}
