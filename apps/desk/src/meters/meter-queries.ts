import { type BillingClient, paginate, type Schema, unwrap } from '@tallygate/client'
import { queryOptions } from '@tanstack/react-query'

/** The most entries of a page that the API gives. */
const PAGE_LIMIT = 100

/** Every calculation of every meter: the API has no list for one meter. */
export const allCalculations = (api: BillingClient, signal?: AbortSignal) =>
  paginate(
    (page) =>
      api.GET('/v1/meter-value-calculations', {
        params: { query: { page, limit: PAGE_LIMIT } },
        ...(signal !== undefined && { signal }),
      }),
    { limit: PAGE_LIMIT },
  )

export const metersKey = ['meters'] as const

/** All meters, each with its values and properties. */
export const metersQuery = (api: BillingClient) =>
  queryOptions({
    queryKey: [...metersKey, 'list'],
    queryFn: async ({ signal }) =>
      (await unwrap(api.GET('/v1/meters', { params: { query: { 'expand[]': ['ALL'] } }, signal }))).data,
  })

/** A meter with its values, properties and calculations. */
export interface MeterWithCalculations {
  readonly meter: Schema<'Meter'>
  readonly calculations: readonly Schema<'MeterValueCalculation'>[]
}

export const meterQuery = (api: BillingClient, idOrRef: string) =>
  queryOptions({
    queryKey: [...metersKey, 'one', idOrRef],
    queryFn: async ({ signal }): Promise<MeterWithCalculations> => {
      const query = { 'expand[]': ['ALL' as const] }
      const meter = await unwrap(api.GET('/v1/meters/{idOrRef}', { params: { path: { idOrRef }, query }, signal }))
      const calculations: Schema<'MeterValueCalculation'>[] = []
      for await (const calculation of allCalculations(api, signal)) {
        if (calculation.meter_id === meter.id) calculations.push(calculation)
      }
      return { meter, calculations }
    },
  })
