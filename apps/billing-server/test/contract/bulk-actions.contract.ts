import { unwrap } from '@tallygate/client'
import { expect } from 'vitest'
import type { ContractResource } from './contract-row.ts'
import { type ContractWorld, inDays } from './contract-world.ts'
import { eventually } from './eventually.ts'

const finalize = (invoiceDate: string) =>
  ({ type: 'FINALIZE_INVOICES', finalize_invoices: { invoice_date: invoiceDate } }) as const

/** A finished action over the one draft of a customer, whose period ended that many days ago. */
async function executed(world: ContractWorld, daysAgo: number) {
  const { draft } = await world.drafted(daysAgo)
  const body = finalize(draft.invoice_date ?? '')
  const action = await unwrap(world.client.POST('/v1/bulk-actions', { body }))
  const params = { path: { id: action.id ?? '' } }
  const get = async () => unwrap(world.client.GET('/v1/bulk-actions/{id}', { params }))
  await eventually(async () => (await get()).percentage).toBe(100)
  return { draft, body, action: await get(), params, get }
}

export const bulkActions: ContractResource = {
  name: 'bulk actions',
  type: 'BULK_ACTION',
  rows: {
    createBulkAction: [
      'makes drafts up to the date FINAL, with a number, and leaves those on hold',
      async (world) => {
        const held = await world.drafted(19)
        const path = '/v1/invoices/{id}'
        const paramsOf = (id: string) => ({ params: { path: { id } } })
        await unwrap(world.client.PATCH(path, { ...paramsOf(held.draft.id), body: { on_hold: true } }))
        const { draft, body, action } = await executed(world, 18)
        expect(action).toMatchObject({ ...body, number_of_resources: 1 })
        const final = await unwrap(world.client.GET(path, paramsOf(draft.id)))
        expect(final).toMatchObject({ status: 'FINAL', updated_to_final_at: expect.any(String) })
        expect(final.invoice_number).toEqual(expect.stringMatching(/\d/))
        const other = await unwrap(world.client.GET(path, paramsOf(held.draft.id)))
        expect(other).toMatchObject({ status: 'DRAFT', invoice_number: null })
      },
    ],
    checkBulkAction: [
      'counts what would be done, and does nothing',
      async (world) => {
        const { draft } = await world.drafted(11)
        const check = async (invoiceDate: string) =>
          unwrap(world.client.POST('/v1/bulk-actions/check', { body: finalize(invoiceDate) }))
        const checked = await check(draft.invoice_date ?? '')
        expect(checked.number_of_resources).toBe(((await check(inDays(-12))).number_of_resources ?? 0) + 1)
        expect(checked.included_example_resources).toContainEqual({ type: 'INVOICE', id: draft.id })
        const params = { path: { id: draft.id } }
        expect((await unwrap(world.client.GET('/v1/invoices/{id}', { params }))).status).toBe('DRAFT')
      },
    ],
    getBulkAction: [
      'finds an action by its id, and its end',
      async (world) => {
        const { action, body, get } = await executed(world, 17)
        expect(await get()).toMatchObject({ id: action.id, ...body, percentage: 100 })
      },
    ],
    listBulkActions: [
      'lists actions newest first, page by page',
      async (world) => {
        const first = await executed(world, 16)
        const second = await executed(world, 15)
        const list = async (page: number) =>
          (await unwrap(world.client.GET('/v1/bulk-actions', { params: { query: { page, limit: 1 } } }))).data
        expect(await list(1)).toEqual([second.action])
        expect(await list(2)).toEqual([first.action])
      },
    ],
    listBulkActionItems: [
      'lists what became of each invoice',
      async (world) => {
        const { draft, action, params } = await executed(world, 14)
        const list = async (status: string) => {
          const query = { 'statuses[]': [status] }
          const path = '/v1/bulk-actions/{id}/items'
          return (await unwrap(world.client.GET(path, { params: { ...params, query } }))).data
        }
        expect(await list('SUCCEEDED')).toMatchObject([
          {
            created_at: action.created_at,
            updated_at: action.executed_at,
            status: 'SUCCEEDED',
            message: null,
            target_resource: { type: 'INVOICE', id: draft.id },
            generated_resource: null,
          },
        ])
        expect(await list('FAILED')).toEqual([])
      },
    ],
    searchBulkActions: [
      'finds actions by their type',
      async (world) => {
        const { action } = await executed(world, 13)
        const search = async (type: string) => {
          const params = { query: { limit: 1, order_by: 'created_at', order_direction: 'desc' as const } }
          const body = { filter_fields: [{ name: 'type', value: type }] }
          return (await unwrap(world.client.POST('/v1/bulk-actions/search', { params, body }))).data
        }
        expect(await search('FINALIZE_INVOICES')).toEqual([action])
        expect(await search('REQUEST_USAGE_REPORTS')).toEqual([])
      },
    ],
  },
}
