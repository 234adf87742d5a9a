import type { AddRoutes } from '../http/route-family.ts'
import { findManyPropertyValues } from '../metering/property-values.store.ts'
import type { ServerContext } from '../server-context.ts'

/**
 * `GET /operator/property-values`: customers and meters with more different property values in their open periods than
 * the limit.
 */
export function propertyValuesRoutes({ database }: Pick<ServerContext, 'database'>, limit: number): AddRoutes {
  return (app) => {
    app.get('/operator/property-values', async (_request, response) => {
      response.json({ limit, data: await findManyPropertyValues(database, limit) })
    })
  }
}
