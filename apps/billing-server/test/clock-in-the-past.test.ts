import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createBillingServer } from '../src/billing-server.ts'
import { followGuide } from './guide.ts'
import { testEngines } from './test-engines.ts'
import { completionEvent, TestServer } from './test-server.ts'

const START = '2026-03-05T09:30:00Z'
/** More than any request of the test takes on a busy machine. */
const LATER_MS = 600_000

describe.each(testEngines)('a server that starts again at an instant of the past, on $name', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await TestServer.start(engine)
  })
  afterAll(() => server.stop())

  const now = async () => Date.parse((await server.must('GET', '/local/clock')).now)
  const expectAbout = (time: number, instant: string) => {
    expect(time).toBeGreaterThanOrEqual(Date.parse(instant))
    expect(time).toBeLessThan(Date.parse(instant) + LATER_MS)
  }

  it('stands there, empty, and lives a month with fixed dates', async () => {
    await followGuide(server)
    await server.must('POST', '/local/reset', { now: START })
    expectAbout(await now(), START)
    expect((await server.must('GET', '/v1/meters')).data).toEqual([])
    const guide = await followGuide(server, { startAt: '2026-03-01T00:00:00Z' })
    const timestamp = '2026-03-05T09:00:00Z'
    await server.must('POST', '/v1/ingest/meter-data', completionEvent('event-of-march', '1234567', { timestamp }))
    await server.must('POST', '/local/clock', { now: '2026-04-01T08:00:30Z' })
    const { data } = await server.must('GET', `/v1/invoices?customer_id=${guide.customerId}&statuses[]=FINAL`)
    expect(data).toMatchObject([{ invoice_number: '2026-0001', invoice_amount_including_tax: { quantity: '18.52' } }])
  })

  it('only moves forward from there', async () => {
    await server.must('POST', '/local/reset', { now: START })
    const back = await server.call('POST', '/local/clock', { now: '2026-03-05T09:29:59Z' })
    expect([back.status, back.body.field]).toEqual([400, 'now'])
    await server.must('POST', '/local/clock', { advance: 'PT1H' })
    expectAbout(await now(), '2026-03-05T10:30:00Z')
  })

  it('starts in the future as well, and without an instant at the system’s own', async () => {
    await server.must('POST', '/local/reset', { now: '2031-01-01T00:00:00Z' })
    expectAbout(await now(), '2031-01-01T00:00:00Z')
    for (const body of [undefined, {}]) {
      expect(await server.must('POST', '/local/reset', body)).toEqual({ reset: true })
      expect((await server.must('GET', '/local/clock')).offset_ms).toBe(0)
    }
  })

  it.each([
    ['a day', { now: '2026-03-05' }, 'now'],
    ['a number', { now: 0 }, 'now'],
    ['null', { now: null }, 'now'],
    ['a year that nothing can be counted from', { now: '0001-01-01T00:00:00Z' }, 'now'],
    ['the end of the calendar', { now: '9999-12-31T23:59:59Z' }, 'now'],
    ['a member that does not exist', { at: START }, 'at'],
    ['a list', [], 'body'],
  ])('keeps everything where the instant is %s', async (_, body, field) => {
    await server.must('POST', '/local/reset', { now: START })
    await server.must('POST', '/v1/features', { reference: 'is-still-there', type: 'SWITCH' })
    const answer = await server.call('POST', '/local/reset', body)
    expect([answer.status, answer.body.field]).toEqual([400, field])
    expect((await server.must('GET', '/v1/features')).data).toHaveLength(1)
    expectAbout(await now(), START)
  })

  // A database in memory does not outlive its server.
  if (engine.kind === 'pglite') return
  it('is found there by the next server', async () => {
    await server.must('POST', '/local/reset', { now: START })
    const next = await createBillingServer(server.config)
    try {
      const headers = { 'x-api-key': server.config.apiKey }
      const clock = (await (await fetch(`${next.url}/local/clock`, { headers })).json()) as { now: string }
      expectAbout(Date.parse(clock.now), START)
    } finally {
      await next.close()
    }
  })
})
