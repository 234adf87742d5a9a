import { z } from 'zod'
import { invalidRequest } from '../http/chat-request.ts'

const positiveInteger = z.int().min(1).max(1_000_000_000)

/** Only what the gate needs is looked at; every other member goes to the provider as it came. */
const completionRequestSchema = z.looseObject({
  model: z.string().min(1).max(100),
  messages: z.array(z.looseObject({})).min(1),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
  max_tokens: positiveInteger.nullish(),
  max_completion_tokens: positiveInteger.nullish(),
  n: z.int().min(1).max(128).nullish(),
})

/** A chat completion as a client of OpenAI's protocol asks for it. */
export type CompletionRequest = z.infer<typeof completionRequestSchema>

/** Bytes of a token, roughly, in the JSON of a prompt. */
const BYTES_PER_TOKEN = 4

/** Models that refuse `max_tokens` and want `max_completion_tokens`: OpenAI's reasoning models. */
const REASONING_MODEL = /^(o\d|gpt-5)/

/** Reads the body of `POST /v1/chat/completions`. Throws `invalid_request` naming the field. */
export function completionRequestFromWire(body: unknown): CompletionRequest {
  const result = completionRequestSchema.safeParse(body)
  if (!result.success) throw invalidRequest(result.error)
  return result.data
}

/** What the request may spend, as well as it is known before the provider counts. */
export function estimateTokens(request: CompletionRequest): { promptTokens: number; completionTokens?: number } {
  const prompt = JSON.stringify([request.messages, request['tools'], request['functions'], request['response_format']])
  const perChoice = request.max_completion_tokens ?? request.max_tokens ?? undefined
  return {
    promptTokens: Math.ceil(Buffer.byteLength(prompt) / BYTES_PER_TOKEN),
    ...(perChoice === undefined ? {} : { completionTokens: perChoice * choices(request) }),
  }
}

/**
 * The body that is sent to the provider: the caller's, with the usage of a stream always asked for, and with a limit of completion tokens that is
 * no higher than what was set aside, so that the budget holds.
 */
export function toProviderBody(request: CompletionRequest, maxCompletionTokens: number): CompletionRequest {
  const limit = Math.max(1, Math.floor(maxCompletionTokens / choices(request)))
  const named =
    request.max_completion_tokens != null
      ? 'max_completion_tokens'
      : request.max_tokens != null
        ? 'max_tokens'
        : undefined
  const parameter = named ?? (REASONING_MODEL.test(request.model) ? 'max_completion_tokens' : 'max_tokens')
  const asked = request[parameter]
  return {
    ...request,
    [parameter]: asked == null ? limit : Math.min(asked, limit),
    ...(request.stream === true ? { stream_options: { ...request.stream_options, include_usage: true } } : {}),
  }
}

/** Whether the caller asked to see the usage of a stream. */
export function wantsUsage(request: CompletionRequest): boolean {
  return request.stream_options?.include_usage === true
}

function choices(request: CompletionRequest): number {
  return request.n ?? 1
}
