import type { Queryable } from '../database/database.ts'
import type { FinalDocument } from './whole-invoice.ts'

/** SQL for a subscription `s` that invoices are made for. */
const BILLS = "s.status = 'ACTIVE' and coalesce(s.body ->> 'type', 'BILLING') = 'BILLING'"

/** Finds when the next step of an invoice or a subscription is due; undefined when nothing waits for time. */
export async function findNextStepAt(database: Queryable, now: Date): Promise<Date | undefined> {
  const [row] = await database.query<{ due: Date | null }>(
    `select min(due) as due from (
      select min(period_end) as due from invoices where status = 'OPEN'
      union all select min(final_due_at) from invoices where status = 'DRAFT' and not on_hold
      union all select min(h.start_at) from pricing_plan_schedules h
        join pricing_plan_subscriptions s on s.id = h.pricing_plan_subscription_id where ${BILLS} and h.start_at > $1
      union all select min(ends_at) from pricing_plan_subscriptions where status = 'ACTIVE'
    ) as steps`,
    [now],
  )
  return row?.due ?? undefined
}

/** Finds ACTIVE subscriptions that have ended. */
export async function findEndedSubscriptions(database: Queryable, now: Date, limit: number): Promise<string[]> {
  const rows = await database.query<{ id: string }>(
    `select id from pricing_plan_subscriptions where status = 'ACTIVE' and ends_at <= $1 limit $2`,
    [now, limit],
  )
  return rows.map(({ id }) => id)
}

/** Finds subscriptions that have gone on into a period without an invoice. */
export async function findSubscriptionsToOpen(database: Queryable, now: Date, limit: number): Promise<string[]> {
  const rows = await database.query<{ id: string }>(
    `select s.id from pricing_plan_subscriptions s
      left join lateral (select max(period_end) as period_end from invoices where subscription_id = s.id) i on true
      where ${BILLS} and coalesce(i.period_end, '-infinity') <= $1
        and exists (select 1 from pricing_plan_schedules h where h.pricing_plan_subscription_id = s.id and h.start_at <= $1
          and least(coalesce(h.end_at, 'infinity'), coalesce(s.ends_at, 'infinity')) > coalesce(i.period_end, '-infinity'))
      limit $2`,
    [now, limit],
  )
  return rows.map(({ id }) => id)
}

/** Reads from when until when the periods of a subscription have invoices; `null` where it has none. */
export async function findInvoicedRange(
  database: Queryable,
  subscriptionId: string,
): Promise<{ readonly first: Date; readonly until: Date } | null> {
  const [known] = await database.query<{ first: Date | null; until: Date | null }>(
    'select min(period_start) as first, max(period_end) as until from invoices where subscription_id = $1',
    [subscriptionId],
  )
  return known?.first == null || known.until === null ? null : { first: known.first, until: known.until }
}

/** The invoice of a period that begins. */
export interface NewInvoice {
  readonly id: string
  readonly customerId: string
  readonly subscriptionId: string
  readonly start: Date
  readonly end: Date
}

/** Stores the OPEN invoice of a period, on hold where its subscription says so. False where the period has one. */
export async function openInvoice(database: Queryable, invoice: NewInvoice, now: Date): Promise<boolean> {
  const rows = await database.query(
    `insert into invoices (id, customer_id, subscription_id, period_start, period_end, status, created_at, updated_at, on_hold)
      values ($1, $2, $3, $4, $5, 'OPEN', $6, $6, coalesce(
        (select (body ->> 'init_invoice_on_hold')::boolean from pricing_plan_subscriptions where id = $3), false))
      on conflict (subscription_id, period_start) do nothing returning id`,
    [invoice.id, invoice.customerId, invoice.subscriptionId, invoice.start, invoice.end, now],
  )
  return rows.length > 0
}

/** Locks the OPEN invoice whose period ended first, of those that no other server works on. */
export async function takeEndedInvoice(
  database: Queryable,
  now: Date,
): Promise<{ readonly id: string; readonly period_end: Date } | undefined> {
  const [row] = await database.query<{ id: string; period_end: Date }>(
    `select id, period_end from invoices where status = 'OPEN' and period_end <= $1 order by period_end, id limit 1
      for update skip locked`,
    [now],
  )
  return row
}

/** Makes an OPEN invoice a DRAFT, which is due to become FINAL later. */
export async function writeDraft(database: Queryable, id: string, now: Date, finalDueAt: Date): Promise<void> {
  await database.query(
    `update invoices set status = 'DRAFT', drafted_at = $2, updated_at = $2, final_due_at = $3 where id = $1`,
    [id, now, finalDueAt],
  )
}

/** Locks the DRAFT that is due to become FINAL first, of those that no other server works on. */
export async function takeDueDraft(database: Queryable, now: Date): Promise<string | undefined> {
  const [row] = await database.query<{ id: string }>(
    `select id from invoices where status = 'DRAFT' and not on_hold and final_due_at <= $1
      order by final_due_at, id limit 1 for update skip locked`,
    [now],
  )
  return row?.id
}

/** Makes a DRAFT due later. */
export async function postponeFinal(database: Queryable, id: string, finalDueAt: Date): Promise<void> {
  await database.query(`update invoices set final_due_at = $2 where id = $1 and status = 'DRAFT'`, [id, finalDueAt])
}

/** Takes the next number of a year. Its row stays locked until the end of the transaction. */
export async function takeNumber(database: Queryable, year: number): Promise<number> {
  const [row] = await database.query<{ last_number: number }>(
    `insert into invoice_numbers (year, last_number) values ($1, 1)
      on conflict (year) do update set last_number = invoice_numbers.last_number + 1 returning last_number`,
    [year],
  )
  return row?.last_number ?? 1
}

/** Makes a DRAFT FINAL, with its whole document and its parties as they are now. */
export async function writeFinal(database: Queryable, id: string, document: FinalDocument, now: Date): Promise<void> {
  await database.query(
    `update invoices set status = 'FINAL', final_at = $2, updated_at = $2, final_due_at = null, on_hold = false,
      invoice_number = $3, body = $4::jsonb, parties = jsonb_build_object(
        'customer', (select body from customers where id = customer_id),
        'billing_entity', (select body from billing_entities where id = $5)) where id = $1`,
    [id, now, document.invoice_number, JSON.stringify(document), document.billing_entity_id],
  )
}
