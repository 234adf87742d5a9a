import type { Schema } from '@tallygate/client'
import type { Queryable } from '../database/database.ts'
import type { Statement } from './state-stated-at.ts'

/** A statement as it is stored. */
export interface PersistDataRow {
  readonly id: string
  readonly requested: unknown
  readonly body: Schema<'PersistData'>
}

interface StatementRow {
  readonly subscription_id: string
  readonly period_start: Date
  readonly pricing_item_config_id: string
  readonly usage: string | null
  readonly usage_charged: boolean
  readonly included: string | null
  readonly rollover: string | null
  readonly rollover_added: boolean
}

/** The statement with this reference. */
export async function findPersistData(database: Queryable, reference: string): Promise<PersistDataRow | undefined> {
  const [row] = await database.query<PersistDataRow>(
    'select id, requested, body from persist_data where reference = $1',
    [reference],
  )
  return row
}

/** Stores a statement. False where its reference is taken: then nothing is stored. */
export async function insertPersistData(
  database: Queryable,
  row: PersistDataRow & { readonly reference: string | null; readonly createdAt: Date; readonly statement: Statement },
): Promise<boolean> {
  const { statement } = row
  const rows = await database.query(
    `insert into persist_data (id, created_at, reference, subscription_id, period_start, pricing_item_config_id, usage, usage_charged,
        included, rollover, rollover_added, requested, body)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12::jsonb, $13::jsonb)
      on conflict (reference) do nothing returning id`,
    [
      row.id,
      row.createdAt,
      row.reference,
      statement.subscriptionId,
      statement.periodStart,
      statement.ruleId,
      statement.usage,
      statement.usageCharged,
      statement.included,
      statement.rollover,
      statement.rolloverAdded,
      JSON.stringify(row.requested),
      JSON.stringify(row.body),
    ],
  )
  return rows.length > 0
}

/** All statements about these subscriptions, in the order in which they were made. */
export async function loadStatements(database: Queryable, subscriptionIds: readonly string[]): Promise<Statement[]> {
  const rows = await database.query<StatementRow>(
    `select subscription_id, period_start, pricing_item_config_id, usage::text as usage, usage_charged, included::text as included,
        rollover::text as rollover, rollover_added
      from persist_data where subscription_id = any($1::text[]) order by sequence`,
    [[...new Set(subscriptionIds)]],
  )
  return rows.map((row) => ({
    subscriptionId: row.subscription_id,
    periodStart: row.period_start,
    ruleId: row.pricing_item_config_id,
    usage: row.usage,
    usageCharged: row.usage_charged,
    included: row.included,
    rollover: row.rollover,
    rolloverAdded: row.rollover_added,
  }))
}
