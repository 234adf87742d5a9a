import { unwrap } from '@tallygate/client'
import { expect } from 'vitest'
import type { ContractResource, ContractRow, Every } from './contract-row.ts'
import { inLifecycle } from './lifecycle-row.ts'
import { searches } from './search-row.ts'

const PATH = '/v1/product-items/{idOrRef}'

const itemAction = (action: 'activate' | 'deprecate' | 'archive', status: string): ContractRow =>
  inLifecycle('product item', status, async (world) => {
    const item = await world.productItem()
    const params = { path: { idOrRef: item.id } }
    return {
      before: item,
      act: () => unwrap(world.client.POST(`/v1/product-items/{idOrRef}/${action}`, { params })),
      get: () => unwrap(world.client.GET(PATH, { params })),
    }
  })

export const productItems: ContractResource = {
  name: 'product items',
  type: 'PRODUCT_ITEM',
  rows: {
    createProductItem: [
      'keeps every field that was sent, and starts as a DRAFT',
      async (world) => {
        const { calculation, property } = await world.metering()
        const body: Omit<Every<'ProductItemCreateRequest'>, 'credits'> = {
          product_id: (await world.product()).id,
          name: 'Completion tokens',
          reference: world.reference('item'),
          description: 'What the model writes',
          type: 'REVENUE',
          model_type: 'USAGE_BASED',
          usage_based: {
            meter_value_calculation_id: calculation.id,
            tiering_meter_value_calculation_id: calculation.id,
            report_meter_value_calculation_ids: [calculation.id],
            conditions: { meter_properties: [{ id: property.id, value: 'gpt-4o', comparator: 'EQUALS' }] },
          },
          meter_value_calculation_id: calculation.id,
          report_meter_value_calculation_ids: [calculation.id],
          tax_category: 'STANDARD',
          display_order: 1,
          unit_name: { singular: 'token', plural: 'tokens' },
          custom_fields: [{ reference: 'ledger', value: '8400' }],
          customer_id: (await world.customer()).id,
        }
        const created = await unwrap(world.client.POST('/v1/product-items', { body }))
        expect(created).toMatchObject({ ...body, object_type: 'PRODUCT_ITEM', status: 'DRAFT' })
      },
    ],
    upsertProductItem: [
      'creates an item under a new reference and changes it under a known one',
      async (world) => {
        const product = await world.product()
        const reference = world.reference('item')
        const put = async (name: string) => {
          const body = { product_id: product.id, reference, name, model_type: 'RECURRING' as const }
          return unwrap(world.client.PUT('/v1/product-items', { body }))
        }
        const created = await put('First')
        expect(await put('Second')).toEqual({ ...created, name: 'Second' })
        const params = { path: { idOrRef: reference } }
        expect(await unwrap(world.client.GET(PATH, { params }))).toEqual({ ...created, name: 'Second' })
      },
    ],
    getProductItem: [
      'finds the same item by its id and by its reference',
      async (world) => {
        const item = await world.productItem()
        for (const idOrRef of [item.id, item.reference]) {
          expect(await unwrap(world.client.GET(PATH, { params: { path: { idOrRef } } }))).toEqual(item)
        }
      },
    ],
    listProductItems: [
      'pages through the items of a product in the order that was asked for',
      async (world) => {
        const product = await world.product()
        const names = ['c', 'a', 'b']
        for (const name of names) await world.productItem({ product_id: product.id, name })
        await world.productItem()
        const list = async (page: number) => {
          const query = { product_id: product.id, page, limit: 2, order_by: 'name', order_direction: 'asc' as const }
          return unwrap(world.client.GET('/v1/product-items', { params: { query } }))
        }
        const first = await list(1)
        expect(first.data.map(({ name }) => name)).toEqual(['a', 'b'])
        expect(first).toMatchObject({ page: 1, limit: 2, total_number_of_pages: 2 })
        expect((await list(2)).data.map(({ name }) => name)).toEqual(['c'])
      },
    ],
    updateProductItem: [
      'changes every field that was sent, and only those',
      async (world) => {
        const item = await world.productItem({ model_type: 'USAGE_BASED' })
        const { calculation } = await world.metering()
        const params = { path: { idOrRef: item.id } }
        const body: Omit<Every<'ProductItemUpdateRequest'>, 'credits'> = {
          product_id: (await world.product()).id,
          name: 'Renamed',
          reference: world.reference('renamed'),
          description: 'Counted later',
          type: 'DEDUCTION',
          model_type: 'USAGE_BASED',
          usage_based: { meter_value_calculation_id: calculation.id },
          meter_value_calculation_id: calculation.id,
          report_meter_value_calculation_ids: [],
          tax_category: 'NO_TAX',
          display_order: 5,
          unit_name: { singular: 'call', plural: 'calls' },
          custom_fields: [{ reference: 'ledger', value: '8401' }],
          customer_id: (await world.customer()).id,
        }
        expect(await unwrap(world.client.PATCH(PATH, { params, body }))).toMatchObject(body)
        const one = await unwrap(world.client.PATCH(PATH, { params, body: { name: 'Calls' } }))
        expect(one).toMatchObject({ ...body, name: 'Calls' })
        expect(await unwrap(world.client.GET(PATH, { params }))).toEqual(one)
      },
    ],
    deleteProductItem: [
      'answers with the item that it deleted, which is gone then',
      async (world) => {
        const item = await world.productItem()
        const params = { path: { idOrRef: item.id } }
        expect(await unwrap(world.client.DELETE(PATH, { params }))).toEqual(item)
        expect((await world.client.GET(PATH, { params })).response.status).toBe(404)
      },
    ],
    activateProductItem: itemAction('activate', 'ACTIVE'),
    deprecateProductItem: itemAction('deprecate', 'DEPRECATED'),
    archiveProductItem: itemAction('archive', 'ARCHIVED'),
    searchProductItems: searches('/v1/product-items/search', 'name', (world, name) => world.productItem({ name })),
  },
}
