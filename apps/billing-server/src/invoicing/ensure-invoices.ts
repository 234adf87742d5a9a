import { formatInstant } from '@tallygate/billing-period'
import { bills, periodsBegunBy, type SubscriptionTerms } from '../customers/subscription-terms.ts'
import type { Queryable } from '../database/database.ts'
import type { ServerContext } from '../server-context.ts'
import { depositPlanGrants } from './deposit-plan-grants.ts'

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
  const [known] = await database.query<{ first: Date | null; until: Date | null }>(
    'select min(period_start) as first, max(period_end) as until from invoices where subscription_id = $1',
    [terms.id],
  )
  const start = terms.schedules[0]?.startAt
  // A schedule may have been put before the first one later on; then the look goes back to its start.
  const goesBack = start !== undefined && known?.first != null && start < known.first
  const now = clock.date()
  let created = 0
  for (const period of periodsBegunBy(terms, goesBack ? start : (known?.until ?? new Date(0)), now)) {
    const rows = await database.query<{ id: string }>(
      `insert into invoices (id, customer_id, subscription_id, period_start, period_end, status, created_at, updated_at, on_hold)
        values ($1, $2, $3, $4, $5, 'OPEN', $6, $6, coalesce(
          (select (body ->> 'init_invoice_on_hold')::boolean from pricing_plan_subscriptions where id = $3), false)) on conflict (subscription_id, period_start) do nothing returning id`,
      [makeId('invoices'), terms.customerId, terms.id, period.start, period.end, now],
    )
    created += rows.length
    for (const { id } of rows) {
      await publish(database, 'INVOICE.CREATED', {
        object_type: 'INVOICE',
        id,
        status: 'OPEN',
        customer_id: terms.customerId,
        pricing_plan_subscription_ids: [terms.id],
        invoice_date: formatInstant(period.end),
      })
    }
  }
  await depositPlanGrants({ clock, makeId, stores }, database, terms)
  return created
}
