import express, { type Express, type NextFunction, type Request, type Response } from 'express'
import type { Logger } from 'pino'
import { DatabaseUnavailableError } from '../database/database-unavailable-error.ts'
import type { MakeId } from '../resource-id.ts'
import { ApiFault, invalidField } from './api-fault.ts'
import type { ApiKeys } from './api-keys.ts'
import { withCallersQuery } from './callers-links.ts'
import { type ContractOperation, contractOperations } from './contract.ts'
import { checkBody, checkTexts, readQuery, responseFault } from './contract-validator.ts'
import { guardRequests, type RequestGuardOptions } from './guard-requests.ts'
import { jsonBody, MAX_BODY_BYTES } from './json-body.ts'
import { knownMembers } from './known-members.ts'
import type { AnyOperationHandler, OperationHandlers } from './operation-handlers.ts'
import { OperationRouter } from './operation-router.ts'
import { readTarget } from './request-target.ts'
import { mountFamily, type RouteFamily } from './route-family.ts'
import type { ServerMetrics } from './server-metrics.ts'
import { assertStorable } from './storable-text.ts'

/** When a caller may ask again whom the database could not answer. */
const RETRY_AFTER_SECONDS = 1

/** Stands between a request and its answer: the idempotency store, fault injection. */
export type OperationWrapper = (
  call: {
    readonly operation: ContractOperation
    readonly request: Request
    readonly response: Response
    readonly query: Readonly<Record<string, unknown>>
    readonly body: unknown
  },
  answer: () => Promise<unknown>,
) => Promise<unknown>

export interface HttpAppOptions {
  readonly handlers: OperationHandlers
  readonly apiKeys: ApiKeys
  readonly logger: Logger
  readonly metrics: ServerMetrics
  readonly makeId: MakeId
  /** Resolves when the server can serve; rejects with the reason when it cannot. */
  readonly ready: () => Promise<void>
  /** Also holds each response against the contract, and answers 500 where it does not fit. For tests. */
  readonly validateResponses: boolean
  /** Applied to every operation, the first one outermost. */
  readonly wrappers: readonly OperationWrapper[]
  /** Which requests are let in at all. */
  readonly guard: RequestGuardOptions
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
  for (const family of options.families) mountFamily(app, family, options.apiKeys)

  const operations = new OperationRouter(contractOperations)
  app.use(routeOperation(operations, options))
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
  return this.send(Buffer.from(JSON.stringify(value) ?? ''))
}

const operationOf = (response: Response): ContractOperation => response.locals['operation'] as ContractOperation

/** Finds the operation and asks for the key before a byte of the body is read. */
function routeOperation(router: OperationRouter, { apiKeys, metrics }: HttpAppOptions) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const startedAt = process.hrtime.bigint()
    const { pathname, search } = readTarget(request)
    response.locals['search'] = search
    response.on('finish', () => {
      const operation = (response.locals['operation'] as ContractOperation | undefined)?.id ?? 'none'
      metrics.request(operation, response.statusCode, Number(process.hrtime.bigint() - startedAt) / 1e9)
    })
    apiKeys.assertValid(request.get('x-api-key'))
    let match: ReturnType<OperationRouter['match']>
    try {
      match = router.match(request.method, pathname)
    } catch {
      throw invalidField('path', 'the path holds a broken percent escape')
    }
    if (match === undefined) {
      throw new ApiFault({ status: 404, code: 'RESOURCE_NOT_FOUND', message: 'Page does not exist' })
    }
    if ('allowed' in match) {
      response.setHeader('Allow', match.allowed.map((method) => method.toUpperCase()).join(', '))
      throw new ApiFault({
        status: 405,
        code: 'INVALID_OPERATION',
        message: 'The path exists, but not for this method',
      })
    }
    response.locals['operation'] = match.operation
    response.locals['path'] = match.path
    next()
  }
}

function answerOperation({ handlers, wrappers, validateResponses, logger }: HttpAppOptions) {
  return async (request: Request, response: Response): Promise<void> => {
    const operation = operationOf(response)
    const path = response.locals['path'] as Readonly<Record<string, string>>
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
    )
    checkTexts(operation, 'path', path)
    checkTexts(operation, 'header', headers)
    const query = readQuery(operation, response.locals['search'] as URLSearchParams)
    assertStorable(path)
    assertStorable(query)
    assertStorable(request.body)
    checkBody(operation, request.body)
    const body = operation.body && knownMembers(operation.body.schema, request.body)
    const handler = handlers[operation.id as keyof OperationHandlers] as AnyOperationHandler | undefined
    if (handler === undefined) {
      const message = `${operation.id} is part of the API, but not of this server`
      throw new ApiFault({ status: 501, code: 'INVALID_OPERATION', message })
    }
    const requestId = response.locals['requestId'] as string
    const idempotencyKey = request.get('idempotency-key')
    const answer = wrappers.reduceRight<() => Promise<unknown>>(
      (inner, wrapper) => () => wrapper({ operation, request, response, query, body }, inner),
      () => handler({ path, query, body, requestId, ...(idempotencyKey !== undefined && { idempotencyKey }) }),
    )
    const result = withCallersQuery(await answer(), response.locals['search'] as URLSearchParams)
    if (response.headersSent || response.destroyed) return
    if (operation.successMediaType !== 'application/json') {
      const file = result instanceof Uint8Array ? Buffer.from(result) : result
      response.status(operation.successStatus).type(operation.successMediaType).send(file)
      return
    }
    if (validateResponses) {
      const fault = responseFault(operation, result)
      if (fault !== undefined) {
        logger.error({ fault, result }, 'a response does not fit the contract')
        throw new Error(fault)
      }
    }
    response.status(operation.successStatus).json(result)
  }
}

/** Errors of the body parser carry a `type` and a `status`. */
function fromBodyParser(error: unknown): ApiFault | undefined {
  if (!(error instanceof Error && 'type' in error && 'status' in error && typeof error.status === 'number'))
    return undefined
  if (error.type === 'entity.too.large') {
    const message = `The body is larger than ${MAX_BODY_BYTES} bytes`
    return new ApiFault({ status: 413, code: 'BAD_REQUEST', field: 'body', message })
  }
  if (error.type === 'entity.parse.failed') {
    return new ApiFault({ status: 400, code: 'BAD_REQUEST', field: 'body', message: 'The body is not valid JSON' })
  }
  if (error.status === 415) {
    const message = 'The encoding of the body is not supported'
    return new ApiFault({ status: 415, code: 'UNSUPPORTED_MEDIA_TYPE', field: 'body', message })
  }
  if (error.status < 500) {
    return new ApiFault({
      status: error.status,
      code: 'BAD_REQUEST',
      field: 'body',
      message: 'The body cannot be read',
    })
  }
  return undefined
}

/** Errors of the pure rules: they speak of what was asked for, and hold nothing that the caller may not see. */
const RULE_ERRORS = new Set([
  'PricingError',
  'InvalidScheduleError',
  'InvalidDurationError',
  'InvalidInstantError',
  'UnknownTimeZoneError',
  'TooManyPeriodsError',
])

/** What a rule of time or price refuses: a request at fault, named as well as the rule can. */
function fromRule(error: unknown): ApiFault | undefined {
  if (!(error instanceof Error && RULE_ERRORS.has(error.name))) return undefined
  const field = 'field' in error && typeof error.field === 'string' && error.field !== '' ? error.field : 'body'
  const { message } = error
  return new ApiFault({ status: 400, code: 'UNABLE_TO_PROCESS_INSTRUCTIONS', field, message, cause: error })
}

function answerFault(error: unknown, request: Request, response: Response, next: NextFunction, logger: Logger): void {
  if (response.headersSent) {
    next(error)
    return
  }
  const fault = ApiFault.isInstance(error) ? error : (fromBodyParser(error) ?? fromRule(error))
  if (fault !== undefined) {
    // The rest of a refused body would otherwise be read as the next request.
    if (!request.complete) response.setHeader('Connection', 'close')
    response.status(fault.status).json(fault.toApiError())
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

/** A fault of the moment: the same request may succeed in a second, and its key or its references make repeating it safe. */
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
