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
