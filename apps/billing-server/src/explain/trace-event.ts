import type { Schema } from '@tallygate/client'
import { traceUsage } from '@tallygate/rating'
import { loadTerms } from '../customers/subscription-terms.store.ts'
import { notFound } from '../http/api-fault.ts'
import { gatherInvoice } from '../invoicing/gather-invoices.ts'
import { findInvoiceOf } from '../invoicing/invoices.store.ts'
import { loadPropertyReferences } from '../metering/metering-definition.store.ts'
import { byReference, valuesById } from '../metering/property-references.ts'
import { writeEventInstant } from '../metering/read-event.ts'
import { findOriginalEvent, type StoredEvent } from '../metering/stored-event.store.ts'
import { ID_PREFIXES } from '../resource-id.ts'
import type { ServerContext } from '../server-context.ts'

/**
 * Traces an event: for each pricing item that counts it, the rule that prices it and the invoice that shows it. The id
 * of a link is the id of the invoice line. No links for an event that counts nowhere.
 */
export async function traceEvent(
  context: Pick<ServerContext, 'database' | 'stores' | 'readCuts'>,
  id: string,
): Promise<Schema<'EventTrace'>> {
  const { database } = context
  // A repeated report counts where its original does.
  const event = await findOriginalEvent(database, id)
  if (event === undefined) throw notFound('METER_DATA', id)
  const created = writeEventInstant(event.created_at)
  return {
    object_type: 'EVENT_TRACE',
    // From the event's id: the same trace is the same whenever it is read.
    id: event.id.replace(/^[a-z]+/, ID_PREFIXES.event_traces),
    meter_data_id: event.id,
    customer_id: event.customer_id,
    ingest_time: created,
    received_time: created,
    processed_time: created,
    links: await linksOf(context, event),
  }
}

async function linksOf(
  context: Pick<ServerContext, 'database' | 'stores' | 'readCuts'>,
  event: StoredEvent,
): Promise<Schema<'EventTraceLink'>[]> {
  const { database } = context
  if (event.subscription_id === null || event.period_start === null || event.deleted_at !== null) return []
  const invoice = await findInvoiceOf(database, event.subscription_id, event.period_start)
  const [terms] = await loadTerms(database, { subscriptionIds: [event.subscription_id] })
  if (invoice === undefined || terms === undefined) return []
  const gathered = await gatherInvoice(context, database, invoice, terms)
  const { late_of: lateOf } = event
  const segment =
    lateOf === null
      ? gathered.segments.find(({ plan }) => plan.scheduleId === event.schedule_id)
      : gathered.late.find(
          ({ plan, period }) => plan.scheduleId === event.schedule_id && period.start.getTime() === lateOf.getTime(),
        )
  if (segment === undefined) return []
  const traced = {
    meterId: event.meter_id,
    meterValueIds: (event.body.meter_values ?? []).flatMap((value) => value.id ?? []),
    at: event.event_at,
    properties: byReference(valuesById(event.body.meter_properties), await loadPropertyReferences(database)),
  }
  return traceUsage(gathered.input, segment, traced).map((link) => ({
    object_type: 'EVENT_TRACE_LINK',
    id: link.lineId,
    meter_value_calculation_ids: [...link.calculationIds],
    product_item_ids: [...link.productItemIds],
    pricing_plan_subscription_id: terms.id,
    pricing_item_config_id: link.pricingItemConfigId,
    invoice_id: invoice.id,
  }))
}
