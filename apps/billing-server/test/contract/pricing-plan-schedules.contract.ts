import { unwrap } from '@tallygate/client'
import { expect } from 'vitest'
import type { ContractResource, Every } from './contract-row.ts'
import { inDays, stored } from './contract-world.ts'

const PATH = '/v1/pricing-plan-schedules/{id}'

export const pricingPlanSchedules: ContractResource = {
  name: 'schedules',
  type: 'PRICING_PLAN_SCHEDULE',
  rows: {
    createPricingPlanSchedule: [
      'keeps every field that was sent, and finds the newest ACTIVE version of a plan',
      async (world) => {
        const { version, plan, feature } = await world.soldPlan()
        const pricing = version.pricing_categories?.[0]?.pricings?.[0]
        const config_id = pricing?.items?.[0]?.configs?.[0]?.id ?? ''
        const subscription = await world.subscription()
        const nothing = { pricing_item_configs: [], pricing_items: [], pricings: [], totals: [] }
        const body: Omit<
          Every<'PricingPlanScheduleCreateRequest'>,
          'pricing_plan_id' | 'pricing_plan_version_id' | 'override_pricings' | 'pricing_categories'
        > = {
          type: 'TRIAL',
          pricing_plan_subscription_id: subscription.id,
          pricing_plan_version_selector: { pricing_plan_reference: plan.reference, type: 'LATEST' },
          start_at: inDays(-2),
          end_at: inDays(200),
          pricing_currency: 'USD',
          billing_period: { type: 'MONTH', value: 1 },
          entitlements: [{ feature_id: feature.id, number: '5000', override: true, overwrite: true }],
          discount: { ...nothing, products: [], product_items: [], product_categories: [] },
          markup: { pricing_item_configs: [] },
          commitment: nothing,
          promotion_codes: [],
          coupon_ids: [],
          seats_values: [{ pricing_item_config_id: config_id, number: '3', start_at: inDays(-2) }],
          included_volumes: [{ pricing_item_config_id: config_id, number: '10', start_at: inDays(-2) }],
          enabled_pricings: [{ pricing_id: pricing?.id ?? '', start_at: inDays(-2) }],
          realign_invoice_date_to_pricing_plan_schedule_start_at: false,
        }
        const created = await unwrap(world.client.POST('/v1/pricing-plan-schedules', { body }))
        expect(created).toMatchObject({
          ...body,
          object_type: 'PRICING_PLAN_SCHEDULE',
          pricing_plan_id: plan.id,
          pricing_plan_version_id: version.id,
        })
      },
    ],
    getPricingPlanSchedule: [
      'finds the schedule by its id',
      async (world) => {
        const { schedule } = await world.subscribed()
        expect(await unwrap(world.client.GET(PATH, { params: { path: { id: schedule.id } } }))).toEqual(schedule)
      },
    ],
    listPricingPlanSchedules: [
      'lists the schedules of a subscription by their start, the earlier one ended by the later one',
      async (world) => {
        const { subscription, schedule, version } = await world.subscribed()
        const start_at = inDays(30)
        const next = await unwrap(
          world.client.POST('/v1/pricing-plan-schedules', {
            params: { query: { set_previous_end_at: true } },
            body: { pricing_plan_subscription_id: subscription.id, pricing_plan_version_id: version.id, start_at },
          }),
        )
        const params = { query: { pricing_plan_subscription_id: subscription.id } }
        const { data } = await unwrap(world.client.GET('/v1/pricing-plan-schedules', { params }))
        expect(data).toEqual([{ ...schedule, end_at: start_at }, next])
      },
    ],
    updatePricingPlanSchedule: [
      'changes every field of a schedule to come, and only those',
      async (world) => {
        const { version, plan, feature } = await world.soldPlan()
        const other = await world.version({ pricing_plan_id: (await world.plan()).id, status: 'ACTIVE' })
        const pricing = version.pricing_categories?.[0]?.pricings?.[0]
        const pricing_item_config_id = pricing?.items?.[0]?.configs?.[0]?.id ?? ''
        const subscription = await world.subscription()
        const schedule = await world.schedule({
          pricing_plan_subscription_id: subscription.id,
          pricing_plan_version_id: other.id,
        })
        const params = { path: { id: schedule.id } }
        const body: Omit<
          Every<'PricingPlanScheduleUpdateRequest'>,
          | 'pricing_plan_version_selector'
          | 'override_pricings'
          | 'pricing_categories'
          | 'discount'
          | 'markup'
          | 'commitment'
        > = {
          type: 'TRIAL',
          pricing_plan_subscription_id: subscription.id,
          pricing_plan_id: plan.id,
          pricing_plan_version_id: version.id,
          start_at: inDays(3),
          end_at: inDays(90),
          pricing_currency: 'USD',
          billing_period: { type: 'MONTH', value: 1 },
          entitlements: [{ feature_id: feature.id, number: '7' }],
          promotion_codes: [],
          coupon_ids: [],
          seats_values: [{ pricing_item_config_id, number: '2' }],
          included_volumes: [{ pricing_item_config_id, number: '10' }],
          enabled_pricings: [{ pricing_id: pricing?.id ?? '' }],
          realign_invoice_date_to_pricing_plan_schedule_start_at: false,
        }
        expect(await unwrap(world.client.PATCH(PATH, { params, body }))).toMatchObject(body)
        const one = await unwrap(world.client.PATCH(PATH, { params, body: { end_at: null } }))
        expect(one).toMatchObject({ ...body, end_at: null })
        expect(await unwrap(world.client.GET(PATH, { params }))).toEqual(one)
      },
    ],
    deletePricingPlanSchedule: [
      'answers with the schedule that it deleted, which is gone then',
      async (world) => {
        const { version } = await world.soldPlan()
        const subscription = await world.subscription()
        const schedule = await world.schedule({
          pricing_plan_subscription_id: subscription.id,
          pricing_plan_version_id: version.id,
        })
        const params = { path: { id: schedule.id } }
        expect(await unwrap(world.client.DELETE(PATH, { params }))).toEqual(schedule)
        expect((await world.client.GET(PATH, { params })).response.status).toBe(404)
      },
    ],
    copyPricingPlanSchedule: [
      'makes a schedule with the same terms at another time',
      async (world) => {
        const { schedule, subscription, version } = await world.subscribed()
        const params = { path: { id: schedule.id }, query: { set_previous_end_at: true } }
        const body: Every<'PricingPlanScheduleCopyCreateRequest'> = {
          pricing_plan_subscription_id: subscription.id,
          start_at: inDays(50),
          end_at: inDays(80),
        }
        const copy = stored(await unwrap(world.client.POST('/v1/pricing-plan-schedules/{id}/copy', { params, body })))
        expect(copy).toMatchObject({ ...body, pricing_plan_version_id: version.id })
        expect(copy.id).not.toBe(schedule.id)
        const before = await unwrap(world.client.GET(PATH, { params: { path: { id: schedule.id } } }))
        expect(before).toEqual({ ...schedule, end_at: body.start_at })
      },
    ],
    migratePricingPlanSchedule: [
      'goes on with the same terms under another version, and ends the schedule before',
      async (world) => {
        const { schedule, subscription } = await world.subscribed()
        const next = await world.version({ pricing_plan_id: (await world.plan()).id, status: 'ACTIVE' })
        const params = { path: { id: schedule.id }, query: { set_previous_end_at: true } }
        const body: Omit<Every<'PricingPlanScheduleMigrateCreateRequest'>, 'pricing_plan_version_selector'> = {
          pricing_plan_version_id: next.id,
          start_at: inDays(20),
        }
        const path = '/v1/pricing-plan-schedules/{id}/migrate'
        const migrated = await unwrap(world.client.POST(path, { params, body }))
        expect(migrated).toMatchObject({ ...body, pricing_plan_subscription_id: subscription.id })
        const before = await unwrap(world.client.GET(PATH, { params: { path: { id: schedule.id } } }))
        expect(before).toEqual({ ...schedule, end_at: body.start_at })
      },
    ],
  },
}
