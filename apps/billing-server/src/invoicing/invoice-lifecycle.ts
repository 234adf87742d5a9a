import { addDuration, formatInstant } from '@tallygate/billing-period'
import type { Schema } from '@tallygate/client'
import { loadTerms } from '../customers/subscription-terms.store.ts'
import type { Queryable } from '../database/database.ts'
import { DatabaseUnavailableError } from '../database/database-unavailable-error.ts'
import { invalidOperation } from '../http/api-fault.ts'
import { holdCustomer } from '../metering/customer-lock.ts'
import type { ServerContext } from '../server-context.ts'
import { depositPlanGrants } from './deposit-plan-grants.ts'
import { ensureInvoices } from './ensure-invoices.ts'
import { type AnyInvoiceRow, findInvoice, type InvoiceRow, lockInvoice } from './invoices.store.ts'
import { paymentEntries, planInvoicePayment } from './pay-from-wallets.ts'
import { withPayment } from './plan-payment.ts'
import { type ComputedInvoice, computedWritten, computePeriod } from './present-invoice.ts'
import { walletEntriesOf } from './wallet-entries.ts'
import { findDepositsDue, insertEntries, lockWallets, type WalletEntry } from './wallets.store.ts'

/** When an invoice that could not be closed is tried again. */
const TRY_AGAIN_MS = 3_600_000

/** Invoices that one round works through before it looks at the clock again. */
const ROUND = 500

/** A period that is closed this soon after its end was closed in time: its grace runs from its end. */
const IN_TIME_MS = 60_000

/** Returns what the wire calls `number without gaps`: the year and a count that starts at 1 with it. */
const formatInvoiceNumber = (year: number, count: number): string => `${year}-${String(count).padStart(4, '0')}`

/**
 * OPEN → DRAFT when the period has ended, DRAFT → FINAL when the grace period is over. Runs on every server at once: an
 * invoice is taken with its row lock, so each step happens once.
 */
export class InvoiceLifecycle {
  readonly #context: ServerContext

  constructor(context: ServerContext) {
    this.#context = context
  }

  /** Does everything that is due by the server's clock. Resolves with the number of steps. */
  async runDue(): Promise<number> {
    let steps = 0
    let done: number
    do {
      done =
        (await this.#openDue()) + (await this.#depositDue()) + (await this.#draftDue()) + (await this.#finaliseDue())
      steps += done
    } while (done > 0)
    return steps
  }

  /** When the next step is due; undefined when nothing waits for time. */
  async nextDueAt(): Promise<Date | undefined> {
    const now = this.#context.clock.date()
    const [row] = await this.#context.database.query<{ due: Date | null }>(
      `select min(due) as due from (
        select min(period_end) as due from invoices where status = 'OPEN'
        union all select min(final_due_at) from invoices where status = 'DRAFT' and not on_hold
        union all select min(h.start_at) from pricing_plan_schedules h
          join pricing_plan_subscriptions s on s.id = h.pricing_plan_subscription_id
          where s.status = 'ACTIVE' and coalesce(s.body ->> 'type', 'BILLING') = 'BILLING' and h.start_at > $1
        union all select min(ends_at) from pricing_plan_subscriptions where status = 'ACTIVE'
      ) as steps`,
      [now],
    )
    return row?.due ?? undefined
  }

  /**
   * Opens the invoices of subscriptions that go on into a period without one, and closes subscriptions that have ended.
   */
  async #openDue(): Promise<number> {
    const { database, clock, stores } = this.#context
    const now = clock.date()
    const ended = await database.query<{ id: string }>(
      `select id from pricing_plan_subscriptions where status = 'ACTIVE' and ends_at <= $1 limit ${ROUND}`,
      [now],
    )
    for (const { id } of ended) {
      await database.transaction(async (transaction) => {
        const found = await stores.subscriptions.lock(transaction, id)
        if (found.status === 'ACTIVE') await stores.subscriptions.update(transaction, id, { status: 'CANCELLED' })
      })
    }
    const waiting = await database.query<{ id: string }>(
      `select s.id from pricing_plan_subscriptions s
        left join lateral (select max(period_end) as period_end from invoices where subscription_id = s.id) i on true
        where s.status = 'ACTIVE' and coalesce(s.body ->> 'type', 'BILLING') = 'BILLING' and coalesce(i.period_end, '-infinity') <= $1
          and exists (select 1 from pricing_plan_schedules h where h.pricing_plan_subscription_id = s.id and h.start_at <= $1
            and least(coalesce(h.end_at, 'infinity'), coalesce(s.ends_at, 'infinity')) > coalesce(i.period_end, '-infinity'))
        limit ${ROUND}`,
      [now],
    )
    let opened = 0
    for (const { id } of waiting) {
      opened += await database.transaction(async (transaction) => {
        await stores.subscriptions.lock(transaction, id)
        const [terms] = await loadTerms(transaction, { subscriptionIds: [id] })
        return terms === undefined ? 0 : ensureInvoices(this.#context, transaction, terms)
      })
    }
    return ended.length + opened
  }

  /** Deposits what the plan of a schedule grants that has started in the middle of a period. */
  async #depositDue(): Promise<number> {
    const { database, clock, stores } = this.#context
    let deposited = 0
    for (const id of await findDepositsDue(database, clock.date(), ROUND)) {
      deposited += await database.transaction(async (transaction) => {
        await stores.subscriptions.lock(transaction, id)
        const [terms] = await loadTerms(transaction, { subscriptionIds: [id] })
        return terms === undefined ? 0 : depositPlanGrants(this.#context, transaction, terms)
      })
    }
    return deposited
  }

  async #draftDue(): Promise<number> {
    const { database, clock, gracePeriod, publish } = this.#context
    let drafted = 0
    for (; drafted < ROUND; drafted += 1) {
      const more = await database.transaction(async (transaction) => {
        const now = clock.date()
        const [row] = await transaction.query<{ id: string; period_end: Date }>(
          `select id, period_end from invoices where status = 'OPEN' and period_end <= $1 order by period_end, id limit 1
            for update skip locked`,
          [now],
        )
        if (row === undefined) return false
        // After an outage the grace runs from now: callers still have to bring what they could not report meanwhile.
        const inTime = now.getTime() - row.period_end.getTime() <= IN_TIME_MS
        const due = addDuration(inTime ? row.period_end : now, gracePeriod, 'UTC')
        await transaction.query(
          `update invoices set status = 'DRAFT', drafted_at = $2, updated_at = $2, final_due_at = $3 where id = $1`,
          [row.id, now, due],
        )
        const invoice = await findInvoice(transaction, row.id)
        if (invoice?.type === 'STANDARD') await publish(transaction, 'INVOICE.STATUS_TO_DRAFT', summary(invoice))
        return true
      })
      if (!more) break
    }
    return drafted
  }

  async #finaliseDue(): Promise<number> {
    const { database, clock, logger } = this.#context
    let finalised = 0
    for (; finalised < ROUND; finalised += 1) {
      let taken: string | undefined
      try {
        await database.transaction(async (transaction) => {
          const [row] = await transaction.query<{ id: string }>(
            `select id from invoices where status = 'DRAFT' and not on_hold and final_due_at <= $1
              order by final_due_at, id limit 1 for update skip locked`,
            [clock.date()],
          )
          taken = row?.id
          if (taken !== undefined) await this.finalise(transaction, taken)
        })
      } catch (error) {
        // The database will do it later: the invoice is not at fault.
        if (taken === undefined || DatabaseUnavailableError.isInstance(error)) throw error
        // One that cannot be priced must not keep the others open. It stays a DRAFT, is logged, and is tried again.
        logger.error({ err: error, invoice: taken }, 'an invoice could not be closed')
        await database.query(`update invoices set final_due_at = $2 where id = $1 and status = 'DRAFT'`, [
          taken,
          new Date(clock.now() + TRY_AGAIN_MS),
        ])
      }
      if (taken === undefined) break
    }
    return finalised
  }

  /**
   * Closes a DRAFT for ever: its amounts are worked out once more, money of wallets pays what is due, what it takes
   * from them is written down, it takes the next number, and its webhooks are written, all in the caller's transaction.
   * No event of the customer is booked meanwhile, and no grant is added.
   */
  async finalise(transaction: Queryable, id: string): Promise<Schema<'Invoice'>> {
    const { clock, makeId, stores, publish } = this.#context
    const row = await lockInvoice(transaction, id)
    if (row?.status !== 'DRAFT') {
      throw invalidOperation('Only a DRAFT can become FINAL', { resourceType: 'INVOICE', resourceId: id })
    }
    // Corrections of one invoice wait for each other here, before they wait for a number, so that they never deadlock.
    if (row.original_invoice_id !== null) await lockInvoice(transaction, row.original_invoice_id)
    const customer = await stores.customers.get(transaction, row.customer_id)
    await holdCustomer(transaction, { id: row.customer_id, reference: customer.reference ?? '' })
    const now = clock.date()
    await lockWallets(transaction, row.customer_id)
    const { drawn, ...computed } = await this.#finalContent(transaction, row, now)
    const payment = await planInvoicePayment(this.#context, transaction, row, computed, now)
    const entries = [...drawn, ...paymentEntries(row, computed.currency, payment)]
    const document = {
      ...withPayment(computed.invoice, computed, payment),
      // Last, because the number's row stays locked until the end of the transaction.
      invoice_number: await this.#takeNumber(transaction, now),
      updated_to_final_at: formatInstant(now),
    }
    await transaction.query(
      `update invoices set status = 'FINAL', final_at = $2, updated_at = $2, final_due_at = null, on_hold = false,
        invoice_number = $3, body = $4::jsonb, parties = jsonb_build_object(
          'customer', (select body from customers where id = customer_id),
          'billing_entity', (select body from billing_entities where id = $5)) where id = $1`,
      [id, now, document.invoice_number, JSON.stringify(document), document.billing_entity_id ?? ''],
    )
    await insertEntries(
      transaction,
      entries.map((entry) => ({ ...entry, id: makeId('wallet_entries') })),
      now,
    )
    await publish(transaction, 'INVOICE.STATUS_TO_FINAL', document)
    if (document.paid === true) await publish(transaction, 'INVOICE.PAID', document)
    return document
  }

  async #finalContent(transaction: Queryable, row: AnyInvoiceRow, now: Date): Promise<FinalContent> {
    if (row.type !== 'STANDARD') {
      const hasLines = (row.body.periods ?? []).some(({ groups }) => (groups ?? []).length > 0)
      if (hasLines) {
        return { ...computedWritten({ ...row, status: 'FINAL', on_hold: false, updated_at: now }), drawn: [] }
      }
      throw invalidOperation('The invoice has no lines', { resourceType: 'INVOICE', resourceId: row.id })
    }
    const final = { ...row, status: 'FINAL' as const, updated_at: now }
    const { planned, ...computed } = await computePeriod(this.#context, transaction, final)
    return { ...computed, drawn: walletEntriesOf(row, planned.credits) }
  }

  async #takeNumber(transaction: Queryable, now: Date): Promise<string> {
    const year = now.getUTCFullYear()
    const [row] = await transaction.query<{ last_number: number }>(
      `insert into invoice_numbers (year, last_number) values ($1, 1)
        on conflict (year) do update set last_number = invoice_numbers.last_number + 1 returning last_number`,
      [year],
    )
    return formatInvoiceNumber(year, row?.last_number ?? 1)
  }
}

/** What becomes final, and the credits that it takes. */
interface FinalContent extends ComputedInvoice {
  readonly drawn: readonly WalletEntry[]
}

/** Returns what a webhook about an invoice that is not final says of it; the amounts are still moving. */
function summary(row: InvoiceRow): Partial<Schema<'Invoice'>> {
  return {
    object_type: 'INVOICE',
    id: row.id,
    status: row.status,
    customer_id: row.customer_id,
    pricing_plan_subscription_ids: [row.subscription_id],
    invoice_date: formatInstant(row.invoice_date ?? row.period_end),
  }
}
