import { unwrap } from '@tallygate/client'
import { expect } from 'vitest'
import type { ContractResource, Every } from './contract-row.ts'
import { type ContractWorld, stored } from './contract-world.ts'

const PATH = '/v1/pricing-groups/{id}'

/** A group of one pricing in a DRAFT version. */
async function group(world: ContractWorld) {
  const product = await world.product()
  const version = await world.version({ pricing_plan_id: (await world.plan()).id })
  const body: Omit<Every<'PricingGroupCreateRequest'>, 'pricing_plan_schedule_id'> = {
    pricing_plan_version_id: version.id,
    name: 'Support',
    product_type: 'ADDON',
    selection_constraint: 'AT_MOST_ONE',
    display_order: 2,
    pricings: [{ name: 'By day', product_ids: [product.id] }],
  }
  const created = stored(await unwrap(world.client.POST('/v1/pricing-groups', { body })))
  return { product, version, body, created }
}

export const pricingGroups: ContractResource = {
  name: 'pricing groups',
  type: 'PRICING_GROUP',
  rows: {
    createPricingGroup: [
      'keeps every field that was sent, in the category of its first pricing',
      async (world) => {
        const { body, created, version, product } = await group(world)
        expect(created).toMatchObject({ ...body, object_type: 'PRICING_GROUP' })
        expect(created.pricings?.[0]).toMatchObject({ object_type: 'PRICING', pricing_group_id: created.id })
        const params = { path: { id: version.id } }
        const whole = await unwrap(world.client.GET('/v1/pricing-plan-versions/{id}', { params }))
        expect(whole.pricing_categories).toMatchObject([
          { product_category_id: product.category_id, pricings: [], pricing_groups: [created] },
        ])
        const homeless = await world.client.POST('/v1/pricing-groups', {
          body: { pricing_plan_version_id: (await world.version({ pricing_plan_id: (await world.plan()).id })).id },
        })
        expect(homeless.error).toMatchObject({ code: 'MISSING_FIELD', field: 'pricings.0.product_ids.0' })
      },
    ],
    getPricingGroup: [
      'finds the group by its id, in a version that is sold too',
      async (world) => {
        const { created, version } = await group(world)
        const params = { path: { id: created.id } }
        expect(await unwrap(world.client.GET(PATH, { params }))).toEqual(created)
        const sold = { params: { path: { id: version.id } }, body: { status: 'ACTIVE' as const } }
        await unwrap(world.client.PATCH('/v1/pricing-plan-versions/{id}', sold))
        expect(await unwrap(world.client.GET(PATH, { params }))).toEqual(created)
        expect((await world.client.PATCH(PATH, { params, body: { name: 'Later' } })).error).toMatchObject({
          code: 'INVALID_OPERATION',
        })
      },
    ],
    updatePricingGroup: [
      'changes every field, and keeps the ids of pricings that stay',
      async (world) => {
        const { created, version, product } = await group(world)
        const params = { path: { id: created.id } }
        const body: Omit<Every<'PricingGroupUpdateRequest'>, 'pricing_plan_schedule_id'> = {
          pricing_plan_version_id: version.id,
          name: 'Help',
          product_type: 'DEFAULT',
          selection_constraint: 'EXACTLY_ONE',
          display_order: 1,
          pricings: [
            { id: created.pricings?.[0]?.id ?? '', name: 'By week', product_ids: [product.id] },
            { id: created.pricings?.[0]?.id ?? '', name: 'By month', product_ids: [product.id] },
          ],
        }
        const changed = await unwrap(world.client.PATCH(PATH, { params, body }))
        const [week, month] = changed.pricings ?? []
        expect(changed).toMatchObject({ ...body, pricings: [{ name: 'By week' }, { name: 'By month' }] })
        expect(week?.id).toBe(created.pricings?.[0]?.id)
        expect(month?.id).not.toBe(week?.id)
        expect(await unwrap(world.client.GET(PATH, { params }))).toEqual(changed)
        const bad = await world.client.PATCH(PATH, { params, body: { pricings: [{ product_ids: ['prod_none'] }] } })
        expect(bad.error).toMatchObject({ code: 'RESOURCES_NOT_FOUND', field: 'pricings.0.product_ids.0' })
      },
    ],
    deletePricingGroup: [
      'takes the group and its pricings out of a DRAFT',
      async (world) => {
        const { created } = await group(world)
        const params = { path: { id: created.id } }
        expect(await unwrap(world.client.DELETE(PATH, { params }))).toEqual(created)
        expect((await world.client.GET(PATH, { params })).response.status).toBe(404)
        const inside = { params: { path: { id: created.pricings?.[0]?.id ?? '' } } }
        expect((await world.client.DELETE('/v1/pricings/{id}', inside)).response.status).toBe(404)
      },
    ],
  },
}
