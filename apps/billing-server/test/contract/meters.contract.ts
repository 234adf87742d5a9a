import { unwrap } from '@tallygate/client'
import { expect } from 'vitest'
import type { ContractResource, Every } from './contract-row.ts'

export const meters: ContractResource = {
  name: 'meters',
  type: 'METER',
  rows: {
    createMeter: [
      'keeps every field that was sent, and names linked values and properties by id and reference',
      async (world) => {
        const value = await world.meterValue()
        const property = await world.meterProperty()
        const body: Every<'MeterCreateRequest'> = {
          reference: world.reference('meter'),
          name: 'Prompt tokens',
          description: 'Tokens that customers send',
          status: 'ACTIVE',
          meter_values: [{ reference: value.reference, required: true }],
          meter_properties: [{ id: property.id, required: false }],
        }
        const created = await unwrap(world.client.POST('/v1/meters', { body }))
        expect(created).toMatchObject({
          ...body,
          object_type: 'METER',
          meter_values: [{ id: value.id, reference: value.reference, required: true }],
          meter_properties: [{ id: property.id, reference: property.reference, required: false }],
        })
      },
    ],
    getMeter: [
      'finds the same meter by its id and by its reference',
      async (world) => {
        const meter = await world.meter({ name: 'Found twice' })
        for (const idOrRef of [meter.id, meter.reference]) {
          expect(await unwrap(world.client.GET('/v1/meters/{idOrRef}', { params: { path: { idOrRef } } }))).toEqual(
            meter,
          )
        }
      },
    ],
    getMeterDataFile: [
      'gives the header of an upload: the shared columns, then the properties and the values',
      async (world) => {
        const { meter, property, value } = await world.metering()
        const params = { path: { idOrRef: meter.reference } }
        const file = await unwrap(world.client.GET('/v1/meters/{idOrRef}/meter-data-file', { params, parseAs: 'text' }))
        expect(file).toBe(`reference,customer_reference,timestamp,${property.reference},${value.reference}\n`)
      },
    ],
    listMeters: [
      'lists meters of the statuses that were asked for, newest first',
      async (world) => {
        const older = await world.meter({ status: 'DEPRECATED' })
        const newer = await world.meter({ status: 'ARCHIVED' })
        const other = await world.meter({ status: 'DRAFT' })
        const { data } = await unwrap(
          world.client.GET('/v1/meters', { params: { query: { 'statuses[]': ['ARCHIVED', 'DEPRECATED'] } } }),
        )
        const ids = data.map(({ id }) => id)
        expect(ids.filter((id) => id === older.id || id === newer.id)).toEqual([newer.id, older.id])
        expect(ids).not.toContain(other.id)
      },
    ],
    updateMeter: [
      'changes every field that was sent, and only those',
      async (world) => {
        const value = await world.meterValue()
        const property = await world.meterProperty()
        const meter = await world.meter({ name: 'Before' })
        const body: Every<'MeterUpdateRequest'> = {
          reference: world.reference('renamed'),
          name: 'After',
          description: 'Linked later, as the guide does it',
          status: 'ACTIVE',
          meter_values: [{ id: value.id, required: true }],
          meter_properties: [{ reference: property.reference, required: true }],
        }
        const path = { idOrRef: meter.reference }
        expect(await unwrap(world.client.PATCH('/v1/meters/{idOrRef}', { params: { path }, body }))).toMatchObject(body)
        const again = { path: { idOrRef: meter.id } }
        const one = await unwrap(
          world.client.PATCH('/v1/meters/{idOrRef}', { params: again, body: { description: null } }),
        )
        expect(one).toMatchObject({ ...body, description: null })
        expect(await unwrap(world.client.GET('/v1/meters/{idOrRef}', { params: again }))).toEqual(one)
      },
    ],
    deleteMeter: [
      'answers with the meter that it deleted, which is gone then',
      async (world) => {
        const meter = await world.meter()
        const params = { path: { idOrRef: meter.id } }
        expect(await unwrap(world.client.DELETE('/v1/meters/{idOrRef}', { params }))).toEqual(meter)
        expect((await world.client.GET('/v1/meters/{idOrRef}', { params })).response.status).toBe(404)
      },
    ],
  },
}
