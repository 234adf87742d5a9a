import { randomBytes, randomUUID } from 'node:crypto'
import type { RequestHandler } from 'express'
import { AgentError } from './agent-error.ts'

/**
 * Ids go into logs, headers and the references of usage events, so only characters that need no escaping in any of
 * them.
 */
const REQUEST_ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/

/**
 * Takes the request id from `X-Request-Id`, or makes one, and sends it back in the same header of the answer.
 * An id that does not fit is refused rather than changed: the caller would look for it in vain.
 */
export function requestId(): RequestHandler {
  return (request, response, next) => {
    const given = request.get('x-request-id')
    const valid = given === undefined || REQUEST_ID.test(given)
    const id = given !== undefined && valid ? given : `req_${randomUUID().replaceAll('-', '')}`
    response.locals['requestId'] = id
    response.locals['requestIdGiven'] = given !== undefined && valid
    response.setHeader('x-request-id', id)
    if (valid) return next()
    next(
      new AgentError(
        'invalid_request',
        'X-Request-Id must have 1 to 128 letters, digits and the signs . _ : - and start with a letter or digit',
        {
          details: { field: 'X-Request-Id' },
        },
      ),
    )
  }
}

/**
 * The id under which a run's usage is metered. A caller chooses request ids, and the billing API counts a reference
 * once: an id of the caller's used again would make every later request free. So an id that the caller chose gets a
 * part that it cannot choose.
 */
export function meteringId(requestId: string, givenByCaller: boolean): string {
  return givenByCaller ? `${requestId}.${randomBytes(6).toString('hex')}` : requestId
}
