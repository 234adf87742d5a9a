import { parseInstant } from '@tallygate/billing-period'
import { type BillingClient, paginate, type Schema, unwrap } from '@tallygate/client'
import { outcomeOf } from '../delivery/send-events.ts'
import { refuseOption } from '../errors/check-option.ts'
import type { DeliveryOutcome, Journal, JournalAttempt } from '../journal/journal.ts'

export interface AuditOptions {
  readonly client: BillingClient
  /** Every journal that wrote for the customer; events of the billing API that none of them knows are differences. */
  readonly journals: readonly Journal[]
  /** Reference of the customer. */
  readonly customer: string
  /** Inclusive. */
  readonly from: Date
  /** Exclusive. */
  readonly to: Date
  /**
   * References of the meters beside those that the journals' events name. Default: the guide's two. Give every meter
   * that another application may have written to.
   */
  readonly meters?: readonly string[]
  /**
   * Reference of the meter value that carries the count of meters that no event of the journals names. Default
   * `token_count`.
   */
  readonly value?: string
}

type Unbilled = Exclude<DeliveryOutcome, 'counted' | 'duplicate'>

/** One event that journal and billing API do not agree about, or that is billed nowhere, by its reference. */
export interface AuditDifference {
  readonly reference: string
  readonly meter: string
  /**
   * `not_delivered`: waits in the journal, and the billing API does not have it. `postponed`: the billing API refuses
   * it for now; it is sent again by itself. `rejected`: the billing API refuses it for its content. `lost`:
   * acknowledged, and the billing API does not have it. `other_quantity`: both have it, with different numbers.
   * `not_in_journal`: only the billing API has it. `twice`: the billing API counts it more than once. `not_matched`,
   * `no_pricing`, `no_subscription`: the billing API has it, and no invoice bills it.
   */
  readonly kind:
    | 'not_delivered'
    | 'postponed'
    | 'rejected'
    | 'lost'
    | 'other_quantity'
    | 'not_in_journal'
    | 'twice'
    | Unbilled
  readonly journalQuantity?: number
  readonly billingQuantity?: number
  readonly error?: string
}

export interface AuditReport {
  readonly customer: string
  readonly from: Date
  readonly to: Date
  readonly attempts: Readonly<Record<JournalAttempt['state'], number>>
  /**
   * Events of the settled attempts, by what the journal knows of them. `duplicates`: the billing API had them already
   * when they came.
   */
  readonly events: {
    readonly pending: number
    readonly postponed: number
    readonly delivered: number
    readonly rejected: number
    readonly duplicates: number
  }
  /**
   * Quantities by meter: what was settled, what was acknowledged, what the billing API has, and what of that is on no
   * invoice.
   */
  readonly quantities: Readonly<
    Record<
      string,
      { readonly settled: number; readonly acknowledged: number; readonly billing: number; readonly unbilled: number }
    >
  >
  readonly differences: readonly AuditDifference[]
  /** The attempts whose outcome is not known. */
  readonly unsettled: readonly {
    readonly id: string
    readonly model: string
    readonly at: Date
    /** Prompt and completion tokens that it holds. */
    readonly heldTokens: number
    /** The quantities that it holds beside tokens. */
    readonly quantities?: Readonly<Record<string, number>>
    readonly properties?: Readonly<Record<string, string>>
  }[]
  /** No difference, and nothing unsettled. */
  readonly clean: boolean
}

/** Attempts of one customer in one period that an audit reads from a journal; a larger period is audited in parts. */
const ATTEMPTS_MAX = 1_000_000
const PAGE_LIMIT = 100

/**
 * Compares what the journals recorded for a customer with what the billing API has: attempts by their end, quantities
 * by meter, and every event that the two do not agree about. Reads only. An event that is acknowledged while the audit
 * runs may show as `not_delivered`.
 */
export async function auditPeriod(options: AuditOptions): Promise<AuditReport> {
  const { client, journals, customer, from, to } = options
  if (!(from.getTime() < to.getTime())) refuseOption('from', `before ${String(to)}`, String(from))
  const attempts: JournalAttempt[] = []
  for (const journal of journals) {
    await journal.open()
    attempts.push(...(await journal.attempts(customer, from.getTime(), to.getTime(), ATTEMPTS_MAX)))
  }
  const meters = metersOf(options, attempts)
  const billing = await readBilling(client, customer, from, to, meters)
  return compare(options, [...meters.keys()], attempts, billing)
}

/** Finds the value that carries the count of each meter. */
function metersOf(
  { meters = ['prompt_tokens', 'completion_tokens'], value = 'token_count' }: AuditOptions,
  attempts: readonly JournalAttempt[],
): ReadonlyMap<string, string> {
  const found = new Map(meters.map((meter) => [meter, value]))
  const known = new Set<string>()
  for (const { events } of attempts)
    for (const { meter, body } of events) {
      if (known.has(meter)) continue
      known.add(meter)
      // Written by this package, read by this package.
      const event = JSON.parse(body) as Schema<'MeterDataCreateRequest'>
      found.set(meter, event.meter_values?.[0]?.reference ?? value)
    }
  return found
}

interface BillingEvent {
  readonly reference: string
  readonly meter: string
  readonly quantity: number
  /** Absent: an invoice bills it. */
  readonly unbilled?: Unbilled
}

async function readBilling(
  client: BillingClient,
  customer: string,
  from: Date,
  to: Date,
  meters: ReadonlyMap<string, string>,
): Promise<readonly BillingEvent[]> {
  const { id } = await unwrap(client.GET('/v1/customers/{idOrRef}', { params: { path: { idOrRef: customer } } }))
  const { data } = await unwrap(client.GET('/v1/meters'))
  const found: BillingEvent[] = []
  for (const [meter, value] of meters) {
    const meterId = data.find(({ reference }) => reference === meter)?.id
    if (meterId == null || id == null) continue
    const query = { customer_id: id, meter_id: meterId, deleted: false, limit: PAGE_LIMIT }
    const pages = paginate((page) => client.GET('/v1/ingest/meter-data', { params: { query: { ...query, page } } }), {
      limit: PAGE_LIMIT,
    })
    for await (const event of pages) {
      if (counts(event, from, to)) found.push(toBillingEvent(event, meter, value))
    }
  }
  return found
}

function toBillingEvent(event: Schema<'MeterData'>, meter: string, value: string): BillingEvent {
  const outcome = outcomeOf(event)
  const facts = { reference: event.reference ?? '', meter, quantity: quantityOf(event, value) }
  return outcome === 'counted' || outcome === 'duplicate' ? facts : { ...facts, unbilled: outcome }
}

function compare(
  { customer, from, to }: AuditOptions,
  meters: readonly string[],
  attempts: readonly JournalAttempt[],
  billing: readonly BillingEvent[],
): AuditReport {
  const quantities = Object.fromEntries(
    meters.map((meter) => [meter, { settled: 0, acknowledged: 0, billing: 0, unbilled: 0 }]),
  )
  const events = { pending: 0, postponed: 0, delivered: 0, rejected: 0, duplicates: 0 }
  const states = { open: 0, unsettled: 0, settled: 0, released: 0 }
  const differences: AuditDifference[] = []
  const theirs = new Map<string, BillingEvent>()
  for (const event of billing) {
    const sums = quantities[event.meter]
    if (sums !== undefined) sums.billing += event.quantity
    if (sums !== undefined && event.unbilled !== undefined) sums.unbilled += event.quantity
    if (theirs.has(event.reference)) differences.push({ reference: event.reference, meter: event.meter, kind: 'twice' })
    theirs.set(event.reference, event)
  }
  for (const attempt of attempts) {
    states[attempt.state] += 1
    for (const event of attempt.events) {
      events[event.state] += 1
      if (event.outcome === 'duplicate') events.duplicates += 1
      const sums = quantities[event.meter]
      if (sums !== undefined) sums.settled += event.quantity
      if (sums !== undefined && event.state === 'delivered') sums.acknowledged += event.quantity
      const difference = compareEvent(event, theirs.get(event.reference))
      if (difference !== undefined) differences.push(difference)
      theirs.delete(event.reference)
    }
  }
  for (const { reference, meter, quantity: billingQuantity } of theirs.values())
    differences.push({ reference, meter, kind: 'not_in_journal', billingQuantity })
  const unsettled = attempts.filter(({ state }) => state === 'unsettled').map(toUnsettledFacts)
  const clean = differences.length === 0 && unsettled.length === 0
  return { customer, from, to, attempts: states, events, quantities, differences, unsettled, clean }
}

function compareEvent(
  event: JournalAttempt['events'][number],
  theirs: BillingEvent | undefined,
): AuditDifference | undefined {
  const facts = { reference: event.reference, meter: event.meter, journalQuantity: event.quantity }
  if (theirs !== undefined) {
    const both = { ...facts, billingQuantity: theirs.quantity }
    if (theirs.quantity !== event.quantity) return { ...both, kind: 'other_quantity' }
    return theirs.unbilled === undefined ? undefined : { ...both, kind: theirs.unbilled }
  }
  if (event.state === 'rejected' || event.state === 'postponed')
    return { ...facts, kind: event.state, ...(event.error === undefined ? {} : { error: event.error }) }
  return { ...facts, kind: event.state === 'pending' ? 'not_delivered' : 'lost' }
}

function toUnsettledFacts({
  id,
  model,
  at,
  promptTokens,
  completionTokens,
  quantities,
  properties,
}: JournalAttempt): AuditReport['unsettled'][number] {
  return {
    id,
    model,
    at: new Date(at),
    heldTokens: promptTokens + completionTokens,
    ...(quantities === undefined ? {} : { quantities }),
    ...(properties === undefined ? {} : { properties }),
  }
}

function counts(event: Schema<'MeterData'>, from: Date, to: Date): boolean {
  if (event.deleted === true || event.timestamp == null || event.processed_details?.type === 'DUPLICATE') return false
  const at = parseInstant(event.timestamp)
  return at >= from && at < to
}

function quantityOf(event: Schema<'MeterData'>, value: string): number {
  let sum = 0
  for (const { reference, number } of event.meter_values ?? []) if (reference === value) sum += Number(number ?? 0)
  return sum
}
