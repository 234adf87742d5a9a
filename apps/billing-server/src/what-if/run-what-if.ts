import { formatInstant } from '@tallygate/billing-period'
import type { Schema } from '@tallygate/client'
import { PricingError } from '@tallygate/rating'
import { customerReferences } from '../customers/customers.store.ts'
import { ApiFault } from '../http/api-fault.ts'
import { type PlannableInvoice, planGathered } from '../invoicing/attach-wallets.ts'
import {
  comparablePeriod,
  comparablePlan,
  compareInvoices,
  type LineDifference,
} from '../invoicing/compare-invoices.ts'
import { gatherInvoices } from '../invoicing/gather-invoices.ts'
import { subjectsOf } from '../invoicing/gather-usage.ts'
import type { InvoiceRow } from '../invoicing/invoices.store.ts'
import { invoiceAmount, type WholeAmount } from '../invoicing/wire-money.ts'
import { letOthersIn } from '../let-others-in.ts'
import type { Stored } from '../resources/stored.ts'
import type { ServerContext } from '../server-context.ts'
import { type Candidate, type Candidates, findCandidate, noticesOf } from './candidate.ts'
import { gatherCandidates } from './gather-candidates.ts'
import { gatherUsage, type RepricedInvoice, type UsageSourceName } from './gather-usage.ts'
import type { WhatIfQuestion } from './read-what-if.ts'
import { segmentRepricer } from './reprice-segments.ts'
import { tryCatalog } from './try-catalog.ts'
import { countInvoices, nextInvoices } from './what-if.store.ts'
import { type ComparedAmounts, type CurrencyTotal, type CustomerDifference, WhatIfSums } from './what-if-sums.ts'

/** Invoices that one question may be about: the answer is held in memory. */
const MAX_WHAT_IF_INVOICES = 100_000
/** Customers whose invoices are planned together: few queries, and a bounded part of the answer under way. */
const PAGE_CUSTOMERS = 1_000

/** One invoice as it is, next to what it would be. */
export interface InvoiceWhatIf {
  readonly invoice_id: string
  readonly invoice_number: string | null
  readonly status: string
  readonly customer_id: string
  readonly customer_reference: string
  readonly pricing_plan_subscription_id: string
  readonly start_at: string
  readonly end_at: string
  /** The source of the usage. */
  readonly usage: UsageSourceName
  readonly before: WholeAmount
  readonly after: WholeAmount
  readonly difference: Schema<'Amount'>
  /** The lines before in their order, each with what takes its place; then the new ones. */
  readonly lines?: readonly LineDifference[]
}

/** An invoice of the answer, and its amounts as values. */
interface ComparedInvoice {
  readonly invoice: InvoiceWhatIf
  readonly amounts: ComparedAmounts
}

/** An invoice that the other prices cannot bill, and why. */
export interface RefusedInvoice {
  readonly invoice_id: string
  readonly customer_reference: string
  readonly field: string
  readonly message: string
}

/** The answer to a question. Amounts are without tax, as the lines are. */
export interface WhatIfAnswer {
  readonly from: string
  readonly to: string
  readonly pricing_plan_version_ids: readonly string[]
  readonly notices: readonly { readonly version_id: string; readonly field: string; readonly message: string }[]
  readonly totals: readonly CurrencyTotal[]
  readonly most_changed: readonly CustomerDifference[]
  readonly invoices: readonly InvoiceWhatIf[]
  readonly refused: readonly RefusedInvoice[]
}

/** Told after each page, and able to end the work. */
export interface WhatIfProgress {
  report(done: number, total: number): void
  /** Tells whether nobody waits for the answer any more. */
  readonly cancelled: () => boolean
}

/** Works out what stored events would have cost under other prices. Stores nothing. */
export async function runWhatIf(
  context: Pick<ServerContext, 'database' | 'stores' | 'clock' | 'makeId' | 'readCuts' | 'readSoldUsage'>,
  question: WhatIfQuestion,
  progress: WhatIfProgress = { report: () => {}, cancelled: () => false },
): Promise<WhatIfAnswer> {
  const { database, stores } = context
  const customer = question.customer === null ? undefined : await stores.customers.get(database, question.customer)
  const range = { from: question.from, to: question.to, customerId: customer?.id ?? null }
  const total = await countInvoices(database, range)
  if (total > MAX_WHAT_IF_INVOICES) {
    const message = `${total} invoices begin in the range, and at most ${MAX_WHAT_IF_INVOICES} are compared: choose a shorter one`
    throw new ApiFault({ code: 'INVALID_FIELD', field: 'to', message })
  }
  const wanted = question.candidate
  const candidates =
    wanted.kind === 'catalog'
      ? await tryCatalog(context, wanted.catalog)
      : await findCandidate(stores, database, wanted)
  const sums = new WhatIfSums()
  const invoices: InvoiceWhatIf[] = []
  const refused: RefusedInvoice[] = []
  progress.report(0, total)
  for (let after = '', done = 0; !progress.cancelled(); ) {
    const page = await nextInvoices(database, range, after, PAGE_CUSTOMERS)
    const last = page.at(-1)
    if (last === undefined) break
    after = last.customer_id
    for (const one of await comparePage(context, question, candidates, page)) {
      if ('field' in one) refused.push(one)
      else {
        sums.add(one.amounts)
        invoices.push(one.invoice)
      }
    }
    done += page.length
    progress.report(done, total)
  }
  return {
    from: formatInstant(question.from),
    to: formatInstant(question.to),
    pricing_plan_version_ids: [...candidates.values()].map(({ version }) => version.id),
    notices: noticesOf(candidates),
    totals: sums.totals(),
    most_changed: sums.mostChanged(question.top),
    invoices,
    refused,
  }
}

async function comparePage(
  context: Pick<ServerContext, 'database' | 'stores' | 'readCuts'>,
  question: WhatIfQuestion,
  candidates: Candidates,
  rows: readonly InvoiceRow[],
): Promise<(ComparedInvoice | RefusedInvoice)[]> {
  const { database } = context
  const subjects = await subjectsOf(database, rows)
  const gathered = await gatherInvoices(context, database, subjects)
  const reprice = segmentRepricer()
  const repriced = subjects.flatMap((subject, index): RepricedInvoice[] => {
    const invoice = gathered[index]
    if (invoice === undefined) return []
    const chosen = invoice.segments.map(({ version }) => candidateFor(version, candidates, question.plans))
    return chosen.some((candidate) => candidate !== undefined)
      ? [{ ...subject, gathered: invoice, candidates: chosen, repriced: reprice(invoice, chosen) }]
      : []
  })
  const usage = await gatherUsage(database, repriced, question.usage)
  const after = await gatherCandidates(context, database, repriced, usage)
  const references = await customerReferences(
    database,
    repriced.map(({ row }) => row.customer_id),
  )
  const compared: (ComparedInvoice | RefusedInvoice)[] = []
  for (const [index, invoice] of repriced.entries()) {
    const [source, candidate] = [usage[index]?.source, after[index]]
    if (source === undefined || candidate === undefined) continue
    const reference = references.get(invoice.row.customer_id)
    if (reference === undefined) throw new Error(`invoice ${invoice.row.id} has no customer`)
    compared.push(compareInvoice(invoice, { source, candidate }, reference, question.lines))
    await letOthersIn()
  }
  return compared
}

/** The version of the same plan; where every plan is meant and there is but one version, that one. */
function candidateFor(
  sold: Stored<'PricingPlanVersion'>,
  candidates: Candidates,
  plans: WhatIfQuestion['plans'],
): Candidate | undefined {
  const own = candidates.get(sold.pricing_plan_id)
  if (own !== undefined || plans === 'same' || candidates.size !== 1) return own
  return candidates.values().next().value
}

function compareInvoice(
  invoice: RepricedInvoice,
  { source, candidate }: { readonly source: UsageSourceName; readonly candidate: PlannableInvoice },
  reference: string,
  withLines: boolean,
): ComparedInvoice | RefusedInvoice {
  const { row, terms, gathered } = invoice
  const { currency } = terms
  try {
    const written = finalPeriod(row)
    const sold = written === undefined ? comparablePlan(planGathered(gathered)) : comparablePeriod(written, currency)
    const { before, after, lines } = compareInvoices(sold, comparablePlan(planGathered(candidate)), currency)
    const invoice = {
      invoice_id: row.id,
      invoice_number: row.invoice_number,
      status: row.status,
      customer_id: row.customer_id,
      customer_reference: reference,
      pricing_plan_subscription_id: terms.id,
      start_at: formatInstant(row.period_start),
      end_at: formatInstant(row.period_end),
      usage: source,
      before: invoiceAmount(before, currency),
      after: invoiceAmount(after, currency),
      difference: invoiceAmount(after.minus(before), currency),
      ...(withLines && { lines }),
    }
    return { invoice, amounts: { customerId: row.customer_id, reference, currency, before, after } }
  } catch (error) {
    if (!PricingError.isInstance(error)) throw error
    return { invoice_id: row.id, customer_reference: reference, field: error.field, message: error.message }
  }
}

/** The period of an invoice as it was written for ever. */
function finalPeriod(row: InvoiceRow): Schema<'InvoicePeriod'> | undefined {
  return row.status === 'FINAL' ? row.body.periods?.[0] : undefined
}
