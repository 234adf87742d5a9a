import { formatInstant } from '@tallygate/billing-period'
import type { Schema } from '@tallygate/client'
import { salesTaxOf, type TaxCategory } from '@tallygate/rating'
import type { Queryable } from '../../database/database.ts'
import { invalidOperation, notFound, referenceNotFound } from '../../http/api-fault.ts'
import type { Stored } from '../../resources/stored.ts'
import type { ServerContext } from '../../server-context.ts'
import { lockInvoice, type WrittenInvoiceRow } from '../invoices.store.ts'
import { readDocument } from '../whole-invoice.ts'
import { type PlacedLine, placedLinesOf } from './arrange-lines.ts'
import { finalDueAt } from './final-due-at.ts'
import { planOneOffLine } from './plan-one-off-line.ts'
import { refuseOverCrediting } from './refuse-over-crediting.ts'
import { moneyOf } from './sum-lines.ts'
import { writtenContent } from './written-content.ts'
import { replaceContent } from './written-invoices.store.ts'

/** Lines of one invoice: what fits on a document, and into one answer. */
const MAX_LINES = 1000

/** A one-off invoice that is still a DRAFT, locked until the transaction ends: only of such a one lines change. */
export async function lockEditable(database: Queryable, id: string): Promise<WrittenInvoiceRow> {
  const row = await lockInvoice(database, id)
  if (row === undefined) throw notFound('INVOICE', id)
  const facts = { resourceType: 'INVOICE' as const, resourceId: id }
  if (row.type !== 'ONE_OFF' && row.type !== 'ONE_OFF_CREDIT') {
    throw invalidOperation(
      `The lines of a ${row.type} invoice follow from what it bills; write a one-off invoice`,
      facts,
    )
  }
  if (row.body.sold_on_demand !== undefined) {
    throw invalidOperation(
      'The lines of a charge on demand are what was sold; credit the invoice once it is FINAL',
      facts,
    )
  }
  if (row.status !== 'DRAFT') throw invalidOperation(`The invoice is ${row.status} and never changes`, facts)
  return row
}

/** Puts other lines in the place of those of a one-off DRAFT, and sums it up anew. */
export async function replaceLines(
  context: Pick<ServerContext, 'clock' | 'gracePeriod'>,
  database: Queryable,
  row: WrittenInvoiceRow,
  lines: readonly PlacedLine[],
): Promise<WrittenInvoiceRow> {
  if (lines.length > MAX_LINES) {
    throw invalidOperation(`An invoice has ${MAX_LINES} lines at most`, { resourceType: 'INVOICE', resourceId: row.id })
  }
  const { periods: _periods, ...frame } = row.body
  const { billing_currency: currency } = row.body
  const content = writtenContent(frame, lines, periodFrameOf(row, lines), currency)
  if (row.original_invoice_id !== null) {
    const original = await lockInvoice(database, row.original_invoice_id)
    if (original === undefined) throw new Error(`invoice ${row.id} corrects one that is not there`)
    const total = moneyOf(content.invoice_amount_including_tax, currency)
    await refuseOverCrediting(database, readDocument(original), total, row.id)
  }
  const due = finalDueAt(context, row.invoice_date, lines.length)
  return replaceContent(database, row.id, { content, finalDueAt: due, now: context.clock.date() })
}

/** From the first start of a line to the last end; the date of the invoice where no line says any. */
function periodFrameOf(row: WrittenInvoiceRow, lines: readonly PlacedLine[]) {
  const date = formatInstant(row.invoice_date)
  const starts = lines.flatMap(({ group }) => group.start_at ?? []).sort()
  const ends = lines.flatMap(({ group }) => group.end_at ?? []).sort()
  const start = starts[0] ?? date
  return { start_at: start, end_at: ends.at(-1) ?? starts.at(-1) ?? start }
}

/** The line that a request describes, for this invoice. */
export async function lineOf(
  { stores }: Pick<ServerContext, 'stores'>,
  database: Queryable,
  row: WrittenInvoiceRow,
  request: Schema<'OneOffInvoiceLineCreateRequest'>,
  id: string,
): Promise<PlacedLine> {
  const subscriptionId = request.pricing_plan_subscription_id
  if (subscriptionId != null) {
    const subscription = await stores.subscriptions.find(database, subscriptionId)
    if (subscription?.customer_id !== row.customer_id) {
      throw referenceNotFound('pricing_plan_subscription_id', 'PRICING_PLAN_SUBSCRIPTION', subscriptionId)
    }
  }
  const { productItem, taxCategory } = await readProductItem({ stores }, database, request.product_item_id)
  const { billing_currency: currency } = row.body
  const tax = salesTaxOf(row.body.sales_tax_percentage, currency)
  return planOneOffLine({ id, request, productItem, taxCategory, tax, isCredit: row.type === 'ONE_OFF_CREDIT' })
}

async function readProductItem(
  { stores }: Pick<ServerContext, 'stores'>,
  database: Queryable,
  id: string | null | undefined,
): Promise<{ readonly productItem: Stored<'ProductItem'> | null; readonly taxCategory: TaxCategory }> {
  if (id == null) return { productItem: null, taxCategory: 'STANDARD' }
  const productItem = await stores.productItems.find(database, id)
  if (productItem === undefined) throw referenceNotFound('product_item_id', 'PRODUCT_ITEM', id)
  const product = await stores.products.get(database, productItem.product_id)
  const category = await stores.categories.get(database, product.category_id)
  const stated = productItem.tax_category ?? product.tax_category ?? category.tax_category ?? 'STANDARD'
  return { productItem, taxCategory: stated }
}

/** The lines of a one-off DRAFT and where the one with this id stands among them. */
export function linesWith(row: WrittenInvoiceRow, lineId: string) {
  const lines = placedLinesOf(row.body.periods)
  const index = lines.findIndex(({ line }) => line.id === lineId)
  if (index === -1) throw notFound('INVOICE', lineId)
  return { lines, index }
}
