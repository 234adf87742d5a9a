import { unwrap } from '@tallygate/client'
import { expect } from 'vitest'
import type { ContractResource, ContractRow, Every } from './contract-row.ts'
import { searches } from './search-row.ts'

const PATH = '/v1/products/{idOrRef}'
const ITEM_PATH = '/v1/product-items/{idOrRef}'

/** A lifecycle action with its cascade: the items follow when that is asked for, and only then. */
function withItems(action: 'activate' | 'deprecate' | 'archive', status: string): ContractRow {
  return [
    `makes the product ${status}, and its items only when asked to`,
    async (world) => {
      const product = await world.product()
      const item = await world.productItem({ product_id: product.id })
      const path = { idOrRef: product.reference }
      const act = async (align: boolean) =>
        unwrap(
          world.client.POST(`/v1/products/{idOrRef}/${action}`, {
            params: { path, query: { align_product_item_status: align } },
          }),
        )
      const itemStatus = async () =>
        (await unwrap(world.client.GET(ITEM_PATH, { params: { path: { idOrRef: item.id } } }))).status
      expect(await act(false)).toEqual({ ...product, status })
      expect(await itemStatus()).toBe('DRAFT')
      expect(await act(true)).toEqual({ ...product, status })
      expect(await itemStatus()).toBe(status)
      expect(await unwrap(world.client.GET(PATH, { params: { path } }))).toEqual({ ...product, status })
    },
  ]
}

export const products: ContractResource = {
  name: 'products',
  type: 'PRODUCT',
  rows: {
    createProduct: [
      'keeps every field that was sent, and starts as a DRAFT',
      async (world) => {
        const category = await world.category()
        const parent = await world.product({ category_id: category.id })
        const feature = await world.feature()
        const customer = await world.customer()
        const entity = await world.billingEntity()
        const body: Every<'ProductCreateRequest'> = {
          category_id: category.id,
          parent_product_id: parent.id,
          name: 'AI agent',
          reference: world.reference('product'),
          description: 'Answers questions',
          product_type: 'ADDON',
          tax_category: 'STANDARD',
          features: [{ id: feature.id, reference: feature.reference }],
          custom_fields: [{ reference: 'cost_centre', value: '4711' }],
          display_order: 3,
          linked_integrations: [{ type: 'ERP', external_id: '42' }],
          billing_entity_id: entity.id,
          customer_id: customer.id,
        }
        const created = await unwrap(world.client.POST('/v1/products', { body }))
        expect(created).toMatchObject({ ...body, object_type: 'PRODUCT', status: 'DRAFT' })
      },
    ],
    upsertProduct: [
      'creates a product under a new reference and changes it under a known one',
      async (world) => {
        const category = await world.category()
        const reference = world.reference('product')
        const put = async (name: string) =>
          unwrap(world.client.PUT('/v1/products', { body: { category_id: category.id, reference, name } }))
        const created = await put('First')
        expect(await put('Second')).toEqual({ ...created, name: 'Second' })
        const params = { path: { idOrRef: reference } }
        expect(await unwrap(world.client.GET(PATH, { params }))).toEqual({ ...created, name: 'Second' })
      },
    ],
    getProduct: [
      'finds the same product by its id and by its reference',
      async (world) => {
        const product = await world.product()
        for (const idOrRef of [product.id, product.reference]) {
          expect(await unwrap(world.client.GET(PATH, { params: { path: { idOrRef } } }))).toEqual(product)
        }
      },
    ],
    listProducts: [
      'lists by status, by category and by customer',
      async (world) => {
        const customer = await world.customer()
        const category = await world.category()
        const draft = await world.product({ category_id: category.id, customer_id: customer.id })
        const path = { idOrRef: (await world.product({ category_id: category.id })).id }
        const active = await unwrap(world.client.POST('/v1/products/{idOrRef}/activate', { params: { path } }))
        const list = async (query: { customer_id?: string; 'statuses[]'?: ['DRAFT' | 'ACTIVE'] }) => {
          const params = { query: { product_category_id: category.id, ...query } }
          return (await unwrap(world.client.GET('/v1/products', { params }))).data
        }
        expect(await list({})).toEqual([active, draft])
        expect(await list({ 'statuses[]': ['ACTIVE'] })).toEqual([active])
        expect(await list({ customer_id: customer.id })).toEqual([draft])
      },
    ],
    updateProduct: [
      'changes every field that was sent, and only those',
      async (world) => {
        const product = await world.product()
        const category = await world.category()
        const feature = await world.feature()
        const params = { path: { idOrRef: product.id } }
        const body: Every<'ProductUpdateRequest'> = {
          category_id: category.id,
          parent_product_id: (await world.product({ category_id: category.id })).id,
          name: 'Renamed',
          reference: world.reference('renamed'),
          description: 'Now with tools',
          product_type: 'ADDON',
          tax_category: 'EXEMPT',
          features: [{ id: feature.id, reference: feature.reference }],
          custom_fields: [{ reference: 'cost_centre', value: '4712' }],
          display_order: 9,
          linked_integrations: [{ type: 'CRM' }],
          billing_entity_id: (await world.billingEntity()).id,
          customer_id: (await world.customer()).id,
        }
        expect(await unwrap(world.client.PATCH(PATH, { params, body }))).toMatchObject(body)
        const one = await unwrap(world.client.PATCH(PATH, { params, body: { description: null } }))
        expect(one).toMatchObject({ ...body, description: null })
        expect(await unwrap(world.client.GET(PATH, { params }))).toEqual(one)
      },
    ],
    deleteProduct: [
      'answers with the product that it deleted, which is gone then',
      async (world) => {
        const product = await world.product()
        const params = { path: { idOrRef: product.id } }
        expect(await unwrap(world.client.DELETE(PATH, { params }))).toEqual(product)
        expect((await world.client.GET(PATH, { params })).response.status).toBe(404)
      },
    ],
    activateProduct: withItems('activate', 'ACTIVE'),
    deprecateProduct: withItems('deprecate', 'DEPRECATED'),
    archiveProduct: withItems('archive', 'ARCHIVED'),
    searchProducts: searches('/v1/products/search', 'name', (world, name) => world.product({ name })),
  },
}
