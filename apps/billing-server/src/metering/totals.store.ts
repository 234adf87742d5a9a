import type { Queryable } from '../database/database.ts'
import { type AddedUp, addUp } from './add-up.ts'
import { QUANTITY } from './event-sums.store.ts'
import { type Contribution, type KeptCuts, spreadOverCuts } from './spread-over-cuts.ts'

const NO_CUTS: KeptCuts = new Map()

/**
 * Adds to the totals, and to those of the kept cuts. The contributions are added up before they are sent: a batch of a
 * thousand events mostly touches a handful of totals.
 */
export async function addToTotals(
  database: Queryable,
  contributions: readonly Contribution[],
  kept: KeptCuts = NO_CUTS,
): Promise<void> {
  await writeTotals(database, addUp(spreadOverCuts(contributions, kept)))
}

/** Adds what was added up, in the order of the keys, so that transactions that meet never deadlock. */
export async function writeTotals(database: Queryable, totals: readonly AddedUp[]): Promise<void> {
  if (totals.length === 0) return
  await database.query(
    `insert into usage_totals (subscription_id, schedule_id, period_start, meter_id, meter_value_id, currency,
      properties_key, properties, sum, count, min, max, until, late_of)
    select subscription_id, schedule_id, period_start, meter_id, meter_value_id, currency, properties_key, properties::jsonb,
      sum, count, min, max, coalesce(until, 'infinity'), coalesce(late_of, '-infinity')
    from unnest($1::text[], $2::text[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
        $9::numeric[], $10::bigint[], $11::numeric[], $12::numeric[], $13::timestamptz[], $14::timestamptz[])
      as t (subscription_id, schedule_id, period_start, meter_id, meter_value_id, currency, properties_key, properties,
        sum, count, min, max, until, late_of)
    on conflict (schedule_id, period_start, meter_id, meter_value_id, currency, properties_key, until, late_of) do update set
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
      totals.map(({ of }) => of.until),
      totals.map(({ of }) => of.lateOf),
    ],
  )
}

/**
 * Takes one event out of the totals again, and out of those of the kept cuts that it comes before. The extremes are
 * looked up anew only where the event was one. In the order of the keys, as they are added to.
 */
export async function takeFromTotals(database: Queryable, contribution: Contribution): Promise<void> {
  const key = [
    contribution.scheduleId,
    contribution.periodStart,
    contribution.meterId,
    contribution.meterValueId,
    contribution.currency,
    contribution.propertiesKey,
    contribution.lateOf,
  ]
  const where = `schedule_id = $1 and period_start = $2 and meter_id = $3 and meter_value_id = $4 and currency = $5 and properties_key = $6
    and late_of = coalesce($7::timestamptz, '-infinity')`
  const touched = await database.query<{ until: string; count: number; extreme: boolean }>(
    `with held as (
      select until from usage_totals where ${where} and until > $9 order by until = 'infinity' desc, until for update
    )
    update usage_totals set sum = sum - $8::numeric, count = count - 1
      where ${where} and until in (select until from held)
      returning until::text as until, count, min >= $8::numeric or max <= $8::numeric as extreme`,
    [...key, contribution.quantity, contribution.at],
  )
  for (const { until, count, extreme } of touched) {
    if (count === 0) {
      await database.query(`delete from usage_totals where ${where} and until = $8::timestamptz`, [...key, until])
    } else if (extreme && contribution.meterValueId !== '') {
      await findExtremes(database, contribution, until)
    }
  }
}

async function findExtremes(database: Queryable, of: Contribution, until: string): Promise<void> {
  await database.query(
    `update usage_totals t set (min, max) = (
      select min(q), max(q) from meter_data m
        cross join lateral (select ${QUANTITY} as q from jsonb_array_elements(m.body -> 'meter_values') v
          where v ->> 'id' = $4 and coalesce(v -> 'amount' ->> 'currency', '') = $5) as quantity
        where m.customer_id = (select customer_id from pricing_plan_subscriptions where id = $8)
          and m.schedule_id = $1 and m.period_start = $2 and m.meter_id = $3 and m.deleted_at is null and m.event_at < t.until
          and coalesce(m.late_of, '-infinity') = t.late_of
          and (select coalesce(jsonb_object_agg(p ->> 'id', p ->> 'value'), '{}'::jsonb)
            from jsonb_array_elements(m.body -> 'meter_properties') p) = $7::jsonb)
    where schedule_id = $1 and period_start = $2 and meter_id = $3 and meter_value_id = $4 and currency = $5
      and properties_key = $6 and until = $9::timestamptz and late_of = coalesce($10::timestamptz, '-infinity')`,
    [
      of.scheduleId,
      of.periodStart,
      of.meterId,
      of.meterValueId,
      of.currency,
      of.propertiesKey,
      JSON.stringify(of.properties),
      of.subscriptionId,
      until,
      of.lateOf,
    ],
  )
}

/** Removes the totals of a subscription's periods whose invoice is not FINAL; those of cuts with the cuts. */
export async function clearTotals(database: Queryable, subscriptionIds: readonly string[]): Promise<void> {
  for (const table of ['usage_totals', 'usage_cuts']) {
    await database.query(
      `delete from ${table} t where t.subscription_id = any($1::text[]) and not exists (
        select 1 from invoices i where i.subscription_id = t.subscription_id and i.period_start = t.period_start and i.status = 'FINAL')`,
      [subscriptionIds],
    )
  }
}
