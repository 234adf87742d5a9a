import { estimatePromptTokens } from '@tallygate/usage'
import { z } from 'zod'
import { invalidRequest } from '../http/chat-request.ts'
import { modelId } from '../http/model-id.ts'
import { completionTokensAsked, limitCompletion, type ProviderDialect } from './completion-limits.ts'
import { namedModels } from './named-models.ts'
import { assertNoRefusedMember } from './refused-members.ts'

/** Most choices of one completion, as OpenAI has it. */
const MAX_CHOICES = 128

const positiveInteger = z.int().min(1).max(1_000_000_000)

/** Only what the gate needs is looked at; every other member goes to the provider as it came. */
const completionRequestSchema = z.looseObject({
  model: modelId,
  messages: z.array(z.looseObject({})).min(1),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
  max_tokens: positiveInteger.nullish(),
  max_completion_tokens: positiveInteger.nullish(),
  n: z.int().min(1).max(MAX_CHOICES).nullish(),
  best_of: z.int().min(1).max(MAX_CHOICES).nullish(),
})

/** A chat completion as a client of OpenAI's protocol asks for it. */
export type CompletionRequest = z.infer<typeof completionRequestSchema>

/** Reads the body of `POST /v1/chat/completions`. Throws `invalid_request` naming the field. */
export function completionRequestFromWire(body: unknown): CompletionRequest {
  const result = completionRequestSchema.safeParse(body)
  if (!result.success) throw invalidRequest(result.error)
  assertNoRefusedMember(result.data)
  namedModels(result.data)
  completionTokensAsked(result.data)
  return result.data
}

/** What the request may spend, as well as it is known before the provider counts. */
export function estimateTokens(request: CompletionRequest): { promptTokens: number; completionTokens?: number } {
  const completionTokens = completionTokensAsked(request)
  return {
    promptTokens: estimatePromptTokens(request),
    ...(completionTokens === undefined ? {} : { completionTokens }),
  }
}

/**
 * Builds the body that is sent to the provider: the caller's, with the usage of a stream always asked for, and with no limit of completion tokens that is higher
 * than what was set aside, so that the budget holds.
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

/** Whether the caller asked to see the usage of a stream. */
export function wantsUsage(request: CompletionRequest): boolean {
  return request.stream_options?.include_usage === true
}
