import { describe, expect, it } from 'vitest'
import { type ExpandPlan, readExpand } from './read-expand.ts'

const schema = (name: string) => ({ $ref: `#/components/schemas/${name}` })
const KINDS = new Set([
  'Customer',
  'Meter',
  'MeterValue',
  'MeterProperty',
  'PricingPlan',
  'PricingPlanSchedule',
  'PricingPlanVersion',
  'ProductItem',
  'Product',
])

/** The ids that a plan expands, as paths. */
function pathsOf(plan: ExpandPlan, prefix = ''): string[] {
  return [
    ...[...plan.expansions].flatMap(([name, { inside }]) => [
      `${prefix}${name}`,
      ...pathsOf(inside, `${prefix}${name}>`),
    ]),
    ...[...plan.members].flatMap(([name, inside]) => pathsOf(inside, `${prefix}${name}.`)),
  ].toSorted()
}

describe('expand[]', () => {
  it.each<[name: string, of: string, values: string[], want: string[]]>([
    ['an id field', 'PricingPlanSubscription', ['customer_id'], ['customer_id']],
    ['the same twice', 'PricingPlanSubscription', ['customer_id', 'customer_id'], ['customer_id']],
    [
      'the path of the API’s own example',
      'PricingPlanSubscription',
      ['pricing_plan_schedule_infos.pricing_plan_version.pricing_categories.pricings.items.product_item_ids'],
      [
        'pricing_plan_schedule_infos.pricing_plan_version_id',
        'pricing_plan_schedule_infos.pricing_plan_version_id>pricing_categories.pricings.items.product_item_ids',
      ],
    ],
    ['a list of links by its name', 'Meter', ['meter_values'], ['meter_values.id']],
    ['a list of links by its ids', 'Meter', ['meter_properties.id'], ['meter_properties.id']],
    ['everything, not what is inside of it', 'Meter', ['ALL'], ['meter_properties.id', 'meter_values.id']],
    [
      'everything that the server keeps',
      'PricingPlanSubscription',
      ['ALL'],
      [
        'customer_id',
        'forward_customer_id',
        'pricing_plan_schedule_infos.id',
        'pricing_plan_schedule_infos.pricing_plan_id',
        'pricing_plan_schedule_infos.pricing_plan_version_id',
      ],
    ],
  ])('reads %s', (_name, of, values, want) => {
    expect(pathsOf(readExpand(schema(of), values, KINDS))).toEqual(want)
  })

  it('takes the id on the way as well as the object', () => {
    const kinds = new Set([...KINDS, 'ProductCategory'])
    const [one, other] = ['product_id.category_id', 'product.category_id'].map((value) =>
      pathsOf(readExpand(schema('ProductItem'), [value], kinds)),
    )
    expect(one).toEqual(['product_id', 'product_id>category_id'])
    expect(other).toEqual(one)
  })

  it.each<[name: string, of: string, value: string, says: string]>([
    ['a member that is no id', 'Meter', 'reference', 'ALL, meter_values.id, meter_properties.id'],
    ['a member that does not exist', 'Customer', 'shoe_size_id', 'nothing to expand'],
    ['the object at the end', 'PricingPlanSubscription', 'customer', 'customer_id'],
    ['an empty piece', 'PricingPlanSubscription', 'customer_id.', 'customer_id'],
    ['nothing', 'PricingPlanSubscription', '', 'customer_id'],
    ['a name of every object', 'PricingPlanSubscription', 'constructor', 'customer_id'],
    ['a name of every prototype', 'PricingPlanSubscription', '__proto__.id', 'customer_id'],
    ['what the server does not keep', 'PricingPlanSubscription', 'billing_entity_id', 'keeps nothing'],
    ['a circle', 'PricingPlanVersion', `${'pricing_plan_id.'.repeat(20)}id`, 'pricing_plan_id'],
  ])('refuses %s', (_name, of, value, says) => {
    const refused = () => readExpand(schema(of), [value], KINDS)
    expect(refused).toThrow(expect.objectContaining({ field: 'expand[]', status: 400 }))
    expect(refused).toThrow(says)
  })
})
