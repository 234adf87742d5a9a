import type { Queryable } from '../database/database.ts'
import { ApiFault, invalidOperation, type ResourceType } from '../http/api-fault.ts'

/** A resource of metering that others may use. */
interface Used {
  readonly id: string
  readonly type: 'METER' | 'METER_VALUE' | 'METER_PROPERTY' | 'METER_VALUE_CALCULATION'
}

/** SQL for one row with what uses the resource `$1`, by what it is. The first that finds one is named. */
const USERS: Readonly<Record<Used['type'], readonly (readonly [noun: string, sql: string])[]>> = {
  METER: [
    ['calculation', 'select reference as name from meter_value_calculations where meter_id = $1 limit 1'],
    ['usage event', 'select reference as name from meter_data where meter_id = $1 limit 1'],
  ],
  METER_VALUE: [
    ['meter', linkedMeter('meter_values')],
    ['calculation', 'select reference as name from meter_value_calculations where meter_value_id = $1 limit 1'],
  ],
  METER_PROPERTY: [
    ['meter', linkedMeter('meter_properties')],
    ['calculation', 'select reference as name from meter_value_calculations where meter_property_id = $1 limit 1'],
    ['plan version', versionWithCondition('true')],
  ],
  METER_VALUE_CALCULATION: [
    ['product item', 'select reference as name from product_items where meter_value_calculation_id = $1 limit 1'],
    ['feature', 'select reference as name from features where meter_value_calculation_id = $1 limit 1'],
  ],
}

function linkedMeter(member: 'meter_values' | 'meter_properties'): string {
  return `select reference as name from meters where body -> '${member}' @> jsonb_build_array(jsonb_build_object('id', $1::text)) limit 1`
}

/** A plan version one of whose rules asks for the property. `further` is SQL about the version. */
function versionWithCondition(further: string): string {
  return `select id as name from pricing_plan_versions where ${further} and
    jsonb_path_exists(body, '$.**.meter_properties[*] ? (@.id == $id)', jsonb_build_object('id', $1::text)) limit 1`
}

/**
 * Throws 409 naming what uses the resource. A value or property that events carry stays linked to their meter
 * (`requireUnlinkable`), so looking for the link is enough: no scan of the events.
 */
export async function requireUnused(database: Queryable, { id, type }: Used): Promise<void> {
  for (const [noun, sql] of USERS[type]) {
    const [found] = await database.query<{ name: string }>(sql, [id])
    if (found === undefined) continue
    throw new ApiFault({
      status: 409,
      code: 'COULD_NOT_DELETE_RESOURCE',
      message: `It is used by the ${noun} ${found.name} and cannot be deleted`,
      resourceType: type satisfies ResourceType,
      resourceId: id,
    })
  }
}

interface Link {
  readonly id?: string | null
  readonly reference?: string | null
}

/**
 * Throws unless what is taken from a meter is used by nothing: no calculation of the meter, no rule of a plan that
 * counts it, no event. Events are looked for in the totals, and among those that count nowhere.
 */
export async function requireUnlinkable(
  database: Queryable,
  meterId: string,
  member: 'meter_values' | 'meter_properties',
  removed: readonly Link[],
): Promise<void> {
  const column = member === 'meter_values' ? 'meter_value_id' : 'meter_property_id'
  const inTotals = member === 'meter_values' ? 'meter_value_id = $1' : 'properties ? $1'
  for (const { id, reference } of removed) {
    const users: readonly (readonly [noun: string, sql: string])[] = [
      [
        'calculation',
        `select reference as name from meter_value_calculations where meter_id = $2 and ${column} = $1 and $3::text is not null limit 1`,
      ],
      ...(member === 'meter_properties'
        ? [['plan version', versionWithCondition('$2 = any(priced_meter_ids) and $3::text is not null')] as const]
        : []),
      [
        'usage event',
        `select name from (
          select 'of a subscription' as name from usage_totals where meter_id = $2 and ${inTotals} and $3::text is not null and $1::text is not null
          union all
          select reference from meter_data where processed_type = 'NOT_MATCHED' and meter_id = $2 and deleted_at is null
            and body -> '${member}' @> jsonb_build_array(jsonb_build_object('id', $1::text))
        ) as found limit 1`,
      ],
    ]
    for (const [noun, sql] of users) {
      const [found] = await database.query<{ name: string }>(sql, [id ?? '', meterId, reference ?? ''])
      if (found === undefined) continue
      const message = `${reference ?? id} is used by the ${noun} ${found.name}, so it stays linked to the meter`
      throw invalidOperation(message, { field: member, resourceType: 'METER', resourceId: meterId })
    }
  }
}
