import type { NextFunction, Request, RequestHandler, Response } from 'express'
import { ApiFault, invalidField } from './api-fault.ts'
import { readTarget } from './request-target.ts'

/**
 * The hosts that a server takes for its own on a loopback address, where a page of any site in a browser on this
 * machine reaches it.
 */
export const LOOPBACK_HOSTS: readonly string[] = ['localhost', '127.0.0.1', '[::1]']

/** Probes come from orchestrators that know a process by its address alone, and learn nothing but whether it lives. */
const PROBES = new Set(['/healthz', '/readyz'])

export interface RequestGuardOptions {
  /** Names that a request may have sent as `Host`, in lower case and without a port; `undefined`: not checked. */
  readonly hosts: readonly string[] | undefined
  /** True where the server's key is one that everybody knows: then nobody may come through a proxy. */
  readonly refuseForwarded: boolean
  /** First pieces of paths that no page of another origin may ask for. */
  readonly ownOriginOnly: readonly string[]
}

/**
 * Refuses requests that a browser or a proxy carries from where nobody was let in: another `Host` (a name that an
 * attacker points here), a proxy before a server with the default key, and a page of another origin where the server
 * can be changed. The key is asked for elsewhere, and of everybody.
 */
export function guardRequests({ hosts, refuseForwarded, ownOriginOnly }: RequestGuardOptions): RequestHandler {
  return (request: Request, _response: Response, next: NextFunction): void => {
    const { pathname, authority } = readTarget(request)
    requireOneHost(request)
    if (!PROBES.has(pathname)) {
      if (hosts !== undefined) {
        for (const host of authority === undefined ? [request.headers.host] : [authority, request.headers.host]) {
          requireHost(host, hosts)
        }
      }
      if (refuseForwarded) requireDirect(request)
      const family = pathname.split('/', 2)[1]?.toLowerCase()
      if (family !== undefined && ownOriginOnly.includes(family)) requireOwnOrigin(request)
    }
    next()
  }
}

/** Node keeps the first of two and a proxy may go by the second: which of them was checked would be anybody's guess. */
function requireOneHost({ rawHeaders }: Request): void {
  const names = rawHeaders.filter((_, index) => index % 2 === 0)
  const count = names.filter((name) => name.toLowerCase() === 'host').length
  if (count > 1) throw invalidField('Host', `Host must be given once; it is given ${count} times.`)
}

function requireHost(host: string | undefined, hosts: readonly string[]): void {
  const [, name] = (host === undefined ? null : /^(\[[^\]]*\]|[^:]*)(?::\d*)?$/.exec(host.toLowerCase())) ?? []
  if (name !== undefined && hosts.includes(name)) return
  throw refused(
    'Host',
    `Host must be one of ${hosts.join(', ')}; it is ${host ?? 'missing'}. ALLOWED_HOSTS adds names.`,
  )
}

function requireDirect({ headers }: Request): void {
  const sign = Object.keys(headers).find((name) => name === 'forwarded' || name.startsWith('x-forwarded-'))
  if (sign === undefined) return
  throw refused(sign, 'A server with the default API key must not be reached through a proxy. Set API_KEY.')
}

function requireOwnOrigin(request: Request): void {
  const { origin, host } = request.headers
  if (origin === undefined) return
  const own = host === undefined ? undefined : URL.parse(`${schemeOf(request)}://${host}`)?.origin
  if (own !== undefined && URL.parse(origin)?.origin === own) return
  throw refused(
    'Origin',
    `Origin must be the server's own, ${own ?? 'which Host does not name'}; it is ${origin}. A proxy that takes https says so in X-Forwarded-Proto.`,
  )
}

/** The scheme that the caller used: the server's own, or what a proxy before it says. No page can say it instead. */
function schemeOf({ headers }: Request): string {
  const forwarded = headers.forwarded === undefined ? null : /proto="?(\w+)/i.exec(headers.forwarded)
  const said = String(headers['x-forwarded-proto'] ?? forwarded?.[1])
  return said.split(',')[0]?.trim().toLowerCase() === 'https' ? 'https' : 'http'
}

function refused(field: string, message: string): ApiFault {
  return new ApiFault({ code: 'USER_NOT_ALLOWED', field, message })
}
