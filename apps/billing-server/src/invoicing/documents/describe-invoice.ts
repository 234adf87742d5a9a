import { parseInstant, resolveTimeZone } from '@tallygate/billing-period'
import type { Schema } from '@tallygate/client'
import { Decimal } from '@tallygate/rating'
import type { Having } from '../../resources/stored.ts'
import { describePrice, describeQuantity } from './describe-price.ts'
import { formatDecimal, formatMoney } from './format-decimal.ts'
import type { InvoiceParties } from './invoice-parties.ts'

/** A label and what it says. */
export type Fact = readonly [label: string, text: string]

/** One row of the table of an invoice. */
export interface DescribedLine {
  readonly description: string
  readonly quantity: string
  readonly price: string
  readonly amount: string
  /** The parts of the line: tiers, or segments with so many seats. */
  readonly parts: readonly string[]
}

/** An invoice in words and numbers, as people read it: the same for every form of the document. */
export interface InvoiceText {
  readonly title: string
  readonly number: string
  /** Said at the top of what is not FINAL; null for what is. */
  readonly warning: string | null
  readonly seller: readonly string[]
  readonly buyer: readonly string[]
  readonly facts: readonly Fact[]
  readonly groups: readonly {
    readonly title: string
    readonly dates: string
    readonly lines: readonly DescribedLine[]
    readonly total: string
  }[]
  /** Without tax, taxes, total, and where wallets pay what they do and what is left; the last is what is to be paid. */
  readonly totals: readonly Fact[]
  readonly notes: readonly string[]
}

/**
 * Returns what the document of an invoice says. Pure: the same invoice gives the same text. Dates are in the invoice's
 * time zone.
 */
export function describeInvoice(
  invoice: Having<Schema<'Invoice'>, 'billing_currency'>,
  { customer, billingEntity }: InvoiceParties,
): InvoiceText {
  const { billing_currency: currency } = invoice
  const isCredit = invoice.type === 'CREDIT' || invoice.type === 'ONE_OFF_CREDIT'
  const money = (amount: Schema<'Amount'> | null | undefined) => formatMoney(amount, currency)
  return {
    title: isCredit ? 'Credit invoice' : 'Invoice',
    number: invoice.invoice_number ?? '(draft)',
    warning: warningOf(invoice.status),
    seller: sellerLines(billingEntity),
    buyer: buyerLines(customer),
    facts: factsOf(invoice),
    groups: (invoice.periods ?? []).flatMap(({ groups }) =>
      (groups ?? []).map((group) => ({
        title: group.description ?? (group.type === 'ONE_OFF' ? 'Items' : 'Other'),
        dates: describeDates(group.start_at, group.end_at, invoice.timezone),
        lines: (group.lines ?? []).map((line) => describeLine(line, currency)),
        total: money(group.amount_excluding_tax),
      })),
    ),
    totals: totalsOf(invoice, money),
    notes: said([invoice.credit?.note, ...(invoice.notes ?? []), invoice.footnote]),
  }
}

/** Said at the top of what is no invoice; null for a FINAL one. */
function warningOf(status: string | undefined): string | null {
  if (status === 'FINAL') return null
  if (status === 'ARCHIVED') return 'This is not an invoice: it was archived before it became one.'
  return `This is not an invoice yet: it is ${status ?? 'a draft'} and may change.`
}

function factsOf(invoice: Schema<'Invoice'>): Fact[] {
  const date = (text: string | null | undefined) =>
    text == null ? '' : describeDate(parseInstant(text), invoice.timezone)
  const [period] = invoice.periods ?? []
  const facts: (readonly [label: string, text: string | null | undefined])[] = [
    ['Invoice date', date(invoice.invoice_date)],
    ['Due date', date(invoice.due_date)],
    [
      'Billing period',
      invoice.type === 'STANDARD' ? describeDates(period?.start_at, period?.end_at, invoice.timezone) : '',
    ],
    ['Delivery date', date(invoice.delivery_date)],
    ['Credit of invoice', invoice.credit?.original_invoice_info?.invoice_number],
    ['Customer', invoice.customer_reference],
    ['Purchase order', invoice.purchase_order_number],
  ]
  return facts.flatMap(([label, text]): Fact[] => (text == null || text === '' ? [] : [[label, text]]))
}

function totalsOf(invoice: Schema<'Invoice'>, money: (amount: Schema<'Amount'> | null | undefined) => string): Fact[] {
  const taxes = (invoice.tax_categories ?? []).map(
    ({ name, percentage, base_amount: base, tax_amount: tax }): Fact => [
      `Tax ${formatDecimal(percentage ?? '0')} % on ${money(base)} (${(name ?? 'standard').toLowerCase().replaceAll('_', ' ')})`,
      money(tax),
    ],
  )
  return [
    ['Total excluding tax', money(invoice.tax_summary?.base_amount)],
    ...taxes,
    ['Total', money(invoice.invoice_amount_including_tax)],
    ...paymentOf(invoice, money),
  ]
}

/** Returns what wallets pay; nothing is said where they pay nothing. */
function paymentOf(invoice: Schema<'Invoice'>, money: (amount: Schema<'Amount'> | null | undefined) => string): Fact[] {
  const paid = Decimal.parse(invoice.paid_invoice_amount?.quantity ?? '0')
  if (paid.isZero()) return []
  return [
    ['Paid from balance', money(invoice.paid_invoice_amount)],
    ['Left to pay', money(invoice.open_invoice_amount)],
  ]
}

function describeLine(line: Schema<'InvoiceLine'>, currency: string): DescribedLine {
  const parts = (line.sub_lines ?? []).filter(
    ({ details }) => details?.band !== undefined || details?.meter_value?.ratio != null,
  )
  return {
    description: line.description ?? 'Item',
    quantity: describeQuantity(line),
    price: describePrice(line.details?.band),
    amount: formatMoney(line.amount_excluding_tax, currency),
    parts: parts.map(({ description, details }) => {
      const quantity = details?.band === undefined ? '' : `${formatDecimal(details.meter_value?.number ?? '0')} × `
      const price = describePrice(details?.band)
      return said([description, price === '' ? null : `${quantity}${price}`]).join(': ')
    }),
  }
}

/** First and last day of a period; its end is the first instant that no longer counts. */
function describeDates(
  start: string | null | undefined,
  end: string | null | undefined,
  timeZone: string | null | undefined,
): string {
  if (start == null) return ''
  const first = parseInstant(start)
  const last = end == null ? first : new Date(Math.max(first.getTime(), parseInstant(end).getTime() - 1))
  const [from, to] = [describeDate(first, timeZone), describeDate(last, timeZone)]
  return from === to ? from : `${from} to ${to}`
}

function describeDate(instant: Date, timeZone: string | null | undefined): string {
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: resolveTimeZone(timeZone ?? 'UTC'),
  }).format(instant)
}

function sellerLines(entity: Schema<'BillingEntity'> | undefined): string[] {
  if (entity === undefined) return []
  return said([
    entity.legal_name ?? entity.reference,
    ...addressLines(entity.registered_address),
    entity.email,
    entity.registration_number && `Registration ${entity.registration_number}`,
    entity.tax_id && `Tax ID ${entity.tax_id}`,
  ])
}

function buyerLines(customer: Schema<'Customer'> | undefined): string[] {
  if (customer === undefined) return []
  const { organization, individual } = customer
  const person = [individual?.name?.first_name, individual?.name?.infix, individual?.name?.last_name]
  return said([
    organization?.legal_name ?? (said(person).join(' ') || customer.reference),
    ...addressLines(organization?.registered_address ?? individual?.residential_address),
    customer.email,
    organization?.tax_id && `Tax ID ${organization.tax_id}`,
  ])
}

function addressLines(address: Schema<'Address'> | undefined): (string | null | undefined)[] {
  if (address === undefined) return []
  const town = said([address.postal_code, address.city, address.state]).join(' ')
  return [address.line1, address.line2, town, address.country]
}

const said = (texts: readonly (string | null | undefined)[]): string[] =>
  texts.filter((text): text is string => text != null && text.trim() !== '')
