import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { followGuide, type Guide } from './guide.ts'
import { testEngines } from './test-engines.ts'
import { TestServer } from './test-server.ts'

describe.each(testEngines)('a planned change of schedules, on $name', (engine) => {
  let server: TestServer
  let guide: Guide
  const start = Date.parse('2026-01-01T00:00:00Z')

  beforeAll(async () => {
    server = await TestServer.start(engine, { now: () => start })
  })
  afterAll(() => server.stop())
  beforeEach(async () => {
    await server.must('POST', '/local/reset')
    guide = await followGuide(server, { startAt: '2026-01-01T00:00:00Z' })
  })

  const day = (text: string | null) => text && `${text}T00:00:00Z`
  const plan = async (startDay: string, endDay: string | null = null, query = ''): Promise<string> => {
    const made = await server.must('POST', `/v1/pricing-plan-schedules${query}`, {
      pricing_plan_subscription_id: guide.subscriptionId,
      pricing_plan_version_id: guide.versionId,
      start_at: day(startDay),
      end_at: day(endDay),
    })
    return made.id
  }
  const move = (id: string, body: object, query = '') =>
    server.must('PATCH', `/v1/pricing-plan-schedules/${id}${query}`, body)
  const remove = (id: string) => server.must('DELETE', `/v1/pricing-plan-schedules/${id}`)
  /** The days from which and until which each schedule holds, in order. */
  const ranges = async () => {
    const { data } = await server.must(
      'GET',
      `/v1/pricing-plan-schedules?pricing_plan_subscription_id=${guide.subscriptionId}`,
    )
    return data.map((one: { start_at: string; end_at: string | null }) => [
      one.start_at.slice(0, 10),
      one.end_at?.slice(0, 10) ?? null,
    ])
  }

  it('ends the schedule before, where that one has no end', async () => {
    await plan('2026-02-15')
    expect(await ranges()).toEqual([
      ['2026-01-01', '2026-02-15'],
      ['2026-02-15', null],
    ])
  })

  it('gives the end back when it is deleted', async () => {
    await remove(await plan('2026-02-15'))
    expect(await ranges()).toEqual([['2026-01-01', null]])
    await server.must('POST', '/local/clock', { now: '2026-03-10T00:00:00Z' })
    const { data } = await server.must('GET', `/v1/invoices?customer_id=${guide.customerId}&order_direction=asc`)
    expect(data.map((invoice: { invoice_date: string }) => invoice.invoice_date.slice(0, 10))).toEqual([
      '2026-02-01',
      '2026-03-01',
      '2026-04-01',
    ])
  })

  it('gives back an end that was one before', async () => {
    await move(guide.scheduleId, { end_at: '2026-06-01T00:00:00Z' })
    await remove(await plan('2026-02-15', null, '?set_previous_end_at=true'))
    expect(await ranges()).toEqual([['2026-01-01', '2026-06-01']])
  })

  it('gives back as much as the next change leaves, and the rest when that one is deleted too', async () => {
    const second = await plan('2026-02-15')
    const third = await plan('2026-04-01')
    await remove(second)
    expect(await ranges()).toEqual([
      ['2026-01-01', '2026-04-01'],
      ['2026-04-01', null],
    ])
    await remove(third)
    expect(await ranges()).toEqual([['2026-01-01', null]])
  })

  it('leaves no gap when it is moved', async () => {
    const second = await plan('2026-02-15')
    await move(second, { start_at: '2026-03-01T00:00:00Z' })
    expect(await ranges()).toEqual([
      ['2026-01-01', '2026-03-01'],
      ['2026-03-01', null],
    ])
    await move(second, { start_at: '2026-02-01T00:00:00Z' })
    expect(await ranges()).toEqual([
      ['2026-01-01', '2026-02-01'],
      ['2026-02-01', null],
    ])
  })

  it('gives the start of the one after back', async () => {
    await move(guide.scheduleId, { end_at: '2026-02-01T00:00:00Z' })
    await plan('2026-02-01')
    const between = await plan('2026-02-01', '2026-02-10', '?set_next_start_at=true')
    expect((await ranges()).at(-1)).toEqual(['2026-02-10', null])
    await move(between, { end_at: '2026-02-05T00:00:00Z' })
    expect((await ranges()).at(-1)).toEqual(['2026-02-05', null])
    await remove(between)
    expect(await ranges()).toEqual([
      ['2026-01-01', '2026-02-01'],
      ['2026-02-01', null],
    ])
  })

  it('gives back what was only sent again, and leaves its neighbours alone where nothing moves', async () => {
    const second = await plan('2026-02-15')
    const before = await server.must('GET', `/v1/pricing-plan-schedules/${guide.scheduleId}`)
    await move(second, { start_at: '2026-02-15T00:00:00Z' })
    expect(await server.must('GET', `/v1/pricing-plan-schedules/${guide.scheduleId}`)).toEqual(before)
    await move(guide.scheduleId, { end_at: '2026-02-15T00:00:00Z' })
    await remove(second)
    expect(await ranges()).toEqual([['2026-01-01', null]])
  })

  it('leaves an end alone that was set since then', async () => {
    const second = await plan('2026-02-15')
    await move(guide.scheduleId, { end_at: '2026-02-10T00:00:00Z' })
    await remove(second)
    expect(await ranges()).toEqual([['2026-01-01', '2026-02-10']])
  })
})
