import type { Schema } from '@tallygate/client'
import type { Queryable } from '../../database/database.ts'
import { ApiFault, type ResourceType } from '../../http/api-fault.ts'
import type { ResourceStores } from '../../resources/resource-stores.ts'
import { mapConfigs, type PlacedPricing } from './version-tree.ts'

type Conditions = Schema<'MeterConditions'>
type Expression = NonNullable<Conditions['expression']>

/** A part of the catalog, and the path of what names it in the request. */
interface Named {
  readonly id: string
  readonly at: string
}

/** A resource that can be sold, and so has a status. */
interface Part {
  readonly id?: string | null
  readonly reference?: string
  readonly status?: string | null
}

/**
 * Throws unless all that the pricings sell by is ACTIVE: product items, the meters that they count with their values
 * and properties, and the properties that conditions ask for. The first part that is not is named with its place.
 */
export async function requireActiveParts(
  database: Queryable,
  stores: ResourceStores,
  placed: readonly PlacedPricing<Schema<'Pricing'>>[],
): Promise<void> {
  const priced = placed.flatMap(({ pricing, field }) =>
    (pricing.items ?? []).flatMap((item, index) =>
      (item.product_item_ids ?? []).map((id, place) => ({
        id,
        at: `${field}.items.${index}.product_item_ids.${place}`,
      })),
    ),
  )
  const items = await stores.productItems.byIds(database, ids(priced))
  requireActive(priced, items, ['product item', 'PRODUCT_ITEM'])

  const usage = priced.map(({ id, at }) => ({ at, usage: items.get(id)?.usage_based }))
  const counted = usage.flatMap(({ at, usage: of }) => named(of?.meter_value_calculation_id, at))
  const calculations = await stores.calculations.byIds(database, ids(counted))
  const parts = counted.map(({ id, at }) => ({ at, calculation: calculations.get(id) }))
  const meters = parts.flatMap(({ at, calculation }) => named(calculation?.meter_id, at))
  requireActive(meters, await stores.meters.byIds(database, ids(meters)), ['meter', 'METER'])
  const values = parts.flatMap(({ at, calculation }) => named(calculation?.meter_value_id, at))
  requireActive(values, await stores.meterValues.byIds(database, ids(values)), ['meter value', 'METER_VALUE'])

  const properties = [
    ...parts.flatMap(({ at, calculation }) => named(calculation?.meter_property_id, at)),
    ...usage.flatMap(({ at, usage: of }) => propertiesOf(of?.conditions, at)),
    ...placed.flatMap(({ pricing, field }) => conditionedProperties(pricing, field)),
  ]
  const known = await stores.meterProperties.byIds(database, ids(properties))
  requireActive(properties, known, ['meter property', 'METER_PROPERTY'])
}

const ids = (list: readonly Named[]): string[] => list.map(({ id }) => id)

const named = (id: string | null | undefined, at: string): Named[] => (id == null ? [] : [{ id, at }])

function requireActive(
  list: readonly Named[],
  found: ReadonlyMap<string, Part>,
  [noun, resourceType]: readonly [string, ResourceType],
): void {
  for (const { id, at } of list) {
    const part = found.get(id)
    if (part === undefined || part.status === 'ACTIVE') continue
    throw new ApiFault({
      status: 400,
      code: 'UNABLE_TO_PROCESS_INSTRUCTIONS',
      message: `The ${noun} ${part.reference ?? id} is ${part.status ?? 'DRAFT'}; activate it first`,
      field: at,
      resourceType,
      resourceId: id,
    })
  }
}

function conditionedProperties(pricing: Schema<'Pricing'>, field: string): Named[] {
  const found: Named[] = []
  for (const [index, item] of (pricing.items ?? []).entries()) {
    mapConfigs(item, `${field}.items.${index}`, (config, at) => {
      found.push(
        ...propertiesOf(config.conditions, `${at}.conditions`),
        ...propertiesOf(config.tiering_conditions, `${at}.tiering_conditions`),
      )
      return config
    })
  }
  return found
}

/** The properties that conditions ask for. Conditions were resolved before: each has the id of its property. */
function propertiesOf(conditions: Partial<Conditions> | null | undefined, at: string): Named[] {
  if (conditions == null) return []
  const listed = (conditions.meter_properties ?? []).flatMap(({ id }, index) =>
    named(id, `${at}.meter_properties.${index}`),
  )
  return [...listed, ...propertiesOfExpression(conditions.expression, `${at}.expression`)]
}

function propertiesOfExpression(expression: Expression | null | undefined, at: string): Named[] {
  return (expression?.operands ?? []).flatMap(({ meter_property: comparison, expression: inner }, index) => {
    const place = `${at}.operands.${index}`
    return [
      ...named(comparison?.id, `${place}.meter_property`),
      ...propertiesOfExpression(inner, `${place}.expression`),
    ]
  })
}
