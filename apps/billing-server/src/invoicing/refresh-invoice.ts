import type { Schema } from '@tallygate/client'
import type { Queryable } from '../database/database.ts'
import { invalidField, invalidOperation, missingField, notFound } from '../http/api-fault.ts'
import { holdCustomer } from '../metering/customer-lock.store.ts'
import { rebuildTotals } from '../metering/rebook.ts'
import type { ServerContext } from '../server-context.ts'
import { dropInvoiceMembers, replaceInvoiceBody } from './invoice-changes.store.ts'
import { findInvoice, type InvoiceRow, lockInvoice, type WrittenInvoiceRow } from './invoices.store.ts'
import { presentInvoice } from './present-invoice.ts'
import { retaxLines } from './written/retax-lines.ts'

type Request = Schema<'RefreshInvoiceCreateRequest'>
type Kind = NonNullable<NonNullable<Request['types']>[number]>

/** Members that were set on the invoice of a period and then win over what they come from, by what reads that again. */
const SET_MEMBERS: Readonly<Partial<Record<Kind, keyof Schema<'Invoice'>>>> = {
  CUSTOM_FIELD: 'custom_fields',
  PAYMENT_ACCEPTOR: 'payment_acceptor_ids',
  PO_NUMBER: 'purchase_order_number',
  TAX_RATES: 'sales_tax_percentage',
}

/**
 * Reads again what an invoice that is not FINAL is made from. Usage and prices of a period's invoice are read anew each
 * time it is looked at, so there only what was set on the invoice itself is dropped, for what it comes from; FULL also
 * adds its events up anew. A written invoice takes over the customer's reference and the subscription's order number
 * and tax.
 */
export async function refreshInvoice(
  context: Pick<ServerContext, 'stores' | 'clock' | 'readCuts'>,
  transaction: Queryable,
  id: string,
  body: Request,
): Promise<Schema<'Invoice'>> {
  const found = await findInvoice(transaction, id)
  if (found === undefined) throw notFound('INVOICE', id)
  const kinds = kindsOf(body)
  // The customer before the invoice, as a change of its subscription takes them.
  if (found.type === 'STANDARD' && kinds.has('FULL')) await hold(context, transaction, found.customer_id)
  const row = await lockInvoice(transaction, id)
  if (row === undefined) throw notFound('INVOICE', id)
  if (row.status === 'FINAL' || row.status === 'ARCHIVED') {
    throw invalidOperation(`The invoice is ${row.status} and never changes`, {
      resourceType: 'INVOICE',
      resourceId: id,
    })
  }
  if (row.type === 'STANDARD') await refreshPeriod(context, transaction, row, kinds)
  else await refreshWritten(context, transaction, row, kinds)
  const refreshed = await findInvoice(transaction, id)
  if (refreshed === undefined) throw notFound('INVOICE', id)
  return presentInvoice(context, transaction, refreshed)
}

function kindsOf({ type, types }: Request): ReadonlySet<Kind> {
  const kinds = new Set<Kind>([...(types ?? []), ...(type == null ? [] : [type])])
  if (kinds.size === 0) throw missingField('types', 'INVOICE')
  if (type != null && types != null && types.length > 0) throw invalidField('type', 'give type or types, not both')
  return kinds
}

async function hold(
  { stores }: Pick<ServerContext, 'stores'>,
  transaction: Queryable,
  customerId: string,
): Promise<void> {
  const customer = await stores.customers.get(transaction, customerId)
  await holdCustomer(transaction, { id: customerId, reference: customer.reference })
}

async function refreshPeriod(
  { clock }: Pick<ServerContext, 'clock'>,
  transaction: Queryable,
  row: InvoiceRow,
  kinds: ReadonlySet<Kind>,
): Promise<void> {
  if (kinds.has('FULL')) await rebuildTotals(transaction, row.customer_id, [row.subscription_id])
  const dropped = Object.entries(SET_MEMBERS).flatMap(([kind, member]) =>
    kinds.has('FULL') || kinds.has(kind as Kind) ? [member] : [],
  )
  await dropInvoiceMembers(transaction, row.id, dropped, clock.date())
}

async function refreshWritten(
  { stores, clock }: Pick<ServerContext, 'stores' | 'clock'>,
  transaction: Queryable,
  row: WrittenInvoiceRow,
  kinds: ReadonlySet<Kind>,
): Promise<void> {
  const has = (kind: Kind) => kinds.has('FULL') || kinds.has(kind)
  const customer = await stores.customers.get(transaction, row.customer_id)
  const [subscriptionId] = row.body.pricing_plan_subscription_ids ?? []
  const subscription =
    subscriptionId === undefined ? undefined : await stores.subscriptions.find(transaction, subscriptionId)
  const isTaxedAnew = has('TAX_RATES') && subscription !== undefined && row.type !== 'CREDIT'
  const content = {
    ...(isTaxedAnew ? await retaxLines(transaction, row, subscription.sales_tax_percentage ?? null) : row.body),
    ...(has('CUSTOMER') ? { customer_reference: customer.reference ?? null } : {}),
    ...(has('PO_NUMBER') && subscription !== undefined
      ? { purchase_order_number: subscription.purchase_order_number ?? null }
      : {}),
  }
  await replaceInvoiceBody(transaction, row.id, content, clock.date())
}
