import type { Schema } from '@tallygate/client'
import type { Queryable } from '../database/database.ts'
import { missingField, referenceNotFound } from '../http/api-fault.ts'
import type { ResourceStores } from '../resources/resource-stores.ts'
import { pricingsOf } from './version-tree.ts'

type Config = Schema<'PricingItemConfig'>
type Condition = Schema<'MeterPropertyCondition'>

/**
 * The tree with the meter properties of its rules' conditions named by id and reference, whichever was given, so that a
 * reader of the version or of an invoice line sees what a rule asks. Throws naming the condition that does not resolve.
 */
export async function resolveConditions(
  database: Queryable,
  stores: ResourceStores,
  categories: readonly Schema<'PricingCategory'>[],
): Promise<Schema<'PricingCategory'>[]> {
  const properties = (await stores.meterProperties.list(database, [])).data
  const resolve = (condition: Condition, at: string): Condition => {
    const name = condition.id ?? condition.reference
    if (name == null) throw missingField(`${at}.reference`, 'METER_PROPERTY')
    const found = properties.find(({ id, reference }) => (condition.id == null ? reference === name : id === name))
    if (found?.id == null) {
      throw referenceNotFound(`${at}.${condition.id == null ? 'reference' : 'id'}`, 'METER_PROPERTY', name)
    }
    return { ...condition, id: found.id, reference: found.reference ?? '' }
  }
  const resolveConfig = (config: Config, at: string): Config => {
    const given = config.conditions?.meter_properties
    if (given == null) return config
    const field = `${at}.conditions.meter_properties`
    return {
      ...config,
      conditions: {
        ...config.conditions,
        meter_properties: given.map((condition, index) => resolve(condition, `${field}.${index}`)),
      },
    }
  }
  const renewed = new Map(
    pricingsOf(categories).map(({ pricing, field }) => [
      pricing,
      {
        ...pricing,
        items: (pricing.items ?? []).map((item, index) => ({
          ...item,
          configs: (item.configs ?? []).map((config, place) =>
            resolveConfig(config, `${field}.items.${index}.configs.${place}`),
          ),
        })),
      },
    ]),
  )
  return categories.map((category) => ({
    ...category,
    pricings: (category.pricings ?? []).map((pricing) => renewed.get(pricing) ?? pricing),
    pricing_groups: (category.pricing_groups ?? []).map((group) => ({
      ...group,
      pricings: (group.pricings ?? []).map((pricing) => renewed.get(pricing) ?? pricing),
    })),
  }))
}
