import { type Schema, unwrap } from '@tallygate/client'
import { expect } from 'vitest'
import type { ContractResource, Every } from './contract-row.ts'
import { type ContractWorld, stored } from './contract-world.ts'

const PATH = '/v1/alert-rules/{id}'
const paramsOf = (id: string) => ({ params: { path: { id } } })

/** A feature that a calculation counts. */
async function countedFeature(world: ContractWorld) {
  const { calculation } = await world.metering()
  return world.feature({ meter_value_calculation_id: calculation.id })
}

/** A DRAFT rule on 80 percent of a feature of its own. */
export async function alertRule(world: ContractWorld, given: Partial<Schema<'AlertRuleCreateRequest'>> = {}) {
  const feature_id = given.entitlement?.feature_id ?? (await countedFeature(world)).id
  const entitlement = { comparator: 'GREATER_THAN_OR_EQUALS', threshold: { percentage: '80' }, feature_id } as const
  const body = { reference: world.reference('rule'), type: 'ENTITLEMENT', entitlement, ...given } as const
  return stored(await unwrap(world.client.POST('/v1/alert-rules', { body })))
}

/** Every member but the one for the other type of rule. */
type EntitlementRule<Name extends 'AlertRuleCreateRequest' | 'AlertRuleUpdateRequest'> = Omit<Every<Name>, 'invoice'>

export const alertRules: ContractResource = {
  name: 'alert rules',
  type: 'ALERT_RULE',
  rows: {
    createAlertRule: [
      'keeps every field that was sent, and is a DRAFT where nothing is said',
      async (world) => {
        const feature = await countedFeature(world)
        const customer = await world.customer()
        const body: EntitlementRule<'AlertRuleCreateRequest'> = {
          reference: world.reference('rule'),
          name: '80 %',
          description: 'Most of the budget is used',
          status: 'ACTIVE',
          customer_ids: [customer.id],
          type: 'ENTITLEMENT',
          trigger_type: 'DYNAMIC',
          entitlement: { feature_id: feature.id, comparator: 'GREATER_THAN', threshold: { percentage: '80' } },
        }
        const created = await unwrap(world.client.POST('/v1/alert-rules', { body }))
        expect(created).toMatchObject({ ...body, object_type: 'ALERT_RULE' })
        expect(await alertRule(world)).toMatchObject({ status: 'DRAFT' })
        const overdue = { variant: 'OVERDUE', overdue: { threshold: { type: 'DAY', value: 3 } } } as const
        const ofInvoice = { reference: world.reference('rule'), type: 'INVOICE', invoice: overdue } as const
        expect(await unwrap(world.client.POST('/v1/alert-rules', { body: ofInvoice }))).toMatchObject(ofInvoice)
      },
    ],
    getAlertRule: [
      'finds a rule by its id',
      async (world) => {
        const rule = await alertRule(world)
        expect(await unwrap(world.client.GET(PATH, paramsOf(rule.id)))).toEqual(rule)
      },
    ],
    listAlertRules: [
      'gives as many as were asked for, newest first, and the next ones on the next page',
      async (world) => {
        const first = await alertRule(world)
        const second = await alertRule(world)
        const list = async (page: number) =>
          (await unwrap(world.client.GET('/v1/alert-rules', { params: { query: { page, limit: 1 } } }))).data
        expect(await list(1)).toEqual([second])
        expect(await list(2)).toEqual([first])
      },
    ],
    updateAlertRule: [
      'changes every field that was sent, and only those',
      async (world) => {
        const rule = await alertRule(world)
        const feature = await countedFeature(world)
        const customer = await world.customer()
        const body: EntitlementRule<'AlertRuleUpdateRequest'> = {
          reference: world.reference('renamed'),
          name: 'Ten',
          description: 'Ten are used',
          status: 'ACTIVE',
          customer_ids: [customer.id],
          type: 'ENTITLEMENT',
          trigger_type: 'STATIC',
          entitlement: { feature_id: feature.id, comparator: 'GREATER_THAN', threshold: { number: '10' } },
        }
        expect(await unwrap(world.client.PATCH(PATH, { ...paramsOf(rule.id), body }))).toMatchObject(body)
        const one = await unwrap(world.client.PATCH(PATH, { ...paramsOf(rule.id), body: { status: 'ARCHIVED' } }))
        expect(one).toMatchObject({ ...body, status: 'ARCHIVED' })
        expect(await unwrap(world.client.GET(PATH, paramsOf(rule.id)))).toEqual(one)
      },
    ],
    deleteAlertRule: [
      'answers with the rule that it deleted, which is gone then',
      async (world) => {
        const rule = await alertRule(world)
        expect(await unwrap(world.client.DELETE(PATH, paramsOf(rule.id)))).toEqual(rule)
        expect((await world.client.GET(PATH, paramsOf(rule.id))).response.status).toBe(404)
      },
    ],
  },
}
