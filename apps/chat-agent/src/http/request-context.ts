import type { Response } from 'express'

/** The facts about a request that the middleware before a route found out. */
export interface RequestContext {
  /** The id of the request, the caller's own or one made here. */
  readonly requestId: string
  /** True where the caller chose the id. */
  readonly requestIdGiven: boolean
  /** The reference of the customer whose key was sent. */
  readonly customer: string
}

/** Reads what `requestId()` and `authenticate()` left for the route. Throws when a route forgot to use one of them. */
export function requestContext(response: Response): RequestContext {
  const { requestId, requestIdGiven, customer } = response.locals
  if (typeof requestId !== 'string' || typeof requestIdGiven !== 'boolean' || typeof customer !== 'string') {
    throw new Error('A route needs requestId() and authenticate() before it')
  }
  return { requestId, requestIdGiven, customer }
}
