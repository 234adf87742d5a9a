import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testEngines } from './test-engines.ts'
import { TestServer } from './test-server.ts'

const attempt = (number: number, more: object = {}) => ({
  id: `acme:req-${number}:1`,
  customer_reference: 'acme',
  request_id: `req-${number}`,
  model: 'gpt-4o',
  served_model: 'gpt-4o-2024-08-06',
  source: 'provider',
  quantities: { promptTokens: 874, completionTokens: 212 },
  cost: { amount: '0.004305', unit: 'USD' },
  costs: [],
  scopes: [{ kind: 'user', id: 'ada' }],
  properties: { agent: 'support' },
  trace_id: '4bf92f3577b34da6a3ce929d0e0e4736',
  event_references: [`acme:req-${number}:1:prompt_tokens`, `acme:req-${number}:1:completion_tokens`],
  admitted_at: `2026-01-0${number}T10:00:00.000Z`,
  settled_at: `2026-01-0${number}T10:00:02.345Z`,
  ...more,
})

describe.each(testEngines)('reported attempts on $name', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await TestServer.start(engine)
  })
  afterAll(() => server.stop())

  const report = async (...attempts: object[]) => {
    const { data } = await server.must('POST', '/operator/attempts', { attempts })
    return data.map(({ outcome }: { outcome: string }) => outcome)
  }
  const idsOf = async (query: string): Promise<string[]> =>
    (await server.must('GET', `/operator/attempts?${query}`)).data.map(({ id }: { id: string }) => id)

  it('are stored once: the same content again is fine, other content is a conflict and changes nothing', async () => {
    expect(await report(attempt(1), attempt(2))).toEqual(['stored', 'stored'])
    const other = attempt(2, { quantities: { promptTokens: 875, completionTokens: 212 } })
    expect(await report(attempt(1), other, attempt(3))).toEqual(['repeated', 'conflict', 'stored'])
    // The order of members, and members that nobody knows, are no content.
    const { id, ...rest } = attempt(1, { later: 'versions may send more' })
    expect(await report({ ...rest, id })).toEqual(['repeated'])
    expect(await report(attempt(4), attempt(4), attempt(4, { model: 'gpt-4o-mini' }))).toEqual([
      'stored',
      'repeated',
      'conflict',
    ])
    expect(await server.must('GET', `/operator/attempts/${encodeURIComponent('acme:req-2:1')}`)).toEqual({
      ...attempt(2),
      received_at: expect.any(String),
    })
  })

  it('are stored once by reports that come together', async () => {
    const many = Array.from({ length: 60 }, (_, index) => attempt(5, { id: `acme:together:${index}` }))
    const outcomes = await Promise.all([report(...many), report(...many.toReversed()), report(...many)])
    expect(outcomes.flat().filter((outcome) => outcome === 'stored')).toHaveLength(60)
    expect(outcomes.flat().filter((outcome) => outcome === 'conflict')).toEqual([])
  })

  it('are found by customer, request, time, and the reference of an event of an invoice', async () => {
    await report(attempt(6, { id: 'globex:x:1', customer_reference: 'globex', request_id: 'x', event_references: [] }))
    expect(await idsOf('customer_reference=globex')).toEqual(['globex:x:1'])
    expect(await idsOf('request_id=req-2')).toEqual(['acme:req-2:1'])
    expect(await idsOf(`event_reference=${encodeURIComponent('acme:req-1:1:completion_tokens')}`)).toEqual([
      'acme:req-1:1',
    ])
    expect(await idsOf('event_reference=nothing-like-it')).toEqual([])
    // Half-open, and the last first.
    expect(await idsOf('from=2026-01-01T10:00:00Z&to=2026-01-03T10:00:00Z')).toEqual(['acme:req-2:1', 'acme:req-1:1'])
    expect(await idsOf('customer_reference=globex&request_id=req-2')).toEqual([])
  })

  it('come in pages, whose links keep what was asked for', async () => {
    const query = 'customer_reference=acme&to=2026-01-05T00:00:00Z&limit=2'
    const first = await server.must('GET', `/operator/attempts?${query}`)
    expect([first.page, first.limit, first.total_number_of_pages, first.links.previous]).toEqual([1, 2, 2, null])
    const second = await server.must('GET', first.links.next)
    expect([...first.data, ...second.data].map(({ request_id: id }: { request_id: string }) => id)).toEqual([
      'req-4',
      'req-3',
      'req-2',
      'req-1',
    ])
    expect(second.links.next).toBeNull()
  })

  it('may lack what is not known of them', async () => {
    const bare = { id: 'a:b:1', customer_reference: 'a', request_id: 'b', source: 'recovered' }
    const at = '2026-02-01T00:00:00Z'
    expect(await report({ ...bare, admitted_at: at, settled_at: at })).toEqual(['stored'])
    expect(await server.must('GET', '/operator/attempts/a:b:1')).toMatchObject({
      ...{ model: null, served_model: null, cost: null, trace_id: null, quantities: {}, scopes: [], properties: {} },
      event_references: [],
    })
  })

  it('may have ids and names as long as any', async () => {
    const [customer, request] = ['ü%:'.repeat(85), '漢'.repeat(200)]
    const id = `${customer.replaceAll('%', '%25').replaceAll(':', '%3A')}:${request}:1`
    const event = '漢'.repeat(256)
    expect(
      await report(attempt(7, { id, customer_reference: customer, request_id: request, event_references: [event] })),
    ).toEqual(['stored'])
    expect((await server.must('GET', `/operator/attempts/${encodeURIComponent(id)}`)).request_id).toBe(request)
    expect(await idsOf(`event_reference=${encodeURIComponent(event)}`)).toEqual([id])
  })

  it.each<[name: string, body: unknown, field: string, message: string]>([
    ['no attempts', {}, 'attempts', 'value must be a list of 1 to 1000 attempts; it is undefined'],
    ['a list of none', { attempts: [] }, 'attempts', 'value must be a list of 1 to 1000 attempts; it is a list'],
    ['attempts that are text', { attempts: 'x' }, 'attempts', 'value must be a list; it is "x"'],
    ['one that is none', { attempts: [attempt(1), 7] }, 'attempts.1', 'value must be an object; it is 7'],
    ['no id', { attempts: [attempt(1, { id: null })] }, 'attempts.0.id', 'value required, but not set'],
    [
      'too long an id',
      { attempts: [attempt(1, { id: 'x'.repeat(2001) })] },
      'attempts.0.id',
      `value must be a text of 1 to 2000 bytes; it is "${'x'.repeat(40)}"`,
    ],
    [
      'another source',
      { attempts: [attempt(1, { source: 'guess' })] },
      'attempts.0.source',
      'value must be one of provider, estimate, recovered; it is "guess"',
    ],
    [
      'a negative count',
      { attempts: [attempt(1, { quantities: { promptTokens: -1 } })] },
      'attempts.0.quantities.promptTokens',
      'value must be a whole number from 0 to 1000000000000; it is -1',
    ],
    [
      'half a token',
      { attempts: [attempt(1, { quantities: { promptTokens: 0.5 } })] },
      'attempts.0.quantities.promptTokens',
      'value must be a whole number from 0 to 1000000000000; it is 0.5',
    ],
    [
      'a cost that is a number',
      { attempts: [attempt(1, { cost: { amount: 0.1, unit: 'USD' } })] },
      'attempts.0.cost.amount',
      'value must be a text of 1 to 64 bytes; it is 0.1',
    ],
    [
      'a cost with an exponent',
      { attempts: [attempt(1, { cost: { amount: '1e9', unit: 'USD' } })] },
      'attempts.0.cost.amount',
      'value must be a decimal of at most 12 places such as "0.000258"; it is "1e9"',
    ],
    [
      'a cost without a unit',
      { attempts: [attempt(1, { cost: { amount: '1' } })] },
      'attempts.0.cost.unit',
      'value required, but not set',
    ],
    [
      'a cost in a list that has none',
      { attempts: [attempt(1, { costs: [{ unit: 'USD' }] })] },
      'attempts.0.costs.0.amount',
      'value required, but not set',
    ],
    [
      'a scope without an id',
      { attempts: [attempt(1, { scopes: [{ kind: 'user' }] })] },
      'attempts.0.scopes.0.id',
      'value required, but not set',
    ],
    [
      'nine scopes',
      { attempts: [attempt(1, { scopes: Array(9).fill({ kind: 'a', id: 'b' }) })] },
      'attempts.0.scopes',
      'value must be a list of at most 8; it has 9',
    ],
    [
      'a property that is no text',
      { attempts: [attempt(1, { properties: { agent: 1 } })] },
      'attempts.0.properties.agent',
      'value must be a text of 1 to 1024 bytes; it is 1',
    ],
    [
      'a trace of zeros',
      { attempts: [attempt(1, { trace_id: '0'.repeat(32) })] },
      'attempts.0.trace_id',
      `value must be 32 hexadecimal digits in lower case, not all of them 0; it is "${'0'.repeat(32)}"`,
    ],
    [
      'an invalid instant',
      { attempts: [attempt(1, { settled_at: 'soon' })] },
      'attempts.0.settled_at',
      'value must be an instant such as 2026-01-01T00:00:00Z; it is "soon"',
    ],
    [
      'too many',
      { attempts: Array(1001).fill(attempt(1)) },
      'attempts',
      'value must be a list of at most 1000; it has 1001',
    ],
  ])('are refused with %s', async (_, body, field, message) => {
    const answer = await server.call('POST', '/operator/attempts', body)
    expect([answer.status, answer.body.field, answer.body.message]).toEqual([400, field, message])
  })

  it.each([
    ['limit=101', 'limit'],
    ['page=0', 'page'],
    ['page=1e3', 'page'],
    ['page=10001', 'page'],
    ['from=2026-02-01T00:00:00Z&to=2026-02-01T00:00:00Z', 'to'],
    ['from=today', 'from'],
    ['customer=acme', 'customer'],
    ['customer_reference=', 'customer_reference'],
    ['request_id=a&request_id=b', 'request_id'],
  ])('are not listed by %s', async (query, field) => {
    const answer = await server.call('GET', `/operator/attempts?${query}`)
    expect([answer.status, answer.body.field]).toEqual([400, field])
  })

  it('are not there by another id', async () => {
    for (const id of ['nobody', 'x'.repeat(3_000)])
      expect((await server.call('GET', `/operator/attempts/${id}`)).status).toBe(404)
  })

  it('may be as the README shows one', async () => {
    const readme = readFileSync(new URL('../src/operator/README.md', import.meta.url), 'utf8')
    const [, example = ''] = /```json\n([\s\S]+?)```/.exec(readme) ?? []
    const { attempts } = JSON.parse(example)
    expect(await report({ ...attempts[0], id: 'readme:1:1' })).toEqual(['stored'])
  })

  it('go with a reset, and so do agents', async () => {
    await server.must('PUT', '/operator/agents/one', {
      started_at: '2026-01-01T00:00:00Z',
      reported_at: '2026-01-01T00:00:00Z',
    })
    await server.must('POST', '/local/reset')
    expect((await server.must('GET', '/operator/attempts')).data).toEqual([])
    expect((await server.must('GET', '/operator/agents')).data).toEqual([])
    expect(await report(attempt(1, { model: 'another' }))).toEqual(['stored'])
    expect(await idsOf('event_reference=acme:req-1:1:prompt_tokens')).toEqual(['acme:req-1:1'])
  })
})
