import type { Queryable } from '../database/database.ts'

/** Finds an ACTIVE subscription of a customer. */
export async function findActiveSubscriptionId(database: Queryable, customerId: string): Promise<string | undefined> {
  const [row] = await database.query<{ id: string }>(
    `select id from pricing_plan_subscriptions where customer_id = $1 and status = 'ACTIVE' limit 1`,
    [customerId],
  )
  return row?.id
}

/** Reads the reference of a customer; undefined where there is no such customer. */
export async function findCustomerReference(database: Queryable, id: string): Promise<string | undefined> {
  return (await customerReferences(database, [id])).get(id)
}

/** Reads references of customers by id. */
export async function customerReferences(database: Queryable, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await database.query<{ id: string; reference: string }>(
    'select id, reference from customers where id = any($1::text[])',
    [ids],
  )
  return new Map(rows.map(({ id, reference }) => [id, reference]))
}

/** Drops members of a customer. */
export async function dropMembers(database: Queryable, id: string, members: readonly string[]): Promise<void> {
  await database.query('update customers set body = body - $2::text[] where id = $1', [id, members])
}
