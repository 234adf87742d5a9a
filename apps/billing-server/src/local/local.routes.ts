import { addDuration, parseInstant } from '@tallygate/billing-period'
import { invalidField } from '../http/api-fault.ts'
import type { AddRoutes } from '../http/route-family.ts'
import type { Ingest } from '../metering/ingest.ts'
import type { UsageCuts } from '../metering/usage-cuts.ts'
import type { ServerContext } from '../server-context.ts'
import type { TimeDrivenWork } from '../time-driven-work.ts'
import { type FaultInjection, NO_FAULTS, readFaults } from './faults.ts'
import { resetDatabase } from './reset.ts'

/** Bodies of the controls are small. */
export const MAX_LOCAL_BODY_BYTES = 16 * 1024

/** What the controls act on. */
export interface LocalParts {
  readonly work: TimeDrivenWork
  readonly faults: FaultInjection
  readonly ingest: Ingest
  readonly cuts: UsageCuts
}

/** The controls of a server that runs for tests: its clock, a fresh start, and faults. Never part of `/v1`. */
export function localRoutes({ database, clock }: ServerContext, parts: LocalParts): AddRoutes {
  const clockState = () => ({ now: clock.date().toISOString(), offset_ms: Math.round(clock.offsetMs) })
  return (app) => {
    app.get('/local/clock', (_request, response) => {
      response.json(clockState())
    })
    app.post('/local/clock', async (request, response) => {
      const target = readMove(request.body, clock.date())
      await parts.work.moveTo(target)
      response.json(clockState())
    })
    app.post('/local/reset', async (_request, response) => {
      await resetDatabase(database)
      clock.reset()
      parts.faults.set(NO_FAULTS)
      parts.ingest.clear()
      parts.cuts.clear()
      response.json({ reset: true })
    })
    app.get('/local/faults', (_request, response) => {
      response.json(parts.faults.faults)
    })
    app.put('/local/faults', (request, response) => {
      parts.faults.set(readFaults(request.body))
      response.json(parts.faults.faults)
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
