import { estimatePromptTokens } from '@tallygate/usage'
import { invalidRequest } from '../http/chat-request.ts'
import { completionTokensAsked, limitCompletion, type ProviderDialect } from './completion-limits.ts'
import { type CompletionRequest, completionRequestSchema } from './completion-request-schema.ts'
import { namedModels } from './named-models.ts'
import { assertNoRefusedMember } from './refused-members.ts'

/** Reads the body of `POST /v1/chat/completions`. Throws `invalid_request` naming the field. */
export function completionRequestFromWire(body: unknown): CompletionRequest {
  const result = completionRequestSchema.safeParse(body)
  if (!result.success) throw invalidRequest(result.error)
  assertNoRefusedMember(result.data)
  namedModels(result.data)
  completionTokensAsked(result.data)
  return result.data
}

/** Returns what the request may spend, as well as it is known before the provider counts. */
export function estimateTokens(request: CompletionRequest): { promptTokens: number; completionTokens?: number } {
  const completionTokens = completionTokensAsked(request)
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
): CompletionRequest {
  return {
    ...limitCompletion(request, grantedTokens, dialect),
    ...(request.stream === true ? { stream_options: { ...request.stream_options, include_usage: true } } : {}),
  }
}

/** Tells whether the caller asked to see the usage of a stream. */
export function wantsUsage(request: CompletionRequest): boolean {
  return request.stream_options?.include_usage === true
}
