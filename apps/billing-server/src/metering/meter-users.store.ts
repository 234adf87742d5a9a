import type { Queryable } from '../database/database.ts'

/** A resource of metering that others may use. */
export interface UsedMetering {
  readonly id: string
  readonly type: 'METER' | 'METER_VALUE' | 'METER_PROPERTY' | 'METER_VALUE_CALCULATION'
}

/** Something that uses a resource of metering. */
export interface MeterUser {
  readonly noun: string
  readonly name: string
}

type Question = readonly [noun: string, sql: string]

/** SQL for one row with what uses the resource `$1`, by what it is. The first that finds one is named. */
const USERS: Readonly<Record<UsedMetering['type'], readonly Question[]>> = {
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

/** SQL for a plan version one of whose rules asks for the property. `further` is SQL about the version. */
function versionWithCondition(further: string): string {
  return `select id as name from pricing_plan_versions where ${further} and
    jsonb_path_exists(body, '$.**.meter_properties[*] ? (@.id == $id)', jsonb_build_object('id', $1::text)) limit 1`
}

/**
 * Finds what uses a resource. A value or property that events carry stays linked to their meter, so looking for the
 * link is enough: events are not scanned.
 */
export function findMeterUser(database: Queryable, { id, type }: UsedMetering): Promise<MeterUser | undefined> {
  return firstOf(database, USERS[type], [id])
}

/**
 * Finds what uses a value or property of one meter: a calculation of the meter, a rule of a plan that counts it, an
 * event. Events are looked for in the totals, and among those that count nowhere.
 */
export function findLinkUser(
  database: Queryable,
  meterId: string,
  member: 'meter_values' | 'meter_properties',
  id: string,
): Promise<MeterUser | undefined> {
  const column = member === 'meter_values' ? 'meter_value_id' : 'meter_property_id'
  const inTotals = member === 'meter_values' ? 'meter_value_id = $1' : 'properties ? $1'
  const questions: readonly Question[] = [
    [
      'calculation',
      `select reference as name from meter_value_calculations where meter_id = $2 and ${column} = $1 limit 1`,
    ],
    ...(member === 'meter_properties'
      ? [['plan version', versionWithCondition('$2 = any(priced_meter_ids)')] as const]
      : []),
    [
      'usage event',
      `select name from (
        select 'of a subscription' as name from usage_totals where meter_id = $2 and ${inTotals}
        union all
        select reference from meter_data where processed_type = 'NOT_MATCHED' and meter_id = $2 and deleted_at is null
          and body -> '${member}' @> jsonb_build_array(jsonb_build_object('id', $1::text))
      ) as found limit 1`,
    ],
  ]
  return firstOf(database, questions, [id, meterId])
}

async function firstOf(
  database: Queryable,
  questions: readonly Question[],
  parameters: readonly string[],
): Promise<MeterUser | undefined> {
  for (const [noun, sql] of questions) {
    const [found] = await database.query<{ name: string }>(sql, parameters)
    if (found !== undefined) return { noun, name: found.name }
  }
  return undefined
}
