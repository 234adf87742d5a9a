import type { BillingClient } from './billing-client.ts'
import { type BillingClientOptions, readClientOptions } from './client-options.ts'
import type { paths } from './generated/schema.ts'
import { type CallInit, planRequest } from './plan-request.ts'
import { createRetryingFetch } from './retrying-fetch.ts'

interface UntypedResult {
  readonly data?: unknown
  readonly error?: unknown
  readonly response: Response
}

/**
 * Creates a client of the billing API. Sends nothing by itself; holds no connection of its own.
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
  const send = createRetryingFetch(settings)
  const call =
    (method: string) =>
    async (path: string, init: CallInit = {}): Promise<UntypedResult> => {
      const answer = await send(planRequest(settings, method, path, init))
      const { original } = answer
      return original.ok
        ? { data: answer.read(init.parseAs ?? 'json'), response: original }
        : { error: answer.readError(), response: original }
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
