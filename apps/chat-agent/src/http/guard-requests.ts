import type { Request, RequestHandler } from 'express'
import { AgentError } from './agent-error.ts'

/**
 * Names of this machine. On a loopback address a page of any site in a browser reaches the agent, and sends the name of
 * its own.
 */
const LOOPBACK_NAMES: readonly string[] = ['localhost', '127.0.0.1', '[::1]']
/** Orchestrators know a process by its address alone, and learn here only whether it lives. */
const PROBES = new Set(['/healthz', '/readyz'])
const HOST = /^(\[[^\]]*\]|[^:]*)(?::\d*)?$/

export interface RequestGuardOptions {
  /** True where the agent listens on a loopback address. */
  readonly isLoopback: boolean
  /**
   * Further names that a request may send as `Host`, in lower case, without a port. Absent off loopback: every name.
   */
  readonly allowedHosts: readonly string[] | undefined
  /** True where everybody knows a key that opens this agent: then nobody may come through a proxy. */
  readonly hasPublicKeys: boolean
}

/**
 * Refuses what a browser or a proxy carries from where nobody was let in: a `Host` that is not this agent's (a name
 * that an attacker points here), and a proxy before an agent whose keys are public.
 */
export function guardRequests({ isLoopback, allowedHosts, hasPublicKeys }: RequestGuardOptions): RequestHandler {
  const names = isLoopback
    ? new Set([...LOOPBACK_NAMES, ...(allowedHosts ?? [])])
    : allowedHosts && new Set(allowedHosts)
  return (request, _response, next) => {
    assertOneHost(request)
    if (!PROBES.has(request.path)) {
      if (names !== undefined) for (const host of hostsOf(request)) assertHost(host, names)
      if (hasPublicKeys) assertDirect(request)
    }
    next()
  }
}

/**
 * Refuses a page of another origin: for routes that change something and that only this agent's own pages may ask for.
 */
export const ownOriginOnly: RequestHandler = (request, _response, next) => {
  const { origin, host } = request.headers
  const own = URL.parse(`${schemeOf(request)}://${host ?? ''}`)?.origin
  if (origin === undefined || (own !== undefined && URL.parse(origin)?.origin === own)) return next()
  throw refused(
    'Origin',
    `Origin must be this agent's own, ${own ?? 'which Host does not name'}; it is ${origin.slice(0, 100)}. A proxy that takes https says so in X-Forwarded-Proto.`,
  )
}

/** The scheme that the caller used: the agent's own, or what a proxy before it says. No page can say it instead. */
function schemeOf({ headers }: Request): string {
  const said = String(headers['x-forwarded-proto'] ?? /proto="?(\w+)/i.exec(headers.forwarded ?? '')?.[1] ?? '')
  return said.split(',')[0]?.trim().toLowerCase() === 'https' ? 'https' : 'http'
}

/** Refuses a request that came through a proxy. */
export const directOnly: RequestHandler = (request, _response, next) => {
  assertDirect(request)
  next()
}

/** The names that a request is for: a proxy's form of a request has one in its first line too. */
function hostsOf({ originalUrl, headers }: Request): readonly string[] {
  const host = headers.host ?? ''
  return originalUrl.startsWith('/') ? [host] : [host, URL.parse(originalUrl)?.host ?? '']
}

/** Node keeps the first of two and a proxy may go by the second: which of them was checked would be anybody's guess. */
function assertOneHost({ rawHeaders }: Request): void {
  const names = rawHeaders.filter((_, index) => index % 2 === 0)
  const count = names.filter((name) => name.toLowerCase() === 'host').length
  if (count <= 1) return
  throw new AgentError('invalid_request', `Host must be given once; it is given ${count} times.`, {
    details: { field: 'Host' },
  })
}

function assertHost(host: string, names: ReadonlySet<string>): void {
  const name = HOST.exec(host.toLowerCase())?.[1]
  if (name !== undefined && names.has(name)) return
  throw refused(
    'Host',
    `Host must be one of ${[...names].join(', ')}; it is ${host.slice(0, 100)}. ALLOWED_HOSTS adds names.`,
  )
}

function assertDirect({ headers }: Request): void {
  const sign = Object.keys(headers).find((name) => name === 'forwarded' || name.startsWith('x-forwarded-'))
  if (sign === undefined) return
  throw refused(sign, `${sign} must be absent while the keys are the public ones. Set keys of your own to use a proxy.`)
}

function refused(field: string, message: string): AgentError {
  return new AgentError('forbidden', message, { details: { field } })
}
