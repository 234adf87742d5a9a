import { unwrap } from '@tallygate/client'
import { expect } from 'vitest'
import type { ContractResource, Every } from './contract-row.ts'
import { searches } from './search-row.ts'

const PATH = '/v1/product-categories/{idOrRef}'

export const productCategories: ContractResource = {
  name: 'product categories',
  type: 'PRODUCT_CATEGORY',
  rows: {
    createProductCategory: [
      'keeps every field that was sent',
      async (world) => {
        const customer = await world.customer()
        const body: Every<'ProductCategoryCreateRequest'> = {
          reference: world.reference('category'),
          name: 'AI',
          description: 'Everything that thinks',
          tax_category: 'NO_TAX',
          display_order: 7,
          customer_id: customer.id,
        }
        const created = await unwrap(world.client.POST('/v1/product-categories', { body }))
        expect(created).toMatchObject({ ...body, object_type: 'PRODUCT_CATEGORY' })
      },
    ],
    upsertProductCategory: [
      'creates a category under a new reference and changes it under a known one',
      async (world) => {
        const reference = world.reference('category')
        const put = async (name: string) =>
          unwrap(world.client.PUT('/v1/product-categories', { body: { reference, name } }))
        const created = await put('First')
        expect(await put('Second')).toEqual({ ...created, name: 'Second' })
        const params = { path: { idOrRef: reference } }
        expect(await unwrap(world.client.GET(PATH, { params }))).toEqual({ ...created, name: 'Second' })
      },
    ],
    getProductCategory: [
      'finds the same category by its id and by its reference',
      async (world) => {
        const category = await world.category()
        for (const idOrRef of [category.id, category.reference]) {
          expect(await unwrap(world.client.GET(PATH, { params: { path: { idOrRef } } }))).toEqual(category)
        }
      },
    ],
    listProductCategories: [
      'lists the categories of the customer that was asked for',
      async (world) => {
        const customer = await world.customer()
        const own = await world.category({ customer_id: customer.id })
        await world.category()
        const params = { query: { customer_id: customer.id } }
        expect((await unwrap(world.client.GET('/v1/product-categories', { params }))).data).toEqual([own])
      },
    ],
    updateProductCategory: [
      'changes every field that was sent, and only those',
      async (world) => {
        const customer = await world.customer()
        const category = await world.category()
        const params = { path: { idOrRef: category.id } }
        const body: Every<'ProductCategoryUpdateRequest'> = {
          reference: world.reference('renamed'),
          name: 'Agents',
          description: 'Everything that acts',
          tax_category: 'EXEMPT',
          display_order: 2,
          customer_id: customer.id,
        }
        expect(await unwrap(world.client.PATCH(PATH, { params, body }))).toMatchObject(body)
        const one = await unwrap(world.client.PATCH(PATH, { params, body: { display_order: 3 } }))
        expect(one).toMatchObject({ ...body, display_order: 3 })
        expect(await unwrap(world.client.GET(PATH, { params }))).toEqual(one)
      },
    ],
    deleteProductCategory: [
      'answers with the category that it deleted, which is gone then',
      async (world) => {
        const category = await world.category()
        const params = { path: { idOrRef: category.id } }
        expect(await unwrap(world.client.DELETE(PATH, { params }))).toEqual(category)
        expect((await world.client.GET(PATH, { params })).response.status).toBe(404)
      },
    ],
    searchProductCategories: searches('/v1/product-categories/search', 'name', (world, name) =>
      world.category({ name }),
    ),
  },
}
