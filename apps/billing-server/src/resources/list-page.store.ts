import type { Queryable } from '../database/database.ts'
import type { conditions } from './conditions.store.ts'

/** A list of rows, as SQL from the code. */
export interface ListedRows extends ReturnType<typeof conditions> {
  readonly columns: string
  readonly from: string
  readonly order: string
}

/** Reads a page of a list, and counts all of it. */
export async function listPage<Row extends object>(
  database: Queryable,
  { columns, from, where, parameters, order }: ListedRows,
  { page, limit }: { readonly page: number; readonly limit: number },
): Promise<{ readonly data: Row[]; readonly total: number }> {
  const [counted] = await database.query<{ total: number }>(
    `select count(*) as total from ${from} ${where}`,
    parameters,
  )
  const data = await database.query<Row>(
    `select ${columns} from ${from} ${where} order by ${order}
      limit $${parameters.length + 1} offset $${parameters.length + 2}`,
    [...parameters, limit, (page - 1) * limit],
  )
  return { data, total: counted?.total ?? 0 }
}

/** Beyond this a long list no longer says how many pages it has: counting would cost as much as reading them all. */
const MAX_COUNTED = 10_000

/** A page of a list that may be too long to be counted. */
export interface LongPage<Row> {
  readonly rows: Row[]
  /** Undefined where there are more than 10,000. */
  readonly total: number | undefined
  /** True where there is a next page. */
  readonly more: boolean
}

/** Reads a page of a list that may be very long. */
export async function listLongPage<Row extends object>(
  database: Queryable,
  { columns, from, where, parameters, order }: ListedRows,
  { page, limit }: { readonly page: number; readonly limit: number },
): Promise<LongPage<Row>> {
  const rows = await database.query<Row>(
    `select ${columns} from ${from} ${where} order by ${order}
      limit $${parameters.length + 1} offset $${parameters.length + 2}`,
    // One more than asked for tells whether there is a next page.
    [...parameters, limit + 1, (page - 1) * limit],
  )
  const [counted] = await database.query<{ total: number }>(
    `select count(*) as total from (select 1 from ${from} ${where} limit ${MAX_COUNTED + 1}) as counted`,
    parameters,
  )
  const total = counted?.total ?? 0
  return {
    rows: rows.slice(0, limit),
    total: total > MAX_COUNTED ? undefined : total,
    more: rows.length > limit,
  }
}
