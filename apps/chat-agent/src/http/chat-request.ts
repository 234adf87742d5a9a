import { z } from 'zod'
import { AgentError } from './agent-error.ts'
import { modelId } from './model-id.ts'

/** Characters of one message: about 8,000 tokens. Longer texts belong into a document store, not into a chat. */
const MAX_MESSAGE_CHARACTERS = 32_000

const chatRequestSchema = z.strictObject({
  message: z
    .string()
    .min(1)
    .max(MAX_MESSAGE_CHARACTERS)
    .refine(isText, 'must not have NUL or half of a surrogate pair'),
  model: modelId.optional(),
  thread_id: z
    .string()
    .regex(
      /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/,
      'must have 1 to 128 letters, digits and the signs . _ : - and start with a letter or digit',
    )
    .optional(),
  stream: z.boolean().optional(),
})

/** A chat request as the routes use it. */
export interface ChatRequest {
  readonly message: string
  readonly model: string | undefined
  readonly threadId: string | undefined
  readonly stream: boolean
}

/**
 * Reads the body of `POST /v1/chat`. Throws `invalid_request` naming the first field that is wrong; unknown fields are
 * wrong too.
 */
export function chatRequestFromWire(body: unknown): ChatRequest {
  const result = chatRequestSchema.safeParse(body)
  if (!result.success) throw invalidRequest(result.error)
  const { message, model, thread_id: threadId, stream } = result.data
  return { message, model, threadId, stream: stream ?? false }
}

/** The first issue of a failed validation as an answer. */
export function invalidRequest(error: z.ZodError): AgentError {
  const issue = error.issues[0]
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined
  const path = [...(issue?.path ?? []), ...(unknown === undefined ? [] : [unknown])].map(String).join('.')
  const field = path === '' ? 'body' : path
  const problem = unknown === undefined ? (issue?.message ?? 'is not valid') : 'is not a known field'
  return new AgentError('invalid_request', `${field}: ${problem}`, { details: { field } })
}

function isText(message: string): boolean {
  return message.isWellFormed() && !message.includes('\0')
}
