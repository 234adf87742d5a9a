import { EntitlementDeniedError } from '@tallygate/langchain'
import { createMiddleware } from 'langchain'
import { z } from 'zod'
import { isUnavailable } from '../http/entitlements-unavailable.ts'
import type { ChatModels } from './chat-models.ts'
import { findCause } from './find-cause.ts'
import { ProviderFailure } from './provider-failure.ts'
import { ReaderGoneError } from './reader-gone-error.ts'
import { RunControl } from './run-control.ts'

/**
 * The context of a run: whom it serves and with what. Tools and middleware read it; the model neither sees nor sets it.
 */
export const agentContextSchema = z.object({
  customer: z.string(),
  model: z.string(),
  control: z.instanceof(RunControl),
})

/**
 * Statuses after which another model may still answer: the provider's own trouble, its limits, and a model that it does
 * not have.
 */
const WORTH_ANOTHER_MODEL = new Set([404, 408, 429])

export interface ModelChoiceOptions {
  readonly models: ChatModels
  /** Model that answers when the one asked for cannot. */
  readonly fallbackModel: string | undefined
}

/**
 * Calls the model that the run asked for and, when that is the provider's failure, the fallback: each call is an
 * attempt of its own, gated and metered at its own model. A denial is never answered by the fallback, and neither is an
 * answer of which the reader has seen a part.
 */
export function modelChoice({ models, fallbackModel }: ModelChoiceOptions) {
  return createMiddleware({
    name: 'ModelChoice',
    contextSchema: agentContextSchema,
    wrapModelCall: async (request, handler) => {
      const { model, control } = request.runtime.context
      const call = async (name: string) => {
        if (control.isAbandoned) throw new ReaderGoneError('Nobody waits for the answer any more')
        control.answering = false
        try {
          return await handler({ ...request, model: models.get(name) })
        } catch (error) {
          const isOurs =
            control.signal.aborted ||
            EntitlementDeniedError.find(error) !== undefined ||
            findCause(error, isUnavailable) !== undefined
          throw isOurs ? error : new ProviderFailure(name, error)
        }
      }
      try {
        return await call(model)
      } catch (error) {
        if (fallbackModel === undefined || fallbackModel === model || control.answering || !mayFallBack(error))
          throw error
        return await call(fallbackModel).catch((fallbackError: unknown) => {
          // What was wanted is the model asked for: that its stand-in is not in the plan says nothing about it.
          throw EntitlementDeniedError.find(fallbackError) === undefined ? fallbackError : error
        })
      }
    },
  })
}

function mayFallBack(error: unknown): boolean {
  if (!ProviderFailure.isInstance(error)) return false
  return error.status === undefined || error.status >= 500 || WORTH_ANOTHER_MODEL.has(error.status)
}
