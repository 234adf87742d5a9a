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
    const [only] = bodies
    if (bodies.length === 1 && only !== undefined) {
      const stored = await unwrap(client.POST('/v1/ingest/meter-data', frozen<'MeterDataCreateRequest'>(only)))
      return { type: 'accepted', duplicates: [isDuplicate(stored)] }
    }
    const batch = `{"meter_datas":[${bodies.join(',')}]}`
    const { meter_datas: stored } = await unwrap(
      client.POST('/v1/ingest/meter-datas', frozen<'MeterDatasCreateRequest'>(batch)),
    )
    const duplicates = new Set((stored ?? []).filter(isDuplicate).map(({ reference }) => reference))
    if (duplicates.size === 0) return { type: 'accepted', duplicates: bodies.map(() => false) }
    return { type: 'accepted', duplicates: bodies.map((body) => duplicates.has(referenceOf(body))) }
  } catch (error) {
    if (!BillingApiError.isInstance(error)) return { type: 'failed', error }
    // A refusal as a duplicate is proof of delivery. (The API answers 201 for one; its documents also speak of 409 and of a 400.)
    if (
      bodies.length === 1 &&
      ((error.status === 409 && !isTakenReference(error)) ||
        error.code === 'RESOURCE_ALREADY_EXISTS' ||
        isDuplicateReference(error))
    )
      return { type: 'accepted', duplicates: [true] }
    const refused =
      REFUSED_STATUSES.has(error.status) || error.status === 409 || error.code === 'RESOURCE_ALREADY_EXISTS'
    return refused && !error.retryable ? { type: 'refused', error } : { type: 'failed', error }
  }
}

/** JSON that this package wrote when the attempt was settled, sent as it is: it is parsed by nobody on its way. */
function frozen<Name extends 'MeterDataCreateRequest' | 'MeterDatasCreateRequest'>(json: string) {
  return { body: json as unknown as Schema<Name>, bodySerializer: (body: unknown) => String(body) }
}

function referenceOf(body: string): string {
  return (JSON.parse(body) as Schema<'MeterDataCreateRequest'>).reference
}

function isDuplicate(event: Schema<'MeterData'>): boolean {
  return event.processed_details?.type === 'DUPLICATE'
}

/** The reference is that of an event with another meter, customer or value: the event was not taken in. */
const isTakenReference = (error: BillingApiError): boolean => error.code === 'COULD_NOT_CREATE_RESOURCE'

function isDuplicateReference(error: BillingApiError): boolean {
  return error.status === 400 && error.field === 'reference' && /duplicate|already exist/i.test(error.message)
}
