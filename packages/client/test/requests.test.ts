import { afterEach, describe, expect, test } from 'vitest'
import { type BillingClient, createBillingClient, dateRange } from '../src/index.ts'
import { type MisbehavingServer, resets, type Step, startMisbehavingServer, works } from './misbehaving-server.ts'

const servers: MisbehavingServer[] = []
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

async function start(...steps: readonly Step[]): Promise<MisbehavingServer> {
  const server = await startMisbehavingServer(...steps)
  servers.push(server)
  return server
}

const clientOf = (baseUrl: string): BillingClient => createBillingClient({ apiKey: 'key', baseUrl })

describe('who calls', () => {
  test('a key is sent with every call', async () => {
    const server = await start(works)
    await clientOf(server.url).GET('/v1/meters')
    expect(server.arrivals[0]?.headers).toMatchObject({ 'x-api-key': 'key', accept: 'application/json' })
    expect(server.arrivals[0]?.headers.authorization).toBeUndefined()
  })

  test('a token is sent as bearer, without a key', async () => {
    const server = await start(works)
    const client = createBillingClient({ token: 'jwt', baseUrl: server.url })
    await client.GET('/v1/meters')
    expect(server.arrivals[0]?.headers).toMatchObject({ authorization: 'Bearer jwt' })
    expect(server.arrivals[0]?.headers['x-api-key']).toBeUndefined()
  })

  test('a function is asked for the token once per call, not per attempt', async () => {
    const server = await start(resets, works, works)
    let asked = 0
    const token = async (): Promise<string> => `jwt-${++asked}`
    const client = createBillingClient({ token, baseUrl: server.url, sleep: async () => {} })
    await client.GET('/v1/meters')
    await client.GET('/v1/meters')
    expect(server.arrivals.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer jwt-1',
      'Bearer jwt-1',
      'Bearer jwt-2',
    ])
  })
})

describe('the headers of a call', () => {
  test.each<[string, object]>([
    ['as a parameter of the contract', { params: { header: { 'X-API-KEY': 'other' } } }],
    ['in another spelling', { params: { header: { 'x-api-KEY': 'other' } } }],
    ['among the headers', { headers: { 'X-API-KEY': 'other' } }],
    ['as another platform', { params: { header: { 'x-platform-id': 'plat_2' } } }],
  ])('never replace what the client sends itself: %s', async (_, init) => {
    const server = await start(works)
    const client = createBillingClient({ apiKey: 'key', baseUrl: server.url, platformId: 'plat_1' })
    await expect(client.GET('/v1/meters', init)).rejects.toThrow('must be left out, since the client sends its own')
    expect(server.arrivals).toHaveLength(0)
  })

  test('may repeat what the client sends, or leave it undefined', async () => {
    const server = await start(works)
    const header = { 'X-API-KEY': 'key', 'x-platform-id': undefined }
    await clientOf(server.url).GET('/v1/meters', { params: { header } } as object)
    expect(server.arrivals[0]?.headers['x-api-key']).toBe('key')
  })

  test('a token is never joined by a key, or replaced by another one', async () => {
    const client = createBillingClient({ token: () => 'jwt', baseUrl: 'http://127.0.0.1:1' })
    for (const headers of [{ 'X-API-KEY': 'key' }, { authorization: 'Bearer other' }]) {
      await expect(client.GET('/v1/meters', { headers })).rejects.toThrow('must be left out')
    }
  })

  test('others are added, whatever their spelling, and those of the client for every call give way', async () => {
    const server = await start(works)
    const client = createBillingClient({
      apiKey: 'key',
      baseUrl: server.url,
      headers: { 'X-Team': 'a', 'X-Kind': 'b' },
    })
    await client.POST('/v1/meters', { body: { reference: 'a' }, headers: { 'x-team': 'c', 'IDEMPOTENCY-KEY': 'mine' } })
    expect(server.arrivals[0]?.headers).toMatchObject({ 'x-team': 'c', 'x-kind': 'b', 'idempotency-key': 'mine' })
  })

  test('an empty Idempotency-Key counts as none, and one that cannot be sent is refused', async () => {
    const server = await start(works)
    const create = (key: string) =>
      clientOf(server.url).POST('/v1/meters', { body: { reference: 'a' }, headers: { 'Idempotency-Key': key } })
    await create('')
    expect(server.arrivals[0]?.key).toMatch(/^[0-9a-f-]{36}$/)
    await expect(create('a\nb')).rejects.toThrow('headers.Idempotency-Key must be printable ASCII text')
  })
})

test('a form is sent as the runtime writes it, with the boundary of its parts', async () => {
  const server = await start(works)
  const form = new FormData()
  form.set('file', 'a,b')
  await clientOf(server.url).POST('/v1/meters', { body: form as unknown as { reference: string } })
  expect(server.arrivals[0]?.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/)
  expect(server.arrivals[0]?.body).toContain('a,b')
})

test('a body that was written before is sent byte for byte', async () => {
  const server = await start(works)
  const body = '{ "reference": "a" }' as unknown as { reference: string }
  await clientOf(server.url).POST('/v1/meters', { body, bodySerializer: String })
  expect(server.arrivals[0]?.body).toBe('{ "reference": "a" }')
})

test('a JSON answer needs no charset in its type', async () => {
  const server = await start(({ response }) =>
    response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"data":[{"name":"ü"}]}'),
  )
  expect((await clientOf(server.url).GET('/v1/meters')).data).toEqual({ data: [{ name: 'ü' }] })
})

test('lists, expansions and dates arrive as the API reads them', async () => {
  const server = await start(works)
  const query = {
    'statuses[]': ['OPEN', 'DRAFT'],
    'expand[]': ['customer_id'],
    invoice_date: dateRange(new Date(0), new Date(1000)),
  }
  await clientOf(`${server.url}/gateway`).GET('/v1/invoices', { params: { query } })
  const { pathname, searchParams } = new URL(server.arrivals[0]?.url ?? '', server.url)
  expect(pathname).toBe('/gateway/v1/invoices')
  expect([...searchParams]).toEqual([
    ['statuses[]', 'OPEN'],
    ['statuses[]', 'DRAFT'],
    ['expand[]', 'customer_id'],
    ['invoice_date', '[1970-01-01T00:00:00Z,1970-01-01T00:00:01Z]'],
  ])
})

test('a value that cannot be sent is refused before anything is', async () => {
  const server = await start(works)
  const client = clientOf(server.url)
  const bad = { params: { path: { idOrRef: '' } } }
  await expect(client.DELETE('/v1/meters/{idOrRef}', bad)).rejects.toThrow('params.path.idOrRef')
  await expect(client.GET('/v1/meters', { params: { query: { 'statuses[]': [] } } })).rejects.toThrow('statuses[]')
  expect(server.arrivals).toHaveLength(0)
})

test.each([
  ['arrayBuffer', (data: unknown) => new TextDecoder().decode(data as ArrayBuffer)],
  ['text', (data: unknown) => String(data)],
  ['blob', async (data: unknown) => `${await (data as Blob).text()} ${(data as Blob).type}`],
  ['stream', (data: unknown) => new Response(data as ReadableStream<Uint8Array>).text()],
] as const)('a download is read as %s and asks for any kind of body', async (parseAs, read) => {
  const server = await start(({ response }) =>
    response.writeHead(200, { 'Content-Type': 'application/pdf' }).end('%PDF'),
  )
  const pdf = { params: { path: { id: 'invo_1' } } }
  const { data, response } = await clientOf(server.url).GET('/v1/invoices/{id}/pdf', { ...pdf, parseAs })
  expect(await read(data)).toBe(parseAs === 'blob' ? '%PDF application/pdf' : '%PDF')
  expect([response.status, response.url]).toEqual([200, `${server.url}/v1/invoices/invo_1/pdf`])
  expect(server.arrivals[0]?.headers.accept).toBe('*/*')
})
