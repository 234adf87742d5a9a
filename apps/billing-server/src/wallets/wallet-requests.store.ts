import type { Queryable } from '../database/database.ts'

/** Finds the grant that was made under an Idempotency-Key, and the request for it. */
export async function findGrantByKey(
  database: Queryable,
  key: string,
): Promise<{ readonly id: string; readonly requested: string } | undefined> {
  const [row] = await database.query<{ id: string; requested: string }>(
    'select id, requested from wallet_grants where idempotency_key = $1',
    [key],
  )
  return row
}

/** Tells whether there is a wallet of a type. */
export async function hasWalletOfType(database: Queryable, typeId: string): Promise<boolean> {
  const wallets = await database.query('select id from wallets where wallet_type_id = $1 limit 1', [typeId])
  return wallets.length > 0
}
