import type { Period } from '@tallygate/billing-period'
import type { Queryable } from '../database/database.ts'
import type { SubscriptionTerms } from './subscription-terms.ts'

interface TermsRow {
  readonly id: string
  readonly customer_id: string
  readonly reference: string
  readonly status: string
  readonly billing_entity_id: string
  readonly body: {
    readonly type: string | null
    readonly billing_currency: string
    readonly billing_time: 'EXACT' | 'CALENDAR'
    readonly billing_period: Period
  }
  readonly time_zone: string | null
  readonly ends_at: string | null
  readonly created_at: string
  readonly schedules: readonly {
    readonly id: string
    readonly version_id: string
    readonly start_at: string
    readonly end_at: string | null
    readonly billing_period: Period | null
    readonly realigns: boolean | null
    readonly priced_meter_ids: readonly string[]
    readonly prices_key: string
    readonly has_own_prices: boolean
  }[]
}

/** SQL for a text that names this writing of a row: another one after every change, on whatever server. */
const rowOf = (alias: string): string => `${alias}.xmin::text || ${alias}.ctid::text`

/** SQL that says whether a schedule `h` has prices of its own. */
const HAS_OWN_PRICES = `(coalesce(h.body -> 'override_pricings', '[]') <> '[]' or coalesce(h.body -> 'pricing_categories', '[]') <> '[]')`

/** SQL for one jsonb object with the terms of the subscription row `s`; read back by `fromTermsJson`. */
export const TERMS_JSON = `jsonb_build_object(
  'id', s.id, 'customer_id', s.customer_id, 'reference', s.reference, 'status', s.status,
  'billing_entity_id', s.billing_entity_id, 'time_zone', s.time_zone, 'ends_at', s.ends_at, 'created_at', s.created_at,
  'body', jsonb_build_object('type', s.body -> 'type', 'billing_currency', s.body -> 'billing_currency', 'billing_time', s.body -> 'billing_time',
    'billing_period', s.body -> 'billing_period'),
  'schedules', (select coalesce(jsonb_agg(jsonb_build_object('id', h.id, 'version_id', h.pricing_plan_version_id,
      'start_at', h.start_at, 'end_at', h.end_at, 'billing_period', nullif(h.body -> 'billing_period', 'null'::jsonb),
      'realigns', (h.body ->> 'realign_invoice_date_to_pricing_plan_schedule_start_at')::boolean,
      'priced_meter_ids', to_jsonb(v.priced_meter_ids || h.priced_meter_ids),
      'has_own_prices', ${HAS_OWN_PRICES},
      'prices_key', concat_ws(' ', v.id, ${rowOf('v')}, case when ${HAS_OWN_PRICES} then ${rowOf('h')} end)) order by h.start_at, h.id), '[]'::jsonb)
    from pricing_plan_schedules h join pricing_plan_versions v on v.id = h.pricing_plan_version_id
    where h.pricing_plan_subscription_id = s.id))`

/** Reads what `TERMS_JSON` selected. */
export function fromTermsJson(json: unknown): SubscriptionTerms {
  const row = json as TermsRow
  return {
    id: row.id,
    customerId: row.customer_id,
    reference: row.reference,
    status: row.status,
    type: row.body.type ?? 'BILLING',
    currency: row.body.billing_currency,
    billingEntityId: row.billing_entity_id,
    billingTime: row.body.billing_time,
    billingPeriod: withValue(row.body.billing_period),
    timeZone: row.time_zone ?? 'UTC',
    createdAt: new Date(row.created_at),
    endsAt: row.ends_at === null ? null : new Date(row.ends_at),
    schedules: row.schedules.map((schedule) => ({
      id: schedule.id,
      versionId: schedule.version_id,
      startAt: new Date(schedule.start_at),
      endAt: schedule.end_at === null ? null : new Date(schedule.end_at),
      billingPeriod: schedule.billing_period && withValue(schedule.billing_period),
      realigns: schedule.realigns ?? false,
      pricedMeterIds: schedule.priced_meter_ids,
      pricesKey: schedule.prices_key,
      hasOwnPrices: schedule.has_own_prices,
    })),
  }
}

/** A period's value may be left out and is 1 then (our contract). */
const withValue = (period: { readonly type: Period['type']; readonly value?: number | null }): Period => ({
  type: period.type,
  value: period.value ?? 1,
})

/** Terms of the subscriptions that bill: ACTIVE ones, and CANCELLED ones for the time before their end. */
export async function loadTerms(
  database: Queryable,
  by: { readonly subscriptionIds: readonly string[] } | { readonly customerId: string },
): Promise<readonly SubscriptionTerms[]> {
  const [column, value] =
    'customerId' in by
      ? ['s.customer_id = any($1::text[])', [by.customerId]]
      : ['s.id = any($1::text[])', by.subscriptionIds]
  const rows = await database.query<{ terms: unknown }>(
    `select ${TERMS_JSON} as terms from pricing_plan_subscriptions s where ${column} order by s.created_at, s.id`,
    [value],
  )
  return rows.map(({ terms }) => fromTermsJson(terms))
}
