import type { Schema } from '@tallygate/client'
import type { Queryable } from '../database/database.ts'
import { missingField, referenceNotFound } from '../http/api-fault.ts'
import type { ResourceStores } from '../resources/resource-stores.ts'
import { mapConfigs, type PlacedPricing } from './version-tree.ts'

type Pricing = Schema<'Pricing'>
type Condition = Schema<'MeterPropertyCondition'>

/**
 * Pricings with the meter properties of their rules' conditions named by id and reference, whichever was given, so that a
 * reader of the version or of an invoice line sees what a rule asks. Throws naming the condition that does not resolve.
 */
export async function resolveConditions(
  database: Queryable,
  stores: ResourceStores,
  pricings: readonly PlacedPricing<Pricing>[],
): Promise<Pricing[]> {
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
  return pricings.map(({ pricing, field }) => ({
    ...pricing,
    items: (pricing.items ?? []).map((item, index) =>
      mapConfigs(item, `${field}.items.${index}`, (config, at) => {
        const given = config.conditions?.meter_properties
        if (given == null) return config
        const resolved = given.map((one, place) => resolve(one, `${at}.conditions.meter_properties.${place}`))
        return { ...config, conditions: { ...config.conditions, meter_properties: resolved } }
      }),
    ),
  }))
}
