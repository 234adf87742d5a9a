import { BillingApiError, type BillingClient, type Schema, unwrap } from '@tallygate/client'

/** What became of a POST of events. */
export type SendOutcome =
  /** Every event is stored; whether each was known before. */
  | { readonly type: 'accepted'; readonly duplicates: readonly boolean[] }
  /** The API will never take this body as it is. */
  | { readonly type: 'refused'; readonly error: unknown }
  /** It may take it later. */
  | { readonly type: 'failed'; readonly error: unknown }

/** Statuses that blame the body. 401 and 403 blame the key: they mend when the key does. */
const REFUSED_STATUSES = new Set([400, 404, 413, 415, 422])

/** Sends one event, or several in one POST. Never throws. The bodies are the frozen JSON of the journal. */
export async function sendEvents(client: BillingClient, bodies: readonly string[]): Promise<SendOutcome> {
  try {
    // Written by this package when the attempt was settled.
    const events = bodies.map((body) => JSON.parse(body) as Schema<'MeterDataCreateRequest'>)
    const [first] = events
    if (events.length === 1 && first !== undefined) {
      const stored = await unwrap(client.POST('/v1/ingest/meter-data', { body: first }))
      return { type: 'accepted', duplicates: [isDuplicate(stored)] }
    }
    const { meter_datas: stored } = await unwrap(
      client.POST('/v1/ingest/meter-datas', { body: { meter_datas: events } }),
    )
    const duplicates = new Set((stored ?? []).filter(isDuplicate).map(({ reference }) => reference))
    return { type: 'accepted', duplicates: events.map(({ reference }) => duplicates.has(reference)) }
  } catch (error) {
    if (!BillingApiError.isInstance(error)) return { type: 'failed', error }
    // A refusal as a duplicate is proof of delivery. (The API answers 201 for one; its documents also speak of 409 and of a 400.)
    if (
      bodies.length === 1 &&
      (error.status === 409 || error.code === 'RESOURCE_ALREADY_EXISTS' || isDuplicateReference(error))
    )
      return { type: 'accepted', duplicates: [true] }
    const refused =
      REFUSED_STATUSES.has(error.status) || error.status === 409 || error.code === 'RESOURCE_ALREADY_EXISTS'
    return refused && !error.retryable ? { type: 'refused', error } : { type: 'failed', error }
  }
}

function isDuplicate(event: Schema<'MeterData'>): boolean {
  return event.processed_details?.type === 'DUPLICATE'
}

function isDuplicateReference(error: BillingApiError): boolean {
  return error.status === 400 && error.field === 'reference' && /duplicate|already exist/i.test(error.message)
}
