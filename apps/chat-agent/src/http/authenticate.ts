import type { Request, RequestHandler } from 'express'
import type { CustomerKeys } from '../configuration/customer-keys.ts'
import { AgentError } from './agent-error.ts'

/** `Bearer`, one space or more, and a key without spaces. */
const BEARER = /^bearer +([^\s]+)$/i

/**
 * Finds the customer whose key the request carries and leaves it in `response.locals.customer`, and in `scopes` the
 * levels below it that the key belongs to; without one the answer is 401.
 * @param keyHeader a header that may carry the key instead, as `x-api-key` of Anthropic's clients.
 */
export function authenticate(keys: CustomerKeys, keyHeader?: string): RequestHandler {
  return (request, response, next) => {
    const key = bearerKey(request) ?? (keyHeader === undefined ? undefined : request.get(keyHeader))
    const holder = key === undefined ? undefined : keys.holderOf(key)
    if (holder === undefined) {
      response.setHeader('www-authenticate', 'Bearer')
      const message =
        key === undefined && request.get('authorization') === undefined
          ? 'Send your customer key: Authorization: Bearer <customer key>'
          : 'This customer key is not known'
      return next(new AgentError('unauthenticated', message))
    }
    response.locals['customer'] = holder.customer
    response.locals['scopes'] = holder.scopes
    next()
  }
}

/** The key that a request carries as a bearer token. */
export function bearerKey(request: Request): string | undefined {
  return BEARER.exec(request.get('authorization') ?? '')?.[1]
}
