import type { Schema } from '@tallygate/client'
import type { Queryable } from '../database/database.ts'
import { invalidField } from '../http/api-fault.ts'
import { conditions, type Filter } from '../resources/conditions.store.ts'
import { listPage } from '../resources/list-page.store.ts'
import type { SearchMembers } from '../resources/search-members.ts'
import type { Having } from '../resources/stored.ts'
import type { StatedMembers } from './whole-invoice.ts'

export const INVOICE_STATUSES = ['OPEN', 'DRAFT', 'FINAL', 'ARCHIVED'] as const
export type InvoiceStatus = (typeof INVOICE_STATUSES)[number]

interface StoredInvoice {
  readonly id: string
  readonly customer_id: string
  readonly status: InvoiceStatus
  readonly on_hold: boolean
  readonly created_at: Date
  readonly updated_at: Date
  readonly drafted_at: Date | null
  readonly final_due_at: Date | null
  readonly final_at: Date | null
  readonly invoice_number: string | null
  /** The CREDIT that was issued together with a copy, which bills again what it gives back. */
  readonly credit_invoice_id: string | null
}

/** The invoice of a period. While it is OPEN or DRAFT its amounts are not stored: they follow from usage and prices. */
export interface InvoiceRow extends StoredInvoice {
  readonly type: 'STANDARD'
  readonly subscription_id: string
  readonly period_start: Date
  readonly period_end: Date
  /** The date that a caller has set; null: the end of the period. */
  readonly invoice_date: Date | null
  readonly original_invoice_id: null
  /** Members that a caller has set; once FINAL the whole document, which `readDocument` reads. */
  readonly body: StatedMembers
}

/** An invoice that was written: a credit, a one-off, a one-off credit. `body` holds its whole content. */
export interface WrittenInvoiceRow extends StoredInvoice {
  readonly type: WrittenInvoiceType
  readonly subscription_id: null
  readonly period_start: null
  readonly period_end: null
  readonly invoice_date: Date
  /** The invoice that a credit gives back. */
  readonly original_invoice_id: string | null
  readonly body: WrittenContent
}

export type WrittenInvoiceType = 'CREDIT' | 'ONE_OFF' | 'ONE_OFF_CREDIT'

/** The stored content of a written invoice; the rest follows from its row. */
export type WrittenContent = Having<
  Omit<
    Schema<'Invoice'>,
    'object_type' | 'id' | 'status' | 'on_hold' | 'type' | 'created_at' | 'updated_at' | 'customer_id' | 'invoice_date'
  >,
  'billing_currency' | 'billing_entity_id'
> & {
  /** For a charge on demand: its lines are what was sold, and never change. Not shown, and gone with FINAL. */
  readonly sold_on_demand?: {
    /** True where it deposited into a wallet. */
    readonly deposits: boolean
    /** The lines that sold money, which money of wallets does not pay. */
    readonly money_line_ids: readonly string[]
  }
}

/** An invoice as it is stored. */
export type AnyInvoiceRow = InvoiceRow | WrittenInvoiceRow

/** SQL for the columns of a row. */
export const INVOICE_COLUMNS = `id, type, customer_id, subscription_id, period_start, period_end, invoice_date, original_invoice_id, status,
  on_hold, created_at, updated_at, drafted_at, final_due_at, final_at, invoice_number, credit_invoice_id, body`

/** SQL for the date of an invoice. */
export const INVOICE_DATE = 'coalesce(invoice_date, period_end)'

/** SQL for the subscription that an invoice is about; a written one may be about none. */
export const INVOICE_SUBSCRIPTION = "coalesce(subscription_id, body -> 'pricing_plan_subscription_ids' ->> 0)"

/** True where it was paid, as the invoice itself says. */
export const IS_PAID = "coalesce((body ->> 'paid')::boolean, false)"

/**
 * SQL for the time from the date of an invoice until it is due; calendar days of UTC are exact enough to sort by.
 */
const DUE_AFTER = `coalesce((select ((due ->> 'value') || ' ' || (due ->> 'type'))::interval
  from pricing_plan_subscriptions as s, jsonb_extract_path(s.body, 'due_date_configuration', 'period') as due
  where s.id = subscription_id and due ->> 'type' is not null and due ->> 'value' is not null), interval '0')`

/**
 * The members that a search looks into. What an invoice takes from its subscription is not stored with it before it is
 * FINAL.
 */
const SEARCHED_JSON = `(coalesce((select jsonb_build_object('type', 'STANDARD', 'customer_reference', s.body -> 'customer_reference',
  'purchase_order_number', s.body -> 'purchase_order_number', 'billing_currency', s.body -> 'billing_currency')
  from pricing_plan_subscriptions as s where s.id = subscription_id), '{}') || (to_jsonb(invoices) - 'body') || body)`
const TEXTS = [
  'id',
  'invoice_number',
  'customer_id',
  'customer_reference',
  'purchase_order_number',
  'footnote',
] as const
/** The members that invoices can be searched by. */
export const INVOICE_SEARCH: SearchMembers = {
  texts: TEXTS,
  names: new Set([...TEXTS, 'status', 'on_hold', 'type', 'billing_currency']),
}

/** SQL by which lists may be sorted, by the API's names. */
const ORDER: Readonly<Record<string, string>> = {
  invoice_number: 'invoice_number collate "C"',
  invoice_date: INVOICE_DATE,
  due_date: `coalesce((body ->> 'due_date')::timestamptz, ${INVOICE_DATE} + ${DUE_AFTER})`,
  invoice_amount_including_tax: "(body -> 'invoice_amount_including_tax' ->> 'quantity')::numeric",
  status: 'status collate "C"',
  created_at: 'created_at',
}

/** Lists invoices, those that were created last first where nothing else is asked for. */
export function listInvoices(
  database: Queryable,
  filters: readonly Filter[],
  request: {
    readonly page: number
    readonly limit: number
    readonly orderBy?: string | undefined
    readonly orderDirection?: 'asc' | 'desc' | undefined
  },
): Promise<{ readonly data: AnyInvoiceRow[]; readonly total: number }> {
  const direction = request.orderDirection === 'asc' ? 'asc' : 'desc'
  const order = ORDER[request.orderBy ?? 'created_at']
  if (order === undefined) throw invalidField('order_by', `value is not one of ${Object.keys(ORDER).join(', ')}`)
  const rows = {
    columns: INVOICE_COLUMNS,
    from: 'invoices',
    ...conditions(filters, SEARCHED_JSON),
    order: `${order} ${direction} nulls last, coalesce(period_start, invoice_date) ${direction}, id ${direction}`,
  }
  return listPage(database, rows, request)
}

export async function findInvoice(database: Queryable, id: string): Promise<AnyInvoiceRow | undefined> {
  const [row] = await database.query<AnyInvoiceRow>(`select ${INVOICE_COLUMNS} from invoices where id = $1`, [id])
  return row
}

/** All with one of these ids. */
export function findInvoices(database: Queryable, ids: readonly string[]): Promise<InvoiceRow[]> {
  return database.query<InvoiceRow>(`select ${INVOICE_COLUMNS} from invoices where id = any($1::text[])`, [ids])
}

/** The invoice of one period of a subscription. */
export async function findInvoiceOf(
  database: Queryable,
  subscriptionId: string,
  periodStart: Date,
): Promise<InvoiceRow | undefined> {
  const [row] = await database.query<InvoiceRow>(
    `select ${INVOICE_COLUMNS} from invoices where subscription_id = $1 and period_start = $2`,
    [subscriptionId, periodStart],
  )
  return row
}

/** The parties of an invoice as they were when it became FINAL. */
export interface KeptParties {
  readonly customer: Schema<'Customer'> | null
  readonly billing_entity: Schema<'BillingEntity'> | null
}

/** Reads the parties of a FINAL invoice; undefined for another. */
export async function findKeptParties(database: Queryable, id: string): Promise<KeptParties | undefined> {
  const [row] = await database.query<{ parties: KeptParties | null }>('select parties from invoices where id = $1', [
    id,
  ])
  return row?.parties ?? undefined
}

/** Lists the drafts with an invoice date up to an instant that are not on hold, in the order of their dates. */
export async function findDraftsUntil(database: Queryable, until: Date): Promise<string[]> {
  const rows = await database.query<{ id: string }>(
    `select id from invoices where status = 'DRAFT' and not on_hold and ${INVOICE_DATE} <= $1 order by ${INVOICE_DATE}, id`,
    [until],
  )
  return rows.map(({ id }) => id)
}

/** As `findInvoice`, and nobody else changes it until the transaction ends. */
export async function lockInvoice(database: Queryable, id: string): Promise<AnyInvoiceRow | undefined> {
  const [row] = await database.query<AnyInvoiceRow>(
    `select ${INVOICE_COLUMNS} from invoices where id = $1 for update`,
    [id],
  )
  return row
}

/**
 * Invoices of customers' subscriptions whose amounts are still worked out, those that began first before the others.
 */
export function loadRunningInvoices(database: Queryable, customerIds: readonly string[]): Promise<InvoiceRow[]> {
  return database.query<InvoiceRow>(
    `select ${INVOICE_COLUMNS} from invoices where customer_id = any($1::text[]) and status in ('OPEN', 'DRAFT')
      and type = 'STANDARD' order by period_start, id`,
    [customerIds],
  )
}

/** One-off invoices of a customer that are not FINAL: those that were written and have something to pay. */
export function loadRunningOneOffs(database: Queryable, customerId: string): Promise<WrittenInvoiceRow[]> {
  return database.query<WrittenInvoiceRow>(
    `select ${INVOICE_COLUMNS} from invoices where customer_id = $1 and status = 'DRAFT' and type = 'ONE_OFF'
      order by invoice_date, id`,
    [customerId],
  )
}

/** FINAL invoices of a customer's subscriptions within whose period an instant falls. */
export function loadFinalInvoicesAt(database: Queryable, customerId: string, at: Date): Promise<InvoiceRow[]> {
  return database.query<InvoiceRow>(
    `select ${INVOICE_COLUMNS} from invoices where customer_id = $1 and status = 'FINAL' and type = 'STANDARD'
      and period_start < $2 and period_end > $2 order by period_start, id`,
    [customerId, at],
  )
}

/** The invoices of these subscriptions whose period begins before an instant, in the order of their periods. */
export function loadPeriodInvoices(
  database: Queryable,
  subscriptionIds: readonly string[],
  before: Date,
): Promise<InvoiceRow[]> {
  return database.query<InvoiceRow>(
    `select ${INVOICE_COLUMNS} from invoices where type = 'STANDARD' and subscription_id = any($1::text[]) and period_start < $2
      order by subscription_id, period_start`,
    [subscriptionIds, before],
  )
}
