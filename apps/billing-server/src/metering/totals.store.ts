import type { Queryable } from '../database/database.ts'
import { addUp } from './add-up.ts'

/** What one value of one event adds to the totals of its period. */
export interface Contribution {
  readonly subscriptionId: string
  readonly scheduleId: string
  readonly periodStart: Date
  readonly meterId: string
  /** '' for an event without values. */
  readonly meterValueId: string
  /** '' for numbers. */
  readonly currency: string
  readonly propertiesKey: string
  /** By the id of the property. */
  readonly properties: Readonly<Record<string, string>>
  /** Decimal. */
  readonly quantity: string
}

/**
 * Adds to the totals, in the order of their keys, so that transactions that meet never wait in a circle. The contributions
 * are added up before they are sent: a batch of a thousand events mostly touches a handful of totals.
 */
export async function addToTotals(database: Queryable, contributions: readonly Contribution[]): Promise<void> {
  if (contributions.length === 0) return
  const totals = addUp(contributions)
  await database.query(
    `insert into usage_totals (subscription_id, schedule_id, period_start, meter_id, meter_value_id, currency,
      properties_key, properties, sum, count, min, max)
    select subscription_id, schedule_id, period_start, meter_id, meter_value_id, currency, properties_key, properties::jsonb,
      sum, count, min, max
    from unnest($1::text[], $2::text[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
        $9::numeric[], $10::bigint[], $11::numeric[], $12::numeric[])
      as t (subscription_id, schedule_id, period_start, meter_id, meter_value_id, currency, properties_key, properties,
        sum, count, min, max)
    on conflict (schedule_id, period_start, meter_id, meter_value_id, currency, properties_key) do update set
      sum = usage_totals.sum + excluded.sum, count = usage_totals.count + excluded.count,
      min = least(usage_totals.min, excluded.min), max = greatest(usage_totals.max, excluded.max)`,
    [
      totals.map(({ of }) => of.subscriptionId),
      totals.map(({ of }) => of.scheduleId),
      totals.map(({ of }) => of.periodStart),
      totals.map(({ of }) => of.meterId),
      totals.map(({ of }) => of.meterValueId),
      totals.map(({ of }) => of.currency),
      totals.map(({ of }) => of.propertiesKey),
      totals.map(({ of }) => JSON.stringify(of.properties)),
      totals.map(({ sum }) => sum),
      totals.map(({ count }) => String(count)),
      totals.map(({ min }) => min),
      totals.map(({ max }) => max),
    ],
  )
}

/** Takes one event out of the totals again. The extremes are looked up anew only where the event was one. */
export async function takeFromTotals(database: Queryable, contribution: Contribution): Promise<void> {
  const key = [
    contribution.scheduleId,
    contribution.periodStart,
    contribution.meterId,
    contribution.meterValueId,
    contribution.currency,
    contribution.propertiesKey,
  ]
  const where = `schedule_id = $1 and period_start = $2 and meter_id = $3 and meter_value_id = $4 and currency = $5 and properties_key = $6`
  const [left] = await database.query<{ count: number; extreme: boolean }>(
    `update usage_totals set sum = sum - $7::numeric, count = count - 1 where ${where}
      returning count, min >= $7::numeric or max <= $7::numeric as extreme`,
    [...key, contribution.quantity],
  )
  if (left === undefined) return
  if (left.count === 0) {
    await database.query(`delete from usage_totals where ${where}`, key)
    return
  }
  if (!left.extreme || contribution.meterValueId === '') return
  await database.query(
    `update usage_totals set (min, max) = (
      select min(q), max(q) from meter_data m
        cross join lateral (select coalesce(v ->> 'number', v -> 'amount' ->> 'quantity', v ->> 'count')::numeric as q
          from jsonb_array_elements(m.body -> 'meter_values') v
          where v ->> 'id' = $4 and coalesce(v -> 'amount' ->> 'currency', '') = $5) as quantity
        where m.customer_id = (select customer_id from pricing_plan_subscriptions where id = $8)
          and m.schedule_id = $1 and m.period_start = $2 and m.meter_id = $3 and m.deleted_at is null
          and (select coalesce(jsonb_object_agg(p ->> 'id', p ->> 'value'), '{}'::jsonb)
            from jsonb_array_elements(m.body -> 'meter_properties') p) = $7::jsonb)
    where ${where}`,
    [...key, JSON.stringify(contribution.properties), contribution.subscriptionId],
  )
}

/** Removes the totals of a subscription's periods whose invoice is not FINAL. */
export async function clearTotals(database: Queryable, subscriptionIds: readonly string[]): Promise<void> {
  await database.query(
    `delete from usage_totals t where t.subscription_id = any($1::text[]) and not exists (
      select 1 from invoices i where i.subscription_id = t.subscription_id and i.period_start = t.period_start and i.status = 'FINAL')`,
    [subscriptionIds],
  )
}
