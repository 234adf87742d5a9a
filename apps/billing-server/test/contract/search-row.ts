import { type Schema, unwrap } from '@tallygate/client'
import { expect } from 'vitest'
import type { ContractRow } from './contract-row.ts'
import type { ContractWorld } from './contract-world.ts'

type SearchPath =
  | '/v1/customers/search'
  | '/v1/pricing-plan-subscriptions/search'
  | '/v1/pricing-plans/search'
  | '/v1/product-categories/search'
  | '/v1/product-items/search'
  | '/v1/products/search'

/** The scenario of a search over a text member: `make` stores a resource that has the text in it. */
export function searches(
  path: SearchPath,
  member: string,
  make: (world: ContractWorld, text: string) => Promise<{ readonly id: string; readonly reference: string }>,
): ContractRow {
  return [
    `finds by a part of ${member} and by reference, in the order of ${member}, page by page`,
    async (world) => {
      const token = world.reference('Token').replaceAll('-', '')
      const second = await make(world, `b ${token}`)
      const first = await make(world, `a ${token}`)
      const search = async (body: Schema<'SearchCreateRequest'>, page = 1, limit = 50) => {
        const params = { query: { page, limit, order_by: member, order_direction: 'asc' as const } }
        return (await unwrap(world.client.POST(path, { params: params as never, body }))).data.map(({ id }) => id)
      }
      const anywhere = { wildcard_start: true, wildcard_end: true, ignore_case: true }
      const text = { search_fields: [{ name: member, value: token.toUpperCase(), ...anywhere }] }
      expect(await search(text)).toEqual([first.id, second.id])
      expect(await search(text, 2, 1)).toEqual([second.id])
      expect(await search({ search_fields: [{ name: member, value: token }] })).toEqual([])
      const one = { filter_fields: [{ name: 'reference', values: [second.reference] }] }
      expect(await search({ ...text, ...one })).toEqual([second.id])
    },
  ]
}
