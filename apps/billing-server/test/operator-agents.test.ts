import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { testEngines } from './test-engines.ts'
import { TestServer } from './test-server.ts'

const report = (reportedAt: string, more: object = {}) => ({
  started_at: '2026-01-01T00:00:00.000Z',
  reported_at: reportedAt,
  versions: { node: '24.1.0' },
  counts: { settled: 3, pending: 0 },
  holds: { attempts: 1, tokens: 900 },
  denials: { budget_exhausted: 2 },
  ...more,
})

describe.each(testEngines)('agents that report on $name', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await TestServer.start(engine)
  })
  afterAll(() => server.stop())

  const put = (id: string, body: object) => server.must('PUT', `/operator/agents/${encodeURIComponent(id)}`, body)
  const agents = async () => (await server.must('GET', '/operator/agents')).data

  it('are as their newest report says, in whatever order reports come', async () => {
    const id = 'agent/1:3000'
    const newest = report('2026-01-01T00:02:00.000Z', { counts: { settled: 5 } })
    expect(await put(id, report('2026-01-01T00:01:00.000Z'))).toMatchObject({ id, counts: { settled: 3, pending: 0 } })
    expect(await put(id, newest)).toEqual({ id, ...newest, received_at: expect.any(String) })
    expect(await put(id, report('2026-01-01T00:01:30.000Z'))).toMatchObject({ counts: { settled: 5 } })
    expect(await agents()).toEqual([{ id, ...newest, received_at: expect.any(String) }])
  })

  it('are heard again after their clock was ahead of the server', async () => {
    await put('ahead', report('2999-01-01T00:00:00.000Z'))
    expect(await put('ahead', report('2026-01-01T00:00:00.000Z', { counts: {} }))).toMatchObject({ counts: {} })
  })

  it('are at most 1,000: the one that is silent the longest goes', async () => {
    const { database } = server.server
    await database.query(
      `insert into operator_agents (id, reported_at, received_at, body)
        select 'old-' || n, now(), now() - interval '1 hour' - n * interval '1 second', '{}' from generate_series(1, 999) n`,
      [],
    )
    await put('new', report('2026-01-01T00:00:00.000Z'))
    const ids = (await agents()).map(({ id }: { id: string }) => id)
    expect(ids).toHaveLength(1000)
    expect(ids).toEqual(expect.arrayContaining(['new', 'ahead', 'old-1']))
    expect(ids).not.toContain('old-999')
  })

  it.each<[name: string, id: string, body: unknown, field: string]>([
    ['too long an id', 'x'.repeat(257), report('2026-01-01T00:00:00Z'), 'id'],
    ['no start', 'a', report('2026-01-01T00:00:00Z', { started_at: undefined }), 'started_at'],
    ['a negative count', 'a', report('2026-01-01T00:00:00Z', { counts: { settled: -1 } }), 'counts.settled'],
    [
      'a denial by text',
      'a',
      report('2026-01-01T00:00:00Z', { denials: { rate_limited: '1' } }),
      'denials.rate_limited',
    ],
    ['a version that is a number', 'a', report('2026-01-01T00:00:00Z', { versions: { node: 24 } }), 'versions.node'],
    ['holds in a list', 'a', report('2026-01-01T00:00:00Z', { holds: [] }), 'holds'],
    ['a body that is a list', 'a', [], 'body'],
    [
      'too many counts',
      'a',
      report('2026-01-01T00:00:00Z', {
        counts: Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`c${n}`, 1])),
      }),
      'counts',
    ],
  ])('are refused with %s', async (_, id, body, field) => {
    const answer = await server.call('PUT', `/operator/agents/${id}`, body)
    expect([answer.status, answer.body.field]).toEqual([400, field])
  })
})
