import type { Express, NextFunction, Request, Response } from 'express'
import { ApiFault, invalidField } from './api-fault.ts'
import type { ApiKeys } from './api-keys.ts'
import { jsonBody } from './json-body.ts'
import { readTarget } from './request-target.ts'
import { assertStorable } from './storable-text.ts'

/** Adds routes to an app, with their whole paths. */
export type AddRoutes = (app: Express) => void

/**
 * Routes beside `/v1` that share their first piece. They are not part of the contract: the server that has them
 * documents them.
 */
export interface RouteFamily {
  /** First piece of the paths, without slashes. */
  readonly name: string
  /** The largest body of its requests. */
  readonly maxBodyBytes: number
  readonly routes: readonly AddRoutes[]
}

/** Puts a family behind the key. Its routes see JSON bodies and texts that the database can hold, or nothing at all. */
export function mountFamily(app: Express, { name, maxBodyBytes, routes }: RouteFamily, apiKeys: ApiKeys): void {
  app.use(
    `/${name}`,
    (request: Request, _response: Response, next: NextFunction) => {
      apiKeys.assertValid(request.get('x-api-key'))
      const { pathname, search } = readTarget(request)
      assertStorable({ path: decoded(pathname), query: [...search].flat() })
      next()
    },
    jsonBody(maxBodyBytes, { evenEmpty: true }),
    (request: Request, _response: Response, next: NextFunction) => {
      assertStorable(request.body)
      next()
    },
  )
  for (const add of routes) add(app)
  app.use(`/${name}`, () => {
    throw new ApiFault({ code: 'RESOURCE_NOT_FOUND', message: 'Page does not exist' })
  })
}

function decoded(pathname: string): string {
  try {
    return decodeURIComponent(pathname)
  } catch {
    throw invalidField('path', 'the path holds a broken percent escape')
  }
}

/** Throws for a query parameter that is not among `names`: what is not known is refused by its name, not left out. */
export function requireQueryNames(request: Request, names: readonly string[]): void {
  const { pathname, search } = readTarget(request)
  const unknown = [...search.keys()].find((name) => !names.includes(name))
  if (unknown === undefined) return
  const known = names.length === 0 ? 'no query parameters' : `only the query parameters ${names.join(', ')}`
  throw invalidField(unknown || 'query', `${pathname} has ${known}`)
}
