import { hash } from 'node:crypto'
import { formatInstant, parseInstant } from '@tallygate/billing-period'
import type { Schema } from '@tallygate/client'
import { ApiFault, invalidField, invalidOperation, missingField, referenceNotFound } from '../http/api-fault.ts'
import type { KnownMeter, MeteringCatalog } from './metering-catalog.ts'

/** The longest time that an event may lie ahead of the server's clock (the API's limit). */
export const MAX_AHEAD_MS = 30 * 60_000

/** One value of an event, ready to be added up. */
export interface EventQuantity {
  /** '' for an event that carries no value: it still counts. */
  readonly meterValueId: string
  /** '' for numbers. */
  readonly currency: string
  /** Decimal. */
  readonly quantity: string
  /** True where it was sent as `count`. */
  readonly isCount?: true
}

/** An event that has passed every rule, with everything resolved to ids. */
export interface ReadEvent {
  readonly reference: string
  readonly customerId: string
  readonly meter: KnownMeter
  readonly at: Date
  /** Property values by reference, those that were given. */
  readonly properties: Readonly<Record<string, string>>
  readonly quantities: readonly EventQuantity[]
  /** Id of the subscription that the event asks for; null when it leaves the choice. */
  readonly wantedSubscription: string | null
  /** True where the event said its time itself. */
  readonly timestampGiven: boolean
  /** The wire members that are stored with it. */
  readonly body: Partial<Schema<'MeterData'>>
}

type Given = Schema<'MeterDataCreateRequest'>

/** A subscription as an event names it. */
export interface NamedSubscription {
  readonly id: string
  readonly reference: string
}

interface Customer {
  readonly id: string
  readonly reference: string
  readonly named: readonly NamedSubscription[]
}

/**
 * Checks an event against its meter. Pure. `prefix` is the path of the event in the request, with its dot
 * (`meter_datas.3.`). Throws naming the member at fault.
 */
export function readEvent(
  given: Given,
  known: { readonly customer: Customer | undefined; readonly catalog: MeteringCatalog; readonly now: number },
  prefix = '',
): ReadEvent {
  const customer = known.customer ?? noCustomer(given, prefix)
  const meter = meterOf(given, known.catalog, prefix)
  const at = given.timestamp == null ? new Date(known.now) : instant(given.timestamp, prefix)
  if (at.getTime() > known.now + MAX_AHEAD_MS) {
    throw invalidField(`${prefix}timestamp`, 'value lies more than 30 minutes in the future', 'METER_DATA')
  }
  const properties = readProperties(given, meter, prefix)
  const quantities = readValues(given, meter, prefix)
  const wanted = wantedSubscription(given, customer, prefix)
  return {
    reference: given.reference,
    customerId: customer.id,
    meter,
    at,
    properties,
    quantities: quantities.length === 0 ? [{ meterValueId: '', currency: '', quantity: '0' }] : quantities,
    wantedSubscription: wanted?.id ?? null,
    timestampGiven: given.timestamp != null,
    body: {
      ...(wanted && {
        pricing_plan_subscription_id: wanted.id,
        pricing_plan_subscription_reference: wanted.reference,
      }),
      customer_reference: customer.reference,
      meter_reference: meter.reference,
      meter_properties: meter.properties.flatMap(({ id, reference }) => {
        const value = properties[reference]
        return value === undefined ? [] : [{ id, reference, value }]
      }),
      meter_values: quantities.map(({ meterValueId, reference, currency, quantity, isCount }) => ({
        id: meterValueId,
        reference,
        ...(currency !== ''
          ? { amount: { quantity, currency: currency as 'USD' } }
          : isCount
            ? { count: quantity }
            : { number: quantity }),
      })),
    },
  }
}

const sorted = (values: Readonly<Record<string, string>>): [string, string][] =>
  Object.entries(values).sort(([one], [other]) => (one < other ? -1 : 1))

/** The key under which events with the same property values add up; the values by the id of the property. */
export function propertiesKey(values: Readonly<Record<string, string>>): string {
  const text = JSON.stringify(sorted(values))
  // Long ones as a digest: a key of an index has a limit of about 2,700 bytes.
  return Buffer.byteLength(text) <= 128 ? text : `sha256:${hash('sha256', text, 'base64url')}`
}

function noCustomer(given: Given, prefix: string): never {
  if (given.customer_id != null) throw referenceNotFound(`${prefix}customer_id`, 'CUSTOMER', given.customer_id)
  if (given.customer_reference == null) throw missingField(`${prefix}customer_reference`, 'METER_DATA')
  throw referenceNotFound(`${prefix}customer_reference`, 'CUSTOMER', given.customer_reference)
}

/**
 * The subscription that an event names by id or by reference, whatever its state: one that does not cover the event
 * leaves it NOT_MATCHED. A selector is refused rather than ignored; without one the API's fallback LATEST holds.
 */
function wantedSubscription(given: Given, { named }: Customer, prefix: string): NamedSubscription | undefined {
  const { data, rules, filters, fallback } = given.pricing_plan_subscription_selector ?? {}
  if ([data, rules, filters].some((list) => (list ?? []).length > 0) || fallback === 'NONE') {
    const message =
      'this server does not choose by a selector; name the subscription, or leave it out for the latest one'
    throw invalidField(`${prefix}pricing_plan_subscription_selector`, message, 'METER_DATA')
  }
  const { pricing_plan_subscription_id: id, pricing_plan_subscription_reference: reference } = given
  const found = (member: 'id' | 'reference', name: string | null | undefined): NamedSubscription | undefined => {
    if (name == null) return undefined
    const subscription = named.find((one) => one[member] === name)
    if (subscription !== undefined) return subscription
    throw referenceNotFound(`${prefix}pricing_plan_subscription_${member}`, 'PRICING_PLAN_SUBSCRIPTION', name)
  }
  const [byId, byReference] = [found('id', id), found('reference', reference)]
  if (byId !== undefined && byReference !== undefined && byId !== byReference) {
    const field = `${prefix}pricing_plan_subscription_reference`
    throw invalidField(field, 'value names another subscription than pricing_plan_subscription_id', 'METER_DATA')
  }
  return byId ?? byReference
}

function meterOf(given: Given, catalog: MeteringCatalog, prefix: string): KnownMeter {
  const member = given.meter_id == null ? 'meter_reference' : 'meter_id'
  const name = given.meter_id ?? given.meter_reference
  if (name == null) throw missingField(`${prefix}meter_reference`, 'METER_DATA')
  const meter = given.meter_id == null ? catalog.byReference.get(name) : catalog.byId.get(name)
  if (meter === undefined) throw referenceNotFound(`${prefix}${member}`, 'METER', name)
  if (meter.status === 'DRAFT' || meter.status === 'ARCHIVED') {
    throw invalidOperation(`The meter ${meter.reference} is ${meter.status}; only an ACTIVE meter takes events`, {
      field: `${prefix}${member}`,
      resourceType: 'METER',
      resourceId: meter.id,
    })
  }
  return meter
}

function instant(text: string, prefix: string): Date {
  try {
    return parseInstant(text)
  } catch (cause) {
    const message = 'value is not an instant; use ISO 8601 such as 2026-01-05T10:00:00Z'
    throw new ApiFault({ status: 400, code: 'INVALID_FIELD', field: `${prefix}timestamp`, message, cause })
  }
}

/** Index in the links of the one that an entry names. */
function linkOf<Link extends { readonly id: string; readonly reference: string }>(
  links: readonly Link[],
  entry: { readonly id?: string | null; readonly reference?: string | null },
  at: string,
  kind: 'METER_VALUE' | 'METER_PROPERTY',
): Link {
  const name = entry.id ?? entry.reference
  if (name == null) throw missingField(`${at}.reference`, 'METER_DATA')
  const link = links.find(({ id, reference }) => (entry.id == null ? reference : id) === name)
  if (link === undefined) throw referenceNotFound(`${at}.${entry.id == null ? 'reference' : 'id'}`, kind, name)
  return link
}

function readProperties(given: Given, meter: KnownMeter, prefix: string): Record<string, string> {
  const properties: Record<string, string> = {}
  for (const [index, entry] of (given.meter_properties ?? []).entries()) {
    const at = `${prefix}meter_properties.${index}`
    const { reference, target } = linkOf(meter.properties, entry, at, 'METER_PROPERTY')
    if (Object.hasOwn(properties, reference))
      throw invalidField(`${at}.reference`, 'value is given twice', 'METER_DATA')
    if (entry.value == null) throw missingField(`${at}.value`, 'METER_DATA')
    if (target.type === 'ENUM' && !(target.enum_values ?? []).includes(entry.value)) {
      const allowed = (target.enum_values ?? []).join(', ')
      throw invalidField(`${at}.value`, `value is not one of ${allowed}`, 'METER_DATA')
    }
    if (target.type === 'NUMBER' && !/^-?\d+(\.\d+)?$/.test(entry.value)) {
      throw invalidField(`${at}.value`, 'value is not a number', 'METER_DATA')
    }
    properties[reference] = entry.value
  }
  for (const { reference, required } of meter.properties) {
    if (required && !Object.hasOwn(properties, reference)) {
      const message = `the property ${reference} is required by the meter`
      throw invalidField(`${prefix}meter_properties`, message, 'METER_DATA')
    }
  }
  return properties
}

interface NamedQuantity extends EventQuantity {
  /** The reference of the meter value. */
  readonly reference: string
}

function readValues(given: Given, meter: KnownMeter, prefix: string): NamedQuantity[] {
  const quantities: NamedQuantity[] = []
  for (const [index, entry] of (given.meter_values ?? []).entries()) {
    const at = `${prefix}meter_values.${index}`
    const { id, reference, target } = linkOf(meter.values, entry, at, 'METER_VALUE')
    if (quantities.some(({ meterValueId }) => meterValueId === id)) {
      throw invalidField(`${at}.reference`, 'value is given twice', 'METER_DATA')
    }
    const read = quantityOf(entry, target.type, at)
    if (read.quantity.startsWith('-') && meter.notSummed.has(id)) {
      const member = read.currency === '' ? 'number' : 'amount.quantity'
      const message = `${member} must be 0 or more; it is ${read.quantity}. A negative value corrects a sum, and the meter counts this value in another way too`
      throw invalidField(`${at}.${member}`, message, 'METER_DATA')
    }
    quantities.push({ meterValueId: id, reference, ...read })
  }
  for (const { id, reference, required } of meter.values) {
    if (required && !quantities.some(({ meterValueId }) => meterValueId === id)) {
      throw invalidField(`${prefix}meter_values`, `the value ${reference} is required by the meter`, 'METER_DATA')
    }
  }
  return quantities.sort((one, other) => (one.meterValueId < other.meterValueId ? -1 : 1))
}

function quantityOf(
  entry: Schema<'MeterDataMeterValue'>,
  type: 'NUMBER' | 'AMOUNT',
  at: string,
): Omit<EventQuantity, 'meterValueId'> {
  if (type === 'NUMBER') {
    if (entry.amount != null)
      throw invalidField(`${at}.amount`, 'the meter value is a NUMBER; send number', 'METER_DATA')
    if (entry.count != null) return { ...countOf(entry.count, entry, at), currency: '' }
    if (entry.number == null) throw missingField(`${at}.number`, 'METER_DATA')
    return { currency: '', quantity: entry.number }
  }
  if (entry.count != null) throw invalidField(`${at}.count`, 'the meter value is an AMOUNT; send amount', 'METER_DATA')
  if (entry.number != null)
    throw invalidField(`${at}.number`, 'the meter value is an AMOUNT; send amount', 'METER_DATA')
  if (entry.amount?.quantity == null) throw missingField(`${at}.amount.quantity`, 'METER_DATA')
  if (entry.amount.currency == null) throw missingField(`${at}.amount.currency`, 'METER_DATA')
  return { currency: entry.amount.currency, quantity: entry.amount.quantity }
}

/** A count of occurrences counts as the number of a NUMBER value does; it is whole. */
function countOf(
  count: string,
  entry: Schema<'MeterDataMeterValue'>,
  at: string,
): { readonly quantity: string; readonly isCount: true } {
  if (entry.number != null) throw invalidField(`${at}.count`, 'send either number or count', 'METER_DATA')
  if (!/^\d+$/.test(count)) throw invalidField(`${at}.count`, 'value is not a whole number from 0', 'METER_DATA')
  return { quantity: count, isCount: true }
}

/** Tells how instants of events are written: with milliseconds only where there are some, so that none is lost. */
export function writeEventInstant(at: Date): string {
  if (at.getTime() !== lastWritten.time) {
    const text = at.getTime() % 1000 === 0 ? formatInstant(at) : at.toISOString()
    lastWritten = { time: at.getTime(), text }
  }
  return lastWritten.text
}

/** The events of a batch mostly share their time. */
let lastWritten = { time: 0, text: '1970-01-01T00:00:00Z' }
