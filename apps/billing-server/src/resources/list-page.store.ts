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
