import createClient from 'openapi-fetch'
import type { BillingClient } from './billing-client.ts'
import type { BufferedAnswer } from './buffered-answer.ts'
import { type BillingClientOptions, readClientOptions } from './client-options.ts'
import type { paths } from './generated/schema.ts'
import { PlannedRequest } from './planned-request.ts'
import { createRetryingFetch } from './retrying-fetch.ts'
import { serializePath } from './serialize-path.ts'
import { serializeQuery } from './serialize-query.ts'

interface UntypedOptions {
  readonly params?: { readonly path?: Readonly<Record<string, unknown>> }
  readonly parseAs?: string
  readonly headers?: Readonly<Record<string, string>>
}

interface UntypedResult {
  readonly data?: unknown
  readonly error?: unknown
  readonly response: Response
}

type Method = keyof BillingClient

/** openapi-fetch hands out what its `fetch` gave it as the response. */
interface CoreResult {
  readonly data?: unknown
  readonly error?: unknown
  readonly response: BufferedAnswer
}

type CoreCall = (path: string, options: object) => Promise<CoreResult>

/**
 * A client of the billing API. Sends nothing by itself; holds no connection of its own.
 *
 * `Paths` is the contract: by default that of this package, or the `paths` generated from another document.
 *
 * @throws BillingConfigurationError for an option that is missing, unknown or out of range.
 * @example
 * const client = createBillingClient({ apiKey: 'local-test-key', baseUrl: LOCAL_BASE_URL })
 * const { data, error } = await client.GET('/v1/meters/{idOrRef}', { params: { path: { idOrRef: 'prompt_tokens' } } })
 */
export function createBillingClient<Paths = paths>(options: BillingClientOptions): BillingClient<Paths> {
  const settings = readClientOptions(options)
  // openapi-fetch types its request as the platform's Request; it only ever constructs it and hands it to `fetch`.
  const core = createClient({
    baseUrl: settings.baseUrl,
    headers: settings.headers,
    Request: PlannedRequest as unknown as typeof Request,
    fetch: createRetryingFetch(settings) as unknown as (request: Request) => Promise<Response>,
    querySerializer: serializeQuery,
    // Paths are filled below: openapi-fetch sends `{id}` itself when a call has no path values at all.
    pathSerializer: (path) => path,
  }) as unknown as Readonly<Record<Method, CoreCall>>
  const call =
    (method: Method) =>
    async (path: string, init?: UntypedOptions): Promise<UntypedResult> => {
      const expectsJson = init?.parseAs === undefined || init.parseAs === 'json'
      const headers = expectsJson ? init?.headers : { Accept: '*/*', ...init?.headers }
      const url = serializePath(path, init?.params?.path ?? {})
      const { data, error, response } = await core[method](url, { ...init, headers, expectsJson })
      const answer = response.original
      if (answer.ok) return { data, response: answer }
      // An error without a body must not look like a success to `if (error)`.
      const told = error === undefined || error === '' ? `HTTP ${answer.status} ${answer.statusText}`.trim() : error
      return { error: told, response: answer }
    }
  const untyped = {
    GET: call('GET'),
    POST: call('POST'),
    PUT: call('PUT'),
    PATCH: call('PATCH'),
    DELETE: call('DELETE'),
  }
  // The types of the calls are those of the contract; nothing at run time can tell them apart.
  return untyped as unknown as BillingClient<Paths>
}
