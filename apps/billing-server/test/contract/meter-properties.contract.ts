import { unwrap } from '@tallygate/client'
import { expect } from 'vitest'
import type { ContractResource, Every } from './contract-row.ts'

export const meterProperties: ContractResource = {
  name: 'meter properties',
  type: 'METER_PROPERTY',
  rows: {
    createMeterProperty: [
      'keeps every field that was sent',
      async (world) => {
        const body: Every<'MeterPropertyCreateRequest'> = {
          reference: world.reference('property'),
          name: 'Model',
          description: 'The model that served the request',
          status: 'DRAFT',
          type: 'ENUM',
          enum_values: ['gpt-4o', 'gpt-4o-mini'],
        }
        const created = await unwrap(world.client.POST('/v1/meter-properties', { body }))
        expect(created).toMatchObject({ ...body, object_type: 'METER_PROPERTY' })
      },
    ],
    getMeterProperty: [
      'finds the same property by its id and by its reference',
      async (world) => {
        const property = await world.meterProperty()
        for (const idOrRef of [property.id, property.reference]) {
          const params = { path: { idOrRef } }
          expect(await unwrap(world.client.GET('/v1/meter-properties/{idOrRef}', { params }))).toEqual(property)
        }
      },
    ],
    listMeterProperties: [
      'lists properties of the statuses that were asked for',
      async (world) => {
        const deprecated = await world.meterProperty({ status: 'DEPRECATED' })
        const active = await world.meterProperty({ status: 'ACTIVE' })
        const params = { query: { 'statuses[]': ['DEPRECATED' as const] } }
        const { data } = await unwrap(world.client.GET('/v1/meter-properties', { params }))
        expect(data).toContainEqual(deprecated)
        expect(data.map(({ id }) => id)).not.toContain(active.id)
      },
    ],
    updateMeterProperty: [
      'changes every field that was sent, and only those',
      async (world) => {
        const property = await world.meterProperty({ status: 'DRAFT' })
        const params = { path: { idOrRef: property.reference } }
        const body: Every<'MeterPropertyUpdateRequest'> = {
          reference: property.reference,
          name: 'Region',
          description: 'Where it was served',
          status: 'ACTIVE',
          type: 'ENUM',
          enum_values: ['eu', 'us'],
        }
        const path = '/v1/meter-properties/{idOrRef}'
        expect(await unwrap(world.client.PATCH(path, { params, body }))).toMatchObject(body)
        const one = await unwrap(world.client.PATCH(path, { params, body: { enum_values: ['eu', 'us', 'asia'] } }))
        expect(one).toMatchObject({ ...body, enum_values: ['eu', 'us', 'asia'] })
        expect(await unwrap(world.client.GET(path, { params }))).toEqual(one)
      },
    ],
    deleteMeterProperty: [
      'answers with the property that it deleted, which is gone then',
      async (world) => {
        const property = await world.meterProperty()
        const params = { path: { idOrRef: property.id } }
        expect(await unwrap(world.client.DELETE('/v1/meter-properties/{idOrRef}', { params }))).toEqual(property)
        expect((await world.client.GET('/v1/meter-properties/{idOrRef}', { params })).response.status).toBe(404)
      },
    ],
  },
}
