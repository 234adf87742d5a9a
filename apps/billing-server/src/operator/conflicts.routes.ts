import { type AddRoutes, requireQueryNames } from '../http/route-family.ts'
import { listConflicts } from '../metering/meter-data.store.ts'
import type { ServerContext } from '../server-context.ts'

/** Conflicts that one answer shows. */
const MAX_CONFLICTS = 1_000

/** `GET /operator/conflicts`: references that were reported with different contents, newest first. */
export function conflictRoutes({ database }: Pick<ServerContext, 'database'>): AddRoutes {
  return (app) => {
    app.get('/operator/conflicts', async (request, response) => {
      requireQueryNames(request, [])
      const data = await listConflicts(database, MAX_CONFLICTS)
      response.json({ data })
    })
  }
}
