import type { PriceColumns } from '../catalog/plans/resolve-tree.ts'
import type { Queryable } from '../database/database.ts'

/** Reads the columns of a schedule's own prices. */
export async function priceColumnsOfSchedule(database: Queryable, scheduleId: string): Promise<PriceColumns> {
  const [row] = await database.query<PriceColumns & Record<string, unknown>>(
    'select priced_meter_ids, deposits from pricing_plan_schedules where id = $1',
    [scheduleId],
  )
  return row ?? { priced_meter_ids: [], deposits: false }
}

/** Counts the invoices of a subscription that are FINAL, or that are not. */
export async function countInvoicesOf(database: Queryable, subscriptionId: string, final: boolean): Promise<number> {
  const [row] = await database.query<{ count: number }>(
    `select count(*) as count from invoices where subscription_id = $1 and (status = 'FINAL') = $2`,
    [subscriptionId, final],
  )
  return row?.count ?? 0
}

/** Deletes what was not invoiced of a subscription, and its totals: what it used counts nowhere from now on. */
export async function forgetUsage(database: Queryable, subscriptionId: string): Promise<void> {
  for (const table of ['usage_totals', 'usage_cuts', 'invoices']) {
    await database.query(`delete from ${table} where subscription_id = $1`, [subscriptionId])
  }
}

/** The invoice of a period that runs, as far as its dates go. */
export interface OpenInvoice {
  readonly id: string
  readonly period_start: Date
  readonly period_end: Date
}

/** Locks the OPEN invoices of a subscription. */
export function lockOpenInvoices(database: Queryable, subscriptionId: string): Promise<OpenInvoice[]> {
  return database.query<OpenInvoice>(
    `select id, period_start, period_end from invoices where subscription_id = $1 and status = 'OPEN' for update`,
    [subscriptionId],
  )
}

/** Deletes the invoice of a period that is gone. */
export async function deleteInvoice(database: Queryable, id: string): Promise<void> {
  await database.query('delete from invoices where id = $1', [id])
}

/** Gives an invoice the end that its period has now. */
export async function moveInvoiceEnd(database: Queryable, id: string, end: Date, now: Date): Promise<void> {
  await database.query('update invoices set period_end = $2, updated_at = $3 where id = $1', [id, end, now])
}
