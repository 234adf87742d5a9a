import { unwrap } from '@tallygate/client'
import { expect } from 'vitest'
import type { ContractResource, ContractRow, Every } from './contract-row.ts'
import { inLifecycle } from './lifecycle-row.ts'
import { searches } from './search-row.ts'

const PATH = '/v1/customers/{idOrRef}'

const action = (name: 'activate' | 'deprecate' | 'archive', status: string): ContractRow =>
  inLifecycle('customer', status, async (world) => {
    const customer = await world.customer({ status: 'DRAFT' })
    const params = { path: { idOrRef: customer.reference } }
    return {
      before: customer,
      act: () => unwrap(world.client.POST(`/v1/customers/{idOrRef}/${name}`, { params })),
      get: () => unwrap(world.client.GET(PATH, { params })),
    }
  })

export const customers: ContractResource = {
  name: 'customers',
  type: 'CUSTOMER',
  rows: {
    createCustomer: [
      'keeps every field that was sent',
      async (world) => {
        const parent = await world.customer()
        const entity = await world.billingEntity()
        const address = {
          line1: '1 Main St',
          city: 'Springfield',
          postal_code: '12345',
          state: 'IL',
          country: 'US' as const,
        }
        const taxId = { id: 'US77', type: 'GENERIC_TAX_ID' as const, display_name: 'EIN' }
        const body: Every<'CustomerCreateRequest'> = {
          parent_customer_id: parent.id,
          reference: world.reference('customer'),
          status: 'ACTIVE',
          timezone: 'America/Chicago',
          type: 'ORGANIZATION',
          email: 'billing@acme.example',
          notification_preferences: [{ channel: 'EMAIL' }],
          locale: 'en-US',
          individual: { name: { first_name: 'Ada', last_name: 'Lovelace', infix: null }, residential_address: address },
          organization: {
            legal_name: 'Acme',
            tax_id: 'US77',
            tax_ids: [taxId],
            registration_number: '12',
            tax_exempt: true,
            tax_exempt_note: 'School',
            registered_address: address,
            tax_registrations: [{ description: 'EIN', tax_id: 'US77', tax_ids: [taxId], registered_address: address }],
          },
          custom_fields: [{ reference: 'segment', value: 'teams' }],
          processing_only: false,
          pricing_plan_subscription_selector: {
            data: [{ field: 'PRICING_PLAN_REFERENCE', value: 'ai_pro' }],
            rules: [{ field: 'PRICING_PLAN_REFERENCE', type: 'EQUALS' }],
            filters: [{ field: 'PRICING_PLAN_REFERENCE', type: 'EQUALS', value: 'ai_pro' }],
            fallback: 'NONE',
          },
          linked_integrations: [{ type: 'CRM' }],
          roles: ['DEFAULT', 'SELLER'],
          seller_details: { default_billing_entity_id: entity.id },
        }
        const created = await unwrap(world.client.POST('/v1/customers', { body }))
        expect(created).toMatchObject({ ...body, object_type: 'CUSTOMER' })
      },
    ],
    upsertCustomer: [
      'creates a customer under a new reference and changes it under a known one',
      async (world) => {
        const reference = world.reference('customer')
        const put = async (email: string) =>
          unwrap(world.client.PUT('/v1/customers', { body: { reference, email, type: 'ORGANIZATION' } }))
        const created = await put('first@acme.example')
        expect(await put('second@acme.example')).toEqual({ ...created, email: 'second@acme.example' })
        const params = { path: { idOrRef: reference } }
        expect(await unwrap(world.client.GET(PATH, { params }))).toMatchObject({ email: 'second@acme.example' })
      },
    ],
    getCustomer: [
      'finds the same customer by its id and by its reference',
      async (world) => {
        const customer = await world.customer({ email: 'found@acme.example' })
        for (const idOrRef of [customer.id, customer.reference]) {
          expect(await unwrap(world.client.GET(PATH, { params: { path: { idOrRef } } }))).toEqual(customer)
        }
      },
    ],
    listCustomers: [
      'finds the one with a reference, and pages through all in the order that was asked for',
      async (world) => {
        const customer = await world.customer({ reference: `~~~~${world.reference('last')}` })
        const list = async (query: {
          reference?: string
          order_by?: 'reference'
          order_direction?: 'desc'
          limit?: 1
        }) => unwrap(world.client.GET('/v1/customers', { params: { query } }))
        expect((await list({ reference: customer.reference })).data).toEqual([customer])
        await world.customer()
        const page = await list({ order_by: 'reference', order_direction: 'desc', limit: 1 })
        expect(page.data).toEqual([customer])
        expect(page.total_number_of_pages).toBeGreaterThan(1)
      },
    ],
    updateCustomer: [
      'changes every field that was sent, and only those',
      async (world) => {
        const customer = await world.customer()
        const params = { path: { idOrRef: customer.reference } }
        const body: Every<'CustomerUpdateRequest'> = {
          parent_customer_id: (await world.customer()).id,
          reference: customer.reference,
          status: 'DEPRECATED',
          timezone: 'Europe/Berlin',
          type: 'INDIVIDUAL',
          email: 'ada@example.org',
          notification_preferences: [],
          locale: 'de',
          individual: { name: { first_name: 'Ada' } },
          organization: { legal_name: 'Ada and sons' },
          custom_fields: [],
          processing_only: true,
          pricing_plan_subscription_selector: { fallback: 'LATEST' },
          linked_integrations: [],
          roles: ['PROCESSING_ONLY'],
          seller_details: { default_billing_entity_id: null },
        }
        expect(await unwrap(world.client.PATCH(PATH, { params, body }))).toMatchObject(body)
        const one = await unwrap(world.client.PATCH(PATH, { params, body: { locale: null } }))
        expect(one).toMatchObject({ ...body, locale: null })
        expect(await unwrap(world.client.GET(PATH, { params }))).toEqual(one)
      },
    ],
    deleteCustomer: [
      'answers with the customer that it deleted, which is gone then',
      async (world) => {
        const customer = await world.customer()
        const params = { path: { idOrRef: customer.id } }
        expect(await unwrap(world.client.DELETE(PATH, { params }))).toEqual(customer)
        expect((await world.client.GET(PATH, { params })).response.status).toBe(404)
      },
    ],
    activateCustomer: action('activate', 'ACTIVE'),
    deprecateCustomer: action('deprecate', 'DEPRECATED'),
    archiveCustomer: action('archive', 'ARCHIVED'),
    forgetCustomer: [
      'takes away who the customer is and keeps the reference, for good',
      async (world) => {
        const customer = await world.customer({
          email: 'ada@example.org',
          organization: { legal_name: 'Lovelace and daughters' },
          individual: { name: { first_name: 'Ada' } },
          custom_fields: [{ reference: 'phone', value: '555 0100' }],
        })
        const params = { path: { idOrRef: customer.reference } }
        const forgotten = await unwrap(world.client.POST('/v1/customers/{idOrRef}/forget', { params }))
        expect(forgotten).toMatchObject({ id: customer.id, reference: customer.reference, status: 'CLOSED' })
        const found = await unwrap(world.client.GET(PATH, { params }))
        expect(found).toEqual(forgotten)
        for (const text of ['ada@example.org', 'Lovelace', 'Ada', '555 0100']) {
          expect(JSON.stringify(found)).not.toContain(text)
        }
      },
    ],
    getCustomerEntitlements: [
      'shows what the plan grants, for all subscriptions together and for each, and nothing without one',
      async (world) => {
        const { customer, subscription, feature } = await world.subscribed()
        const path = '/v1/customers/{idOrRef}/entitlements'
        const granted = await unwrap(world.client.GET(path, { params: { path: { idOrRef: customer.reference } } }))
        const budget = { feature_id: feature.id, feature_reference: feature.reference, number: '1000' }
        expect(granted.entitlements).toEqual([expect.objectContaining(budget)])
        expect(granted.pricing_plan_subscription_entitlements).toEqual([
          { pricing_plan_subscription_id: subscription.id, entitlements: [expect.objectContaining(budget)] },
        ])
        const nobody = await world.customer()
        expect(await unwrap(world.client.GET(path, { params: { path: { idOrRef: nobody.id } } }))).toEqual({
          entitlements: [],
          pricing_plan_subscription_entitlements: [],
        })
      },
    ],
    searchCustomers: searches('/v1/customers/search', 'email', (world, name) =>
      world.customer({ email: `${name.replaceAll(' ', '-')}@example.org` }),
    ),
  },
}
