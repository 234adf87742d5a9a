import { addDuration, formatInstant, parseInstant } from '@tallygate/billing-period'
import { invalidField } from '../http/api-fault.ts'
import type { AddRoutes } from '../http/route-family.ts'
import type { SoldUsage } from '../invoicing/sold-usage.ts'
import type { Ingest } from '../metering/ingest.ts'
import type { UsageCuts } from '../metering/usage-cuts.ts'
import type { ServerContext } from '../server-context.ts'
import type { TimeDrivenWork } from '../time-driven-work.ts'
import { type FaultInjection, NO_FAULTS, readFaults } from './faults.ts'
import { resetDatabase } from './reset.store.ts'

/** Bodies of the controls are small. */
export const MAX_LOCAL_BODY_BYTES = 16 * 1024

/**
 * The range in which the clock may stand. From its limits, years and periods can be counted on in both directions
 * within what a calendar writes with four digits.
 */
const FIRST = new Date('1970-01-01T00:00:00Z')
const END = new Date('3000-01-01T00:00:00Z')

/**
 * The furthest that one move goes. Everything that falls due on the way happens before it answers, so that a longer one
 * would hold the clock for hours; a further move goes on from there.
 */
const MAX_MOVE = 'P10Y'

/** The parts of the server that the controls act on. */
export interface LocalParts {
  readonly work: TimeDrivenWork
  readonly faults: FaultInjection
  readonly ingest: Ingest
  readonly cuts: UsageCuts
  readonly soldUsage: SoldUsage
}

/** The controls of a server that runs for tests: its clock, a fresh start, and faults. Never part of `/v1`. */
export function localRoutes(
  { database, clock }: Pick<ServerContext, 'database' | 'clock'>,
  parts: LocalParts,
): AddRoutes {
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
    app.post('/local/reset', async (request, response) => {
      const start = readStart(request.body)
      await parts.work.betweenLooks(async () => {
        const offset = () => (start === undefined ? 0 : clock.offsetTo(start.getTime()))
        clock.resume(await resetDatabase(database, offset))
      })
      parts.faults.set(NO_FAULTS)
      parts.ingest.clear()
      parts.cuts.clear()
      parts.soldUsage.clear()
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

type Members = Readonly<Record<string, unknown>>

/** The members of a body, which may be absent. Throws for one that is not among `names`. */
function readMembers(body: unknown, names: readonly string[]): Members {
  if (body === undefined) return {}
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw invalidField('body', 'value is not an object')
  }
  const unknown = Object.keys(body).find((name) => !names.includes(name))
  if (unknown !== undefined) throw invalidField(unknown || 'body', `value is not one of ${names.join(', ')}`)
  return body as Members
}

/** `{"now": "<instant>"}` as the instant at which to start again; `undefined`: the system's. */
function readStart(body: unknown): Date | undefined {
  const { now } = readMembers(body, ['now'])
  return now === undefined ? undefined : withinRange(readInstant(now), 'now')
}

/** `{"now": "<instant>"}` or `{"advance": "P1M"}`, as the instant that it means when its turn comes. */
function readMove(body: unknown, current: Date): (now: Date) => Date {
  const given = readMembers(body, ['now', 'advance'])
  if ((given['now'] === undefined) === (given['advance'] === undefined)) {
    throw invalidField('body', 'send either {"now": "<instant>"} or {"advance": "<duration>"}')
  }
  if (given['now'] !== undefined) {
    const instant = withinRange(readInstant(given['now']), 'now')
    withinReach(instant, current, 'now')
    return (now) => withinReach(instant, now, 'now')
  }
  const advanced = (from: Date): Date => {
    try {
      return addDuration(from, given['advance'] as string, 'UTC')
    } catch {
      throw invalidField('advance', 'value is not a duration; use ISO 8601 such as P1M or PT8H')
    }
  }
  const target = (now: Date) => withinReach(withinRange(advanced(now), 'advance'), now, 'advance')
  target(current)
  return target
}

function readInstant(value: unknown): Date {
  try {
    return parseInstant(value as string)
  } catch {
    throw invalidField('now', 'value is not an instant; use ISO 8601 such as 2026-02-01T00:00:00Z')
  }
}

function withinReach(instant: Date, now: Date, field: string): Date {
  const furthest = addDuration(now, MAX_MOVE, 'UTC')
  if (instant <= furthest) return instant
  throw invalidField(
    field,
    `value leads more than ${MAX_MOVE} ahead; move the clock in several steps, the next one to ${formatInstant(furthest)} at most`,
  )
}

function withinRange(instant: Date, field: string): Date {
  if (instant >= FIRST && instant < END) return instant
  throw invalidField(field, `value must be from ${FIRST.toISOString()} until before ${END.toISOString()}`)
}
