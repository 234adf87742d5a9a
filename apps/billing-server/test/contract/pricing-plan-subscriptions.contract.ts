import { type Schema, unwrap } from '@tallygate/client'
import { expect } from 'vitest'
import type { ContractResource, Every } from './contract-row.ts'
import { inDays, stored } from './contract-world.ts'
import { searches } from './search-row.ts'

const PATH = '/v1/pricing-plan-subscriptions/{id}'

export const pricingPlanSubscriptions: ContractResource = {
  name: 'subscriptions',
  type: 'PRICING_PLAN_SUBSCRIPTION',
  rows: {
    upsertPricingPlanSubscription: [
      'makes the subscription of a customer under that reference, then changes it, and may be repeated',
      async (world) => {
        const customer = await world.customer()
        const entity = await world.billingEntity()
        const body = {
          reference: world.reference('subscription'),
          customer_reference: customer.reference,
          billing_entity_id: entity.id,
          billing_period: { value: 3, type: 'MONTH' },
          type: null,
        } as const
        const path = '/v1/pricing-plan-subscriptions'
        const made = stored(await unwrap(world.client.PUT(path, { body })))
        expect(made).toMatchObject({ ...body, type: 'BILLING', customer_id: customer.id, status: 'DRAFT' })
        const { version } = await world.soldPlan()
        await world.schedule({ pricing_plan_subscription_id: made.id, pricing_plan_version_id: version.id })
        const active = await world.activate(made.id)
        const changed = await unwrap(world.client.PUT(path, { body: { ...body, name: 'By the quarter' } }))
        expect(changed).toEqual({ ...active, name: 'By the quarter', updated_at: expect.any(String) })
        const monthly = { ...body, billing_period: { type: 'MONTH' } } as const
        const refused = await world.client.PUT(path, { body: monthly })
        expect(refused.error).toMatchObject({ code: 'INVALID_OPERATION', field: 'billing_period' })
        const nameless = await world.client.PUT(path, { body: { customer_id: customer.id } })
        expect(nameless.error).toMatchObject({ code: 'MISSING_FIELD', field: 'reference' })
      },
    ],
    createPricingPlanSubscription: [
      'keeps every field that was sent, names both parties by id and reference, and starts as a DRAFT',
      async (world) => {
        const customer = await world.customer()
        const entity = await world.billingEntity()
        const body: Omit<Every<'PricingPlanSubscriptionCreateRequest'>, 'customer_reference' | 'billing_entity_id'> = {
          reference: world.reference('subscription'),
          name: 'Pro, by the quarter',
          purchase_order_number: 'PO-1',
          customer_id: customer.id,
          billing_entity_reference: entity.reference,
          billing_period: { type: 'MONTH', value: 3 },
          billing_currency: 'EUR',
          due_date_configuration: { type: 'PERIOD_AFTER_INVOICE_DATE', period: { type: 'DAY', value: 14 } },
          initial_term: { type: 'YEAR', value: 1 },
          renewal_term: { type: 'MONTH', value: 6 },
          auto_renewal: true,
          type: 'BILLING',
          variant: 'DEFAULT',
          billing_time: 'CALENDAR',
          combine: false,
          quote_version_id: 'quve_1',
          payment_acceptor_ids: ['paya_1'],
          description: 'As agreed',
          custom_fields: [{ reference: 'deal', value: '99' }],
          init_invoice_on_hold: true,
          payment_method_id: 'pmet_1',
          pricing_plan_subscription_group_id: 'ppsg_1',
          forward_customer_id: (await world.customer()).id,
          display_invoice_sub_lines_per_processing_only_customer: false,
          replicate_meter_data_ingest_to_parent: false,
          sales_tax_percentage: '0',
          template: { apply_billing_entity_selector: false, allow_promotion_codes: 'NONE' },
          linked_integrations: [{ type: 'CRM' }],
          seller_details: { seller_customer_id: null },
        }
        const created = await unwrap(world.client.POST('/v1/pricing-plan-subscriptions', { body }))
        expect(created).toMatchObject({
          ...body,
          object_type: 'PRICING_PLAN_SUBSCRIPTION',
          status: 'DRAFT',
          customer_reference: customer.reference,
          billing_entity_id: entity.id,
        })
      },
    ],
    getPricingPlanSubscription: [
      'shows the subscription with the index of its schedules',
      async (world) => {
        const { subscription, schedule, version, plan } = await world.subscribed()
        const params = { path: { id: subscription.id } }
        const found = await unwrap(world.client.GET(PATH, { params }))
        expect(found).toEqual(subscription)
        expect(found.pricing_plan_schedule_infos).toEqual([
          expect.objectContaining({
            id: schedule.id,
            pricing_plan_id: plan.id,
            pricing_plan_version_id: version.id,
            start_at: schedule.start_at,
            end_at: null,
          }),
        ])
      },
    ],
    listPricingPlanSubscriptions: [
      'lists the subscriptions of a customer, by status and by reference',
      async (world) => {
        const { customer, subscription } = await world.subscribed()
        const draft = await world.subscription({ customer_id: customer.id })
        await world.subscription()
        const list = async (query: { reference?: string; status?: 'ACTIVE'; 'statuses[]'?: ['DRAFT'] }) => {
          const params = { query: { customer_id: customer.id, ...query } }
          return (await unwrap(world.client.GET('/v1/pricing-plan-subscriptions', { params }))).data
        }
        expect(await list({})).toEqual([draft, subscription])
        expect(await list({ status: 'ACTIVE' })).toEqual([subscription])
        expect(await list({ 'statuses[]': ['DRAFT'] })).toEqual([draft])
        expect(await list({ reference: draft.reference })).toEqual([draft])
      },
    ],
    updatePricingPlanSubscription: [
      'changes every field of a DRAFT that was sent, and makes it ACTIVE',
      async (world) => {
        const { version } = await world.soldPlan()
        const customer = await world.customer()
        const entity = await world.billingEntity()
        const draft = await world.subscription()
        await world.schedule({ pricing_plan_subscription_id: draft.id, pricing_plan_version_id: version.id })
        const params = { path: { id: draft.id } }
        const body: Omit<
          Every<'PricingPlanSubscriptionUpdateRequest'>,
          'status' | 'customer_id' | 'billing_entity_reference' | 'pricing_plan_subscription_group_id'
        > = {
          reference: world.reference('renamed'),
          name: 'Renamed',
          purchase_order_number: 'PO-2',
          customer_reference: customer.reference,
          billing_entity_id: entity.id,
          billing_period: { type: 'WEEK', value: 2 },
          billing_currency: 'USD',
          due_date_configuration: { type: 'END_OF_THE_MONTH' },
          initial_term: { type: 'MONTH', value: 2 },
          renewal_term: { type: 'MONTH', value: 1 },
          auto_renewal: false,
          type: 'BILLING',
          variant: 'DEFAULT',
          billing_time: 'EXACT',
          combine: true,
          quote_version_id: null,
          payment_acceptor_ids: [],
          description: 'Changed',
          custom_fields: [],
          init_invoice_on_hold: false,
          payment_method_id: 'pmet_2',
          forward_customer_id: null,
          display_invoice_sub_lines_per_processing_only_customer: true,
          replicate_meter_data_ingest_to_parent: true,
          sales_tax_percentage: null,
          template: { allow_promotion_codes: 'SINGLE' },
          linked_integrations: [],
          seller_details: {},
        }
        const changed = await unwrap(world.client.PATCH(PATH, { params, body }))
        expect(changed).toMatchObject({ ...body, customer_id: customer.id, status: 'DRAFT' })
        expect(changed.billing_entity_reference).toBe(entity.reference)
        const active = await unwrap(world.client.PATCH(PATH, { params, body: { status: 'ACTIVE' } }))
        expect(active).toMatchObject({ ...body, status: 'ACTIVE', activated_at: expect.any(String) })
        expect(await unwrap(world.client.GET(PATH, { params }))).toEqual(active)
      },
    ],
    deletePricingPlanSubscription: [
      'answers with the DRAFT that it deleted, which is gone then',
      async (world) => {
        const draft = await world.subscription()
        const params = { path: { id: draft.id } }
        const deleted = await unwrap(world.client.DELETE(PATH, { params }))
        expect(deleted).toMatchObject({ id: draft.id, reference: draft.reference })
        expect((await world.client.GET(PATH, { params })).response.status).toBe(404)
      },
    ],
    initPricingPlanSubscription: [
      'makes a customer, a subscription and its schedule in one call, all ACTIVE, with what is granted and the first invoice',
      async (world) => {
        const { version, feature } = await world.soldPlan()
        const entity = await world.billingEntity()
        const start_at = inDays(-1)
        const customer = {
          reference: world.reference('customer'),
          type: 'INDIVIDUAL',
          email: 'ada@example.org',
          individual: { name: { first_name: 'Ada' } },
        } as const
        const subscription = {
          reference: world.reference('subscription'),
          name: 'At once',
          billing_entity_id: entity.id,
          billing_period: { type: 'MONTH', value: 1 },
          purchase_order_number: 'PO-9',
        } as const
        const body: Omit<Every<'PricingPlanSubscriptionInitCreateRequest'>, 'enabled_pricings'> = {
          customer,
          pricing_plan_subscription: subscription,
          pricing_plan_schedules: [{ pricing_plan_version_id: version.id }],
          pricing_plan_subscription_start_at: start_at,
        }
        const init = await unwrap(world.client.POST('/v1/pricing-plan-subscriptions/init', { body }))
        expect(init).toMatchObject({
          customer: { ...customer, object_type: 'CUSTOMER', status: 'ACTIVE' },
          pricing_plan_subscription: { ...subscription, status: 'ACTIVE', customer_reference: customer.reference },
          pricing_plan_schedules: [{ pricing_plan_version_id: version.id, start_at }],
          pricing_plan_subscription_start_at: start_at,
          entitlements_summary: { entitlements: [{ feature_reference: feature.reference, number: '1000' }] },
          invoice: { status: 'OPEN', periods: [{ start_at }] },
        })
        const params = { path: { id: init.pricing_plan_subscription?.id ?? '' } }
        expect(await unwrap(world.client.GET(PATH, { params }))).toEqual(init.pricing_plan_subscription)
      },
    ],
    cancelPricingPlanSubscription: [
      'ends it when it was asked to, takes that back, and grants nothing after the end',
      async (world) => {
        const { customer, subscription, schedule } = await world.subscribed()
        const params = { path: { id: subscription.id } }
        const cancel = async (body: Schema<'PricingPlanSubscriptionCancelCreateRequest'>) =>
          unwrap(world.client.POST('/v1/pricing-plan-subscriptions/{id}/cancel', { params, body }))
        const cancel_at = inDays(10)
        expect(await cancel({ type: 'DATE', cancel_at })).toMatchObject({
          status: 'ACTIVE',
          inactive_periods: [{ type: 'CANCEL', start_at: cancel_at }],
        })
        const { periods } = await world.openInvoice(customer.id)
        expect(periods?.[0]).toMatchObject({ start_at: schedule.start_at, end_at: cancel_at })
        expect(await cancel({ type: 'UNDO' })).toMatchObject({ status: 'ACTIVE', inactive_periods: [] })
        expect(await cancel({ type: 'NOW' })).toMatchObject({ status: 'CANCELLED' })
        const path = { idOrRef: customer.id }
        const left = await unwrap(world.client.GET('/v1/customers/{idOrRef}/entitlements', { params: { path } }))
        expect(left.entitlements).toEqual([])
      },
    ],
    voidPricingPlanSubscription: [
      'makes it VOID, as if it had never billed',
      async (world) => {
        const subscribed = await world.subscribed()
        await world.ingest(world.event(subscribed, '5'))
        const params = { path: { id: subscribed.subscription.id } }
        const voided = await unwrap(world.client.POST('/v1/pricing-plan-subscriptions/{id}/void', { params }))
        expect(voided).toMatchObject({ id: subscribed.subscription.id, status: 'VOID' })
        const query = { customer_id: subscribed.customer.id }
        expect((await unwrap(world.client.GET('/v1/invoices', { params: { query } }))).data).toEqual([])
        expect(await unwrap(world.client.GET(PATH, { params }))).toEqual(voided)
      },
    ],
    archivePricingPlanSubscription: [
      'makes a subscription ARCHIVED that no longer bills',
      async (world) => {
        const draft = await world.subscription()
        const params = { path: { id: draft.id } }
        const archived = await unwrap(world.client.POST('/v1/pricing-plan-subscriptions/{id}/archive', { params }))
        expect(archived).toMatchObject({ id: draft.id, reference: draft.reference, status: 'ARCHIVED' })
        expect(await unwrap(world.client.GET(PATH, { params }))).toEqual(archived)
      },
    ],
    copyPricingPlanSubscription: [
      'makes a DRAFT with the same terms and schedules under another reference',
      async (world) => {
        const { subscription, schedule, version } = await world.subscribed({ subscription: { name: 'Original' } })
        const params = { path: { id: subscription.id } }
        const body: Every<'PricingPlanSubscriptionCopyCreateRequest'> = { reference: world.reference('copy') }
        const path = '/v1/pricing-plan-subscriptions/{id}/copy'
        const copy = stored(await unwrap(world.client.POST(path, { params, body })))
        expect(copy).toMatchObject({
          ...body,
          status: 'DRAFT',
          name: 'Original',
          customer_id: subscription.customer_id,
          billing_period: subscription.billing_period,
          pricing_plan_schedule_infos: [{ pricing_plan_version_id: version.id, start_at: schedule.start_at }],
        })
        expect(copy.id).not.toBe(subscription.id)
        expect(copy.activated_at ?? null).toBeNull()
        expect(await unwrap(world.client.GET(PATH, { params: { path: { id: copy.id } } }))).toEqual(copy)
      },
    ],
    searchPricingPlanSubscriptions: searches('/v1/pricing-plan-subscriptions/search', 'name', (world, name) =>
      world.subscription({ name }),
    ),
  },
}
