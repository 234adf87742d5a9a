import { type BillingPeriod, formatInstant, parseInstant } from '@tallygate/billing-period'
import type { Schema } from '@tallygate/client'
import { loadTerms } from '../customers/subscription-terms.store.ts'
import { placeAt, type SubscriptionTerms } from '../customers/subscription-terms.ts'
import type { Queryable } from '../database/database.ts'
import { withoutTrace } from '../database/without-trace.ts'
import { invalidField, invalidOperation } from '../http/api-fault.ts'
import type { InvoiceRow } from '../invoicing/invoices.store.ts'
import { computeInvoice } from '../invoicing/present-invoice.ts'
import type { ServerContext } from '../server-context.ts'
import { preparePreview } from './prepare-preview.ts'

/** Invoices that one schedule is previewed for: two years of months. */
const MAX_INVOICES_PER_SCHEDULE = 24

/** Schedules that are previewed. A subscription seldom has more than a trial and its plan. */
const MAX_SCHEDULES = 20

/**
 * The invoices that a subscription, or a template for a customer, would have: with the usage that there is, and with
 * what is charged without any. Nothing is stored: what it takes is written into a transaction that is rolled back.
 *
 * A subscription that is not ACTIVE begins at `start_at`; of an ACTIVE one the periods from then on are previewed, by
 * default from now on. Each schedule gives `invoices_per_schedule` (default 1), each of a whole period.
 */
export function previewInvoices(
  context: Pick<ServerContext, 'database' | 'stores' | 'clock' | 'makeId' | 'readCuts'>,
  body: Schema<'InvoicePreviewActionCreateRequest'>,
): Promise<Schema<'InvoicePreviewActionResponse'>> {
  const count = body.invoices_per_schedule ?? 1
  if (count < 1 || count > MAX_INVOICES_PER_SCHEDULE) {
    throw invalidField('invoices_per_schedule', `value is not between 1 and ${MAX_INVOICES_PER_SCHEDULE}`)
  }
  return withoutTrace(context.database, async (transaction) => {
    const subject = await preparePreview(context, transaction, body)
    const [terms] = await loadTerms(transaction, { subscriptionIds: [subject.subscriptionId] })
    const nothing = (message: string) =>
      invalidOperation(message, { resourceType: 'PRICING_PLAN_SUBSCRIPTION', resourceId: subject.givenId })
    if (terms === undefined || terms.schedules.length === 0) throw nothing('The subscription has no schedule')
    if (terms.schedules.length > MAX_SCHEDULES) throw nothing(`More than ${MAX_SCHEDULES} schedules are not previewed`)
    const from = fromOf(context, body, subject.isActive)
    const infos: { readonly pricing_plan_schedule_id: string; readonly invoices: Schema<'Invoice'>[] }[] = []
    for (const { id } of terms.schedules) {
      const invoices: Schema<'Invoice'>[] = []
      for (const period of periodsOf(terms, id, from, count)) {
        invoices.push(await previewOf(context, transaction, terms, period))
      }
      if (invoices.length > 0) infos.push({ pricing_plan_schedule_id: subject.scheduleIds.get(id) ?? id, invoices })
    }
    const all = infos.flatMap(({ invoices }) => invoices)
    const first = all[0]
    if (first === undefined) throw nothing('The subscription has no period from then on')
    const now = formatInstant(context.clock.date())
    const next = all.find(({ invoice_date: date }) => date != null && date > now) ?? first
    return { invoice: next, first_invoice: first, invoice_infos: infos }
  })
}

function fromOf(
  { clock }: Pick<ServerContext, 'clock'>,
  { start_at: startAt }: Schema<'InvoicePreviewActionCreateRequest'>,
  isActive: boolean,
): Date {
  if (startAt !== undefined) return parseInstant(startAt)
  return isActive ? clock.date() : new Date(0)
}

/** The first periods of a schedule that end after an instant. */
function periodsOf(terms: SubscriptionTerms, scheduleId: string, from: Date, count: number): BillingPeriod[] {
  const schedule = terms.schedules.find(({ id }) => id === scheduleId)
  const periods: BillingPeriod[] = []
  if (schedule === undefined) return periods
  let at = new Date(Math.max(schedule.startAt.getTime(), from.getTime()))
  while (periods.length < count) {
    const placed = placeAt(terms, at)
    if (placed?.schedule.id !== scheduleId) break
    periods.push(placed.period)
    at = placed.period.end
  }
  return periods
}

async function previewOf(
  context: Pick<ServerContext, 'stores' | 'clock' | 'readCuts'>,
  transaction: Queryable,
  terms: SubscriptionTerms,
  period: BillingPeriod,
): Promise<Schema<'Invoice'>> {
  const now = context.clock.date()
  const row: InvoiceRow = {
    type: 'STANDARD',
    id: '',
    customer_id: terms.customerId,
    subscription_id: terms.id,
    period_start: period.start,
    period_end: period.end,
    invoice_date: null,
    original_invoice_id: null,
    status: 'DRAFT',
    on_hold: false,
    created_at: now,
    updated_at: now,
    drafted_at: null,
    final_due_at: null,
    final_at: null,
    invoice_number: 'PREVIEW',
    credit_invoice_id: null,
    body: {},
  }
  const { id: _id, ...invoice } = await computeInvoice(context, transaction, row, terms)
  return invoice
}
