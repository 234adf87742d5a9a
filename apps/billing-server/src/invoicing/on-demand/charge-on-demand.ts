import { formatInstant } from '@tallygate/billing-period'
import type { Schema } from '@tallygate/client'
import {
  chargeOnDemand,
  Decimal,
  fromWireMoney,
  minorUnitOf,
  type OnDemandCharge,
  type OnDemandItem,
  onDemandDeposits,
  onDemandItemsAt,
  type PlannedDeposit,
  PricingError,
  roundMoney,
  type SalesTax,
  salesTaxOf,
} from '@tallygate/rating'
import { unitOfWalletType } from '../../catalog/unit-of-wallet-type.ts'
import type { Queryable } from '../../database/database.ts'
import { invalidField, invalidOperation, referenceNotFound } from '../../http/api-fault.ts'
import { readInstant, toWholeSecond } from '../../http/read-instant.ts'
import { holdCustomer } from '../../metering/customer-lock.store.ts'
import type { ServerContext } from '../../server-context.ts'
import { dueDateOf } from '../due-date.ts'
import type { WrittenInvoiceRow } from '../invoices.store.ts'
import { bandDetails } from '../line-details.ts'
import { makeDeposit } from '../make-deposit.ts'
import { presentProductItem, pricingMembers } from '../present-period.ts'
import { amountMembersOf } from '../tax-summary.ts'
import { findWalletOfType, holdWalletsOf, lockWallet, lockWallets } from '../wallets.store.ts'
import { invoiceAmount, unroundedAmount } from '../wire-money.ts'
import { announceDraft } from '../written/announce-draft.ts'
import type { PlacedLine } from '../written/arrange-lines.ts'
import { finalDueAt } from '../written/final-due-at.ts'
import { writtenContent } from '../written/written-content.ts'
import { insertWritten } from '../written/written-invoices.store.ts'
import { loadSellingSchedule, type SellingSchedule } from './sold-on-demand.ts'

type ChargeContext = Pick<ServerContext, 'stores' | 'clock' | 'makeId' | 'publish' | 'gracePeriod'>
type Request = Schema<'ChargeOnDemandPricingItemsCreateRequest'>

/** Leaves room for sums: the wire holds decimals of 64 characters. */
const MAX_AMOUNT_LENGTH = 48

/** An item that is charged, its line, and what it deposits. */
interface ChargedItem {
  readonly lineId: string
  readonly placed: PlacedLine
  readonly deposits: readonly PlannedDeposit[]
  /** The money of the line without tax. */
  readonly amount: Decimal
}

/**
 * Writes the invoice of items on demand as a DRAFT and deposits what they grant, in the caller's transaction: both are
 * there, or neither.
 *
 * @throws ApiFault naming the member of the request
 */
export async function chargeItems(
  context: ChargeContext,
  database: Queryable,
  body: Request,
): Promise<WrittenInvoiceRow> {
  const { stores, clock, makeId } = context
  const now = clock.date()
  const scheduleId = body.pricing_plan_schedule_id
  const schedule = await stores.schedules.find(database, scheduleId)
  if (schedule === undefined) throw referenceNotFound('pricing_plan_schedule_id', 'PRICING_PLAN_SCHEDULE', scheduleId)
  const startAt = body.start_at === undefined ? toWholeSecond(now) : readInstant(body.start_at)
  const selling = await loadSellingSchedule(context, database, schedule, startAt)
  const { terms, subscription } = selling
  const tax = salesTaxOf(subscription.sales_tax_percentage ?? null, terms.currency)
  const charged = chargesOf(body, selling, startAt).map((charge) =>
    chargedItem(charge, selling, { startAt, tax, lineId: makeId('invoice_lines') }),
  )
  const deposits = charged.flatMap((item) => item.deposits.map((deposit) => ({ deposit, item })))
  const customer = await stores.customers.get(database, terms.customerId)
  // Locks in the order of those who deposit for plans and of those who close invoices, so that nobody deadlocks.
  if (deposits.length > 0) await holdWalletsOf(database, customer.id)
  if (body.finalize_immediately === true) {
    await holdCustomer(database, { id: customer.id, reference: customer.reference })
    await lockWallets(database, customer.id)
  }
  const start = formatInstant(startAt)
  const content = writtenContent(
    {
      invoice_number: null,
      billing_entity_id: terms.billingEntityId,
      customer_reference: customer.reference,
      purchase_order_number: subscription.purchase_order_number ?? null,
      sales_tax_percentage: subscription.sales_tax_percentage ?? null,
      timezone: terms.timeZone,
      pricing_plan_subscription_ids: [subscription.id],
      payment_acceptor_ids: subscription.payment_acceptor_ids ?? [],
      linked_invoices_ids: [],
      due_date: formatInstant(dueDateOf(now, subscription.due_date_configuration, terms.timeZone)),
      sold_on_demand: {
        deposits: deposits.length > 0,
        money_line_ids: charged
          .filter((item) => item.deposits.some(({ unit }) => unit.startsWith('money:')))
          .map(({ lineId }) => lineId),
      },
    },
    charged.map(({ placed }) => placed),
    { start_at: start, end_at: start },
    terms.currency,
  )
  const row = await insertWritten(database, {
    id: makeId('invoices'),
    type: 'ONE_OFF',
    customerId: terms.customerId,
    invoiceDate: now,
    originalInvoiceId: null,
    onHold: false,
    now,
    finalDueAt: finalDueAt(context, now, charged.length),
    content,
  })
  await announceDraft(context, database, row)
  for (const { deposit, item } of deposits) await depositTo(context, database, selling, deposit, item, row)
  return row
}

/** Finds the items that are asked for and prices them. */
function chargesOf({ pricing_items: asked }: Request, { plan, terms }: SellingSchedule, at: Date): OnDemandCharge[] {
  const sold = new Map<string | null, OnDemandItem>()
  for (const each of named('', () => onDemandItemsAt(plan, at))) sold.set(each.item.id, each)
  const seen = new Set<string>()
  return asked.map(({ pricing_item_id: id, units, flexible_amount: amount }, index) => {
    const at = `pricing_items.${index}`
    const item = sold.get(id)
    if (item === undefined) {
      const message = 'the schedule must sell the item on demand at start_at; see on-demand-pricing-items'
      throw invalidField(`${at}.pricing_item_id`, message, 'PRICING_PLAN_SCHEDULE')
    }
    if (seen.has(id)) throw invalidField(`${at}.pricing_item_id`, 'an item is charged once in a request', 'INVOICE')
    seen.add(id)
    if (units?.amount !== undefined) throw invalidField(`${at}.units.amount`, 'units are a number', 'INVOICE')
    return named(at, () =>
      chargeOnDemand(
        item,
        {
          units: units?.number == null ? null : Decimal.parse(units.number, 'units.number'),
          amount: amount === undefined ? null : fromWireMoney(amount, terms.currency, 'flexible_amount'),
        },
        terms.currency,
      ),
    )
  })
}

/** Prices by rating, which names the member of the item. */
function named<Value>(at: string, work: () => Value): Value {
  try {
    return work()
  } catch (error) {
    if (!PricingError.isInstance(error)) throw error
    throw invalidField([at, error.field].filter((part) => part !== '').join('.'), error.message, 'INVOICE')
  }
}

function chargedItem(
  charge: OnDemandCharge,
  { schedule, subscription, terms }: SellingSchedule,
  { startAt, tax, lineId }: { readonly startAt: Date; readonly tax: SalesTax; readonly lineId: string },
): ChargedItem {
  const { pricing, item, rule, units } = charge
  const { currency, timeZone } = terms
  const price = roundMoney(charge.charge.amount, currency)
  if (price.toFixed(minorUnitOf(currency)).length > MAX_AMOUNT_LENGTH) {
    throw invalidField('pricing_items', 'the amount has more digits than the wire can hold', 'INVOICE')
  }
  const amount = item.isDeduction ? price.negated() : price
  const [band] = rule.bands
  const { taxCategory } = item
  const start = formatInstant(startAt)
  const placed: PlacedLine = {
    group: {
      type: 'ONE_OFF',
      description: pricing.name,
      ...pricingMembers(pricing, pricing.name),
      start_at: start,
      end_at: start,
      pricing_plan_subscription_id: subscription.id,
      pricing_plan_schedule_id: schedule.id,
    },
    line: {
      id: lineId,
      description: item.productItems.map(({ name, reference, id }) => name ?? reference ?? id).join(', '),
      pricing_item_id: item.id,
      pricing_item_config_id: rule.configId,
      product_items: item.productItems.map(presentProductItem),
      type: 'REVENUE',
      pricing_type: rule.model,
      ...amountMembersOf([{ taxCategory, amount }], tax),
      details: {
        amount: invoiceAmount(amount, currency),
        pricing_currency: currency,
        pricing_amount: unroundedAmount(charge.charge.amount, currency),
        ...(band === undefined ? {} : { band: bandDetails(band, currency) }),
        ...(rule.model === 'FLAT' ? { meter_value: { number: units.toString() } } : {}),
      },
    },
  }
  return { lineId, placed, amount: price, deposits: onDemandDeposits(charge, price, { currency, startAt, timeZone }) }
}

/** Deposits into the customer's wallet of the type, which must be ACTIVE: what was bought can be used. */
async function depositTo(
  context: ChargeContext,
  database: Queryable,
  { terms, schedule }: SellingSchedule,
  deposit: PlannedDeposit,
  { amount, deposits }: ChargedItem,
  row: WrittenInvoiceRow,
): Promise<void> {
  const { customerId, billingEntityId, currency } = terms
  const type = await context.stores.walletTypes.get(database, deposit.walletTypeId)
  const walletId = (await findWalletOfType(database, customerId, deposit.walletTypeId, deposit.unit)) ?? null
  const wallet = walletId === null ? undefined : await lockWallet(database, walletId)
  if (wallet !== undefined && wallet.status !== 'ACTIVE') {
    const facts = { resourceType: 'WALLET', resourceId: wallet.id } as const
    throw invalidOperation(`The wallet must be ACTIVE; it is ${wallet.status}`, facts)
  }
  if (unitOfWalletType(type) !== deposit.unit) {
    const facts = { resourceType: 'WALLET_TYPE', resourceId: type.id } as const
    throw invalidOperation(`Wallets of the type hold ${unitOfWalletType(type).replace(':', ' ')}`, facts)
  }
  await makeDeposit(context, database, deposit, {
    customerId,
    billingEntityId,
    walletId,
    reason: `of invoice ${row.id}`,
    // Several deposits of one price share what was paid: then none says it.
    ...(deposits.length === 1 && { paid: invoiceAmount(amount, currency) }),
    columns: { schedule_id: schedule.id, rule: `${row.id} ${deposit.rule}` },
  })
}
