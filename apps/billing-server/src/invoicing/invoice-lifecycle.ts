import { addDuration, formatInstant } from '@tallygate/billing-period'
import type { Schema } from '@tallygate/client'
import { loadTerms } from '../customers/subscription-terms.store.ts'
import type { Queryable } from '../database/database.ts'
import { DatabaseUnavailableError } from '../database/database-unavailable-error.ts'
import { invalidOperation } from '../http/api-fault.ts'
import { holdCustomer } from '../metering/customer-lock.store.ts'
import type { ServerContext } from '../server-context.ts'
import { depositPlanGrants } from './deposit-plan-grants.ts'
import { ensureInvoices } from './ensure-invoices.ts'
import {
  findEndedSubscriptions,
  findNextStepAt,
  findSubscriptionsToOpen,
  postponeFinal,
  takeDueDraft,
  takeEndedInvoice,
  takeNumber,
  writeDraft,
  writeFinal,
} from './invoice-steps.store.ts'
import { type AnyInvoiceRow, findInvoice, type InvoiceRow, lockInvoice } from './invoices.store.ts'
import { paymentEntries, planInvoicePayment } from './pay-from-wallets.ts'
import { withPayment } from './plan-payment.ts'
import { type ComputedInvoice, computedWritten, computePeriod } from './present-invoice.ts'
import { walletEntriesOf } from './wallet-entries.ts'
import { findDepositsDue, insertEntries, lockWallets, type WalletEntry } from './wallets.store.ts'

/** The wait before an invoice that could not be closed is tried again. */
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
  readonly #context: Pick<
    ServerContext,
    'database' | 'stores' | 'clock' | 'makeId' | 'logger' | 'readCuts' | 'publish' | 'gracePeriod'
  >

  constructor(
    context: Pick<
      ServerContext,
      'database' | 'stores' | 'clock' | 'makeId' | 'logger' | 'readCuts' | 'publish' | 'gracePeriod'
    >,
  ) {
    this.#context = context
  }

  /**
   * Does everything that is due by the server's clock. Resolves with the number of steps.
   *
   * @param isEnding asked between steps: true leaves the rest for a later run. Default: never
   */
  async runDue(isEnding: () => boolean = () => false): Promise<number> {
    let steps = 0
    let done: number
    do {
      done =
        (await this.#openDue(isEnding)) +
        (await this.#depositDue(isEnding)) +
        (await this.#draftDue(isEnding)) +
        (await this.#finaliseDue(isEnding))
      steps += done
    } while (done > 0 && !isEnding())
    return steps
  }

  /** Finds when the next step is due; undefined when nothing waits for time. */
  nextDueAt(): Promise<Date | undefined> {
    return findNextStepAt(this.#context.database, this.#context.clock.date())
  }

  /**
   * Opens the invoices of subscriptions that go on into a period without one, and closes subscriptions that have ended.
   */
  async #openDue(isEnding: () => boolean): Promise<number> {
    const { database, clock, stores } = this.#context
    const now = clock.date()
    const ended = await findEndedSubscriptions(database, now, ROUND)
    for (const id of ended) {
      if (isEnding()) break
      await database.transaction(async (transaction) => {
        const found = await stores.subscriptions.lock(transaction, id)
        if (found.status === 'ACTIVE') await stores.subscriptions.update(transaction, id, { status: 'CANCELLED' })
      })
    }
    let opened = 0
    for (const id of await findSubscriptionsToOpen(database, now, ROUND)) {
      if (isEnding()) break
      opened += await database.transaction(async (transaction) => {
        await stores.subscriptions.lock(transaction, id)
        const [terms] = await loadTerms(transaction, { subscriptionIds: [id] })
        return terms === undefined ? 0 : ensureInvoices(this.#context, transaction, terms)
      })
    }
    return ended.length + opened
  }

  /** Deposits what the plan of a schedule grants that has started in the middle of a period. */
  async #depositDue(isEnding: () => boolean): Promise<number> {
    const { database, clock, stores } = this.#context
    let deposited = 0
    for (const id of await findDepositsDue(database, clock.date(), ROUND)) {
      if (isEnding()) break
      deposited += await database.transaction(async (transaction) => {
        await stores.subscriptions.lock(transaction, id)
        const [terms] = await loadTerms(transaction, { subscriptionIds: [id] })
        return terms === undefined ? 0 : depositPlanGrants(this.#context, transaction, terms)
      })
    }
    return deposited
  }

  async #draftDue(isEnding: () => boolean): Promise<number> {
    const { database, clock, gracePeriod, publish } = this.#context
    let drafted = 0
    for (; drafted < ROUND && !isEnding(); drafted += 1) {
      const more = await database.transaction(async (transaction) => {
        const now = clock.date()
        const row = await takeEndedInvoice(transaction, now)
        if (row === undefined) return false
        // After an outage the grace runs from now: callers still have to bring what they could not report meanwhile.
        const inTime = now.getTime() - row.period_end.getTime() <= IN_TIME_MS
        const due = addDuration(inTime ? row.period_end : now, gracePeriod, 'UTC')
        await writeDraft(transaction, row.id, now, due)
        const invoice = await findInvoice(transaction, row.id)
        if (invoice?.type === 'STANDARD') await publish(transaction, 'INVOICE.STATUS_TO_DRAFT', summary(invoice))
        return true
      })
      if (!more) break
    }
    return drafted
  }

  async #finaliseDue(isEnding: () => boolean): Promise<number> {
    const { database, clock, logger } = this.#context
    let finalised = 0
    for (; finalised < ROUND && !isEnding(); finalised += 1) {
      let taken: string | undefined
      try {
        await database.transaction(async (transaction) => {
          taken = await takeDueDraft(transaction, clock.date())
          if (taken !== undefined) await this.finalise(transaction, taken)
        })
      } catch (error) {
        // The database will do it later: the invoice is not at fault.
        if (taken === undefined || DatabaseUnavailableError.isInstance(error)) throw error
        // One that cannot be priced must not keep the others open. It stays a DRAFT, is logged, and is tried again.
        logger.error({ err: error, invoice: taken }, 'an invoice could not be closed')
        await postponeFinal(database, taken, new Date(clock.now() + TRY_AGAIN_MS))
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
    await holdCustomer(transaction, { id: row.customer_id, reference: customer.reference })
    const now = clock.date()
    await lockWallets(transaction, row.customer_id)
    const { drawn, ...computed } = await this.#finalContent(transaction, row, now)
    const payment = await planInvoicePayment(this.#context, transaction, row, computed, now)
    const entries = [...drawn, ...paymentEntries(row, computed.currency, payment)]
    const document = {
      ...withPayment(computed.invoice, computed, payment),
      // Last, because the number's row stays locked until the end of the transaction.
      invoice_number: formatInvoiceNumber(now.getUTCFullYear(), await takeNumber(transaction, now.getUTCFullYear())),
      updated_to_final_at: formatInstant(now),
    }
    await writeFinal(transaction, id, document, now)
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
}

/** The content that becomes FINAL, and the credits that it takes. */
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
