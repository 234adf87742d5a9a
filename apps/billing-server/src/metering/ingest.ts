import { parseInstant } from '@tallygate/billing-period'
import type { Schema } from '@tallygate/client'
import type { Database, Queryable } from '../database/database.ts'
import { ApiFault } from '../http/api-fault.ts'
import type { ServerContext } from '../server-context.ts'
import { type Booking, bookableOf, bookEvent } from './book-event.ts'
import { createMissing } from './create-missing.ts'
import { shareCustomers } from './customer-lock.store.ts'
import { GroupCommit } from './group-commit.ts'
import {
  type BookedEvent,
  contributionsOfEvents,
  type Duplicate,
  insertDuplicates,
  insertEvents,
  loadIngestFacts,
} from './ingest.store.ts'
import { type MeteringCatalog, MeteringCatalogCache } from './metering-catalog.ts'
import { type ReadEvent, readEvent, writeEventInstant } from './read-event.ts'
import { addToTotals } from './totals.store.ts'
import { noteChanges, type UsageChange } from './usage-changes.store.ts'

type Given = Schema<'MeterDataCreateRequest'>
type MeterData = Schema<'MeterData'>

interface Incoming {
  readonly given: Given
  /** Path of the event in its request, with a dot; '' for a single one. */
  readonly prefix: string
  /** True where what is missing of its meter is made from it (`meter_validation=DYNAMIC`). */
  readonly dynamic: boolean
}

type Outcome = { readonly data: MeterData } | { readonly fault: ApiFault }

/** An event that was read and booked, and not stored. */
export interface CalculatedEvent {
  readonly data: MeterData
  readonly event: ReadEvent
  readonly booking: Booking
}

/**
 * Takes usage events in: checked, booked and added up in one transaction, together with what arrives at the same time.
 */
export class Ingest {
  readonly #context: Pick<
    ServerContext,
    'database' | 'stores' | 'clock' | 'makeId' | 'logger' | 'metrics' | 'carriesLate' | 'readSoldUsage'
  >
  readonly #cache: MeteringCatalogCache
  readonly #commits: GroupCommit<Incoming, Outcome>

  constructor(
    context: Pick<
      ServerContext,
      'database' | 'stores' | 'clock' | 'makeId' | 'logger' | 'metrics' | 'carriesLate' | 'readSoldUsage'
    >,
  ) {
    this.#context = context
    this.#cache = new MeteringCatalogCache(context.stores)
    this.#commits = new GroupCommit((requests) => this.#commit(requests), context.database.concurrency)
  }

  /** Takes one event; resolves when it is durable. */
  async one(given: Given, dynamic = false): Promise<MeterData> {
    const [data] = await this.#take([{ given, prefix: '', dynamic }])
    return data as MeterData
  }

  /** Takes several events, all or none. */
  many(given: readonly Given[], dynamic = false): Promise<MeterData[]> {
    return this.#take(given.map((event, index) => ({ given: event, prefix: `meter_datas.${index}.`, dynamic })))
  }

  /** Reads and books one event without storing it. Throws as `one` does. */
  async calculate(given: Given, dynamic = false): Promise<CalculatedEvent> {
    const { database, clock, makeId, stores, carriesLate, readSoldUsage } = this.#context
    const now = clock.now()
    const read = async (connection: Queryable): Promise<{ event: ReadEvent; booking: Booking }> => {
      const from = earliest([{ given }], now)
      const facts = await loadIngestFacts(connection, {
        ids: given.customer_id == null ? [] : [given.customer_id],
        references: given.customer_id == null && given.customer_reference != null ? [given.customer_reference] : [],
        earliest: from,
        carriesLate,
      })
      const known = await this.#cache.at(connection, facts.revision)
      const catalog = (dynamic && (await createMissing(connection, stores, known, [given]))) || known
      const customer = customerOf(given, facts)
      const event = readEvent(given, { customer, catalog, now })
      if (customer === undefined) return { event, booking: { matched: false, variant: 'NO_SUBSCRIPTION' } }
      const takes = await readSoldUsage(connection, { revision: facts.revision, from }, customer.subscriptions)
      const booking = bookEvent(bookableOf(event), customer, takes)
      return { event, booking }
    }
    // What DYNAMIC makes is made only to be read against, and is gone again when the answer says what it would cost.
    const { event, booking } = dynamic ? await rolledBack(database, read) : await read(database)
    const data = toWireMeterData({
      id: makeId('meter_data'),
      reference: event.reference,
      customer_id: event.customerId,
      meter_id: event.meter.id,
      subscription_id: booking.matched ? booking.subscriptionId : null,
      event_at: event.at,
      created_at: new Date(now),
      processed_type: booking.matched ? 'DEFAULT' : 'NOT_MATCHED',
      not_matched_variant: booking.matched ? null : booking.variant,
      of_meter_data_id: null,
      deleted: false,
      body: event.body,
    })
    return { data, event, booking }
  }

  /** Forgets what it remembers of the meters. */
  clear(): void {
    this.#cache.clear()
  }

  async #take(incoming: readonly Incoming[]): Promise<MeterData[]> {
    const outcomes = await this.#commits.add(incoming)
    return outcomes.map((outcome) => {
      if ('fault' in outcome) throw outcome.fault
      return outcome.data
    })
  }

  /**
   * Writes the requests of one group. One that uses a reference for another event is refused, and what it said is kept.
   */
  async #commit(requests: readonly (readonly Incoming[])[]): Promise<readonly (readonly Outcome[])[]> {
    try {
      return await this.#write(requests)
    } catch (error) {
      // Of several requests each is then taken by itself, so that one does not fail its neighbours.
      if (!(error instanceof TakenReferences) || requests.length > 1) throw error
      const { database, clock, logger, metrics } = this.#context
      await database.transaction((transaction) => insertDuplicates(transaction, error.events, clock.date()))
      for (const { event } of error.events) {
        metrics.event('CONFLICT')
        logger.warn({ reference: event.reference }, 'an event was refused: its reference is that of another event')
      }
      return requests.map((request) => request.map(() => ({ fault: error.fault })))
    }
  }

  /**
   * One transaction for the requests of one group. A request with a bad event is answered with its fault and writes
   * nothing.
   */
  async #write(requests: readonly (readonly Incoming[])[]): Promise<readonly (readonly Outcome[])[]> {
    const { database, clock, makeId, stores, carriesLate, readSoldUsage } = this.#context
    const now = clock.now()
    const everything = requests.flat()
    const from = earliest(everything, now)
    const ids = everything.flatMap(({ given }) => (given.customer_id == null ? [] : [given.customer_id]))
    const references = everything.flatMap(({ given }) =>
      given.customer_id == null && given.customer_reference != null ? [given.customer_reference] : [],
    )
    const written = await database.transaction(async (transaction) => {
      await shareCustomers(transaction, [...ids, ...references])
      const facts = await loadIngestFacts(transaction, {
        ids: [...new Set(ids)],
        references: [...new Set(references)],
        earliest: from,
        carriesLate,
      })
      const known: MeteringCatalog = await this.#cache.at(transaction, facts.revision)
      const dynamic = everything.filter((incoming) => incoming.dynamic)
      const made =
        dynamic.length === 0
          ? undefined
          : await createMissing(
              transaction,
              stores,
              known,
              dynamic.map(({ given }) => given),
            )
      const catalog = made ?? known
      const takes = await readSoldUsage(
        transaction,
        { revision: facts.revision, from },
        [...facts.byId.values()].flatMap(({ subscriptions }) => subscriptions),
      )
      const prefixes = new Map<string, string>()
      const read = (incoming: Incoming): BookedEvent | ApiFault => {
        const { given, prefix } = incoming
        const customer = customerOf(given, facts)
        try {
          const event = readEvent(given, { customer, catalog, now }, prefix)
          const booking = customer === undefined ? undefined : bookEvent(bookableOf(event), customer, takes)
          const id = makeId('meter_data')
          prefixes.set(id, prefix)
          return { id, event, booking: booking ?? { matched: false, variant: 'NO_SUBSCRIPTION' } }
        } catch (error) {
          if (ApiFault.isInstance(error)) return error
          throw error
        }
      }
      const results = requests.map((request) => {
        const booked = request.map(read)
        const fault = booked.find((one) => ApiFault.isInstance(one))
        // What was made for a request that is refused goes with its transaction; its neighbours are then taken one by
        // one.
        if (fault !== undefined && made !== undefined) throw fault
        return fault === undefined ? (booked as BookedEvent[]) : (fault as ApiFault)
      })
      const events = results.flatMap((result) => (ApiFault.isInstance(result) ? [] : result))
      const date = new Date(now)
      if (events.length === 0) return { results, duplicates: new Map<string, Duplicate>() }
      const refused = await insertEvents(transaction, events, date)
      const [repeated, counted] = [
        events.filter(({ id }) => refused.has(id)),
        events.filter(({ id }) => !refused.has(id)),
      ]
      await addToTotals(transaction, contributionsOfEvents(counted), facts.cuts)
      if (facts.watched) await noteChanges(transaction, usageChanges(counted))
      const duplicates: ReadonlyMap<string, Duplicate> =
        repeated.length === 0 ? new Map() : await insertDuplicates(transaction, repeated, date)
      const taken = repeated.filter(({ id }) => duplicates.get(id)?.differs !== undefined)
      if (taken.length > 0) {
        const [first] = taken as [BookedEvent]
        throw new TakenReferences(taken, takenReference(first, duplicates, prefixes.get(first.id)))
      }
      return { results, duplicates }
    })
    return requests.map((request, index) => {
      const result = written.results[index]
      if (result === undefined || ApiFault.isInstance(result)) {
        return request.map(() => ({ fault: result as ApiFault }))
      }
      return result.map((booked) => ({ data: this.#report(booked, written.duplicates.get(booked.id), now) }))
    })
  }

  #report({ id, event, booking }: BookedEvent, duplicate: Duplicate | undefined, now: number): MeterData {
    const { metrics, logger } = this.#context
    if (duplicate?.conflict === true) {
      metrics.event('CONFLICT')
      logger.warn(
        { reference: event.reference, of: duplicate.originalId },
        'a reference was reported again with other content',
      )
    } else metrics.event(duplicate !== undefined ? 'DUPLICATE' : booking.matched ? 'DEFAULT' : 'NOT_MATCHED')
    return toWireMeterData({
      id,
      reference: event.reference,
      customer_id: event.customerId,
      meter_id: event.meter.id,
      subscription_id: booking.matched && duplicate === undefined ? booking.subscriptionId : null,
      event_at: event.at,
      created_at: new Date(now),
      processed_type: duplicate !== undefined ? 'DUPLICATE' : booking.matched ? 'DEFAULT' : 'NOT_MATCHED',
      not_matched_variant: booking.matched ? null : booking.variant,
      of_meter_data_id: duplicate?.originalId ?? null,
      deleted: false,
      body: event.body,
    })
  }
}

/** Returns what the events that were written changed. */
function usageChanges(counted: readonly BookedEvent[]): UsageChange[] {
  return counted.flatMap(({ event, booking }) => {
    if (!booking.matched) return []
    const { subscriptionId, periodStart } = booking
    return [{ subscriptionId, periodStart, reference: event.reference }]
  })
}

/** Events whose references are those of other events. Rolls back what was written beside them. */
class TakenReferences extends Error {
  readonly events: readonly BookedEvent[]
  readonly fault: ApiFault

  constructor(events: readonly BookedEvent[], fault: ApiFault) {
    super(fault.message)
    this.events = events
    this.fault = fault
  }
}

/** Returns the customer that an event names: by the id, where it gives one. */
function customerOf<Customer>(
  { customer_id: id, customer_reference: reference }: Given,
  { byId, byReference }: Readonly<Record<'byId' | 'byReference', ReadonlyMap<string, Customer>>>,
): Customer | undefined {
  if (id != null) return byId.get(id)
  return reference == null ? undefined : byReference.get(reference)
}

/** The 409 for an event whose reference is that of another one. */
function takenReference({ id, event }: BookedEvent, duplicates: ReadonlyMap<string, Duplicate>, prefix = ''): ApiFault {
  const { originalId = '', differs } = duplicates.get(id) ?? {}
  const why = differs === 'deleted' ? 'an event that was deleted' : `an event with another ${differs ?? 'content'}`
  return new ApiFault({
    status: 409,
    code: 'COULD_NOT_CREATE_RESOURCE',
    field: `${prefix}reference`,
    message: `reference must be new for each event; ${event.reference} is that of ${why} (${originalId}). Use one reference for each meter and attempt`,
    resourceType: 'METER_DATA',
    resourceId: originalId,
  })
}

class RolledBack extends Error {}

/** Returns what `work` finds in a transaction that leaves nothing behind. */
async function rolledBack<Result>(
  database: Database,
  work: (connection: Queryable) => Promise<Result>,
): Promise<Result> {
  let found: { readonly result: Result } | undefined
  try {
    await database.transaction(async (transaction) => {
      found = { result: await work(transaction) }
      throw new RolledBack()
    })
  } catch (error) {
    if (!(error instanceof RolledBack) || found === undefined) throw error
    return found.result
  }
  throw new Error('a transaction that throws was committed')
}

function earliest(everything: readonly Pick<Incoming, 'given'>[], now: number): Date {
  let time = now
  for (const { given } of everything) {
    if (given.timestamp == null) continue
    try {
      time = Math.min(time, parseInstant(given.timestamp).getTime())
    } catch {
      // Refused with its field when the event is read.
    }
  }
  return new Date(time)
}

/** A stored event or duplicate, as the database returns it. */
export interface MeterDataRow {
  readonly id: string
  readonly reference: string
  readonly customer_id: string
  readonly meter_id: string
  readonly subscription_id: string | null
  readonly event_at: Date
  readonly created_at: Date
  readonly processed_type: 'DEFAULT' | 'NOT_MATCHED' | 'DUPLICATE'
  readonly not_matched_variant: string | null
  readonly of_meter_data_id: string | null
  readonly deleted: boolean
  readonly body: Partial<MeterData>
}

/** The wire form of an event. */
export function toWireMeterData(row: MeterDataRow): MeterData {
  return {
    object_type: 'METER_DATA',
    id: row.id,
    reference: row.reference,
    type: 'INGEST',
    customer_id: row.customer_id,
    meter_id: row.meter_id,
    timestamp: writeEventInstant(row.event_at),
    created_at: writeEventInstant(row.created_at),
    ...row.body,
    // What it counts for, or else what it asked for.
    pricing_plan_subscription_id: row.subscription_id ?? row.body.pricing_plan_subscription_id ?? null,
    processed_details: {
      type: row.processed_type,
      ...(row.processed_type === 'NOT_MATCHED' && { not_matched: { variant: row.not_matched_variant } }),
      ...(row.of_meter_data_id !== null && {
        duplicate_of_meter_data_id: row.of_meter_data_id,
        duplicate: { of_meter_data_id: row.of_meter_data_id },
      }),
    },
    deleted: row.deleted,
  }
}
