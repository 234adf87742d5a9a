import { describe, expect, it } from 'vitest'
import { Shop, usd } from './shop.ts'
import { testEngines } from './test-engines.ts'
import { TestServer } from './test-server.ts'

const START = '2026-01-20T00:00:00Z'
/** Instants that fall due on the way of a move that a test ends: days of nine years. */
const FAR = '2035-01-01T00:00:00Z'

describe.each(testEngines)('a move of the clock, on $name', (engine) => {
  const now = () => Date.parse(START)

  it('leads ten years ahead at most, and says how far', async () => {
    const server = await TestServer.start(engine, { now })
    try {
      for (const [body, field] of [
        [{ advance: 'P900Y' }, 'advance'],
        [{ advance: 'P10Y1D' }, 'advance'],
        [{ now: '2036-01-20T00:00:01Z' }, 'now'],
      ] as const) {
        const answer = await server.call('POST', '/local/clock', body)
        expect([answer.status, answer.body.code, answer.body.field]).toEqual([400, 'INVALID_FIELD', field])
        expect(answer.body.message).toContain('the next one to 2036-01-20T00:00:00Z at most')
      }
      expect((await server.must('GET', '/local/clock')).now).toBe('2026-01-20T00:00:00.000Z')
      await server.must('POST', '/local/clock', { advance: 'P10Y' })
      await server.must('POST', '/local/clock', { advance: 'P10Y' })
      expect((await server.must('GET', '/local/clock')).now).toBe('2046-01-20T00:00:00.000Z')
    } finally {
      await server.stop()
    }
  })

  it('ends with the server, which answers 503 and stops', async () => {
    // One that stops with its test: others are kept for the next one.
    const server = await TestServer.start(engine, { now, localControls: true })
    const shop = await Shop.open(server)
    const version = await shop.versionOf({ platform: { configs: [{ type: 'FLAT', bands: [{ amount: usd('1') }] }] } })
    await shop.sell('acme', version, { subscription: { billing_period: { type: 'DAY', value: 1 } } })
    const move = server.call('POST', '/local/clock', { now: FAR })
    const reached = async () => Date.parse((await server.must('GET', '/local/clock')).now)
    await expect.poll(reached).toBeGreaterThan(Date.parse('2026-01-22T00:00:00Z'))
    expect(await reached()).toBeLessThan(Date.parse(FAR))
    const [answer] = await Promise.all([move, server.stop()])
    expect(answer.status).toBe(503)
    expect(answer.body.message).toMatch(
      /^The server stops; the clock stands at 20\d\d-.*, short of 2035-01-01T00:00:00Z$/,
    )
  })
})
