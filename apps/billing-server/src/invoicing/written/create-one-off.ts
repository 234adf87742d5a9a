import { formatInstant, parseInstant, resolveTimeZone } from '@tallygate/billing-period'
import type { Schema } from '@tallygate/client'
import { isBillableCurrency } from '@tallygate/rating'
import { resolveParties } from '../../customers/resolve-parties.ts'
import type { Queryable } from '../../database/database.ts'
import { ApiFault, invalidField, missingField, referenceNotFound } from '../../http/api-fault.ts'
import type { ServerContext } from '../../server-context.ts'
import type { WrittenInvoiceRow } from '../invoices.store.ts'
import { refuseEarlyDueDate } from '../refuse-early-due-date.ts'
import { announceDraft } from './announce-draft.ts'
import { creditOf, lockOriginal } from './issue-credit.ts'
import { writtenContent } from './written-content.ts'
import { insertWritten } from './written-invoices.store.ts'

type Request = Schema<'InvoiceCreateRequest'>

/**
 * Stores a ONE_OFF or a ONE_OFF_CREDIT as a DRAFT without lines. Our defaults: the oldest billing entity, USD, dated
 * and due now, UTC.
 */
export async function createOneOff(
  context: Pick<ServerContext, 'stores' | 'clock' | 'makeId' | 'publish'>,
  database: Queryable,
  body: Request,
): Promise<WrittenInvoiceRow> {
  const { type } = body
  if (type !== 'ONE_OFF' && type !== 'ONE_OFF_CREDIT') {
    throw invalidField('type', `the server makes invoices of type ${type}; use ONE_OFF or ONE_OFF_CREDIT`, 'INVOICE')
  }
  const currency = readCurrency(body)
  if (body.timezone != null) refuseUnknownTimeZone(body.timezone)
  const parties = await readParties(context, database, body)
  const subscriptions = await readSubscriptions(context, database, body, parties.customerId)
  const now = context.clock.date()
  const invoiceDate = body.invoice_date === undefined ? now : parseInstant(body.invoice_date)
  refuseEarlyDueDate(invoiceDate, body.due_date)
  const credit = await readCredit(database, body, parties.customerId, currency)
  const date = formatInstant(invoiceDate)
  const content = writtenContent(
    {
      invoice_number: null,
      billing_entity_id: parties.billingEntityId,
      customer_reference: parties.customerReference,
      purchase_order_number: body.purchase_order_number ?? null,
      sales_tax_percentage: body.sales_tax_percentage ?? null,
      timezone: body.timezone ?? parties.timezone,
      pricing_plan_subscription_ids: subscriptions,
      payment_acceptor_ids: body.payment_acceptor_ids ?? [],
      linked_invoices_ids: credit === null ? [] : [credit.original_invoice_id],
      ...(body.delivery_date === undefined ? {} : { delivery_date: body.delivery_date }),
      ...(body.due_date == null ? {} : { due_date: body.due_date }),
      ...(body.notes === undefined ? {} : { notes: body.notes }),
      ...(body.footnote === undefined ? {} : { footnote: body.footnote }),
      ...(body.custom_fields === undefined ? {} : { custom_fields: body.custom_fields }),
      ...(credit === null ? {} : { credit }),
    },
    [],
    { start_at: date, end_at: date },
    currency,
  )
  const row = await insertWritten(database, {
    id: context.makeId('invoices'),
    type,
    customerId: parties.customerId,
    invoiceDate,
    originalInvoiceId: credit?.original_invoice_id ?? null,
    onHold: body.on_hold ?? false,
    now,
    finalDueAt: null,
    content,
  })
  await announceDraft(context, database, row)
  return row
}

function readCurrency({ billing_currency: currency, pricing_amount_type: amountType, ...body }: Request): string {
  if (amountType === 'INCLUDING_TAX') {
    throw invalidField('pricing_amount_type', 'this server bills prices EXCLUDING_TAX', 'INVOICE')
  }
  if (body.sales_tax_percentage?.startsWith('-') === true) {
    throw invalidField('sales_tax_percentage', 'value is negative', 'INVOICE')
  }
  if (currency != null && !isBillableCurrency(currency)) {
    throw invalidField('billing_currency', 'value is not a currency that can be billed, such as USD', 'INVOICE')
  }
  return currency ?? 'USD'
}

function refuseUnknownTimeZone(timeZone: string): void {
  try {
    resolveTimeZone(timeZone)
  } catch {
    throw invalidField(
      'timezone',
      'value is not a known time zone; use an IANA name such as Europe/Amsterdam',
      'INVOICE',
    )
  }
}

async function readParties(context: Pick<ServerContext, 'stores'>, database: Queryable, body: Request) {
  const { customer_id: customerId, customer_reference: reference, billing_entity_id: entityId } = body
  const { customer, entity } = await resolveParties(context, database, {
    ...(customerId == null ? {} : { customer_id: customerId }),
    ...(reference == null ? {} : { customer_reference: reference }),
    ...(entityId === undefined ? {} : { billing_entity_id: entityId }),
  })
  if (customer?.id == null) throw missingField('customer_id', 'INVOICE')
  const { data } = await context.stores.billingEntities.list(database, [], { limit: 1, orderDirection: 'asc' })
  const issuer = entity ?? data[0]
  if (issuer?.id == null) {
    throw new ApiFault({
      status: 400,
      code: 'UNABLE_TO_PROCESS_INSTRUCTIONS',
      message: 'There is no billing entity yet; create one first',
      field: 'billing_entity_id',
      resourceType: 'BILLING_ENTITY',
    })
  }
  return {
    customerId: customer.id,
    customerReference: customer.reference ?? null,
    timezone: customer.timezone ?? 'UTC',
    billingEntityId: issuer.id,
  }
}

async function readSubscriptions(
  { stores }: Pick<ServerContext, 'stores'>,
  database: Queryable,
  body: Request,
  customerId: string,
): Promise<string[]> {
  const ids = body.pricing_plan_subscription_ids ?? []
  const found = await stores.subscriptions.byIds(database, ids)
  ids.forEach((id, index) => {
    if (found.get(id)?.customer_id !== customerId) {
      throw referenceNotFound(`pricing_plan_subscription_ids.${index}`, 'PRICING_PLAN_SUBSCRIPTION', id)
    }
  })
  return ids
}

/**
 * Returns what a ONE_OFF_CREDIT corrects, where it says so: a FINAL invoice of the same customer in the same currency.
 */
async function readCredit(database: Queryable, { type, credit }: Request, customerId: string, currency: string) {
  if (credit == null) return null
  if (type !== 'ONE_OFF_CREDIT') throw invalidField('credit', 'only a ONE_OFF_CREDIT corrects an invoice', 'INVOICE')
  const id = credit.original_invoice_id
  if (id === undefined) throw missingField('credit.original_invoice_id', 'INVOICE')
  const original = await lockOriginal(database, id).catch((error: unknown) => {
    throw ApiFault.isInstance(error) && error.status === 404
      ? referenceNotFound('credit.original_invoice_id', 'INVOICE', id)
      : error
  })
  if (original.customerId !== customerId || original.document.billing_currency !== currency) {
    const message = 'the invoice is of another customer or in another currency'
    throw invalidField('credit.original_invoice_id', message, 'INVOICE')
  }
  return creditOf(original.document, credit.note, credit.credit_details_source ?? 'ORIGINAL')
}
