import type { Queryable } from '../database/database.ts'

/** A period of a subscription whose usage or entitlement is another than before. */
export interface UsageChange {
  readonly subscriptionId: string
  readonly periodStart: Date
  /** Reference of the event that changed it; null for anything else. */
  readonly reference: string | null
}

/** SQL for whether anybody wants to hear of usage. */
export const HAS_ACTIVE_RULES = `exists (select 1 from alert_rules where status = 'ACTIVE')`

/** Notes changes for the next sweep, in the caller's transaction. The caller knows that there is an ACTIVE rule. */
export async function noteChanges(database: Queryable, changes: readonly UsageChange[]): Promise<void> {
  const last = new Map(changes.map((change) => [`${change.subscriptionId} ${change.periodStart.getTime()}`, change]))
  if (last.size === 0) return
  const rows = [...last.values()]
  await database.query(
    `insert into usage_changes (subscription_id, period_start, trigger_reference)
      select * from unnest($1::text[], $2::timestamptz[], $3::text[])`,
    [
      rows.map(({ subscriptionId }) => subscriptionId),
      rows.map(({ periodStart }) => periodStart),
      rows.map(({ reference }) => reference),
    ],
  )
}

/**
 * Notes every period of these subscriptions (none named: of all) that is not FINAL and has usage, if there is an ACTIVE
 * rule.
 */
export async function noteOpenPeriods(database: Queryable, subscriptionIds: readonly string[] | null): Promise<void> {
  await database.query(
    `insert into usage_changes (subscription_id, period_start)
      select i.subscription_id, i.period_start from invoices i
      where i.status in ('OPEN', 'DRAFT') and ($1::text[] is null or i.subscription_id = any($1::text[])) and ${HAS_ACTIVE_RULES}
        and exists (select 1 from usage_totals t where t.subscription_id = i.subscription_id and t.period_start = i.period_start)`,
    [subscriptionIds],
  )
}

/**
 * Takes the oldest changes away and returns them, each period once with its last reference. Those that another server
 * has taken are left to it.
 */
export async function takeChanges(database: Queryable, limit: number): Promise<UsageChange[]> {
  const rows = await database.query<{ subscription_id: string; period_start: Date; trigger_reference: string | null }>(
    `with taken as (
      delete from usage_changes where id in (select id from usage_changes order by id limit $1 for update skip locked)
      returning id, subscription_id, period_start, trigger_reference
    )
    select subscription_id, period_start, (array_agg(trigger_reference order by id desc))[1] as trigger_reference
      from taken group by 1, 2 order by min(id)`,
    [limit],
  )
  return rows.map((row) => ({
    subscriptionId: row.subscription_id,
    periodStart: row.period_start,
    reference: row.trigger_reference,
  }))
}

/** Claims a crossing. False when it was claimed before: then somebody has raised its alert. */
export async function claimCrossing(
  database: Queryable,
  crossing: {
    readonly ruleId: string
    readonly subscriptionId: string
    readonly periodStart: Date
    readonly threshold: string
  },
): Promise<boolean> {
  const rows = await database.query(
    `insert into alert_crossings (alert_rule_id, subscription_id, period_start, threshold) values ($1, $2, $3, $4)
      on conflict do nothing returning threshold`,
    [crossing.ruleId, crossing.subscriptionId, crossing.periodStart, crossing.threshold],
  )
  return rows.length > 0
}
