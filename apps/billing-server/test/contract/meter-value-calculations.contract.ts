import { unwrap } from '@tallygate/client'
import { expect } from 'vitest'
import type { ContractResource, Every } from './contract-row.ts'

const PATH = '/v1/meter-value-calculations/{id}'

export const meterValueCalculations: ContractResource = {
  name: 'meter value calculations',
  type: 'METER_VALUE_CALCULATION',
  rows: {
    createMeterValueCalculation: [
      'keeps every field that was sent',
      async (world) => {
        const { meter, property, value } = await world.metering()
        const about: Omit<Every<'MeterValueCalculationCreateRequest'>, 'meter_value_id' | 'meter_property_id'> = {
          reference: world.reference('users'),
          name: 'Users',
          description: 'How many different ones',
          calculation_type: 'UNIQUE',
          persist: true,
          meter_id: meter.id,
        }
        const overProperty = { ...about, meter_property_id: property.id }
        const users = await unwrap(world.client.POST('/v1/meter-value-calculations', { body: overProperty }))
        expect(users).toMatchObject({ ...overProperty, object_type: 'METER_VALUE_CALCULATION' })
        const overValue = {
          ...about,
          reference: world.reference('largest'),
          calculation_type: 'MAX' as const,
          persist: false,
          meter_value_id: value.id,
        }
        const largest = await unwrap(world.client.POST('/v1/meter-value-calculations', { body: overValue }))
        expect(largest).toMatchObject(overValue)
      },
    ],
    getMeterValueCalculation: [
      'finds the calculation by its id',
      async (world) => {
        const { calculation } = await world.metering()
        const params = { path: { id: calculation.id } }
        expect(await unwrap(world.client.GET(PATH, { params }))).toEqual(calculation)
      },
    ],
    listMeterValueCalculations: [
      'gives as many as were asked for, newest first, and the next ones on the next page',
      async (world) => {
        const first = await world.metering()
        const second = await world.metering()
        const list = async (page: number) => {
          const params = { query: { page, limit: 1 } }
          return (await unwrap(world.client.GET('/v1/meter-value-calculations', { params }))).data
        }
        expect(await list(1)).toEqual([second.calculation])
        expect(await list(2)).toEqual([first.calculation])
      },
    ],
    updateMeterValueCalculation: [
      'changes every field that was sent, and only those',
      async (world) => {
        const { calculation, meter, value } = await world.metering()
        const params = { path: { id: calculation.id } }
        const body: Omit<Every<'MeterValueCalculationUpdateRequest'>, 'meter_property_id'> = {
          reference: world.reference('renamed'),
          name: 'Largest',
          description: 'The largest one of a period',
          calculation_type: 'MAX',
          persist: true,
          meter_id: meter.id,
          meter_value_id: value.id,
        }
        expect(await unwrap(world.client.PATCH(PATH, { params, body }))).toMatchObject(body)
        const one = await unwrap(world.client.PATCH(PATH, { params, body: { calculation_type: 'MIN' } }))
        expect(one).toMatchObject({ ...body, calculation_type: 'MIN' })
        expect(await unwrap(world.client.GET(PATH, { params }))).toEqual(one)
      },
    ],
    deleteMeterValueCalculation: [
      'answers with the calculation that it deleted, which is gone then',
      async (world) => {
        const { calculation } = await world.metering()
        const params = { path: { id: calculation.id } }
        expect(await unwrap(world.client.DELETE(PATH, { params }))).toEqual(calculation)
        expect((await world.client.GET(PATH, { params })).response.status).toBe(404)
      },
    ],
  },
}
