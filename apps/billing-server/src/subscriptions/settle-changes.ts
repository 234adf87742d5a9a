import { loadTerms } from '../customers/subscription-terms.store.ts'
import { periodsBegunBy, runsOf, type SubscriptionTerms } from '../customers/subscription-terms.ts'
import type { Queryable } from '../database/database.ts'
import { ensureInvoices } from '../invoicing/ensure-invoices.ts'
import { holdCustomer } from '../metering/customer-lock.store.ts'
import { rebook } from '../metering/rebook.ts'
import { noteOpenPeriods } from '../metering/usage-changes.store.ts'
import type { ServerContext } from '../server-context.ts'
import { deleteInvoice, lockOpenInvoices, moveInvoiceEnd } from './subscriptions.store.ts'

/**
 * Makes usage and invoices follow a change of a subscription's schedules or end: events that belong elsewhere now are
 * booked there, invoices that still run get the ends of their periods, new ones are opened. FINAL invoices stay as they
 * are.
 */
export async function settleChanges(
  context: Pick<ServerContext, 'stores' | 'clock' | 'makeId' | 'publish' | 'readSoldUsage'>,
  database: Queryable,
  subscriptionId: string,
): Promise<void> {
  const [terms] = await loadTerms(database, { subscriptionIds: [subscriptionId] })
  if (terms === undefined) return
  const customer = await context.stores.customers.get(database, terms.customerId)
  await holdCustomer(database, { id: terms.customerId, reference: customer.reference })
  await rebook(context, database, terms.customerId, { kind: 'booked' })
  await alignInvoices(context, database, terms)
  await ensureInvoices(context, database, terms)
  // What is granted may be another now.
  await noteOpenPeriods(database, [subscriptionId])
}

/** OPEN invoices get the end that their period has now; one whose period is gone goes with it. */
async function alignInvoices(
  context: Pick<ServerContext, 'clock'>,
  database: Queryable,
  terms: SubscriptionTerms,
): Promise<void> {
  const open = await lockOpenInvoices(database, terms.id)
  const until = new Date(Math.max(context.clock.now(), ...open.map(({ period_start: start }) => start.getTime())))
  const runs = runsOf(terms)
  const periods = runs.length === 0 ? [] : periodsBegunBy(terms, earliestOf(open, until), until)
  for (const invoice of open) {
    const period = periods.find(({ start }) => start.getTime() === invoice.period_start.getTime())
    if (period === undefined) await deleteInvoice(database, invoice.id)
    else if (period.end.getTime() !== invoice.period_end.getTime()) {
      await moveInvoiceEnd(database, invoice.id, period.end, context.clock.date())
    }
  }
}

function earliestOf(invoices: readonly { readonly period_start: Date }[], otherwise: Date): Date {
  return new Date(Math.min(otherwise.getTime(), ...invoices.map(({ period_start: start }) => start.getTime())))
}
