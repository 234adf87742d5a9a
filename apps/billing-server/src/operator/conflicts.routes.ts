import { type AddRoutes, requireQueryNames } from '../http/route-family.ts'
import type { ServerContext } from '../server-context.ts'

/** Conflicts that one answer shows. */
const MAX_CONFLICTS = 1_000

/** `GET /operator/conflicts`: references that were reported with different contents, newest first. */
export function conflictRoutes({ database }: Pick<ServerContext, 'database'>): AddRoutes {
  return (app) => {
    app.get('/operator/conflicts', async (request, response) => {
      requireQueryNames(request, [])
      const data = await database.query(
        `select d.reference, d.id, d.of_meter_data_id, d.created_at, d.body, m.body as original from meter_data_duplicates d
          join meter_data m on m.id = d.of_meter_data_id where d.conflict order by d.id desc limit ${MAX_CONFLICTS}`,
        [],
      )
      response.json({ data })
    })
  }
}
