import { formatInstant } from '@tallygate/billing-period'
import { bills, periodsBegunBy, type SubscriptionTerms } from '../customers/subscription-terms.ts'
import type { Queryable } from '../database/database.ts'
import type { ServerContext } from '../server-context.ts'
import { depositPlanGrants } from './deposit-plan-grants.ts'
import { findInvoicedRange, openInvoice } from './invoice-steps.store.ts'

/**
 * Creates the OPEN invoices of all periods of a subscription that have begun and have none yet, and deposits what its
 * plans grant for them. Resolves with how many were created.
 */
export async function ensureInvoices(
  { clock, makeId, publish, stores }: Pick<ServerContext, 'clock' | 'makeId' | 'publish' | 'stores'>,
  database: Queryable,
  terms: SubscriptionTerms,
): Promise<number> {
  if (!bills(terms)) return 0
  const known = await findInvoicedRange(database, terms.id)
  const start = terms.schedules[0]?.startAt
  // A schedule may have been put before the first one later on; then the look goes back to its start.
  const goesBack = start !== undefined && known !== null && start < known.first
  const now = clock.date()
  let created = 0
  for (const period of periodsBegunBy(terms, goesBack ? start : (known?.until ?? new Date(0)), now)) {
    const invoice = { id: makeId('invoices'), customerId: terms.customerId, subscriptionId: terms.id, ...period }
    if (!(await openInvoice(database, invoice, now))) continue
    created += 1
    await publish(database, 'INVOICE.CREATED', {
      object_type: 'INVOICE',
      id: invoice.id,
      status: 'OPEN',
      customer_id: terms.customerId,
      pricing_plan_subscription_ids: [terms.id],
      invoice_date: formatInstant(period.end),
    })
  }
  await depositPlanGrants({ clock, makeId, stores }, database, terms)
  return created
}
