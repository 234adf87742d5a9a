import { unwrap } from '@tallygate/client'
import { expect } from 'vitest'
import type { ContractResource, Every } from './contract-row.ts'
import { searches } from './search-row.ts'

const PATH = '/v1/pricing-plans/{idOrRef}'

export const pricingPlans: ContractResource = {
  name: 'pricing plans',
  type: 'PRICING_PLAN',
  rows: {
    createPricingPlan: [
      'keeps every field that was sent, and starts without versions',
      async (world) => {
        const customer = await world.customer()
        const body: Every<'PricingPlanCreateRequest'> = {
          reference: world.reference('plan'),
          name: 'Pro',
          description: 'For teams',
          customer_id: customer.id,
          type: 'CUSTOM',
          amount_type: 'INCLUDING_TAX',
          pricing_plan_selection_rules: [
            { type: 'RESOURCE', resource: { type: 'CUSTOMER', field: 'COUNTRY', value: 'NL', comparator: 'EQUALS' } },
          ],
          pricing_currencies: ['USD', 'EUR'],
          variant: 'RATE_CARD',
          custom_fields: [{ reference: 'segment', value: 'teams' }],
        }
        const created = await unwrap(world.client.POST('/v1/pricing-plans', { body }))
        expect(created).toMatchObject({ ...body, object_type: 'PRICING_PLAN', pricing_plan_version_infos: [] })
      },
    ],
    upsertPricingPlan: [
      'creates a plan under a new reference and changes it under a known one',
      async (world) => {
        const reference = world.reference('plan')
        const put = async (name: string) =>
          unwrap(world.client.PUT('/v1/pricing-plans', { body: { reference, name, type: 'STANDARD' } }))
        const created = await put('First')
        expect(await put('Second')).toEqual({ ...created, name: 'Second' })
        const params = { path: { idOrRef: reference } }
        expect(await unwrap(world.client.GET(PATH, { params }))).toEqual({ ...created, name: 'Second' })
      },
    ],
    getPricingPlan: [
      'finds the same plan by its id and by its reference, with the index of its versions',
      async (world) => {
        const plan = await world.plan()
        const first = await world.version({ pricing_plan_id: plan.id, status: 'ACTIVE' })
        const second = await world.version({ pricing_plan_id: plan.id })
        for (const idOrRef of [plan.id, plan.reference]) {
          expect(await unwrap(world.client.GET(PATH, { params: { path: { idOrRef } } }))).toEqual({
            ...plan,
            pricing_plan_version_infos: [
              { version: 1, id: first.id, status: 'ACTIVE' },
              { version: 2, id: second.id, status: 'DRAFT' },
            ],
          })
        }
      },
    ],
    listPricingPlans: [
      'lists by customer, type, variant and the status of a version, page by page',
      async (world) => {
        const customer_id = (await world.customer()).id
        const standard = await world.plan({ customer_id })
        const custom = await world.plan({ customer_id, type: 'CUSTOM' })
        const rateCard = await world.plan({ customer_id, variant: 'RATE_CARD' })
        await world.version({ pricing_plan_id: custom.id, status: 'ACTIVE' })
        type Query = {
          type?: 'CUSTOM'
          'variants[]'?: ['RATE_CARD']
          'statuses[]'?: ['ACTIVE']
          limit?: number
          page?: number
        }
        const list = async (query: Query) => {
          const params = { query: { customer_id, ...query } }
          return (await unwrap(world.client.GET('/v1/pricing-plans', { params }))).data.map(({ id }) => id)
        }
        expect(await list({})).toEqual([rateCard.id, custom.id, standard.id])
        expect(await list({ type: 'CUSTOM' })).toEqual([custom.id])
        expect(await list({ 'variants[]': ['RATE_CARD'] })).toEqual([rateCard.id])
        expect(await list({ 'statuses[]': ['ACTIVE'] })).toEqual([custom.id])
        expect(await list({ limit: 2, page: 2 })).toEqual([standard.id])
      },
    ],
    updatePricingPlan: [
      'changes every field that was sent, and only those',
      async (world) => {
        const plan = await world.plan()
        const customer = await world.customer()
        const params = { path: { idOrRef: plan.reference } }
        const body: Every<'PricingPlanUpdateRequest'> = {
          reference: plan.reference,
          name: 'Enterprise',
          description: 'For everybody',
          customer_id: customer.id,
          type: 'CUSTOM',
          amount_type: 'INCLUDING_TAX',
          pricing_plan_selection_rules: [],
          pricing_currencies: ['EUR'],
          variant: 'RATE_CARD',
          custom_fields: [{ reference: 'segment', value: 'all' }],
        }
        expect(await unwrap(world.client.PATCH(PATH, { params, body }))).toMatchObject(body)
        const one = await unwrap(world.client.PATCH(PATH, { params, body: { name: null } }))
        expect(one).toMatchObject({ ...body, name: null })
        expect(await unwrap(world.client.GET(PATH, { params }))).toEqual(one)
      },
    ],
    deletePricingPlan: [
      'answers with the plan that it deleted, which is gone then',
      async (world) => {
        const plan = await world.plan()
        const params = { path: { idOrRef: plan.id } }
        expect(await unwrap(world.client.DELETE(PATH, { params }))).toMatchObject({
          id: plan.id,
          reference: plan.reference,
        })
        expect((await world.client.GET(PATH, { params })).response.status).toBe(404)
      },
    ],
    searchPricingPlans: searches('/v1/pricing-plans/search', 'name', (world, name) => world.plan({ name })),
  },
}
