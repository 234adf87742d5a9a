import { type LookupAddress, type LookupOptions, lookup as lookupName } from 'node:dns'
import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { LookupFunction } from 'node:net'
import type { WebhookTargets } from './webhook-targets.ts'

/** The options that a delivery gives to `fetch`. */
interface PostOptions {
  readonly method?: string
  readonly headers?: unknown
  readonly body?: unknown
  readonly signal?: AbortSignal | null
}

/**
 * A `fetch` for deliveries that looks at the address which a name resolves to, in the moment of the connection: a name
 * that was public when the webhook was made may be private by then. Redirects are not followed; of an answer only the
 * status is read. `lookup` is the system's, another one in tests.
 */
export function guardedFetch(targets: WebhookTargets, lookup: typeof lookupName = lookupName): typeof fetch {
  return (input, options: PostOptions = {}) =>
    new Promise((resolve, reject) => {
      const url = new URL(String(input))
      const send = url.protocol === 'https:' ? requestHttps : requestHttp
      const request = send(
        url,
        {
          method: options.method ?? 'GET',
          headers: Object.fromEntries(new Headers(options.headers as Record<string, string>)),
          // One connection a delivery: one that is kept could have been made under other rules.
          agent: false,
          lookup: guardedLookup(targets, url, lookup),
          ...(options.signal && { signal: options.signal }),
        },
        (response) => {
          // The rest is of no interest, and a receiver that never ends it holds nothing.
          response.on('error', () => {})
          response.destroy()
          resolve(new Response(null, { status: statusOf(response.statusCode ?? 500) }))
        },
      )
      request.on('error', reject)
      request.end(options.body as string | undefined)
    })
}

/** A `Response` holds 200 to 599 only; anything else is no receipt. */
const statusOf = (status: number): number => (status >= 200 && status <= 599 ? status : 502)

function guardedLookup(targets: WebhookTargets, url: URL, lookup: typeof lookupName): LookupFunction {
  return (hostname, options: LookupOptions, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      if (error !== null) {
        callback(error, '')
        return
      }
      const allowed = addresses.filter(({ address }) => targets.allowsAddress(url, address))
      const [first] = allowed
      if (first === undefined) {
        callback(new Error(`the address of ${url.host} is not allowed; the operator can list it in WEBHOOK_HOSTS`), '')
      } else if (options.all === true) callback(null, allowed)
      else callback(null, first.address, first.family)
    })
  }
}
