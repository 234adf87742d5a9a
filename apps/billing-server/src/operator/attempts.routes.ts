import type { Request } from 'express'
import { ApiFault, invalidField } from '../http/api-fault.ts'
import { withCallersQuery } from '../http/callers-links.ts'
import { readTarget } from '../http/request-target.ts'
import { type AddRoutes, requireQueryNames } from '../http/route-family.ts'
import { longPageResponse } from '../resources/page-response.ts'
import type { ServerContext } from '../server-context.ts'
import { type AttemptFilter, type AttemptRow, findAttempt, listAttempts, storeAttempts } from './attempts.store.ts'
import { MAX_ATTEMPT_ID_BYTES, MAX_NAME_BYTES, readAttempts } from './read-attempt.ts'
import { type Given, readMoment, readOptionalText } from './read-members.ts'

const PATH = '/operator/attempts'
const QUERY = ['customer_reference', 'request_id', 'event_reference', 'from', 'to', 'page', 'limit']
const MAX_LIMIT = 100
const DEFAULT_LIMIT = 50
/** A page far down costs all pages above it: narrow the time instead. */
const MAX_PAGE = 10_000

/**
 * `POST /operator/attempts`: what applications tell of settled attempts, each id once. `GET /operator/attempts`: a page
 * of them, of a customer, a request, a usage event or a time; `GET /operator/attempts/{id}`: one.
 */
export function attemptRoutes({
  database,
  clock,
  logger,
}: Pick<ServerContext, 'database' | 'clock' | 'logger'>): AddRoutes {
  return (app) => {
    app.post(PATH, async (request, response) => {
      requireQueryNames(request, [])
      const attempts = readAttempts(request.body)
      const outcomes = await storeAttempts(database, attempts, clock.date())
      const data = attempts.map(({ id }, index) => ({ id, outcome: outcomes[index] }))
      for (const { id, outcome } of data)
        if (outcome === 'conflict') logger.warn({ attempt: id }, 'an attempt was reported again with other content')
      response.status(201).json({ data })
    })
    app.get(PATH, async (request, response) => {
      requireQueryNames(request, QUERY)
      const given = queryOf(request)
      const page = {
        page: readCount(given, 'page', 1, MAX_PAGE),
        limit: readCount(given, 'limit', DEFAULT_LIMIT, MAX_LIMIT),
      }
      const found = await listAttempts(database, readFilter(given), page)
      const answer = longPageResponse(PATH, page, { ...found, rows: found.rows.map(toWireAttempt) })
      response.json(withCallersQuery(answer, readTarget(request).search))
    })
    app.get(`${PATH}/:id`, async (request, response) => {
      requireQueryNames(request, [])
      const { id } = request.params
      const found = Buffer.byteLength(id) > MAX_ATTEMPT_ID_BYTES ? undefined : await findAttempt(database, id)
      if (found === undefined)
        throw new ApiFault({ code: 'RESOURCE_NOT_FOUND', message: 'The requested attempt could not be found' })
      response.json(toWireAttempt(found))
    })
  }
}

function toWireAttempt({ body, receivedAt }: AttemptRow): object {
  return { ...body, received_at: receivedAt.toISOString() }
}

/** The query as one object. Throws for a parameter that is given more than once. */
function queryOf(request: Request): Given {
  const { search } = readTarget(request)
  const names = [...search.keys()]
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw invalidField(twice, 'value is given more than once')
  return { path: '', members: Object.fromEntries(search) }
}

function readFilter(given: Given): AttemptFilter {
  const instant = (name: string): Date | undefined =>
    given.members[name] === undefined ? undefined : new Date(readMoment(given, name))
  const [from, to] = [instant('from'), instant('to')]
  if (from !== undefined && to !== undefined && to <= from) throw invalidField('to', 'value must be after from')
  return {
    customerReference: readOptionalText(given, 'customer_reference', MAX_NAME_BYTES),
    requestId: readOptionalText(given, 'request_id', MAX_NAME_BYTES),
    eventReference: readOptionalText(given, 'event_reference', MAX_NAME_BYTES),
    from,
    to,
  }
}

function readCount(given: Given, name: string, fallback: number, max: number): number {
  const value = given.members[name]
  if (value === undefined) return fallback
  const number = Number(value)
  if (/^\d{1,9}$/.test(String(value)) && number >= 1 && number <= max) return number
  throw invalidField(
    name,
    `value must be a whole number from 1 to ${max}; it is ${JSON.stringify(String(value).slice(0, 40))}`,
  )
}
