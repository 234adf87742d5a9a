import {
  assertNoRefusedMember,
  completionTokensAsked,
  limitCompletion,
  namedModels,
  type ProviderDialect,
  RefusedRequestError,
} from '@tallygate/fetch/requests'
import { estimatePromptTokens } from '@tallygate/usage'
import { AgentError } from '../http/agent-error.ts'
import { invalidRequest } from '../http/chat-request.ts'
import { type CompletionRequest, completionRequestSchema } from './completion-request-schema.ts'

/** Reads the body of `POST /v1/chat/completions`. Throws `invalid_request` naming the field. */
export function completionRequestFromWire(body: unknown): CompletionRequest {
  const result = completionRequestSchema.safeParse(body)
  if (!result.success) throw invalidRequest(result.error)
  try {
    assertNoRefusedMember('chat', result.data)
    namedModels(result.data)
    completionTokensAsked('chat', result.data)
  } catch (error) {
    if (!RefusedRequestError.isInstance(error)) throw error
    throw new AgentError('invalid_request', error.message, { details: { field: error.field } })
  }
  return result.data
}

/** Returns what the request may spend, as well as it is known before the provider counts. */
export function estimateTokens(request: CompletionRequest): { promptTokens: number; completionTokens?: number } {
  const completionTokens = completionTokensAsked('chat', request)
  return {
    promptTokens: estimatePromptTokens(request),
    ...(completionTokens === undefined ? {} : { completionTokens }),
  }
}

/**
 * Builds the body that is sent to the provider: the caller's, with the usage of a stream always asked for, and with no
 * limit of completion tokens that is higher than what was set aside, so that the budget holds.
 */
export function toProviderBody(
  request: CompletionRequest,
  grantedTokens: number,
  dialect: ProviderDialect,
): Readonly<Record<string, unknown>> {
  return {
    ...limitCompletion('chat', request, grantedTokens, dialect),
    ...(request.stream === true ? { stream_options: { ...request.stream_options, include_usage: true } } : {}),
  }
}

/** Tells whether the caller asked to see the usage of a stream. */
export function wantsUsage(request: CompletionRequest): boolean {
  return request.stream_options?.include_usage === true
}
