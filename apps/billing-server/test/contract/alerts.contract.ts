import { type Schema, unwrap } from '@tallygate/client'
import { expect } from 'vitest'
import { alertRule } from './alert-rules.contract.ts'
import type { ContractResource } from './contract-row.ts'
import { type ContractWorld, stored } from './contract-world.ts'

/** An alert that a caller creates, on a rule and for a customer of its own. */
async function alert(world: ContractWorld, given: Partial<Schema<'AlertCreateRequest'>> = {}) {
  const body: Schema<'AlertCreateRequest'> = {
    platform_id: 'plat_TallygateLocalServer',
    alert_rule_id: given.alert_rule_id ?? (await alertRule(world)).id,
    customer_id: given.customer_id ?? (await world.customer()).id,
    type: 'ENTITLEMENT',
    alert_data: { entitlement: { used_value: { number: '801' } } },
    ...given,
  }
  return stored(await unwrap(world.client.POST('/v1/alerts', { body })))
}

export const alerts: ContractResource = {
  name: 'alerts',
  type: 'ALERT',
  rows: {
    createAlert: [
      'keeps every field that was sent',
      async (world) => {
        const rule = await alertRule(world)
        const { customer, subscription } = await world.subscribed()
        const body: Required<Schema<'AlertCreateRequest'>> = {
          platform_id: 'plat_TallygateLocalServer',
          alert_rule_id: rule.id,
          customer_id: customer.id,
          type: 'ENTITLEMENT',
          data_trigger_reference: world.reference('event'),
          alert_data: {
            entitlement: {
              pricing_plan_subscription_id: subscription.id,
              entitlement_value: { number: '1000' },
              threshold_value: { number: '800' },
              used_value: { number: '801' },
            },
          },
        }
        const created = await unwrap(world.client.POST('/v1/alerts', { body }))
        expect(created).toMatchObject({ ...body, object_type: 'ALERT' })
        expect(created.created_at).toEqual(expect.any(String))
      },
    ],
    getAlert: [
      'finds an alert by its id',
      async (world) => {
        const made = await alert(world)
        const params = { path: { id: made.id } }
        expect(await unwrap(world.client.GET('/v1/alerts/{id}', { params }))).toEqual(made)
      },
    ],
    listAlerts: [
      'gives those of a customer, newest first, page by page',
      async (world) => {
        const { id: alert_rule_id } = await alertRule(world)
        const { id: customer_id } = await world.customer()
        const first = await alert(world, { alert_rule_id, customer_id })
        const second = await alert(world, { alert_rule_id, customer_id })
        await alert(world, { alert_rule_id })
        const list = async (page: number, limit: number) =>
          (await unwrap(world.client.GET('/v1/alerts', { params: { query: { customer_id, page, limit } } }))).data
        expect(await list(1, 50)).toEqual([second, first])
        expect(await list(2, 1)).toEqual([first])
      },
    ],
  },
}
