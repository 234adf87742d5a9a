import type { Schema } from '@tallygate/client'
import type { Queryable } from '../database/database.ts'
import { conditions, type Filter } from '../resources/conditions.store.ts'
import { type ListOrder, listOrder } from '../resources/list-order.ts'
import { listPage } from '../resources/list-page.store.ts'

/** An action on many invoices, which was done before it was stored. */
export interface BulkActionRow {
  readonly id: string
  readonly created_at: Date
  readonly body: Omit<Schema<'BulkActionResponse'>, 'id' | 'created_at'> & { readonly executed_at: string }
}

/** The outcome for one invoice. */
export interface BulkActionItemRow {
  readonly id: string
  readonly resource_id: string
  readonly status: string
  readonly error: Schema<'ApiError'> | null
}

/** A page of a list. */
interface PageOf {
  readonly page: number
  readonly limit: number
}

const ORDER = {
  created_at: 'created_at',
  type: `(body ->> 'type') collate "C"`,
  status: `(body ->> 'status') collate "C"`,
} as const

/** Items in the order in which they were worked on. */
const ITEM_ORDER = { created_at: 'id', status: 'status collate "C"' } as const

/** The outcomes of an item. */
export const ITEM_STATUSES = ['SUCCEEDED', 'FAILED'] as const

/** Stores an action with the outcome for each invoice. */
export async function insertBulkAction(
  transaction: Queryable,
  { id, created_at: now, body }: BulkActionRow,
  items: readonly { readonly id: string; readonly invoiceId: string; readonly error: Schema<'ApiError'> | null }[],
): Promise<void> {
  await transaction.query('insert into bulk_actions (id, created_at, body) values ($1, $2, $3::jsonb)', [
    id,
    now,
    JSON.stringify(body),
  ])
  await transaction.query(
    `insert into bulk_action_items (id, bulk_action_id, resource_id, status, error)
      select t.id, $1, t.resource_id, case when t.error is null then 'SUCCEEDED' else 'FAILED' end, t.error::jsonb
      from unnest($2::text[], $3::text[], $4::text[]) as t (id, resource_id, error)`,
    [
      id,
      items.map((item) => item.id),
      items.map(({ invoiceId }) => invoiceId),
      items.map(({ error }) => error && JSON.stringify(error)),
    ],
  )
}

/** Finds an action by its id. */
export async function findBulkAction(database: Queryable, id: string): Promise<BulkActionRow | undefined> {
  const [row] = await database.query<BulkActionRow>('select id, created_at, body from bulk_actions where id = $1', [id])
  return row
}

/** Lists actions. */
export function listBulkActions(
  database: Queryable,
  filters: readonly Filter[],
  order: ListOrder,
  page: PageOf,
): Promise<{ readonly data: BulkActionRow[]; readonly total: number }> {
  const rows = {
    columns: 'id, created_at, body',
    from: 'bulk_actions',
    ...conditions(filters, "(to_jsonb(bulk_actions) - 'body' || body)"),
    order: listOrder(order, ORDER),
  }
  return listPage(database, rows, page)
}

/** Lists the outcomes of an action. */
export function listBulkActionItems(
  database: Queryable,
  actionId: string,
  statuses: readonly string[] | undefined,
  order: ListOrder,
  page: PageOf,
): Promise<{ readonly data: BulkActionItemRow[]; readonly total: number }> {
  const filters = [
    { sql: 'bulk_action_id', equals: actionId },
    { sql: 'status', in: statuses },
  ]
  const rows = {
    columns: 'id, resource_id, status, error',
    from: 'bulk_action_items',
    ...conditions(filters),
    order: listOrder(order, ITEM_ORDER),
  }
  return listPage(database, rows, page)
}
