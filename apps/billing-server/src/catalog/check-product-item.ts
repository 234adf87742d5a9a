import type { Schema } from '@tallygate/client'
import type { Queryable } from '../database/database.ts'
import { invalidField } from '../http/api-fault.ts'
import { requireExisting } from '../resources/require-existing.ts'
import type { ResourceStores } from '../resources/resource-stores.ts'
import type { Stored } from '../resources/stored.ts'
import { meterConditionResolver } from './resolve-meter-conditions.ts'

type Request = Schema<'ProductItemUpdateRequest'>

/**
 * Follows what a product item refers to. Returns its members with the calculation that counts it in the newer place,
 * `usage_based`, which wins over the older one; what `usage_based` does not mention stays. Conditions name properties
 * by id.
 */
export async function checkProductItem<Body extends Request>(
  database: Queryable,
  stores: ResourceStores,
  given: Body,
  previous?: Stored<'ProductItem'>,
): Promise<Body> {
  const body = await withConditions(database, stores, given)
  await requireExisting(database, stores.products, body.product_id, 'product_id')
  await requireExisting(database, stores.customers, body.customer_id, 'customer_id')
  const { usage_based: usage, meter_value_calculation_id: older, report_meter_value_calculation_ids: reports } = body
  const { calculations, creditTypes } = stores
  await requireExisting(database, creditTypes, body.credits?.credit_type_id, 'credits.credit_type_id')
  await requireExisting(database, calculations, older, 'meter_value_calculation_id')
  for (const member of ['meter_value_calculation_id', 'tiering_meter_value_calculation_id'] as const) {
    await requireExisting(database, calculations, usage?.[member], `usage_based.${member}`)
  }
  for (const [at, ids] of [
    ['report_meter_value_calculation_ids', reports],
    ['usage_based.report_meter_value_calculation_ids', usage?.report_meter_value_calculation_ids],
  ] as const) {
    for (const [index, id] of (ids ?? []).entries()) await requireExisting(database, calculations, id, `${at}.${index}`)
  }
  if (usage == null && older === undefined) return body
  const calculationId = usage?.meter_value_calculation_id ?? older ?? previous?.usage_based?.meter_value_calculation_id
  const kept = previous?.usage_based?.meter_value_calculation_id
  if (previous?.status === 'ACTIVE' && (kept ?? null) !== (calculationId ?? null)) {
    throw invalidField(
      'usage_based.meter_value_calculation_id',
      'the calculation of an ACTIVE product item cannot change',
      'PRODUCT_ITEM',
    )
  }
  return {
    ...body,
    ...(calculationId != null && { meter_value_calculation_id: calculationId }),
    usage_based: {
      ...previous?.usage_based,
      ...usage,
      ...(calculationId != null && { meter_value_calculation_id: calculationId }),
    } as NonNullable<Request['usage_based']>,
  }
}

async function withConditions<Body extends Request>(
  database: Queryable,
  stores: ResourceStores,
  body: Body,
): Promise<Body> {
  const { usage_based: usage } = body
  if (usage?.conditions == null) return body
  const resolve = await meterConditionResolver(database, stores)
  return { ...body, usage_based: { ...usage, conditions: resolve(usage.conditions, 'usage_based.conditions') } }
}
