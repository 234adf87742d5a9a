import { BillingApiError, type BillingClient, type Schema, unwrap } from '@tallygate/client'
import type { DeliveryOutcome } from '../journal/journal.ts'

/** The result of a POST of events. */
export type SendOutcome =
  /** Every event is stored; what the API did with each. */
  | { readonly type: 'accepted'; readonly outcomes: readonly DeliveryOutcome[] }
  /**
   * The API refuses the body, for an event in it. `content`: it will never take it as it is. Otherwise a time or a
   * state is at fault (a clock that is ahead, an archived meter, a customer who is not there yet), and it may take it
   * later.
   */
  | { readonly type: 'refused'; readonly content: boolean; readonly error: unknown }
  /** Nothing is said about the events: it may take them later. */
  | { readonly type: 'failed'; readonly error: unknown }

/** Statuses that blame the body. 401 and 403 blame the key: they mend when the key does. */
const REFUSED_STATUSES = new Set([400, 404, 409, 413, 415, 422])
/**
 * Codes of the API that blame what an event says, whatever the time and whatever state its meter and its customer are
 * in.
 */
const CONTENT_CODES = new Set<string>([
  'INVALID_FIELD',
  'MISSING_FIELD',
  'INVALID_ID',
  'MISSING_ID',
  'METER_VALUE_NOT_FOUND',
  'METER_PROPERTY_NOT_FOUND',
  'RESOURCE_ALREADY_EXISTS',
])
/** The resources that belong to an event's content: all that it names beside its customer, meter and subscription. */
const CONTENT_RESOURCES = new Set(['METER_VALUE', 'METER_PROPERTY'])

/** Sends one event, or several in one POST. Never throws. The bodies are the frozen JSON of the journal. */
export async function sendEvents(client: BillingClient, bodies: readonly string[]): Promise<SendOutcome> {
  const [only] = bodies
  try {
    if (bodies.length === 1 && only !== undefined) {
      const stored = await unwrap(client.POST('/v1/ingest/meter-data', frozen<'MeterDataCreateRequest'>(only)))
      return { type: 'accepted', outcomes: [outcomeOf(stored)] }
    }
    const batch = `{"meter_datas":[${bodies.join(',')}]}`
    const { meter_datas: stored } = await unwrap(
      client.POST('/v1/ingest/meter-datas', frozen<'MeterDatasCreateRequest'>(batch)),
    )
    return { type: 'accepted', outcomes: outcomesOf(stored ?? [], bodies) }
  } catch (error) {
    if (!BillingApiError.isInstance(error)) return { type: 'failed', error }
    // API fact: a duplicate is answered with 201. The documents also speak of 409 and of a 400: what is stored then
    // tells whether it is this event.
    if (only !== undefined && bodies.length === 1 && isDuplicateReference(error))
      return verifyDuplicate(client, only, error)
    if (!blamesBody(error)) return { type: 'failed', error }
    return { type: 'refused', content: blamesContent(error), error }
  }
}

/** JSON that this package wrote when the attempt was settled, sent as it is: it is parsed by nobody on its way. */
function frozen<Name extends 'MeterDataCreateRequest' | 'MeterDatasCreateRequest'>(json: string) {
  return { body: json as unknown as Schema<Name>, bodySerializer: (body: unknown) => String(body) }
}

function parse(body: string): Schema<'MeterDataCreateRequest'> {
  return JSON.parse(body) as Schema<'MeterDataCreateRequest'>
}

/** One outcome for each body. What is counted need not be looked for. */
function outcomesOf(stored: readonly Schema<'MeterData'>[], bodies: readonly string[]): DeliveryOutcome[] {
  const others = new Map(
    stored.flatMap((event) => {
      const outcome = outcomeOf(event)
      return outcome === 'counted' ? [] : [[event.reference, outcome] as const]
    }),
  )
  return bodies.map((body) => (others.size === 0 ? 'counted' : (others.get(parse(body).reference) ?? 'counted')))
}

/**
 * API fact: the variant of NOT_MATCHED is free text; ours are NO_SUBSCRIPTION, NO_PRICING, NO_RULE and INVOICE_FINAL.
 */
export function outcomeOf({ processed_details: details }: Schema<'MeterData'>): DeliveryOutcome {
  if (details?.type === 'DUPLICATE') return 'duplicate'
  if (details?.type !== 'NOT_MATCHED') return 'counted'
  const variant = details.not_matched?.variant
  if (variant === 'NO_PRICING' || variant === 'NO_RULE') return 'no_pricing'
  return variant === 'NO_SUBSCRIPTION' ? 'no_subscription' : 'not_matched'
}

function isDuplicateReference({ status, code, field, message }: BillingApiError): boolean {
  if (status === 409 || code === 'RESOURCE_ALREADY_EXISTS') return code !== 'IDEMPOTENCY_CHECK_FAILED'
  return status === 400 && field === 'reference' && /duplicate|already exist/i.test(message)
}

/** A reference that is taken proves a delivery only where the event that has it is the one that was sent. */
async function verifyDuplicate(client: BillingClient, body: string, error: BillingApiError): Promise<SendOutcome> {
  const sent = parse(body)
  try {
    const { data } = await unwrap(
      client.GET('/v1/ingest/meter-data', { params: { query: { reference: sent.reference, deleted: false } } }),
    )
    const stored = data.find(
      ({ reference, processed_details: details }) => reference === sent.reference && details?.type !== 'DUPLICATE',
    )
    if (stored !== undefined && isSameEvent(stored, sent)) return { type: 'accepted', outcomes: ['duplicate'] }
    return { type: 'refused', content: true, error }
  } catch (unread) {
    return { type: 'failed', error: unread }
  }
}

function isSameEvent(stored: Schema<'MeterData'>, sent: Schema<'MeterDataCreateRequest'>): boolean {
  const tokensOf = ({ meter_values: values }: Pick<Schema<'MeterData'>, 'meter_values'>): number =>
    (values ?? []).reduce((sum, { number }) => sum + Number(number ?? 0), 0)
  return (
    (stored.meter_reference ?? sent.meter_reference) === sent.meter_reference &&
    (stored.customer_reference ?? sent.customer_reference) === sent.customer_reference &&
    tokensOf(stored) === tokensOf(sent)
  )
}

/**
 * An answer without the API's error object is a proxy's, and says nothing about the events; but 413 about their size.
 */
function blamesBody({ status, code, retryable }: BillingApiError): boolean {
  if (retryable || code === 'IDEMPOTENCY_CHECK_FAILED' || !REFUSED_STATUSES.has(status)) return false
  return code !== 'UNEXPECTED_RESPONSE' || status === 413
}

function blamesContent({ code, field, resourceType }: BillingApiError): boolean {
  // `meter_datas.3.timestamp`: the API's clock and the application's differ.
  if (field !== undefined && /(^|\.)timestamp$/.test(field)) return false
  return CONTENT_CODES.has(code) || (code === 'RESOURCES_NOT_FOUND' && CONTENT_RESOURCES.has(resourceType ?? ''))
}
