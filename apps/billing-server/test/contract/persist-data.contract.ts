import { type Schema, unwrap } from '@tallygate/client'
import { expect } from 'vitest'
import type { ContractResource, Every } from './contract-row.ts'
import { type ContractWorld, inDays, stored } from './contract-world.ts'

/** A customer who is billed by a calculation that carries its state on, and the place of the rule. */
async function carrying(world: ContractWorld) {
  const sold = await world.newSoldPlan()
  const path = { id: sold.calculation.id }
  await unwrap(
    world.client.PATCH('/v1/meter-value-calculations/{id}', { params: { path }, body: { persist: true } as never }),
  )
  const customer = await world.customer()
  const draft = await world.subscription({ customer_id: customer.id })
  await world.schedule({
    pricing_plan_subscription_id: draft.id,
    pricing_plan_version_id: sold.version.id,
    start_at: inDays(-2),
  })
  const subscription = await world.activate(draft.id)
  const pricing = stored(sold.version.pricing_categories?.[0]?.pricings?.[0] ?? {})
  const item = stored(pricing.items?.[0] ?? {})
  const place = {
    pricing_id: pricing.id,
    pricing_item_id: item.id,
    pricing_item_config_id: stored(item.configs?.[0] ?? {}).id,
  }
  return { ...sold, customer, subscription, place }
}

export const persistData: ContractResource = {
  name: 'persist data',
  type: 'PERSIST_DATA',
  rows: {
    ingestPersistData: [
      'keeps every field that was sent, bills what goes on from it, and says so once for its reference',
      async (world) => {
        const { customer, subscription, place, value, ...sold } = await carrying(world)
        await world.ingest(world.event({ customer, value, ...sold }, '4'))
        const reprocess = await unwrap(
          world.client.POST('/v1/reprocess', { body: { type: 'CUSTOMER', customer: { customer_id: customer.id } } }),
        )
        const invoice = await world.openInvoice(customer.id)
        const { start_at, end_at } = invoice.periods?.[0] ?? {}
        const body: Omit<Every<'PersistDataCreateRequest'>, 'pricing_plan_subscription_selector'> = {
          ...place,
          customer_id: customer.id,
          customer_reference: customer.reference,
          pricing_plan_subscription_id: subscription.id,
          pricing_plan_subscription_reference: subscription.reference ?? '',
          reference: world.reference('moved'),
          period: { start_at: start_at ?? '', end_at: end_at ?? '' },
          persist_usage: '100',
          persist_charged_volume: true,
          persist_included_volume: '102',
          included_volume: { id: value.id, reference: value.reference, number: '102.0' },
          persist_rollover_volume: false,
          set_rollover_volume: false,
          timestamp: inDays(-1),
          reprocess_id: reprocess.id ?? '',
          is_last_reprocess_item: true,
        }
        const created = await unwrap(world.client.POST('/v1/ingest/persist-data', { body }))
        expect(created).toMatchObject({ ...body, object_type: 'PERSIST_DATA', id: expect.stringMatching(/^peda_/) })
        expect(await unwrap(world.client.POST('/v1/ingest/persist-data', { body }))).toEqual(created)
        const changed: Schema<'PersistDataCreateRequest'> = { ...body, persist_usage: '1' }
        const refused = await world.client.POST('/v1/ingest/persist-data', { body: changed })
        expect([refused.response.status, refused.error]).toMatchObject([
          409,
          { code: 'RESOURCE_ALREADY_EXISTS', field: 'reference', resource_id: created.id },
        ])
        // 104 in all, 102 of them free; nothing of the 100 is charged again.
        const [line] = (await world.openInvoice(customer.id)).periods?.[0]?.groups?.[0]?.lines ?? []
        expect([line?.meter_value?.number, line?.details?.included_volume_details?.included_volume?.number]).toEqual([
          '104',
          '102',
        ])
      },
    ],
  },
}
