import express, { type Express, type NextFunction, type Request, type Response } from 'express'
import type { Logger } from 'pino'
import { DatabaseUnavailableError } from '../database/database-unavailable-error.ts'
import type { MakeId } from '../resource-id.ts'
import type { ApiKeys } from './api-keys.ts'
import { responseFault } from './contract-validator.ts'
import { faultOf } from './fault-of.ts'
import { guardRequests, type RequestGuardOptions } from './guard-requests.ts'
import { jsonBody, MAX_BODY_BYTES } from './json-body.ts'
import type { OperationPipeline, OperationRoute } from './operation-pipeline.ts'
import { readTarget } from './request-target.ts'
import { type AddRoutes, mountFamily, type RouteFamily } from './route-family.ts'
import type { ServerMetrics } from './server-metrics.ts'

/** The wait after which a caller may ask again when the database could not answer. */
const RETRY_AFTER_SECONDS = 1

export interface HttpAppOptions {
  readonly pipeline: OperationPipeline
  readonly apiKeys: ApiKeys
  readonly logger: Logger
  readonly metrics: ServerMetrics
  readonly makeId: MakeId
  /** Resolves when the server can serve; rejects with the reason when it cannot. */
  readonly ready: () => Promise<void>
  /** Also holds each response against the contract, and answers 500 where it does not fit. For tests. */
  readonly validateResponses: boolean
  /** The requests that are let in at all. */
  readonly guard: RequestGuardOptions
  /** Pages that need no key. */
  readonly pages: readonly AddRoutes[]
  /** Routes beside `/v1`. */
  readonly families: readonly RouteFamily[]
}

/** The HTTP edge: everything that is the same for all operations, driven by the contract. */
export function createHttpApp(options: HttpAppOptions): Express {
  const { logger, metrics } = options
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.response.json = jsonAsTheApiSendsIt

  app.use((_request, response, next) => {
    response.locals['requestId'] = options.makeId('requests')
    response.setHeader('X-REQUEST-ID', response.locals['requestId'] as string)
    response.setHeader('X-Content-Type-Options', 'nosniff')
    response.setHeader('Cache-Control', 'no-store')
    next()
  })
  app.use(guardRequests(options.guard))
  app.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' })
  })
  app.get('/readyz', async (_request, response) => {
    try {
      await options.ready()
      response.json({ status: 'ready' })
    } catch (error) {
      logger.warn({ err: error }, 'not ready')
      response.status(503).json({ status: 'unavailable' })
    }
  })
  app.get('/metrics', async (_request, response) => {
    response.type(metrics.registry.contentType).send(await metrics.registry.metrics())
  })
  for (const add of options.pages) add(app)
  for (const family of options.families) mountFamily(app, family, options.apiKeys)

  app.use(routeOperation(options))
  app.use(jsonBody(MAX_BODY_BYTES))
  app.use(answerOperation(options))
  app.use((error: unknown, request: Request, response: Response, next: NextFunction) => {
    answerFault(error, request, response, next, logger)
  })
  return app
}

/** Sends JSON under the type that the API gives it: without a charset, since JSON has only one. */
function jsonAsTheApiSendsIt(this: Response, value: unknown): Response {
  this.setHeader('Content-Type', 'application/json')
  return this.send(Buffer.from(JSON.stringify(value)))
}

/** The facts about a request to `/v1` that are known before its body is read. */
interface RoutedLocals {
  readonly requestId: string
  readonly route: OperationRoute
  readonly search: URLSearchParams
}

/** Finds the operation and asks for the key before a byte of the body is read. */
function routeOperation({ pipeline, apiKeys, metrics }: HttpAppOptions) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const startedAt = process.hrtime.bigint()
    const { pathname, search } = readTarget(request)
    response.on('finish', () => {
      const operation = (response.locals as Partial<RoutedLocals>).route?.operation.id ?? 'none'
      metrics.request(operation, response.statusCode, Number(process.hrtime.bigint() - startedAt) / 1e9)
    })
    apiKeys.assertValid(request.get('x-api-key'))
    Object.assign(response.locals, { search, route: pipeline.route(request.method, pathname) })
    next()
  }
}

function answerOperation({ pipeline, validateResponses, logger }: HttpAppOptions) {
  return async (request: Request, response: Response): Promise<void> => {
    const { requestId, route, search } = response.locals as RoutedLocals
    const { operation } = route
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
    )
    const result = await pipeline.answer(route, {
      target: request.originalUrl,
      search,
      headers,
      body: request.body,
      requestId,
      setHeader: (name, value) => response.setHeader(name, value),
      loseAnswer: () => response.destroy(),
    })
    if (response.headersSent || response.destroyed) return
    if (operation.successMediaType !== 'application/json') {
      const file = result instanceof Uint8Array ? Buffer.from(result) : result
      response.status(operation.successStatus).type(operation.successMediaType).send(file)
      return
    }
    if (validateResponses) {
      const fault = responseFault(operation, result)
      if (fault !== undefined) {
        logger.error({ fault }, 'a response does not fit the contract')
        throw new Error(fault)
      }
    }
    response.status(operation.successStatus).json(result)
  }
}

function answerFault(error: unknown, request: Request, response: Response, next: NextFunction, logger: Logger): void {
  if (response.headersSent) {
    next(error)
    return
  }
  const fault = faultOf(error)
  if (fault !== undefined) {
    // The rest of a refused body would otherwise be read as the next request.
    if (!request.complete) response.setHeader('Connection', 'close')
    response.set(fault.headers).status(fault.status).json(fault.toApiError())
    return
  }
  if (DatabaseUnavailableError.isInstance(error)) {
    answerUnavailable(error, request, response, logger)
    return
  }
  logger.error({ err: error, requestId: response.locals['requestId'], method: request.method }, 'request failed')
  response.setHeader('Idempotency-Retryable', 'true')
  response.status(500).json({
    type: 'API_ERROR',
    code: 'INTERNAL_ERROR',
    message: 'Something went wrong on the server; the request id names the entry in its log',
  })
}

/**
 * A fault of the moment: the same request may succeed in a second, and its key or its references make repeating it
 * safe.
 */
function answerUnavailable(
  error: DatabaseUnavailableError,
  request: Request,
  response: Response,
  logger: Logger,
): void {
  const { reason, committed } = error
  logger.warn(
    { err: error, reason, committed, requestId: response.locals['requestId'], method: request.method },
    'the database could not answer a request',
  )
  if (!request.complete) response.setHeader('Connection', 'close')
  response.setHeader('Idempotency-Retryable', 'true')
  response.setHeader('Retry-After', String(RETRY_AFTER_SECONDS))
  response.status(503).json({
    type: 'API_ERROR',
    code: 'INTERNAL_ERROR',
    message: 'The database cannot answer at the moment; send the same request again',
  })
}
