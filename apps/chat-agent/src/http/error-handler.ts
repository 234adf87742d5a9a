import { BillingApiError } from '@tallygate/client'
import { InvalidRequestError } from '@tallygate/entitlements'
import type { ErrorRequestHandler, RequestHandler, Response } from 'express'
import type { Logger } from 'pino'
import { RequestIdReusedError } from '../agent/idempotent-runs.ts'
import { RunFailure } from '../agent/run-failure.ts'
import { AgentError } from './agent-error.ts'
import { anthropicError } from './anthropic-error.ts'
import { entitlementsUnavailable, isUnavailable } from './entitlements-unavailable.ts'
import { errorFromRun } from './error-from-run.ts'

const SECOND_MS = 1000

/**
 * Answers every error as `{error: {type, code, message, …}}`, on the routes of Anthropic's protocol in its shape. What
 * is not meant for the caller is logged and becomes a plain 500.
 */
export function errorHandler(logger: Logger): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    const answer = toAgentError(error)
    reportError(logger, answer, response)
    if (response.destroyed) return
    // Half of an answer is out: all that is left is to break the connection, which Express does.
    if (response.headersSent) return next(error)
    if (answer.retryAfterMs !== undefined)
      response.setHeader('retry-after', String(Math.max(1, Math.ceil(answer.retryAfterMs / SECOND_MS))))
    const requestId: unknown = response.locals['requestId']
    const told = answer.withDetails({ request_id: requestId })
    const isAnthropic = response.locals['protocol'] === 'anthropic'
    response.status(answer.status).json(isAnthropic ? anthropicError(told, requestId) : told.toWire())
  }
}

/** Writes an error to the log where somebody has to look at it, and leaves its code for the metrics. */
export function reportError(logger: Logger, answer: AgentError, response: Response): void {
  response.locals['errorCode'] = answer.code
  if (answer.status < 500 || response.destroyed) return
  const line = { request_id: response.locals['requestId'], code: answer.code, err: answer.cause ?? answer }
  if (answer.code === 'internal_error') logger.error(line, 'A request failed')
  else logger.warn(line, 'A request could not be answered')
}

/** Anything thrown, as an answer; unknown faults do not show their message. */
export function toAgentError(error: unknown): AgentError {
  if (AgentError.isInstance(error)) return error
  if (RunFailure.isInstance(error)) return errorFromRun(error)
  if (error instanceof RequestIdReusedError)
    return new AgentError('request_id_reused', error.message, { details: { field: 'X-Request-Id' } })
  // Of what the entitlements are given, the caller writes the model and the properties; everything else that they
  // refuse is a fault of this agent.
  if (InvalidRequestError.isInstance(error) && error.field === 'model')
    return new AgentError('invalid_request', error.message, { details: { field: error.field }, cause: error })
  if (InvalidRequestError.isInstance(error) && /^properties(\.|$)/.test(error.field)) return errorOfMetadata(error)
  const refusal = refusalOf(error)
  if (refusal !== undefined)
    return new AgentError('invalid_request', refusal.message, { status: refusal.status, cause: error })
  if (isUnavailable(error)) return entitlementsUnavailable(error)
  if (BillingApiError.isInstance(error) && error.status === 404)
    return new AgentError('no_subscription', 'The billing API does not know this customer', { cause: error })
  return new AgentError('internal_error', 'Something went wrong here; the request id finds it in the log', {
    cause: error,
  })
}

/** A caller names properties in `metadata`, and is answered by that name. */
function errorOfMetadata(error: InvalidRequestError): AgentError {
  const message = error.message.replace(/^properties/, 'metadata')
  return new AgentError('invalid_request', message, {
    details: { field: error.field.replace(/^properties/, 'metadata') },
    cause: error,
  })
}

/** The answer for a path that nothing serves. */
export const notFound: RequestHandler = (request, _response, next) => {
  next(new AgentError('not_found', `There is no ${request.method} ${request.path.slice(0, 200)}`))
}

/** The answer for a path that is served, but not with this method. */
export function methodNotAllowed(...allowed: readonly string[]): RequestHandler {
  return (request, response, next) => {
    response.setHeader('allow', allowed.join(', '))
    next(
      new AgentError('method_not_allowed', `${request.path} takes ${allowed.join(' and ')}`, { details: { allowed } }),
    )
  }
}

/**
 * Reads the refusals of Express itself: a path that cannot be decoded, a range or a condition of a file that does not
 * hold.
 */
function refusalOf(error: unknown): { readonly status: number; readonly message: string } | undefined {
  if (error instanceof URIError) return { status: 400, message: 'The path cannot be decoded' }
  if (!(error instanceof Error) || !('expose' in error && error.expose === true)) return undefined
  return 'status' in error && typeof error.status === 'number' && error.status >= 400 && error.status < 500
    ? { status: error.status, message: error.message }
    : undefined
}
