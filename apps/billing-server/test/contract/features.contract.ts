import { unwrap } from '@tallygate/client'
import { expect } from 'vitest'
import type { ContractResource, Every } from './contract-row.ts'

const PATH = '/v1/features/{id}'

export const features: ContractResource = {
  name: 'features',
  type: 'FEATURE',
  rows: {
    createFeature: [
      'keeps every field that was sent',
      async (world) => {
        const { calculation } = await world.metering()
        const body: Every<'FeatureCreateRequest'> = {
          reference: world.reference('models'),
          name: 'Models',
          description: 'Models that the customer may use',
          type: 'ENUM',
          enum_values: ['gpt-4o', 'gpt-4o-mini'],
          meter_value_calculation_id: calculation.id,
        }
        const created = await unwrap(world.client.POST('/v1/features', { body }))
        expect(created).toMatchObject({ ...body, object_type: 'FEATURE' })
      },
    ],
    upsertFeature: [
      'creates a feature under a new reference and changes it under a known one',
      async (world) => {
        const reference = world.reference('budget')
        const put = async (name: string) =>
          unwrap(world.client.PUT('/v1/features', { body: { reference, name, type: 'NUMBER' } }))
        const created = await put('First')
        expect(await put('Second')).toEqual({ ...created, name: 'Second' })
        const params = { path: { id: created.id ?? '' } }
        expect(await unwrap(world.client.GET(PATH, { params }))).toEqual({ ...created, name: 'Second' })
      },
    ],
    getFeature: [
      'finds a feature of each type by its id',
      async (world) => {
        for (const type of ['SWITCH', 'NUMBER', 'AMOUNT', 'STRING'] as const) {
          const feature = await world.feature({ type })
          expect(await unwrap(world.client.GET(PATH, { params: { path: { id: feature.id } } }))).toEqual(feature)
        }
      },
    ],
    listFeatures: [
      'gives as many as were asked for, newest first, and the next ones on the next page',
      async (world) => {
        const first = await world.feature()
        const second = await world.feature()
        const list = async (page: number) =>
          (await unwrap(world.client.GET('/v1/features', { params: { query: { page, limit: 1 } } }))).data
        expect(await list(1)).toEqual([second])
        expect(await list(2)).toEqual([first])
      },
    ],
    updateFeature: [
      'changes every field that was sent, and only those',
      async (world) => {
        const feature = await world.feature()
        const { calculation } = await world.metering()
        const params = { path: { id: feature.id } }
        const body: Every<'FeatureUpdateRequest'> = {
          reference: world.reference('renamed'),
          name: 'Regions',
          description: 'Where the customer may run',
          type: 'ENUM',
          enum_values: ['eu'],
          meter_value_calculation_id: calculation.id,
        }
        expect(await unwrap(world.client.PATCH(PATH, { params, body }))).toMatchObject(body)
        const one = await unwrap(world.client.PATCH(PATH, { params, body: { enum_values: ['eu', 'us'] } }))
        expect(one).toMatchObject({ ...body, enum_values: ['eu', 'us'] })
        expect(await unwrap(world.client.GET(PATH, { params }))).toEqual(one)
      },
    ],
    deleteFeature: [
      'answers with the feature that it deleted, which is gone then',
      async (world) => {
        const feature = await world.feature()
        const params = { path: { id: feature.id } }
        expect(await unwrap(world.client.DELETE(PATH, { params }))).toEqual(feature)
        expect((await world.client.GET(PATH, { params })).response.status).toBe(404)
      },
    ],
  },
}
