import { BillingConfigurationError } from './billing-configuration-error.ts'
import type { ClientSettings } from './client-options.ts'
import { isHeaderValue } from './header-value.ts'
import type { ParseAs } from './operation.ts'
import { serializePath } from './serialize-path.ts'
import { serializeQuery } from './serialize-query.ts'

type Values = Readonly<Record<string, unknown>>

/** The second argument of a call, as far as nothing at run time can know its types. */
export interface CallInit {
  readonly params?: { readonly path?: Values; readonly query?: Values; readonly header?: Values }
  readonly body?: unknown
  readonly parseAs?: ParseAs
  readonly headers?: Values
  readonly bodySerializer?: (body: unknown) => string
  readonly signal?: AbortSignal | null
}

/** A request that every attempt of one call sends in the same way. */
export interface PlannedRequest {
  readonly method: string
  /** The URL without its query: the name under which reports and errors know the call. */
  readonly url: string
  /** The query with its question mark, or nothing. */
  readonly query: string
  /** Names in lower case, so that a name that is spelled otherwise is the same header. */
  readonly headers: Record<string, string>
  readonly body: string | FormData | undefined
  readonly signal: AbortSignal | undefined
  /** True where a success answer must be JSON. */
  readonly expectsJson: boolean
}

/** Fills the path, the query, the headers and the body of a call. Throws BillingConfigurationError; sends nothing. */
export function planRequest(settings: ClientSettings, method: string, path: string, init: CallInit): PlannedRequest {
  const { params, body, parseAs = 'json', bodySerializer = JSON.stringify } = init
  const query = params?.query === undefined ? '' : serializeQuery(params.query)
  const expectsJson = parseAs === 'json'
  const sent = body === undefined || body instanceof FormData ? body : bodySerializer(body)
  // A form brings the boundary of its parts along in a type of its own, which the runtime writes.
  const headers: Record<string, string> =
    typeof sent === 'string' ? { 'content-type': 'application/json', ...settings.headers } : { ...settings.headers }
  if (!expectsJson) headers['accept'] = '*/*'
  if (init.headers !== undefined) addHeaders(headers, 'headers', init.headers, settings)
  if (params?.header !== undefined) addHeaders(headers, 'params.header', params.header, settings)
  return {
    method,
    url: settings.baseUrl + serializePath(path, params?.path),
    query: query === '' ? '' : `?${query}`,
    headers,
    body: sent,
    signal: init.signal ?? undefined,
    expectsJson,
  }
}

/**
 * Adds the headers of one call. A header that the client answers for itself, such as its key, is not replaced:
 * generated types may ask for it in every call, and a call with another key would be made in somebody else's name.
 */
function addHeaders(headers: Record<string, string>, option: string, given: Values, settings: ClientSettings): void {
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || value === null) continue
    const known = name.toLowerCase()
    const text = String(value)
    if (settings.ownHeaders.has(known)) {
      if (text === settings.headers[known]) continue
      throw new BillingConfigurationError({
        option: `${option}.${name}`,
        message: `${option}.${name} must be left out, since the client sends its own. For another value, create another client.`,
      })
    }
    // An empty key protects nothing, and counts as none.
    if (known === 'idempotency-key' && text === '') continue
    if (!isHeaderValue(text)) {
      throw new BillingConfigurationError({
        option: `${option}.${name}`,
        message: `${option}.${name} must be printable ASCII text, not empty, without space around it.`,
      })
    }
    headers[known] = text
  }
}
