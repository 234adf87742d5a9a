import { formatInstant } from '@tallygate/billing-period'
import type { Schema } from '@tallygate/client'
import type { Queryable } from '../../database/database.ts'
import { invalidOperation, notFound } from '../../http/api-fault.ts'
import type { ServerContext } from '../../server-context.ts'
import { type AnyInvoiceRow, lockInvoice, type WrittenInvoiceRow } from '../invoices.store.ts'
import { type FinalDocument, readDocument } from '../whole-invoice.ts'
import { announceDraft } from './announce-draft.ts'
import { placedLinesOf } from './arrange-lines.ts'
import { finalDueAt } from './final-due-at.ts'
import { type CreditedLine, creditedWireLine, planCredit } from './plan-credit.ts'
import { refuseOverCrediting } from './refuse-over-crediting.ts'
import { moneyOf } from './sum-lines.ts'
import { type ContentFrame, writtenContent } from './written-content.ts'
import { insertLineCredits, insertWritten, loadLineCredits } from './written-invoices.store.ts'

/** A FINAL invoice that is being corrected. Its row is locked, so that corrections of it come one after the other. */
export interface CreditedInvoice {
  readonly id: string
  readonly customerId: string
  readonly document: FinalDocument
}

/** An invoice that can be credited, locked until the transaction ends. Only a FINAL one that bills something can be. */
export async function lockOriginal(database: Queryable, id: string): Promise<CreditedInvoice> {
  const row = await lockInvoice(database, id)
  if (row === undefined) throw notFound('INVOICE', id)
  refuseUncreditable(row)
  return { id, customerId: row.customer_id, document: readDocument(row) }
}

function refuseUncreditable({ id, type, status }: AnyInvoiceRow): void {
  const facts = { resourceType: 'INVOICE' as const, resourceId: id }
  if (type === 'CREDIT' || type === 'ONE_OFF_CREDIT') {
    throw invalidOperation('A credit cannot be credited; write a one-off invoice instead', facts)
  }
  if (status !== 'FINAL') {
    throw invalidOperation(`The invoice is ${status}; only a FINAL one is credited, another one is changed`, facts)
  }
}

/** The CREDIT of a FINAL invoice, or of parts of it, as a DRAFT, and what it gives back of each line. */
export async function issueCredit(
  context: Pick<ServerContext, 'stores' | 'clock' | 'makeId' | 'publish' | 'gracePeriod'>,
  database: Queryable,
  original: CreditedInvoice,
  request: Schema<'InvoiceActionCreditCreateRequest'>,
): Promise<{ readonly credit: WrittenInvoiceRow; readonly lines: readonly CreditedLine[] }> {
  const { clock, makeId } = context
  const { document } = original
  const { billing_currency: currency } = document
  const lines = planCredit(document, await loadLineCredits(database, original.id), request)
  const now = clock.date()
  const content = writtenContent(
    await creditFrame(context, database, document, request),
    lines.map((line) => creditedWireLine(line, makeId('invoice_lines'), -1, currency)),
    periodFrameOf(document),
    currency,
  )
  await refuseOverCrediting(database, document, moneyOf(content.invoice_amount_including_tax, currency))
  const credit = await insertWritten(database, {
    id: makeId('invoices'),
    type: 'CREDIT',
    customerId: original.customerId,
    invoiceDate: now,
    originalInvoiceId: original.id,
    onHold: request.force_init_on_hold ?? false,
    now,
    finalDueAt: finalDueAt(context, now, lines.length),
    content,
  })
  await insertLineCredits(database, credit.id, original.id, lines)
  await announceDraft(context, database, credit)
  return { credit, lines }
}

/**
 * The copy of what a credit gave back: a ONE_OFF that can be changed. What costs nothing comes along. It knows its
 * credit: what that gave back is settled between the two, so no wallet pays it again.
 */
export async function issueCopy(
  context: Pick<ServerContext, 'clock' | 'makeId' | 'publish' | 'gracePeriod'>,
  database: Queryable,
  original: CreditedInvoice,
  { credit, lines: credited }: { readonly credit: WrittenInvoiceRow; readonly lines: readonly CreditedLine[] },
): Promise<WrittenInvoiceRow> {
  const { clock, makeId } = context
  const { document } = original
  const { billing_currency: currency } = document
  const lines = placedLinesOf(document.periods).flatMap((placed) => {
    const id = makeId('invoice_lines')
    const found = credited.find(({ originalLineId }) => originalLineId === placed.line.id)
    if (found !== undefined) return [creditedWireLine(found, id, 1, currency)]
    return moneyOf(placed.line.amount_excluding_tax, currency).isZero()
      ? [{ ...placed, line: { ...placed.line, id } }]
      : []
  })
  const now = clock.date()
  const copy = await insertWritten(database, {
    id: makeId('invoices'),
    type: 'ONE_OFF',
    customerId: original.customerId,
    invoiceDate: now,
    originalInvoiceId: null,
    creditInvoiceId: credit.id,
    onHold: false,
    now,
    finalDueAt: finalDueAt(context, now, lines.length),
    content: writtenContent(frameOf(document, 'COPY_OF'), lines, periodFrameOf(document), currency),
  })
  await announceDraft(context, database, copy)
  return copy
}

async function creditFrame(
  { stores }: Pick<ServerContext, 'stores'>,
  database: Queryable,
  document: FinalDocument,
  request: Schema<'InvoiceActionCreditCreateRequest'>,
): Promise<ContentFrame> {
  const source = request.credit_details_source ?? 'ORIGINAL'
  const customer = source === 'CURRENT' ? await stores.customers.find(database, document.customer_id) : undefined
  return {
    ...frameOf(document, 'CREDIT_OF'),
    ...(customer === undefined ? {} : { customer_reference: customer.reference ?? null }),
    ...(request.delivery_date == null ? {} : { delivery_date: request.delivery_date }),
    credit: creditOf(document, request.note, source),
  }
}

/** The text of a credit that says nothing: the API shows one with each credit. */
const NO_NOTE = ''

/** Says of which invoice a correction is a credit. */
export function creditOf(original: FinalDocument, note: string | null | undefined, source: 'ORIGINAL' | 'CURRENT') {
  return {
    original_invoice_id: original.id,
    original_invoice_info: { id: original.id, invoice_number: original.invoice_number },
    note: note ?? NO_NOTE,
    credit_details_source: source,
  }
}

/** Returns what a correction says like its original, and how the two belong together. */
function frameOf(document: FinalDocument, linkType: string): ContentFrame {
  const { invoice_number: number, invoice_amount_including_tax: amount, invoice_date: date } = document
  return {
    invoice_number: null,
    billing_entity_id: document.billing_entity_id,
    customer_reference: document.customer_reference ?? null,
    purchase_order_number: document.purchase_order_number ?? null,
    sales_tax_percentage: document.sales_tax_percentage ?? null,
    timezone: document.timezone ?? null,
    ...(document.billing_period == null ? {} : { billing_period: document.billing_period }),
    pricing_plan_subscription_ids: document.pricing_plan_subscription_ids ?? [],
    payment_acceptor_ids: [],
    linked_invoices_ids: [document.id],
    linked_invoices: [
      {
        id: document.id,
        link_type: linkType,
        invoice_number: number ?? null,
        ...(amount == null ? {} : { amount }),
        invoice_date: date ?? null,
      },
    ],
  }
}

function periodFrameOf({ periods, invoice_date: date }: Schema<'Invoice'>) {
  const [first] = periods ?? []
  const start = first?.start_at ?? date ?? formatInstant(new Date(0))
  return {
    start_at: start,
    end_at: periods?.at(-1)?.end_at ?? start,
    ...(first?.billing_period === undefined ? {} : { billing_period: first.billing_period }),
  }
}
