import { type BillingClient, paginate, type Schema } from '@tallygate/client'
import { queryOptions } from '@tanstack/react-query'

/** The most entries of a page that the API gives. */
const PAGE_LIMIT = 100

export const featuresKey = ['features'] as const

/** All features. */
export const featuresQuery = (api: BillingClient) =>
  queryOptions({
    queryKey: featuresKey,
    queryFn: async ({ signal }) => {
      const features: Schema<'Feature'>[] = []
      const pages = paginate(
        (page) => api.GET('/v1/features', { params: { query: { page, limit: PAGE_LIMIT } }, signal }),
        { limit: PAGE_LIMIT },
      )
      for await (const feature of pages) features.push(feature)
      return features
    },
  })
