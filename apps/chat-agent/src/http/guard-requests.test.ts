import { once } from 'node:events'
import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { errorHandler } from './error-handler.ts'
import { guardRequests, ownOriginOnly, type RequestGuardOptions } from './guard-requests.ts'

const loopback: RequestGuardOptions = { isLoopback: true, allowedHosts: undefined, hasPublicKeys: true }
const service: RequestGuardOptions = { isLoopback: false, allowedHosts: ['agent.example'], hasPublicKeys: false }

/** Asks an app behind the guard; the port of its own stands in for `<port>`. */
async function ask(
  options: RequestGuardOptions,
  path: string,
  headers: Readonly<Record<string, string>>,
): Promise<number> {
  const app = express().use(guardRequests(options))
  app.use('/operator', ownOriginOnly)
  app.use((_request, response) => void response.json({}))
  app.use(errorHandler(pino({ level: 'silent' })))
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const given = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, value.replace('<port>', String(port))]),
  )
  const call = request({ port, host: '127.0.0.1', path, headers: given }).end()
  const [response] = (await once(call, 'response')) as [{ statusCode: number; resume(): void }]
  response.resume()
  server.close()
  server.closeAllConnections()
  return response.statusCode
}

describe('guardRequests', () => {
  it.each<[string, RequestGuardOptions, string, Record<string, string>, number]>([
    ['a name of this machine', loopback, '/v1/usage', { host: 'localhost:<port>' }, 200],
    ['its address', loopback, '/v1/usage', { host: '127.0.0.1:<port>' }, 200],
    ['its other address, on another port', loopback, '/v1/usage', { host: '[::1]:1' }, 200],
    ['a name that an attacker points here', loopback, '/v1/usage', { host: 'evil.example:<port>' }, 403],
    ['a name that begins like one of this machine', loopback, '/', { host: 'localhost.evil.example' }, 403],
    ['a name with a part before it', loopback, '/', { host: 'evil@localhost' }, 403],
    ['a whole URL in the first line', loopback, 'http://evil.example/v1/usage', { host: 'localhost' }, 403],
    ['a probe by any name', loopback, '/healthz', { host: 'evil.example' }, 200],
    ['a probe for readiness by any name', loopback, '/readyz', { host: 'evil.example' }, 200],
    ['a name that was allowed', { ...loopback, allowedHosts: ['agent.test'] }, '/', { host: 'AGENT.test' }, 200],
    ['a proxy before public keys', loopback, '/', { host: 'localhost', 'x-forwarded-for': '1.2.3.4' }, 403],
    ['a proxy that says so in the standard way', loopback, '/', { host: 'localhost', forwarded: 'for=1.2.3.4' }, 403],
    [
      'a proxy before keys of its own',
      { ...loopback, hasPublicKeys: false },
      '/',
      { host: 'localhost', 'x-forwarded-for': '1.2.3.4' },
      200,
    ],
    ['a service by its name', service, '/v1/usage', { host: 'agent.example' }, 200],
    ['a service by another', service, '/v1/usage', { host: 'other.example' }, 403],
    ['a service that names none', { ...service, allowedHosts: undefined }, '/', { host: 'other.example' }, 200],
    [
      'an own page on an operator route',
      loopback,
      '/operator/x',
      { host: 'localhost:<port>', origin: 'http://localhost:<port>' },
      200,
    ],
    ['a program on an operator route', loopback, '/operator/x', { host: 'localhost:<port>' }, 200],
    [
      'a page of another site on an operator route',
      loopback,
      '/operator/x',
      { host: 'localhost:<port>', origin: 'http://evil.example' },
      403,
    ],
    [
      'a page of another port on an operator route',
      loopback,
      '/operator/x',
      { host: 'localhost:<port>', origin: 'http://localhost:1' },
      403,
    ],
    [
      'a page of the same name by another scheme on an operator route',
      loopback,
      '/operator/x',
      { host: 'localhost:<port>', origin: 'https://localhost:<port>' },
      403,
    ],
    [
      'an own page behind a proxy that takes https',
      service,
      '/operator/x',
      { host: 'agent.example', origin: 'https://agent.example', 'x-forwarded-proto': 'https' },
      200,
    ],
    [
      'a page by http of what a proxy has by https',
      service,
      '/operator/x',
      { host: 'agent.example', origin: 'http://agent.example', 'x-forwarded-proto': 'https' },
      403,
    ],
    [
      'a page without an origin on an operator route',
      loopback,
      '/operator/x',
      { host: 'localhost:<port>', origin: 'null' },
      403,
    ],
    [
      'a page of another site elsewhere, which has no key',
      loopback,
      '/v1/usage',
      { host: 'localhost:<port>', origin: 'http://evil.example' },
      200,
    ],
  ])('%s', async (_, options, path, headers, status) => {
    expect(await ask(options, path, headers)).toBe(status)
  })
})
