import type { Schema } from '@tallygate/client'
import type { Queryable } from '../database/database.ts'
import { conditions } from '../resources/conditions.store.ts'
import { type ListOrder, listOrder } from '../resources/list-order.ts'
import { listPage } from '../resources/list-page.store.ts'

/** A run that booked stored events again. */
export interface ReprocessRow {
  readonly id: string
  readonly created_at: Date
  readonly body: Partial<Schema<'Reprocess'>>
}

/** A run is done before it is answered. */
export const REPROCESS_STATUSES = ['COMPLETED'] as const

const ORDER = {
  created_at: 'created_at',
  type: `(body ->> 'type') collate "C"`,
  status: `(body ->> 'status') collate "C"`,
} as const

/** Lists runs of a type and state. */
export function listReprocesses(
  database: Queryable,
  query: ListOrder & { readonly type?: string | undefined; readonly status?: string | undefined },
  page: { readonly page: number; readonly limit: number },
): Promise<{ readonly data: ReprocessRow[]; readonly total: number }> {
  const filters = [
    { body: 'type', equals: query.type },
    { body: 'status', equals: query.status },
  ]
  const rows = {
    columns: 'id, created_at, body',
    from: 'reprocess',
    ...conditions(filters),
    order: listOrder(query, ORDER),
  }
  return listPage(database, rows, page)
}

/** Finds a run by its id. */
export async function findReprocess(database: Queryable, id: string): Promise<ReprocessRow | undefined> {
  const [row] = await database.query<ReprocessRow>('select id, created_at, body from reprocess where id = $1', [id])
  return row
}

/** Stores a run. */
export async function insertReprocess(database: Queryable, { id, created_at: now, body }: ReprocessRow): Promise<void> {
  await database.query('insert into reprocess (id, created_at, body) values ($1, $2, $3::jsonb)', [
    id,
    now,
    JSON.stringify(body),
  ])
}
