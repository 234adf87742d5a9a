import { createHash, timingSafeEqual } from 'node:crypto'
import type { RequestHandler } from 'express'
import { AgentError } from './agent-error.ts'
import { bearerKey } from './authenticate.ts'

/**
 * Lets in the holder of the operator's key; a customer's key is refused. Without a key in the configuration nobody is
 * let in.
 */
export function authenticateOperator(operatorKey: string | undefined): RequestHandler {
  const wanted = operatorKey === undefined ? undefined : digest(operatorKey)
  return (request, response, next) => {
    const given = bearerKey(request)
    if (wanted !== undefined && given !== undefined && timingSafeEqual(digest(given), wanted)) return next()
    response.setHeader('www-authenticate', 'Bearer')
    const message =
      wanted === undefined
        ? 'No operator has a key here; set OPERATOR_KEY'
        : 'Send the operator’s key: Authorization: Bearer <operator key>'
    next(new AgentError('unauthenticated', message))
  }
}

function digest(key: string): Buffer {
  return createHash('sha256').update(key).digest()
}
