import { isDeepStrictEqual } from 'node:util'
import { type BillingPeriod, formatInstant, parseInstant } from '@tallygate/billing-period'
import type { Schema } from '@tallygate/client'
import { Decimal } from '@tallygate/rating'
import { loadTerms } from '../../customers/subscription-terms.store.ts'
import { bills, placeAt, type SubscriptionTerms } from '../../customers/subscription-terms.ts'
import type { Queryable } from '../../database/database.ts'
import { ApiFault, invalidField, invalidOperation, missingField, referenceNotFound } from '../../http/api-fault.ts'
import type { OperationHandlers } from '../../http/operation-handlers.ts'
import { shareCustomers } from '../../metering/customer-lock.store.ts'
import { findPersistData, insertPersistData } from '../../metering/persist-data.store.ts'
import { MAX_AHEAD_MS, writeEventInstant } from '../../metering/read-event.ts'
import type { ServerContext } from '../../server-context.ts'
import { findInvoiceOf } from '../invoices.store.ts'
import { findReprocess } from '../reprocess.store.ts'
import { findSoldRule } from './find-sold-rule.ts'
import { readStatement } from './read-statement.ts'

type Request = Schema<'PersistDataCreateRequest'>

/** Statements of what a rule brings into a period. */
export function persistDataRoutes(
  context: Pick<ServerContext, 'database' | 'stores' | 'clock' | 'makeId'>,
): OperationHandlers {
  return {
    ingestPersistData: ({ body }) => context.database.transaction((transaction) => state(context, transaction, body)),
  }
}

/**
 * Stores a statement, once for its reference: repeated it is answered with what is stored, with other content refused.
 */
async function state(
  { stores, clock, makeId }: Pick<ServerContext, 'stores' | 'clock' | 'makeId'>,
  transaction: Queryable,
  body: Request,
): Promise<Schema<'PersistData'>> {
  const reference = body.reference == null || body.reference === '' ? null : body.reference
  const requested = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null))
  const known = reference === null ? undefined : await findPersistData(transaction, reference)
  if (known !== undefined) return repeated(known, requested)
  const customer = await customerOf({ stores }, transaction, body)
  // Until it is stored no invoice of the customer is closed.
  await shareCustomers(transaction, [customer.id, customer.reference])
  const terms = await subscriptionOf(transaction, customer.id, body)
  const at = timestampOf(body, clock.date())
  const period = periodOf(body, terms, at)
  const invoice = await findInvoiceOf(transaction, terms.id, period.start)
  if (invoice?.status === 'FINAL') {
    const message = `The invoice of the period is FINAL and never changes; state it for a later period`
    const field = body.period?.start_at === undefined ? 'timestamp' : 'period.start_at'
    throw invalidOperation(message, { field, resourceType: 'INVOICE', resourceId: invoice.id })
  }
  if (body.reprocess_id != null) await requireRun(transaction, body.reprocess_id)
  const sold = await findSoldRule(transaction, stores, terms, period, body)
  const statement = {
    subscriptionId: terms.id,
    periodStart: period.start,
    ...readStatement(body, sold, terms.currency),
  }
  const id = makeId('persist_data')
  const stored: Schema<'PersistData'> = {
    object_type: 'PERSIST_DATA',
    id,
    ...requested,
    customer_id: customer.id,
    customer_reference: customer.reference,
    pricing_plan_subscription_id: terms.id,
    pricing_plan_subscription_reference: terms.reference,
    period: { start_at: formatInstant(period.start), end_at: formatInstant(period.end) },
    timestamp: writeEventInstant(at),
  }
  const row = { id, reference, createdAt: clock.date(), requested, body: stored, statement }
  if (await insertPersistData(transaction, row)) return stored
  // Somebody else stated it at the same time.
  const first = reference === null ? undefined : await findPersistData(transaction, reference)
  if (first === undefined) throw new Error(`persist data ${reference} was neither stored nor found`)
  return repeated(first, requested)
}

function repeated(
  known: { readonly id: string; readonly requested: unknown; readonly body: Schema<'PersistData'> },
  requested: object,
): Schema<'PersistData'> {
  if (isDeepStrictEqual(known.requested, JSON.parse(JSON.stringify(requested)))) return known.body
  throw new ApiFault({
    status: 409,
    code: 'RESOURCE_ALREADY_EXISTS',
    field: 'reference',
    message:
      'A PERSIST_DATA with this reference exists already, and says something else; correct it under another reference',
    resourceType: 'PERSIST_DATA',
    resourceId: known.id,
  })
}

async function customerOf(
  { stores }: Pick<ServerContext, 'stores'>,
  database: Queryable,
  { customer_id: id, customer_reference: reference }: Request,
): Promise<{ readonly id: string; readonly reference: string }> {
  const name = id ?? reference
  if (name == null) throw missingField('customer_id', 'PERSIST_DATA')
  const member = id == null ? 'customer_reference' : 'customer_id'
  const found = await stores.customers.find(database, name)
  if (found === undefined || (id == null ? found.reference : found.id) !== name) {
    throw referenceNotFound(member, 'CUSTOMER', name)
  }
  if (reference != null && reference !== found.reference) {
    throw invalidField('customer_reference', 'value names another customer than customer_id', 'PERSIST_DATA')
  }
  return found
}

async function subscriptionOf(database: Queryable, customerId: string, body: Request): Promise<SubscriptionTerms> {
  const { data, rules, filters, fallback } = body.pricing_plan_subscription_selector ?? {}
  if ([data, rules, filters].some((list) => (list ?? []).length > 0) || fallback === 'NONE') {
    const message = 'this server does not choose by a selector; name the subscription'
    throw invalidField('pricing_plan_subscription_selector', message, 'PERSIST_DATA')
  }
  const { pricing_plan_subscription_id: id, pricing_plan_subscription_reference: reference } = body
  const member = id == null ? 'pricing_plan_subscription_reference' : 'pricing_plan_subscription_id'
  const name = id ?? reference
  if (name == null) throw missingField('pricing_plan_subscription_id', 'PERSIST_DATA')
  const own = await loadTerms(database, { customerId })
  const terms = own.find((one) => (id == null ? one.reference : one.id) === name)
  if (terms === undefined) throw referenceNotFound(member, 'PRICING_PLAN_SUBSCRIPTION', name)
  if (reference != null && reference !== terms.reference) {
    const message = 'value names another subscription than pricing_plan_subscription_id'
    throw invalidField('pricing_plan_subscription_reference', message, 'PERSIST_DATA')
  }
  if (!bills(terms)) {
    const facts = { field: member, resourceType: 'PRICING_PLAN_SUBSCRIPTION', resourceId: terms.id } as const
    throw invalidOperation(`The subscription is ${terms.status} and bills nothing`, facts)
  }
  return terms
}

function timestampOf({ timestamp }: Request, now: Date): Date {
  const at = timestamp == null ? now : parseInstant(timestamp)
  if (at.getTime() > now.getTime() + MAX_AHEAD_MS) {
    throw invalidField('timestamp', 'value lies more than 30 minutes in the future', 'PERSIST_DATA')
  }
  return at
}

/** The billing period that is stated, or that the timestamp falls into. A period may be stated before it begins. */
function periodOf({ period }: Request, terms: SubscriptionTerms, at: Date): BillingPeriod {
  const start = period?.start_at == null ? undefined : parseInstant(period.start_at)
  if (start === undefined && period?.end_at != null) throw missingField('period.start_at', 'PERSIST_DATA')
  if (period?.ratio != null && !Decimal.parse(period.ratio, 'period.ratio').equals(Decimal.ONE)) {
    throw invalidField('period.ratio', 'a statement is about a whole period', 'PERSIST_DATA')
  }
  const found = placeAt(terms, start ?? at)?.period
  if (found === undefined) {
    const field = start === undefined ? 'timestamp' : 'period.start_at'
    throw invalidField(field, 'the subscription bills no period then', 'PERSIST_DATA')
  }
  if (start !== undefined && start.getTime() !== found.start.getTime()) {
    const message = `a period of the subscription begins at ${formatInstant(found.start)}, none at this instant`
    throw invalidField('period.start_at', message, 'PERSIST_DATA')
  }
  if (period?.end_at != null && parseInstant(period.end_at).getTime() !== found.end.getTime()) {
    throw invalidField('period.end_at', `the period ends at ${formatInstant(found.end)}`, 'PERSIST_DATA')
  }
  return found
}

async function requireRun(database: Queryable, id: string): Promise<void> {
  if ((await findReprocess(database, id)) === undefined) throw referenceNotFound('reprocess_id', 'REPROCESS', id)
}
