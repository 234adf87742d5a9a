import { z } from 'zod'
import { modelId } from '../http/model-id.ts'

/** Most choices of one completion, as OpenAI has it. */
const MAX_CHOICES = 128

const positiveInteger = z.int().min(1).max(1_000_000_000)

/** Only what the gate needs is looked at; every other member goes to the provider as it came. */
export const completionRequestSchema = z.looseObject({
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
