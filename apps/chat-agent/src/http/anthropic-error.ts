import type { AgentError } from './agent-error.ts'

/** Types of errors by status, as Anthropic documents them. */
const TYPES: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  504: 'timeout_error',
}

/** Writes an error as Anthropic's clients read it; its code and its details are those of every other route. */
export function anthropicError(error: AgentError, requestId: unknown): object {
  const type = TYPES[error.status] ?? (error.status < 500 ? 'invalid_request_error' : 'api_error')
  return { type: 'error', error: { ...error.toWire().error, type }, request_id: requestId }
}
