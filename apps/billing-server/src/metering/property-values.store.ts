import type { Queryable } from '../database/database.ts'

/** Pairs that one answer names. */
const MAX_NAMED = 100

/** A meter that one customer reports with many different values of its properties. */
export interface ManyPropertyValues {
  readonly customer_id: string
  readonly customer_reference: string
  readonly meter_id: string
  readonly meter_reference: string
  /** Different combinations of property values in the periods that are open. */
  readonly count: number
}

/**
 * Customers and meters with more than so many combinations of property values in their open periods, the most first.
 */
export function findManyPropertyValues(database: Queryable, limit: number): Promise<ManyPropertyValues[]> {
  return database.query<ManyPropertyValues>(
    `select found.customer_id, c.reference as customer_reference, found.meter_id, m.reference as meter_reference, found.count
      from (
        select i.customer_id, t.meter_id, count(distinct t.properties_key) as count from invoices i
          join usage_totals t on t.subscription_id = i.subscription_id and t.period_start = i.period_start
          where i.status = 'OPEN' and t.count > 0 and t.until = 'infinity'
          group by i.customer_id, t.meter_id having count(distinct t.properties_key) > $1
      ) found join customers c on c.id = found.customer_id join meters m on m.id = found.meter_id
      order by found.count desc, found.customer_id, found.meter_id limit ${MAX_NAMED}`,
    [limit],
  )
}
