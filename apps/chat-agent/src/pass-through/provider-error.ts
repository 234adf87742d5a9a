import { ProviderFailure } from '../agent/provider-failure.ts'
import { AgentError } from '../http/agent-error.ts'
import { errorFromProvider } from '../http/error-from-provider.ts'

/** The longest part of a provider's error that is read, and the longest message that is handed on. */
const MAX_ERROR_BYTES = 64 * 1024
const MAX_MESSAGE_CHARACTERS = 500

/** Statuses with which a provider speaks of the request itself: only these say something to the caller. */
const ABOUT_THE_REQUEST = new Set([400, 404, 413, 422])

/**
 * A provider's refusal as the answer to the caller. What is about the request is passed on (message, param, code); what
 * is about this agent's account at the provider, or the provider's own trouble, is not: it goes to the log.
 */
export async function providerErrorFromAnswer(answer: Response, model: string): Promise<AgentError> {
  const text = await readLimited(answer).catch(() => '')
  const cause = new ProviderFailure(
    model,
    Object.assign(new Error(text.slice(0, MAX_MESSAGE_CHARACTERS)), {
      status: answer.status,
      headers: answer.headers,
    }),
  )
  if (!ABOUT_THE_REQUEST.has(answer.status)) return errorFromProvider(cause)
  const error = errorMember(text)
  const message =
    typeof error['message'] === 'string'
      ? error['message'].slice(0, MAX_MESSAGE_CHARACTERS)
      : 'The provider refused the request'
  return new AgentError('invalid_request', message, {
    status: answer.status,
    details: { param: textOf(error['param']), provider_code: textOf(error['code']) },
    cause,
  })
}

/** The text of an error; empty where it is longer than any that is read. */
async function readLimited({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  // Leaving the loop ends the provider's answer.
  for await (const chunk of body ?? []) {
    size += chunk.length
    if (size > MAX_ERROR_BYTES) return ''
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

function errorMember(text: string): Readonly<Record<string, unknown>> {
  try {
    const body: unknown = JSON.parse(text)
    if (
      typeof body === 'object' &&
      body !== null &&
      'error' in body &&
      typeof body.error === 'object' &&
      body.error !== null
    ) {
      return body.error as Readonly<Record<string, unknown>>
    }
  } catch {
    // Not JSON: there is nothing to pass on.
  }
  return {}
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value.slice(0, MAX_MESSAGE_CHARACTERS) : undefined
}
