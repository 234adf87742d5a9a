import { unwrap } from '@tallygate/client'
import { expect } from 'vitest'
import type { ContractResource, Every } from './contract-row.ts'

export const meterValues: ContractResource = {
  name: 'meter values',
  type: 'METER_VALUE',
  rows: {
    createMeterValue: [
      'keeps every field that was sent',
      async (world) => {
        const body: Every<'MeterValueCreateRequest'> = {
          reference: world.reference('value'),
          name: 'Cost',
          description: 'What the provider charges',
          status: 'ACTIVE',
          type: 'AMOUNT',
        }
        const created = await unwrap(world.client.POST('/v1/meter-values', { body }))
        expect(created).toMatchObject({ ...body, object_type: 'METER_VALUE' })
      },
    ],
    getMeterValue: [
      'finds the same value by its id and by its reference',
      async (world) => {
        const value = await world.meterValue()
        for (const idOrRef of [value.id, value.reference]) {
          const found = await unwrap(world.client.GET('/v1/meter-values/{idOrRef}', { params: { path: { idOrRef } } }))
          expect(found).toEqual(value)
        }
      },
    ],
    listMeterValues: [
      'lists values of the statuses that were asked for',
      async (world) => {
        const archived = await world.meterValue({ status: 'ARCHIVED' })
        const draft = await world.meterValue({ status: 'DRAFT' })
        const params = { query: { 'statuses[]': ['ARCHIVED' as const] } }
        const { data } = await unwrap(world.client.GET('/v1/meter-values', { params }))
        expect(data).toContainEqual(archived)
        expect(data.map(({ id }) => id)).not.toContain(draft.id)
      },
    ],
    updateMeterValue: [
      'changes every field that was sent, and only those',
      async (world) => {
        const value = await world.meterValue({ status: 'DRAFT' })
        const params = { path: { idOrRef: value.id } }
        const body: Every<'MeterValueUpdateRequest'> = {
          reference: world.reference('renamed'),
          name: 'Tokens',
          description: 'Of one attempt',
          status: 'ACTIVE',
          type: 'NUMBER',
        }
        expect(await unwrap(world.client.PATCH('/v1/meter-values/{idOrRef}', { params, body }))).toMatchObject(body)
        const one = await unwrap(world.client.PATCH('/v1/meter-values/{idOrRef}', { params, body: { name: 'Units' } }))
        expect(one).toMatchObject({ ...body, name: 'Units' })
        expect(await unwrap(world.client.GET('/v1/meter-values/{idOrRef}', { params }))).toEqual(one)
      },
    ],
    deleteMeterValue: [
      'answers with the value that it deleted, which is gone then',
      async (world) => {
        const value = await world.meterValue()
        const params = { path: { idOrRef: value.reference } }
        expect(await unwrap(world.client.DELETE('/v1/meter-values/{idOrRef}', { params }))).toEqual(value)
        expect((await world.client.GET('/v1/meter-values/{idOrRef}', { params })).response.status).toBe(404)
      },
    ],
  },
}
