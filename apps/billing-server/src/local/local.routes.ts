import { addDuration, parseInstant } from '@tallygate/billing-period'
import express, { type Express, type NextFunction, type Request, type Response } from 'express'
import { ApiFault, invalidField } from '../http/api-fault.ts'
import { localInvoiceRoutes } from '../invoicing/documents/invoice-documents.routes.ts'
import type { Ingest } from '../metering/ingest.ts'
import type { ServerContext } from '../server-context.ts'
import type { TimeDrivenWork } from '../time-driven-work.ts'
import { whatIfRoutes } from '../what-if/what-if.routes.ts'
import { type FaultInjection, NO_FAULTS, readFaults } from './faults.ts'
import { pricingNoticeRoutes } from './pricing-notices.routes.ts'
import { resetDatabase } from './reset.ts'

/** Bodies of the controls are small. */
const MAX_BODY_BYTES = 16 * 1024

/** The controls of a server that runs for tests: its clock, a fresh start, and faults. Never part of `/v1`. */
export function localRoutes(
  context: ServerContext,
  parts: { readonly work: TimeDrivenWork; readonly faults: FaultInjection; readonly ingest: Ingest },
): (app: Express) => void {
  const { database, clock } = context
  const clockState = () => ({ now: clock.date().toISOString(), offset_ms: Math.round(clock.offsetMs) })
  return (app) => {
    const parse = express.json({ limit: MAX_BODY_BYTES, type: () => true })
    app.get('/local/clock', (_request, response) => {
      response.json(clockState())
    })
    app.post('/local/clock', parse, async (request, response) => {
      const target = readMove(request.body, clock.date())
      await parts.work.moveTo(target)
      response.json(clockState())
    })
    app.post('/local/reset', async (_request, response) => {
      await resetDatabase(database)
      clock.reset()
      parts.faults.set(NO_FAULTS)
      parts.ingest.clear()
      response.json({ reset: true })
    })
    app.get('/local/faults', (_request, response) => {
      response.json(parts.faults.faults)
    })
    app.put('/local/faults', parse, (request, response) => {
      parts.faults.set(readFaults(request.body))
      response.json(parts.faults.faults)
    })
    app.get('/local/conflicts', async (_request, response) => {
      response.json({ data: await listConflicts(database) })
    })
    whatIfRoutes(context)(app)
    pricingNoticeRoutes(context)(app)
    localInvoiceRoutes(context)(app)
    app.use('/local', (_request: Request, _response: Response, next: NextFunction) => {
      next(new ApiFault({ status: 404, code: 'RESOURCE_NOT_FOUND', message: 'Page does not exist' }))
    })
  }
}

/** `{"now": "<instant>"}` or `{"advance": "P1M"}`, as the instant that it means when its turn comes. */
function readMove(body: unknown, current: Date): (now: Date) => Date {
  const given = (typeof body === 'object' && body !== null ? body : {}) as { now?: unknown; advance?: unknown }
  if ((given.now === undefined) === (given.advance === undefined)) {
    throw invalidField('body', 'send either {"now": "<instant>"} or {"advance": "<duration>"}')
  }
  if (given.now !== undefined) {
    try {
      const instant = parseInstant(given.now as string)
      return () => instant
    } catch {
      throw invalidField('now', 'value is not an instant; use ISO 8601 such as 2026-02-01T00:00:00Z')
    }
  }
  try {
    addDuration(current, given.advance as string, 'UTC')
  } catch {
    throw invalidField('advance', 'value is not a duration; use ISO 8601 such as P1M or PT8H')
  }
  return (now) => addDuration(now, given.advance as string, 'UTC')
}

/** References that were reported with different contents, newest first. */
function listConflicts(database: ServerContext['database']): Promise<unknown[]> {
  return database.query(
    `select d.reference, d.id, d.of_meter_data_id, d.created_at, d.body, m.body as original from meter_data_duplicates d
      join meter_data m on m.id = d.of_meter_data_id where d.conflict order by d.id desc limit 1000`,
    [],
  )
}
