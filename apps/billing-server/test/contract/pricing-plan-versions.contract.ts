import { type Schema, unwrap } from '@tallygate/client'
import { expect } from 'vitest'
import type { ContractResource, Every } from './contract-row.ts'
import type { ContractWorld } from './contract-world.ts'

const PATH = '/v1/pricing-plan-versions/{id}'

/** A tree with two rules for one item, in a group and outside of one, and what it grants. */
async function tree(world: ContractWorld): Promise<Schema<'PricingCategoryRequest'>[]> {
  const { category, product, item, property } = await world.pricedProduct()
  const feature = await world.feature({ type: 'ENUM', enum_values: ['gpt-4o'] })
  const priced = (name: string, quantity: string): Schema<'PricingRequest'> => ({
    name,
    product_type: 'DEFAULT',
    product_ids: [product.id],
    display_order: 1,
    entitlements: [{ feature_reference: feature.reference, enum: 'gpt-4o' }],
    items: [
      {
        product_item_ids: [item.id],
        display_order: 2,
        configs: [
          {
            type: 'FLAT',
            order: 1,
            conditions: { meter_properties: [{ id: property.id, value: 'gpt-4o', comparator: 'EQUALS' }] },
            bands: [{ amount: { quantity, currency: 'USD' }, block_size: { number: '1000' } }],
          },
          {
            type: 'TIERED',
            order: 2,
            bands: [
              { amount: { quantity: '2', currency: 'USD' }, tier_top_bound: { number: '100' } },
              { amount: { quantity: '1', currency: 'USD' } },
            ],
          },
        ],
      },
    ],
  })
  return [
    {
      product_category_id: category.id,
      display_order: 1,
      pricings: [priced('Alone', '0.015')],
      pricing_groups: [
        {
          name: 'Either',
          product_type: 'DEFAULT',
          selection_constraint: 'AT_MOST_ONE',
          display_order: 1,
          pricings: [priced('In a group', '0.010')],
        },
      ],
    },
  ]
}

export const pricingPlanVersions: ContractResource = {
  name: 'pricing plan versions',
  type: 'PRICING_PLAN_VERSION',
  rows: {
    createPricingPlanVersion: [
      'keeps the whole tree that was sent, and gives each part of it an id',
      async (world) => {
        const plan = await world.plan()
        const before = await world.version({ pricing_plan_id: plan.id })
        const body: Every<'PricingPlanVersionCreateRequest'> = {
          pricing_plan_id: plan.id,
          version: 4,
          status: 'ACTIVE',
          pricing_currency_settings: { default_pricing_currency: 'USD', pricing_currencies: ['USD'] },
          billing_period_settings: {
            billing_periods: [{ period: { type: 'MONTH', value: 1 }, description: 'Monthly' }],
          },
          copied_from_pricing_plan_version_id: before.id,
          pricing_categories: await tree(world),
          rate_card: { start_at: '2026-01-01T00:00:00Z' },
        }
        const created = await unwrap(world.client.POST('/v1/pricing-plan-versions', { body }))
        expect(created).toMatchObject({ ...body, object_type: 'PRICING_PLAN_VERSION' })
        const [category] = created.pricing_categories ?? []
        const pricing = category?.pricing_groups?.[0]?.pricings?.[0]
        const ids = [category?.id, pricing?.id, pricing?.items?.[0]?.id, pricing?.items?.[0]?.configs?.[1]?.id]
        expect(ids.map((id) => id?.split('_')[0])).toEqual(['prct', 'pric', 'pit', 'pico'])
        expect(pricing).toMatchObject({
          pricing_plan_version_id: created.id,
          pricing_group_id: category?.pricing_groups?.[0]?.id,
        })
      },
    ],
    upsertPricingPlanVersion: [
      'makes the version of that number, then changes it, and may be repeated once it is ACTIVE',
      async (world) => {
        const plan = await world.plan()
        const path = '/v1/pricing-plan-versions'
        const body = { pricing_plan_id: plan.id, version: 3, pricing_categories: await tree(world) }
        const made = await unwrap(world.client.PUT(path, { body }))
        expect(made).toMatchObject({ ...body, status: 'DRAFT' })
        const sold = { ...body, status: 'ACTIVE', pricing_categories: await tree(world) } as const
        const changed = await unwrap(world.client.PUT(path, { body: sold }))
        expect(changed).toMatchObject({ ...sold, id: made.id })
        expect(await unwrap(world.client.PUT(path, { body: sold }))).toEqual(changed)
        const params = { path: { id: made.id ?? '' } }
        expect(await unwrap(world.client.GET(PATH, { params }))).toEqual(changed)
        const dearer = JSON.parse(JSON.stringify(sold).replace('"0.015"', '"0.030"')) as typeof sold
        const refused = await world.client.PUT(path, { body: dearer })
        expect(refused.error).toMatchObject({ code: 'INVALID_OPERATION', resource_id: made.id })
        const next = await unwrap(world.client.PUT(path, { body: { pricing_plan_id: plan.id } }))
        expect(next).toMatchObject({ version: 4, status: 'DRAFT' })
      },
    ],
    getPricingPlanVersion: [
      'shows the tree as it was created',
      async (world) => {
        const plan = await world.plan()
        const version = await world.version({ pricing_plan_id: plan.id, pricing_categories: await tree(world) })
        const params = { path: { id: version.id } }
        expect(await unwrap(world.client.GET(PATH, { params }))).toEqual(version)
      },
    ],
    updatePricingPlanVersion: [
      'changes every field of a DRAFT, keeps the ids of parts that stay, and makes it ACTIVE',
      async (world) => {
        const plan = await world.plan()
        const draft = await world.version({ pricing_plan_id: plan.id, pricing_categories: await tree(world) })
        const params = { path: { id: draft.id } }
        const [category] = draft.pricing_categories ?? []
        const body: Omit<Every<'PricingPlanVersionUpdateRequest'>, 'status'> = {
          pricing_plan_id: plan.id,
          version: 7,
          pricing_currency_settings: { default_pricing_currency: 'EUR', pricing_currencies: ['EUR'] },
          billing_period_settings: { billing_periods: [{ period: { type: 'YEAR', value: 1 } }] },
          copied_from_pricing_plan_version_id: null,
          pricing_categories: [
            {
              id: category?.id ?? '',
              product_category_id: category?.product_category_id ?? '',
              display_order: 5,
              pricings: [{ id: category?.pricings?.[0]?.id ?? '', product_ids: [], name: 'Renamed' }],
            },
          ],
          rate_card: { start_at: '2026-02-01T00:00:00Z' },
        }
        expect(await unwrap(world.client.PATCH(PATH, { params, body }))).toMatchObject({ ...body, status: 'DRAFT' })
        const active = await unwrap(world.client.PATCH(PATH, { params, body: { status: 'ACTIVE' } }))
        expect(active).toMatchObject({ ...body, status: 'ACTIVE' })
        expect(await unwrap(world.client.GET(PATH, { params }))).toEqual(active)
      },
    ],
    deletePricingPlanVersion: [
      'answers with the DRAFT that it deleted, which is gone then',
      async (world) => {
        const plan = await world.plan()
        const version = await world.version({ pricing_plan_id: plan.id })
        const params = { path: { id: version.id } }
        expect(await unwrap(world.client.DELETE(PATH, { params }))).toEqual(version)
        expect((await world.client.GET(PATH, { params })).response.status).toBe(404)
      },
    ],
  },
}
