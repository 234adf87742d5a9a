import { unwrap } from '@tallygate/client'
import { expect } from 'vitest'
import type { ContractResource, Every } from './contract-row.ts'

const PATH = '/v1/billing-entities/{idOrRef}'

export const billingEntities: ContractResource = {
  name: 'billing entities',
  type: 'BILLING_ENTITY',
  rows: {
    createBillingEntity: [
      'keeps every field that was sent',
      async (world) => {
        const address = {
          line1: 'Keizersgracht 1',
          line2: '2nd floor',
          city: 'Amsterdam',
          postal_code: '1015 AA',
          state: 'NH',
          country: 'NL' as const,
        }
        const taxId = { id: 'NL001', type: 'GENERIC_TAX_ID' as const, display_name: 'VAT' }
        const body: Every<'BillingEntityCreateRequest'> = {
          reference: world.reference('entity'),
          status: 'ACTIVE',
          timezone: 'Europe/Amsterdam',
          legal_name: 'Our company',
          tax_id: 'NL001',
          tax_ids: [taxId],
          registration_number: '34000001',
          registered_address: address,
          email: 'billing@our.example',
          tax_settings: { collects: true },
          tax_registrations: [
            {
              description: 'VAT',
              tax_id: 'NL001',
              tax_ids: [taxId],
              registration_number: '1',
              registered_address: address,
            },
          ],
          custom_fields: [{ reference: 'ledger', values: ['1', '2'] }],
          default_customer_country_selector: ['NL', 'BE'],
          default_billing_currency_selector: ['EUR'],
          linked_integrations: [{ type: 'ERP' }],
        }
        const created = await unwrap(world.client.POST('/v1/billing-entities', { body }))
        expect(created).toMatchObject({ ...body, object_type: 'BILLING_ENTITY' })
      },
    ],
    upsertBillingEntity: [
      'creates an entity under a new reference and changes it under a known one',
      async (world) => {
        const reference = world.reference('entity')
        const put = async (legal_name: string) =>
          unwrap(world.client.PUT('/v1/billing-entities', { body: { reference, legal_name } }))
        const created = await put('First')
        expect(await put('Second')).toEqual({ ...created, legal_name: 'Second' })
        const params = { path: { idOrRef: reference } }
        expect(await unwrap(world.client.GET(PATH, { params }))).toEqual({ ...created, legal_name: 'Second' })
      },
    ],
    getBillingEntity: [
      'finds the same entity by its id and by its reference',
      async (world) => {
        const entity = await world.billingEntity()
        for (const idOrRef of [entity.id, entity.reference]) {
          expect(await unwrap(world.client.GET(PATH, { params: { path: { idOrRef } } }))).toEqual(entity)
        }
      },
    ],
    listBillingEntities: [
      'lists all of them',
      async (world) => {
        const entities = [await world.billingEntity(), await world.billingEntity()]
        const { data } = await unwrap(world.client.GET('/v1/billing-entities'))
        for (const entity of entities) expect(data).toContainEqual(entity)
      },
    ],
    updateBillingEntity: [
      'changes every field that was sent, and only those',
      async (world) => {
        const entity = await world.billingEntity()
        const params = { path: { idOrRef: entity.id } }
        const body: Every<'BillingEntityUpdateRequest'> = {
          reference: world.reference('renamed'),
          status: 'ACTIVE',
          timezone: 'America/New_York',
          legal_name: 'Moved',
          tax_id: 'US1',
          tax_ids: [{ id: 'US1', type: null, display_name: null }],
          registration_number: '2',
          registered_address: { line1: '1 Main St', city: 'New York', country: 'US' },
          email: 'ny@our.example',
          tax_settings: { collects: false },
          tax_registrations: [],
          custom_fields: [],
          default_customer_country_selector: ['US'],
          default_billing_currency_selector: ['USD'],
          linked_integrations: [],
        }
        expect(await unwrap(world.client.PATCH(PATH, { params, body }))).toMatchObject(body)
        const one = await unwrap(world.client.PATCH(PATH, { params, body: { tax_id: null } }))
        expect(one).toMatchObject({ ...body, tax_id: null })
        expect(await unwrap(world.client.GET(PATH, { params }))).toEqual(one)
      },
    ],
  },
}
