import type { Queryable } from '../database/database.ts'
import { conditions } from '../resources/conditions.store.ts'
import { type LongPage, listLongPage } from '../resources/list-page.store.ts'
import type { MeterDataRow } from './ingest.ts'

export interface MeterDataFilter {
  readonly customerId?: string | undefined
  readonly meterId?: string | undefined
  readonly reference?: string | undefined
  readonly deleted?: boolean | undefined
  /** DUPLICATE lists the repeated reports, which no other list holds. */
  readonly processedType?: 'NOT_MATCHED' | 'DUPLICATE' | 'DEFAULT' | undefined
}

const EVENTS = `(select id, reference, customer_id, meter_id, subscription_id, event_at, created_at, processed_type,
  not_matched_variant, null::text as of_meter_data_id, deleted_at is not null as deleted, body from meter_data) as e`
const DUPLICATES = `(select id, reference, customer_id, meter_id, null::text as subscription_id, event_at, created_at,
  'DUPLICATE' as processed_type, null::text as not_matched_variant, of_meter_data_id, deleted_at is not null as deleted, body
  from meter_data_duplicates) as e`

const ALL = `(select * from ${EVENTS} union all select * from ${DUPLICATES}) as e`

/**
 * Events, newest first. Repeated reports are only listed when they or their reference are asked for: whoever adds
 * events up must not count them.
 */
export async function listMeterData(
  database: Queryable,
  filter: MeterDataFilter,
  { page, limit }: { readonly page: number; readonly limit: number },
): Promise<LongPage<MeterDataRow>> {
  const byReference = filter.reference !== undefined && filter.processedType === undefined
  const from = byReference ? ALL : filter.processedType === 'DUPLICATE' ? DUPLICATES : EVENTS
  const filtered = conditions([
    { sql: 'customer_id', equals: filter.customerId },
    { sql: 'meter_id', equals: filter.meterId },
    { sql: 'reference', equals: filter.reference },
    { sql: 'deleted', equals: filter.deleted },
    { sql: 'processed_type', equals: filter.processedType },
  ])
  return listLongPage(database, { columns: '*', from, ...filtered, order: 'id desc' }, { page, limit })
}

/** One event or repeated report by its id. */
export async function findMeterData(database: Queryable, id: string): Promise<MeterDataRow | undefined> {
  const [event] = await database.query<MeterDataRow>(`select * from ${EVENTS} where id = $1`, [id])
  if (event !== undefined) return event
  const [duplicate] = await database.query<MeterDataRow>(`select * from ${DUPLICATES} where id = $1`, [id])
  return duplicate
}

/** Marks a repeated report as deleted; undefined when there is none with this id. */
export async function deleteDuplicate(database: Queryable, id: string, now: Date): Promise<MeterDataRow | undefined> {
  await database.query('update meter_data_duplicates set deleted_at = coalesce(deleted_at, $2) where id = $1', [
    id,
    now,
  ])
  const [duplicate] = await database.query<MeterDataRow>(`select * from ${DUPLICATES} where id = $1`, [id])
  return duplicate
}

/** All events with one of these ids. */
export function findMeterDatas(database: Queryable, ids: readonly string[]): Promise<MeterDataRow[]> {
  return database.query<MeterDataRow>(`select * from ${EVENTS} where id = any($1::text[])`, [ids])
}

/** Lists the references that were reported with different contents, newest first. */
export function listConflicts(database: Queryable, limit: number): Promise<object[]> {
  return database.query(
    `select d.reference, d.id, d.of_meter_data_id, d.created_at, d.body, m.body as original from meter_data_duplicates d
      join meter_data m on m.id = d.of_meter_data_id where d.conflict order by d.id desc limit $1`,
    [limit],
  )
}
