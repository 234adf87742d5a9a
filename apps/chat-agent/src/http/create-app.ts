import type { BillingClient } from '@tallygate/client'
import type { Entitlements } from '@tallygate/entitlements'
import type { Drains } from '@tallygate/fetch'
import type { BilledModel } from '@tallygate/usage'
import express, { type Express, type RequestHandler } from 'express'
import type { Logger } from 'pino'
import type { AdmissionDesk } from '../admission/admission-desk.ts'
import type { ChatRunner } from '../agent/chat-runner.ts'
import type { CustomerKeys } from '../configuration/customer-keys.ts'
import type { AgentMetrics } from '../metrics/agent-metrics.ts'
import { AnswerReplays } from '../pass-through/answer-replays.ts'
import type { PassThroughParts } from '../pass-through/passed-call.ts'
import { PASSED_ROUTES, type PassedRoute } from '../pass-through/passed-routes.ts'
import { AgentError } from './agent-error.ts'
import { authenticate } from './authenticate.ts'
import { authenticateOperator } from './authenticate-operator.ts'
import { chatRoute } from './chat.routes.ts'
import { errorHandler, methodNotAllowed, notFound } from './error-handler.ts'
import { formBody } from './form-body.ts'
import { directOnly, guardRequests, ownOriginOnly, type RequestGuardOptions } from './guard-requests.ts'
import { healthz, type ReadinessCheck, readyz } from './health.routes.ts'
import type { InFlight } from './in-flight.ts'
import { invoiceRoute } from './invoice.routes.ts'
import { jsonBody } from './json-body.ts'
import { modelsRoute } from './models.routes.ts'
import { operatorRoutes } from './operator.routes.ts'
import { type PageOptions, pageRoutes } from './page.routes.ts'
import { nothingKept, passThroughRoute } from './pass-through.routes.ts'
import { requestId } from './request-id.ts'
import { usageRoute } from './usage.routes.ts'

/** A chat request is a message and three short fields; UTF-8 and JSON escapes take up to 6 bytes a character. */
const MAX_CHAT_BODY_BYTES = 256 * 1024
/** A prompt of the largest models is a few megabytes of text; pictures go by reference. */
const MAX_PASSED_BODY_BYTES = 8 * 1024 * 1024
/** A sound of 25 MB, the most that OpenAI takes, and the form around it. */
const MAX_FORM_BYTES = 26 * 1024 * 1024

/** Wait before another try at an agent that stops: its successor takes a few seconds to start. */
const STOPPING_RETRY_AFTER_MS = 2000

export interface AppOptions {
  readonly runner: Pick<ChatRunner, 'run'>
  readonly passThrough: PassThroughParts
  readonly desk: AdmissionDesk
  readonly drains: Drains
  readonly entitlements: Entitlements
  readonly client: BillingClient
  readonly page: PageOptions
  readonly customerKeys: CustomerKeys
  readonly defaultModel: string
  readonly billedModel: BilledModel
  readonly guard: RequestGuardOptions
  /** The key for `/operator`, and whether everybody knows it. */
  readonly operator: { readonly key: string | undefined; readonly isPublicKey: boolean }
  /** Is waited for before each request of a customer. */
  readonly beforeRequest?: () => Promise<void>
  readonly readiness: readonly ReadinessCheck[]
  readonly metrics: AgentMetrics
  readonly logger: Logger
  readonly inFlight: InFlight
  /** True from the moment the agent was asked to stop. */
  readonly isStopping: () => boolean
}

/** The agent's HTTP surface. */
export function createApp(options: AppOptions): Express {
  const { entitlements, customerKeys, readiness, metrics, logger, inFlight } = options
  const app = express().disable('x-powered-by').disable('etag').set('query parser', 'simple')
  const authenticated = authenticate(customerKeys)

  app.use(requestId(), metrics.observeRequests(), logRequests(logger), guardRequests(options.guard))
  app.get('/healthz', healthz)
  app.get('/readyz', readyz(readiness))
  app.get('/metrics', metrics.handler())
  app.use('/v1', privateAnswers, refuseWhenStopping(options.isStopping))
  if (options.beforeRequest !== undefined) app.use('/v1', waitFor(options.beforeRequest))
  app
    .route('/v1/chat')
    .post(authenticated, jsonBody(MAX_CHAT_BODY_BYTES), inFlight.tracked(chatRoute(options)))
    .all(methodNotAllowed('POST'))
  const replays = new AnswerReplays()
  for (const route of PASSED_ROUTES) servePassed(app, route, replays, options)
  app.all('/v1/responses/*id', authenticated, nothingKept)
  app.route('/v1/models').get(authenticated, modelsRoute(entitlements)).all(methodNotAllowed('GET'))
  app.route('/v1/models/:model').get(authenticated, modelsRoute(entitlements)).all(methodNotAllowed('GET'))
  app.route('/v1/usage').get(authenticated, usageRoute(entitlements)).all(methodNotAllowed('GET'))
  app.route('/v1/invoice').get(authenticated, invoiceRoute(options.client)).all(methodNotAllowed('GET'))
  app.use(
    '/operator',
    privateAnswers,
    ownOriginOnly,
    ...(options.operator.isPublicKey ? [directOnly] : []),
    authenticateOperator(options.operator.key),
    operatorRoutes(entitlements),
    notFound,
  )
  app.use(pageRoutes(options.page), notFound, errorHandler(logger))
  return app
}

function servePassed(app: Express, route: PassedRoute, replays: AnswerReplays, options: AppOptions): void {
  const { customerKeys, passThrough, inFlight } = options
  const isAnthropic = route.provider === 'anthropic'
  app
    .route(route.path)
    .all(speaks(route.provider))
    .post(
      authenticate(customerKeys, isAnthropic ? 'x-api-key' : undefined),
      route.body === 'form' ? formBody(MAX_FORM_BYTES) : jsonBody(MAX_PASSED_BODY_BYTES),
      inFlight.tracked(passThroughRoute(route, passThrough, replays)),
    )
    .all(methodNotAllowed('POST'))
}

/** Leaves the protocol of a route for who answers its errors. */
function speaks(protocol: string): RequestHandler {
  return (_request, response, next) => {
    response.locals['protocol'] = protocol
    next()
  }
}

/** Keeps what belongs to one customer out of caches, and out of a browser's guesses at what it may be. */
const privateAnswers: RequestHandler = (_request, response, next) => {
  response.set({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
  next()
}

function waitFor(work: () => Promise<void>): RequestHandler {
  return async (_request, _response, next) => {
    await work()
    next()
  }
}

function refuseWhenStopping(isStopping: () => boolean): RequestHandler {
  return (_request, response, next) => {
    if (!isStopping()) return next()
    response.setHeader('connection', 'close')
    next(
      new AgentError('shutting_down', 'This agent is stopping; ask again', { retryAfterMs: STOPPING_RETRY_AFTER_MS }),
    )
  }
}

const PROBES = new Set(['/healthz', '/readyz', '/metrics'])

/** One line for each request, without its body, query or key. */
function logRequests(logger: Logger): RequestHandler {
  return (request, response, next) => {
    const startedAt = performance.now()
    response.once('close', () => {
      // Probes come every few seconds and say nothing.
      const level = PROBES.has(request.path) ? 'debug' : 'info'
      logger[level](
        {
          request_id: response.locals['requestId'],
          customer: response.locals['customer'],
          method: request.method,
          path: request.path.slice(0, 200),
          status: response.statusCode,
          duration_ms: Math.round(performance.now() - startedAt),
          ...(response.writableFinished ? {} : { left: true }),
        },
        'Request',
      )
    })
    next()
  }
}
