import { connect } from 'node:net'
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { followGuide } from './guide.ts'
import { testEngines } from './test-engines.ts'
import { apiKey, TestServer } from './test-server.ts'

/** The server sends the slowest sender away after 15 s, on a machine that does nothing else. */
const TIMEOUT_MS = 60_000

describe.each(testEngines)('what nobody sends by accident, on $name', (engine) => {
  let server: TestServer
  let versionId: string
  beforeAll(async () => {
    server = await TestServer.start(engine)
    versionId = (await followGuide(server)).versionId
  })
  afterAll(() => server.stop())

  /** Sends bytes as they are on a connection of its own, and resolves with all that comes back before it ends. */
  const raw = (bytes: string | Buffer): Promise<string> =>
    new Promise((resolve, reject) => {
      const { hostname, port } = new URL(server.server.url)
      const socket = connect({ host: hostname, port: Number(port) }, () => socket.write(bytes))
      let answer = ''
      socket.setTimeout(TIMEOUT_MS, () => socket.destroy(new Error(`no end of the answer to ${String(bytes)}`)))
      socket.on('data', (chunk) => {
        answer += chunk.toString('latin1')
      })
      socket.on('error', reject)
      socket.on('close', () => resolve(answer))
    })
  const HEAD = `host: localhost\r\nx-api-key: ${apiKey}\r\nconnection: close\r\n`
  const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1])
  const isAlive = async () => expect((await server.call('GET', '/healthz')).status).toBe(200)

  it.each([
    'GET //',
    'GET ///',
    'GET //evil.example/v1/meters',
    'GET /\\',
    'GET /v1//meters',
    'GET /v1/meters/..%2f..%2flocal',
    'GET /v1/../local/clock/x',
    'GET /%00',
    'GET /v1/meters/%00',
    'GET /v1/meters/%ED%A0%80',
    'GET /v1/meters/%',
    'GET /v1/meters?%00=1',
    'GET /v1/meters?reference=%00',
    'GET /v1/meters?__proto__=1',
    'GET /v1/ingest/meter-data?customer_reference=%00',
    'GET /v1/ingest/meter-data?customer_id=%ED%A0%80',
    'GET /v1/ingest/meter-data?reference=%00',
    'GET /local/%00',
    'GET /local/%',
    'GET /local/nothing?%00',
    'DELETE /local/clock',
    'GET /operator/%00',
    'GET /operator/invoices/%00.html',
    'GET /operator/invoices/%ED%A0%80.html',
    'GET /operator/invoices/%E0%A4%A.html',
    'GET /operator/pricing-notices?pricing_plan_version_id=%00',
    'GET /operator/pricing-notices?pricing_plan_version_id=a&pricing_plan_version_id=b',
    'GET /operator/pricing-notices?pricing_plan_version_id[a]=b',
    'GET /operator/attempts/%00',
    'GET /operator/attempts/%E0%A4%A',
    'GET /operator/attempts?event_reference=%00',
    'GET /operator/attempts?customer_reference[a]=b',
    'GET /operator/attempts?__proto__=1',
    'PUT /operator/agents/%00',
    'PUT /operator/agents/%ED%A0%80',
    'OPTIONS *',
    'OPTIONS /v1/meters',
    'TRACE /v1/meters',
    'PROPFIND /v1/meters',
    'HEAD /v1/meters',
    'GET http://localhost',
    'GET http://localhost//',
    'GET http://[/v1/meters',
    'GET ?',
  ])('is refused or not found: %s', async (line) => {
    const status = statusOf(await raw(`${line} HTTP/1.1\r\n${HEAD}\r\n`))
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThan(500)
    await isAlive()
  })

  const WITH_BODY = [
    'POST /v1/meters',
    'POST /local/clock',
    'POST /local/reset',
    'PUT /local/faults',
    'POST /operator/what-if',
    'POST /operator/attempts',
    'PUT /operator/agents/one',
  ]
  const JSON_BODY = Buffer.from('{"advance":')
  const compressed: readonly (readonly [encoding: string, body: Buffer])[] = [
    ...['gzip', 'deflate', 'br', 'zstd'].map(
      (encoding) => [encoding, Buffer.from('{"name":"not compressed"}')] as const,
    ),
    ['gzip', gzipSync(JSON_BODY).subarray(0, 15)],
    ['deflate', deflateSync(JSON_BODY).subarray(0, 5)],
    ['br', brotliCompressSync(JSON_BODY).subarray(0, 5)],
    ['zstd', zstdCompressSync(JSON_BODY).subarray(0, 10)],
    ['gzip', gzipSync(Buffer.alloc(64 * 1024 * 1024, 0x20))],
    ['gzip', gzipSync(JSON_BODY)],
    ['gzip, gzip', gzipSync(gzipSync(JSON_BODY))],
    ['compress', JSON_BODY],
    ['', JSON_BODY],
    ['x', JSON_BODY],
  ]
  const post = (line: string, headers: string, body: Buffer) =>
    raw(
      Buffer.concat([Buffer.from(`${line} HTTP/1.1\r\n${HEAD}${headers}content-length: ${body.length}\r\n\r\n`), body]),
    )

  it.each(WITH_BODY)('is a body of %s that is not what its encoding says', async (line) => {
    for (const [encoding, body] of compressed) {
      const answer = await post(line, `content-type: application/json\r\ncontent-encoding: ${encoding}\r\n`, body)
      expect([400, 413, 415], `${encoding} of ${body.length} bytes: ${answer}`).toContain(statusOf(answer))
      expect(answer).toContain('"field":"body"')
    }
    await isAlive()
  })

  const NUL = '\\u0000'
  const HALF = '\\ud800'
  it.each(WITH_BODY)('is a body of %s that cannot be read or stored', async (line) => {
    for (const body of [
      '',
      '{',
      'null',
      '[]',
      '"x"',
      `{"name":"${NUL}"}`,
      `{"${NUL}":1}`,
      `{"now":"${HALF}"}`,
      `{"operations":["${NUL}"]}`,
      `{"from":"2026-01-01","to":"2026-02-01","customer":"${NUL}","pricing_plan_version_id":"x"}`,
      `{"from":"2026-01-01","to":"2026-02-01","pricing_plan_reference":"${HALF}"}`,
      `{"from":"2026-01-01","to":"2026-02-01","catalog":{"meters":{"${NUL}":{}}}}`,
      `{"from":"${NUL}","to":"2026-02-01","pricing_plan_version_id":"x"}`,
      `{"now":{"__proto__":1}}`,
      `{"advance":"P9999999999Y"}`,
      `{"advance":"P9999Y"}`,
      `{"now":"9999-12-31T23:59:59Z"}`,
      `${'['.repeat(200_000)}${']'.repeat(200_000)}`,
      `${'{"a":'.repeat(200_000)}1${'}'.repeat(200_000)}`,
    ]) {
      if (body === '' && line.endsWith('reset')) continue
      for (const type of ['application/json', 'application/json; charset=utf-16le', 'application/json; charset=x']) {
        const answer = await post(line, `content-type: ${type}\r\n`, Buffer.from(body))
        const shown = `${body.slice(0, 80)} as ${type}: ${answer.slice(0, 900)}`
        expect(statusOf(answer), shown).toBeGreaterThanOrEqual(body === '' && line.startsWith('PUT') ? 200 : 400)
        expect(statusOf(answer), shown).toBeLessThan(500)
      }
    }
    await isAlive()
  })

  it.each<[name: string, more: object]>([
    ['an amount that is too large', { pricing_plan_version_id: '$version', top: 1e308 }],
    ['years that have five digits', { pricing_plan_version_id: '$version', from: '-271821-04-20', to: '275760-09-13' }],
    ['the year 0', { pricing_plan_version_id: '$version', from: '0000-01-01' }],
    ['a range of all years', { pricing_plan_version_id: '$version', from: '0001-01-01', to: '9999-12-31' }],
    ['a prototype', { pricing_plan_reference: '__proto__' }],
    ['a customer that is one of many', { pricing_plan_version_id: '$version', customer: ['a', 'b'] }],
    ['a catalog that is text', { catalog: 'x' }],
    ['names of a catalog that are long', { catalog: { meters: { ['x'.repeat(5_000)]: { name: 'x' } } } }],
    ['a catalog without sense', { catalog: { plans: { p: { versions: 1 } }, meters: [], features: null } }],
  ])('is a what-if with %s', async (_, more) => {
    const question = JSON.parse(
      JSON.stringify({ from: '2026-01-01', to: '2026-02-01', ...more }).replaceAll('$version', versionId),
    )
    for (const accept of ['application/json', 'application/x-ndjson']) {
      const answer = await server.call('POST', '/operator/what-if', question, { accept })
      expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(500)
      expect(JSON.stringify(answer.body)).not.toContain('INTERNAL_ERROR')
    }
  })

  // It is sent away before any database is asked, and that takes a while.
  if (engine.kind === 'pglite')
    it('is a sender that takes its time: it is sent away after 15 s, and everybody else is served', async () => {
      const slow = raw(
        `POST /v1/meters HTTP/1.1\r\n${HEAD}content-type: application/json\r\ncontent-length: 1000\r\n\r\n{`,
      )
      const slower = raw('GET /v1/meters HTTP/1.1\r\nhost: local')
      await isAlive()
      expect([statusOf(await slow), statusOf(await slower)]).toEqual([408, 408])
    })

  it('is answered with headers that keep it to the caller', async () => {
    for (const path of ['/v1/meters', '/v1/nothing', '/healthz', '/metrics', '/local/clock']) {
      const { headers } = await server.call('GET', path)
      expect([path, headers.get('x-content-type-options'), headers.get('cache-control')]).toEqual([
        path,
        'nosniff',
        'no-store',
      ])
    }
  })
})
