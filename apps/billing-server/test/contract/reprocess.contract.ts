import { type Schema, unwrap } from '@tallygate/client'
import { expect } from 'vitest'
import type { ContractResource } from './contract-row.ts'
import { type ContractWorld, inDays, stored } from './contract-world.ts'
import { eventually } from './eventually.ts'

/** An event that no subscription covered when it came, and the subscription that covers it now. */
async function unmatched(world: ContractWorld) {
  const sold = await world.soldPlan()
  const customer = await world.customer()
  const draft = await world.subscription({ customer_id: customer.id })
  const event = await world.ingest(world.event({ ...sold, customer }, '6', { timestamp: inDays(-1) }))
  await world.schedule({
    pricing_plan_subscription_id: draft.id,
    pricing_plan_version_id: sold.version.id,
    start_at: inDays(-2),
  })
  await world.activate(draft.id)
  return { customer, event }
}

/** A run over one customer. */
async function run(world: ContractWorld, customerId: string) {
  const body: Schema<'ReprocessCreateRequest'> = {
    type: 'NOT_MATCHED',
    not_matched: { customer_id: customerId, start_at: inDays(-3), end_at: inDays(0) },
  }
  return { body, created: stored(await unwrap(world.client.POST('/v1/reprocess', { body }))) }
}

export const reprocesses: ContractResource = {
  name: 'reprocess',
  type: 'REPROCESS',
  rows: {
    createReprocess: [
      'keeps every field that was sent, and bills an event that matched nothing when it came',
      async (world) => {
        const { customer, event } = await unmatched(world)
        expect(event.processed_details).toMatchObject({ type: 'NOT_MATCHED' })
        const { body, created } = await run(world, customer.id)
        expect(created).toMatchObject({ ...body, object_type: 'REPROCESS' })
        const params = { path: { id: event.id } }
        const after = await unwrap(world.client.GET('/v1/events/{id}', { params }))
        expect(after.processed_details).toEqual({ type: 'DEFAULT' })
        const invoice = await world.openInvoice(customer.id)
        expect(invoice.invoice_amount_including_tax?.quantity).toBe('15.00')
      },
    ],
    getReprocess: [
      'finds a run by its id, and its end',
      async (world) => {
        const { created } = await run(world, (await world.customer()).id)
        const params = { path: { id: created.id } }
        await eventually(
          async () => (await unwrap(world.client.GET('/v1/reprocess/{id}', { params }))).percentage,
        ).toBe(100)
        const found = await unwrap(world.client.GET('/v1/reprocess/{id}', { params }))
        expect(found).toMatchObject({ id: created.id, type: 'NOT_MATCHED', not_matched: created.not_matched })
      },
    ],
    listReprocesses: [
      'lists runs of a type, newest first, page by page',
      async (world) => {
        const customer = await world.customer()
        const first = await run(world, customer.id)
        const second = await run(world, customer.id)
        const list = async (type: 'NOT_MATCHED' | 'CUSTOMER', page: number) => {
          const params = { query: { type, page, limit: 1 } }
          return (await unwrap(world.client.GET('/v1/reprocess', { params }))).data.map(({ id }) => id)
        }
        expect(await list('NOT_MATCHED', 1)).toEqual([second.created.id])
        expect(await list('NOT_MATCHED', 2)).toEqual([first.created.id])
        expect(await list('CUSTOMER', 1)).not.toContain(second.created.id)
      },
    ],
  },
}
