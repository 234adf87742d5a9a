import { type Schema, unwrap } from '@tallygate/client'
import { expect } from 'vitest'
import type { ContractResource, Every } from './contract-row.ts'
import { type ContractWorld, stored } from './contract-world.ts'

const PATH = '/v1/pricings/{id}'

/** A DRAFT version without prices, the version before it with a pricing, and a product to price. */
async function draft(world: ContractWorld) {
  const priced = await world.pricedProduct()
  const plan = await world.plan()
  const earlier = await world.version({
    pricing_plan_id: plan.id,
    pricing_categories: [{ product_category_id: priced.category.id, pricings: [{ product_ids: [priced.product.id] }] }],
  })
  const original = stored(earlier.pricing_categories?.[0]?.pricings?.[0] ?? {})
  const version = await world.version({ pricing_plan_id: plan.id })
  const feature = await world.feature()
  return { ...priced, original, version, feature }
}

type Draft = Awaited<ReturnType<typeof draft>>
type Created = Every<'PricingCreateRequest'>

/** Every member of a request but those that place the pricing. */
const members = ({ product, item, property, feature }: Draft, quantity: string) => ({
  override: 'ALL' as const,
  name: `At ${quantity}`,
  product_type: 'DEFAULT' as const,
  product_ids: [product.id],
  display_order: 3,
  entitlements: [{ feature_id: feature.id, number: '10' }],
  items: [
    {
      product_item_ids: [item.id],
      configs: [
        {
          type: 'FLAT' as const,
          conditions: { meter_properties: [{ id: property.id, value: 'gpt-4o', comparator: 'EQUALS' as const }] },
          bands: [{ amount: { quantity, currency: 'USD' as const } }],
        },
      ],
    },
  ],
})

const versionOf = (world: ContractWorld, id: string): Promise<Schema<'PricingPlanVersion'>> =>
  unwrap(world.client.GET('/v1/pricing-plan-versions/{id}', { params: { path: { id } } }))

export const pricings: ContractResource = {
  name: 'pricings',
  type: 'PRICING',
  rows: {
    createPricing: [
      'puts the pricing into the category of its product, or into the group that it names',
      async (world) => {
        const given = await draft(world)
        const body: Omit<Created, 'pricing_plan_schedule_id' | 'pricing_group_id' | 'original_pricing_id'> = {
          pricing_plan_version_id: given.version.id,
          ...members(given, '2.50'),
        }
        const created = stored(await unwrap(world.client.POST('/v1/pricings', { body })))
        expect(created).toMatchObject({ ...body, object_type: 'PRICING' })
        expect(created.entitlements?.[0]?.feature_reference).toBe(given.feature.reference)
        expect(created.items?.[0]?.configs?.[0]?.id).toMatch(/^pico_/)
        const group = stored(
          await unwrap(
            world.client.POST('/v1/pricing-groups', {
              body: { pricing_plan_version_id: given.version.id, name: 'Either' },
            }),
          ),
        )
        const grouped = await unwrap(
          world.client.POST('/v1/pricings', {
            body: {
              pricing_group_id: group.id,
              original_pricing_id: given.original.id,
              product_ids: [given.product.id],
            },
          }),
        )
        expect(grouped).toMatchObject({
          pricing_group_id: group.id,
          pricing_plan_version_id: given.version.id,
          original_pricing_id: given.original.id,
        })
        const version = await versionOf(world, given.version.id)
        expect(version.pricing_categories).toEqual([
          expect.objectContaining({
            product_category_id: given.category.id,
            pricings: [created],
            pricing_groups: [{ ...group, pricings: [grouped] }],
          }),
        ])
        const elsewhere = await world.client.POST('/v1/pricings', {
          body: { pricing_plan_schedule_id: 'ppsc_00000000000000000000', product_ids: [given.product.id] },
        })
        expect(elsewhere.error).toMatchObject({ code: 'INVALID_FIELD', field: 'pricing_plan_schedule_id' })
      },
    ],
    updatePricing: [
      'changes every field of a pricing of a DRAFT, in its place, and names a fault by its path in the request',
      async (world) => {
        const given = await draft(world)
        const body = { pricing_plan_version_id: given.version.id, ...members(given, '2.50') }
        const first = stored(await unwrap(world.client.POST('/v1/pricings', { body })))
        const second = stored(await unwrap(world.client.POST('/v1/pricings', { body })))
        const params = { path: { id: first.id } }
        const change: Omit<Every<'PricingUpdateRequest'>, 'pricing_plan_schedule_id' | 'pricing_group_id'> = {
          ...members(given, '0.99'),
          override: 'SPECIFIC',
          pricing_plan_version_id: given.version.id,
          original_pricing_id: given.original.id,
        }
        const changed = await unwrap(world.client.PATCH(PATH, { params, body: change }))
        expect(changed).toMatchObject({ ...change, id: first.id })
        const renamed = await unwrap(
          world.client.PATCH(PATH, { params, body: { name: 'Renamed', entitlements: null } }),
        )
        expect(renamed).toMatchObject({ name: 'Renamed', items: changed.items })
        const version = await versionOf(world, given.version.id)
        expect(version.pricing_categories?.[0]?.pricings).toEqual([renamed, second])
        const bad = await world.client.PATCH(PATH, { params, body: { items: [{ product_item_ids: ['proi_none'] }] } })
        expect(bad.error).toMatchObject({ code: 'RESOURCES_NOT_FOUND', field: 'items.0.product_item_ids.0' })
        expect(await versionOf(world, given.version.id)).toEqual(version)
      },
    ],
    deletePricing: [
      'takes the pricing out of a DRAFT, and never out of a version that is sold',
      async (world) => {
        const given = await draft(world)
        const body = { pricing_plan_version_id: given.version.id, product_ids: [given.product.id] }
        const pricing = stored(await unwrap(world.client.POST('/v1/pricings', { body })))
        expect(await unwrap(world.client.DELETE(PATH, { params: { path: { id: pricing.id } } }))).toEqual(pricing)
        expect((await world.client.DELETE(PATH, { params: { path: { id: pricing.id } } })).response.status).toBe(404)
        const { version } = await world.soldPlan()
        const sold = version.pricing_categories?.[0]?.pricings?.[0]?.id ?? ''
        const refused = await world.client.DELETE(PATH, { params: { path: { id: sold } } })
        expect(refused.error).toMatchObject({ code: 'INVALID_OPERATION', resource_id: version.id })
      },
    ],
  },
}
