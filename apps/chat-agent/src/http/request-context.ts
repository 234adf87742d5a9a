import type { Scope } from '@tallygate/entitlements'
import type { Response } from 'express'

/** The facts about a request that the middleware before a route found out. */
export interface RequestContext {
  /** The id of the request, the caller's own or one made here. */
  readonly requestId: string
  /** True where the caller chose the id. */
  readonly requestIdGiven: boolean
  /** The reference of the customer whose key was sent. */
  readonly customer: string
  /** The levels below the customer that the key belongs to. */
  readonly scopes: readonly Scope[] | undefined
  /** Names the owner of kept answers and threads: the customer, or one user below it. */
  readonly keeper: string
}

/** Reads what `requestId()` and `authenticate()` left for the route. Throws when a route forgot to use one of them. */
export function requestContext(response: Response): RequestContext {
  const { requestId, requestIdGiven, customer } = response.locals
  if (typeof requestId !== 'string' || typeof requestIdGiven !== 'boolean' || typeof customer !== 'string') {
    throw new Error('A route needs requestId() and authenticate() before it')
  }
  // Left by authenticate().
  const scopes: readonly Scope[] | undefined = response.locals['scopes']
  return { requestId, requestIdGiven, customer, scopes, keeper: keeperOf(customer, scopes) }
}

/** References of customers have no white space in them. */
function keeperOf(customer: string, scopes: readonly Scope[] | undefined): string {
  if (scopes === undefined) return customer
  return `${customer} ${JSON.stringify(scopes.map(({ kind, id }) => [kind, id]))}`
}
