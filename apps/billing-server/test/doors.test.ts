import { existsSync } from 'node:fs'
import { createServer, request as httpRequest, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { BillingServerConfig } from '../src/config.ts'
import { pgliteEngines } from './test-engines.ts'
import { apiKey, TestServer } from './test-server.ts'

const OWN_KEY = 'a-key-that-nobody-else-knows'

type Asked = readonly [method: string, path: string, body: object | undefined]

const LOCAL: readonly Asked[] = [
  ['GET', '/local/clock', undefined],
  ['POST', '/local/clock', { advance: 'P1Y' }],
  ['POST', '/local/reset', undefined],
  ['GET', '/local/faults', undefined],
  ['PUT', '/local/faults', { error_rate: 1 }],
]
const OPERATOR: readonly Asked[] = [
  ['POST', '/operator/what-if', { from: '2026-01-01', to: '2026-02-01', pricing_plan_reference: 'x' }],
  ['GET', '/operator/pricing-notices', undefined],
  ['GET', '/operator/conflicts', undefined],
  ['GET', '/operator/invoices/invo_00000000000000000000.html', undefined],
  ['POST', '/operator/attempts', { attempts: [] }],
  ['GET', '/operator/attempts', undefined],
  ['GET', '/operator/attempts/a:b:1', undefined],
  ['PUT', '/operator/agents/one', {}],
  ['GET', '/operator/agents', undefined],
]

interface Answer {
  readonly status: number
  readonly code: unknown
  readonly field: unknown
}

/** Sends headers that `fetch` keeps for itself, such as `Host`. */
function send(
  url: string,
  method: string,
  target: string,
  headers: Readonly<Record<string, string>>,
  body = '',
): Promise<Answer> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const request = httpRequest({ hostname, port, method, path: target, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        text += chunk
      })
      response.on('end', () => {
        const isJson = response.headers['content-type']?.startsWith('application/json') === true
        const answer = (isJson ? JSON.parse(text) : {}) as { code?: unknown; field?: unknown }
        resolve({ status: response.statusCode ?? 0, code: answer.code, field: answer.field })
      })
    })
    request.on('error', reject)
    request.end(body)
  })
}

describe.each(pgliteEngines)('the doors of a server, on $name', (engine) => {
  const servers = new Map<string, TestServer>()
  const serverWith = async (name: string, overrides: Partial<BillingServerConfig> = {}): Promise<TestServer> => {
    const started = servers.get(name) ?? (await TestServer.start(engine, overrides))
    servers.set(name, started)
    return started
  }
  afterAll(async () => {
    for (const server of servers.values()) await server.stop()
  })

  const byDefault = () => serverWith('by default')
  const withOwnKey = () => serverWith('own key', { apiKey: OWN_KEY, allowedHosts: ['billing.example'] })
  const open = () => serverWith('open', { host: '0.0.0.0', apiKey: OWN_KEY, localControls: false })
  const named = () =>
    serverWith('named', { host: '0.0.0.0', apiKey: OWN_KEY, allowedHosts: ['billing.example', '[fd00::1]'] })
  const portOf = (server: TestServer) => new URL(server.server.url).port

  it.each([...LOCAL, ...OPERATOR])('%s %s needs the key', async (method, path, body) => {
    const server = await byDefault()
    for (const key of ['', 'local-test-kez']) {
      const answer = await server.call(method, path, body, { 'x-api-key': key })
      expect([answer.status, answer.body.code]).toEqual([401, 'UNAUTHORISED'])
    }
    expect((await server.call(method, path, body)).status).not.toBe(401)
    await server.must('PUT', '/local/faults', {})
  })

  it.each(['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/plain'])(
    'are closed to the content type %s of a form, with a body and without',
    async (type) => {
      const server = await byDefault()
      for (const [method, path] of [...LOCAL, ...OPERATOR].filter(([verb]) => verb !== 'GET')) {
        for (const body of ['{"advance":"P1Y"}', '']) {
          const answer = await server.call(method, path, body, { 'content-type': type })
          expect([answer.status, answer.body.code], path).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE'])
        }
      }
    },
  )

  it('keep the operator in, and the local controls out, where those were not asked for', async () => {
    const server = await open()
    const headers = { 'x-api-key': OWN_KEY }
    for (const [method, path, body] of LOCAL) {
      expect((await server.call(method, path, body, headers)).status, path).toBe(404)
    }
    expect((await server.call('GET', '/operator/conflicts', undefined, headers)).body).toEqual({ data: [] })
  })

  it.each<[where: string, start: () => Promise<TestServer>, host: string, isTaken: boolean]>([
    ['on loopback', byDefault, 'localhost', true],
    ['on loopback', byDefault, 'LOCALHOST:1', true],
    ['on loopback', byDefault, '127.0.0.1:65535', true],
    ['on loopback', byDefault, '[::1]:4000', true],
    ['on loopback', byDefault, 'billing.example', false],
    ['on loopback', byDefault, 'localhost.evil.example', false],
    ['on loopback', byDefault, '127.0.0.1.evil.example:4000', false],
    ['on loopback', byDefault, 'localhost:4000@evil.example', false],
    ['on loopback with names', withOwnKey, 'billing.example:443', true],
    ['on loopback with names', withOwnKey, '127.0.0.1', true],
    ['on loopback with names', withOwnKey, 'other.example', false],
    ['elsewhere', open, 'whatever.example', true],
    ['elsewhere with names', named, 'billing.example:8443', true],
    ['elsewhere with names', named, '[fd00::1]', true],
    ['elsewhere with names', named, 'localhost', false],
  ])('%s are for the Host they should be: $2', async (_, start, host, isTaken) => {
    const server = await start()
    const { url } = server.server
    const headers = { host, 'x-api-key': server.config.apiKey }
    const refused = { status: 403, code: 'USER_NOT_ALLOWED', field: 'Host' }
    for (const path of ['/v1/meters', '/operator/conflicts', '/metrics']) {
      const answer = await send(url, 'GET', path, headers)
      if (isTaken) expect(answer.status, path).toBe(200)
      else expect(answer, path).toEqual(refused)
    }
    // Probes know the process by its address.
    for (const path of ['/healthz', '/readyz']) expect((await send(url, 'GET', path, headers)).status).toBe(200)
  })

  it('are not opened by the name of a proxy, in a target that is a whole URL', async () => {
    const server = await byDefault()
    const headers = { host: 'localhost', 'x-api-key': apiKey }
    const answer = await send(server.server.url, 'GET', 'http://evil.example/v1/meters', headers)
    expect([answer.status, answer.field]).toEqual([403, 'Host'])
    expect((await send(server.server.url, 'GET', 'http://localhost/v1/meters', headers)).status).toBe(200)
  })

  it('take one Host, not two', async () => {
    const server = await byDefault()
    const { port, hostname } = new URL(server.server.url)
    for (const path of ['/v1/meters', '/local/clock', '/metrics', '/healthz']) {
      const answer = await new Promise<string>((resolve, reject) => {
        const socket = connect(Number(port), hostname)
        let text = ''
        socket.on('data', (chunk) => {
          text += chunk.toString()
        })
        socket.on('end', () => resolve(text))
        socket.on('error', reject)
        const hosts = ['localhost', 'evil.example'].map((name) => `Host: ${name}`)
        const lines = [`GET ${path} HTTP/1.1`, ...hosts, `X-API-KEY: ${apiKey}`, 'Connection: close', '', '']
        socket.write(lines.join('\r\n'))
      })
      expect(answer.slice(0, 12), path).toBe('HTTP/1.1 400')
      expect(answer, path).toContain('Host must be given once; it is given 2 times.')
    }
  })

  it.each(['Forwarded', 'X-Forwarded-For', 'x-forwarded-proto', 'X-Forwarded-Anything'])(
    'are closed to a proxy that says %s while everybody knows the key',
    async (name) => {
      const headers = { [name]: 'for=203.0.113.7' }
      const server = await byDefault()
      for (const path of ['/v1/meters', '/local/clock', '/operator/conflicts']) {
        const answer = await server.call('GET', path, undefined, headers)
        expect([answer.status, answer.body.code], path).toEqual([403, 'USER_NOT_ALLOWED'])
        expect(answer.body.message).toContain('API_KEY')
      }
      expect((await server.call('GET', '/healthz', undefined, headers)).status).toBe(200)
      const own = await withOwnKey()
      expect((await own.call('GET', '/v1/meters', undefined, { ...headers, 'x-api-key': OWN_KEY })).status).toBe(200)
    },
  )

  it.each<[origin: (port: string) => string, isOwn: boolean]>([
    [(port) => `http://127.0.0.1:${port}`, true],
    [(port) => `http://localhost:${port}`, false],
    [(port) => `https://127.0.0.1:${port}`, false],
    [() => 'http://127.0.0.1:3000', false],
    [() => 'https://evil.example', false],
    [() => 'null', false],
    [() => 'no origin at all', false],
  ])('are for pages of their own origin only: %s', async (origin, isOwn) => {
    const server = await byDefault()
    const headers = { origin: origin(portOf(server)) }
    for (const [method, path, body] of [...LOCAL, ...OPERATOR]) {
      const answer = await server.call(method, path, body, headers)
      if (isOwn) expect(answer.status, path).not.toBe(403)
      else expect([answer.status, answer.body.field], path).toEqual([403, 'Origin'])
    }
    if (isOwn) await server.must('PUT', '/local/faults', {})
    expect((await server.call('GET', '/desk/', undefined, headers)).status).toBe(isOwn ? 404 : 403)
  })

  it.each<[proxy: Record<string, string>, origin: string, isOwn: boolean]>([
    [{ 'x-forwarded-proto': 'https' }, 'https://billing.example', true],
    [{ 'x-forwarded-proto': 'https' }, 'http://billing.example', false],
    [{ forwarded: 'for=192.0.2.1;proto=https;host=billing.example' }, 'https://billing.example', true],
    [{ 'x-forwarded-for': '192.0.2.1' }, 'https://billing.example', false],
    [{ 'x-forwarded-for': '192.0.2.1' }, 'http://billing.example', true],
  ])('know the scheme of their own pages by the proxy: %j, %s', async (proxy, origin, isOwn) => {
    const server = await named()
    const headers = { host: 'billing.example', 'x-api-key': OWN_KEY, origin, ...proxy }
    const answer = await send(server.server.url, 'GET', '/operator/conflicts', headers)
    expect([answer.status, answer.field]).toEqual(isOwn ? [200, undefined] : [403, 'Origin'])
  })

  it('keep what a page answers to itself', async () => {
    const server = await byDefault()
    for (const path of ['/local/clock', '/operator/conflicts', '/local/nothing', '/operator/nothing']) {
      const { headers } = await server.call('GET', path)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('cache-control')).toBe('no-store')
      expect(headers.get('access-control-allow-origin')).toBeNull()
    }
  })

  it('still take the key after a reset', async () => {
    const server = await byDefault()
    await server.must('POST', '/local/reset')
    await server.must('GET', '/v1/meters')
  })
})

const candidates = [
  process.env['CHROMIUM_PATH'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
]
const executablePath = candidates.find((path) => path !== undefined && path !== '' && existsSync(path))
const mustRun = executablePath !== undefined || process.env['REQUIRE_SERVICES'] === '1'

/**
 * The requests that a page can try without the user's help: each way in which a browser sends one to another origin.
 */
const ATTACK = `async ([url, name, key]) => {
  const readings = []
  const attempts = []
  for (const base of [url, url.replace('127.0.0.1', 'localhost'), url.replace('127.0.0.1', name)]) {
    for (const [method, path, body] of [
      ['POST', '/local/reset', undefined], ['POST', '/local/clock', '{"advance":"P1Y"}'], ['PUT', '/local/faults', '{"error_rate":1}'],
      ['POST', '/operator/what-if', '{}'], ['GET', '/local/clock', undefined], ['GET', '/operator/conflicts', undefined], ['GET', '/v1/meters'],
      ['POST', '/v1/meters', '{"reference":"of-a-page"}'],
    ]) {
      for (const headers of [{}, { 'content-type': 'text/plain' }, { 'content-type': 'application/json' },
          { 'content-type': 'application/json', 'x-api-key': key }]) {
        for (const mode of ['cors', 'no-cors']) {
          attempts.push(fetch(base + path, { method, body, headers, mode, credentials: 'include' })
            .then(async (response) => { const text = await response.text(); if (response.type !== 'opaque') readings.push(path + ' ' + text) })
            .catch(() => {}))
        }
      }
      if (method === 'GET') {
        attempts.push(new Promise((done) => {
          const script = document.createElement('script')
          script.src = base + path
          script.onload = () => { readings.push('script ' + path); done() }
          script.onerror = done
          document.head.append(script)
        }))
      } else {
        for (const enctype of ['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data']) {
          const frame = document.createElement('iframe')
          frame.name = 'frame-' + Math.random()
          document.body.append(frame)
          const form = document.createElement('form')
          Object.assign(form, { method: 'post', action: base + path, enctype, target: frame.name })
          const field = document.createElement('input')
          Object.assign(field, { name: body ? body.slice(0, -1) + ',"x":"' : 'x', value: '"}' })
          form.append(field)
          document.body.append(form)
          attempts.push(new Promise((done) => { frame.onload = done; setTimeout(done, 5000) }))
          form.submit()
        }
      }
    }
  }
  await Promise.all(attempts)
  return readings
}`

describe.runIf(mustRun).each(pgliteEngines)(
  'a page of another origin in a browser, before a server on $name',
  (engine) => {
    let server: TestServer
    let page: Server
    let browser: Browser

    beforeAll(async () => {
      server = await TestServer.start(engine)
      page = createServer((_request, response) => {
        response.setHeader('content-type', 'text/html')
        response.end('<!doctype html><title>A page of somebody else</title><body></body>')
      })
      await new Promise<void>((resolve) => page.listen(0, '127.0.0.1', resolve))
      browser = await chromium.launch({
        executablePath: executablePath ?? 'chromium',
        // A name of the page's own that leads to the server, as DNS rebinding makes one.
        args: [
          '--no-sandbox',
          '--disable-gpu',
          '--disable-dev-shm-usage',
          '--host-resolver-rules=MAP rebound.example 127.0.0.1',
        ],
      })
    })
    afterAll(async () => {
      await browser?.close()
      page?.close()
      await server?.stop()
    })
    beforeEach(() => server.must('POST', '/local/reset'))

    it('changes nothing and reads nothing', async () => {
      await server.must('POST', '/v1/meters', { reference: 'stays-as-it-is', name: 'Stays' })
      const { url } = server.server
      const tab = await browser.newPage()
      const { port } = page.address() as AddressInfo
      await tab.goto(`http://127.0.0.1:${port}/`)
      expect(await tab.evaluate(`(${ATTACK})(${JSON.stringify([url, 'rebound.example', apiKey])})`)).toEqual([])
      // A page that took the server's own origin for itself by its name asks from there.
      await tab.goto(`${url.replace('127.0.0.1', 'rebound.example')}/healthz`)
      const rebound = await tab.evaluate(
        `Promise.all(['/local/clock', '/operator/conflicts', '/v1/meters'].map(async (path) =>
        (await fetch(path, { headers: { 'x-api-key': ${JSON.stringify(apiKey)} } })).status))`,
      )
      expect(rebound).toEqual([403, 403, 403])
      const { data } = await server.must('GET', '/v1/meters')
      expect(data.map(({ reference }: { reference: string }) => reference)).toEqual(['stays-as-it-is'])
      expect((await server.must('GET', '/local/clock')).offset_ms).toBe(0)
      expect(await server.must('GET', '/local/faults')).toMatchObject({ error_rate: 0 })
    })
  },
)
