import { BillingApiError } from './billing-api-error.ts'
import { callFactsOf } from './call-facts.ts'

/** The result of any call, which `unwrap` takes. */
export interface UnwrapResult {
  readonly data?: unknown
  readonly error?: unknown
  readonly response: Response
}

/** The data of a result that is a success. */
export type UnwrapData<Result extends UnwrapResult> = Result extends { readonly error?: never } ? Result['data'] : never

/**
 * Returns the data of a successful call; throws {@link BillingApiError} for every other answer. Errors of the
 * connection were already thrown by the call itself.
 *
 * @example
 * const meter = await unwrap(client.GET('/v1/meters/{idOrRef}', { params: { path: { idOrRef: 'prompt_tokens' } } }))
 */
export async function unwrap<Result extends UnwrapResult>(
  result: Result | Promise<Result>,
): Promise<UnwrapData<Result>> {
  const { data, error, response } = await result
  if (!response.ok) throw toApiError(error, response)
  return data as UnwrapData<Result>
}

// Enough of a proxy's page to recognise it in a log line, not enough to fill the log.
const EXCERPT_LENGTH = 200

function toApiError(error: unknown, response: Response): BillingApiError {
  const call = callFactsOf(response)
  const body = readErrorBody(error)
  return new BillingApiError({
    code: body.code ?? 'UNEXPECTED_RESPONSE',
    message: body.message ?? `HTTP ${response.status} without an error object: ${excerpt(error)}`,
    type: body.type === 'API_ERROR' || body.type === 'INVALID_REQUEST' ? body.type : undefined,
    field: body.field,
    resourceId: body.resource_id,
    resourceType: body.resource_type,
    status: response.status,
    requestId: response.headers.get('X-REQUEST-ID') ?? undefined,
    retryable: call?.retryable ?? false,
    retryAfterMs: call?.retryAfterMs,
    attempts: call?.attempts ?? 1,
    idempotencyKey: call?.idempotencyKey,
    cause: error,
  })
}

type ErrorMember = 'code' | 'message' | 'type' | 'field' | 'resource_id' | 'resource_type'

/**
 * Reads the API's members of an error body, each only when it is text. Anything else than its error object has none.
 */
function readErrorBody(error: unknown): { readonly [Member in ErrorMember]?: string | undefined } {
  if (typeof error !== 'object' || error === null || !('code' in error) || typeof error.code !== 'string') return {}
  const members = error as Record<string, unknown>
  const text = (name: ErrorMember): string | undefined => {
    const value = members[name]
    return typeof value === 'string' ? value : undefined
  }
  return {
    code: text('code'),
    message: text('message') ?? error.code,
    type: text('type'),
    field: text('field'),
    resource_id: text('resource_id'),
    resource_type: text('resource_type'),
  }
}

function excerpt(error: unknown): string {
  const text = typeof error === 'string' ? error : (JSON.stringify(error) ?? 'no body')
  return text.length > EXCERPT_LENGTH ? `${text.slice(0, EXCERPT_LENGTH)}…` : text
}
