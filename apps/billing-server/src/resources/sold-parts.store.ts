import type { Queryable } from '../database/database.ts'
import type { ResourceType } from '../http/api-fault.ts'

/** A part of the catalog whose status can change while plans are sold by it. */
export type SoldType = Extract<ResourceType, 'METER' | 'METER_VALUE' | 'METER_PROPERTY' | 'PRODUCT_ITEM' | 'PRODUCT'>

const PRICES_PATH = (path: string): string =>
  `jsonb_path_exists(body, '${path} ? (@ == $id)', jsonb_build_object('id', $1::text))`

/** SQL that says of a row `v` of prices (a version, or a schedule with its own) that it is sold by the part `$1`. */
const SOLD_BY: Readonly<Record<SoldType, string>> = {
  METER: '$1 = any(priced_meter_ids)',
  METER_VALUE: `exists (select 1 from meter_value_calculations c where c.meter_value_id = $1 and c.meter_id = any(priced_meter_ids))`,
  METER_PROPERTY: `exists (select 1 from meter_value_calculations c where c.meter_property_id = $1 and c.meter_id = any(priced_meter_ids))
    or ${PRICES_PATH('$.**.meter_properties[*].id')} or ${PRICES_PATH('$.**.meter_property.id')}`,
  PRODUCT_ITEM: PRICES_PATH('$.**.product_item_ids[*]'),
  PRODUCT: PRICES_PATH('$.**.product_ids[*]'),
}

/** SQL for a schedule `h` that is billed now or will be. */
const RUNS = `exists (select 1 from pricing_plan_subscriptions s where s.id = h.pricing_plan_subscription_id and s.status = 'ACTIVE')
  and (h.end_at is null or h.end_at > $2)`

/** Finds an ACTIVE plan version, or a schedule that is billed after `now`, that is sold by a part of the catalog. */
export async function findSoldBy(
  database: Queryable,
  { type, id }: { readonly type: SoldType; readonly id: string },
  now: Date,
): Promise<{ readonly noun: string; readonly name: string } | undefined> {
  const [found] = await database.query<{ noun: string; name: string }>(
    `(select 'plan version' as noun, id as name from pricing_plan_versions v where (${SOLD_BY[type]})
        and (status = 'ACTIVE' or exists (select 1 from pricing_plan_schedules h where h.pricing_plan_version_id = v.id and ${RUNS}))
        limit 1)
      union all
      (select 'schedule', id from pricing_plan_schedules h where (${SOLD_BY[type]}) and ${RUNS} limit 1)`,
    [id, now],
  )
  return found
}
