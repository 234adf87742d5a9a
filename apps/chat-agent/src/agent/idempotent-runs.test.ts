import { describe, expect, it } from 'vitest'
import { IdempotentRuns, RequestIdReusedError } from './idempotent-runs.ts'

const MINUTE_MS = 60_000

/** Runs that are counted; each gives its number. */
function counted() {
  let now = 0
  let made = 0
  const runs = new IdempotentRuns<number>(() => now)
  const make = async () => {
    made += 1
    return made
  }
  const pass = (ms: number) => {
    now += ms
  }
  return { runs, make, pass }
}

describe('IdempotentRuns', () => {
  it('makes a run once for a key, also for those who ask while it runs', async () => {
    const { runs, make } = counted()
    const answers = await Promise.all([1, 2, 3].map(() => runs.once('a', 'id', 'x', make)))
    expect([...answers, await runs.once('a', 'id', 'x', make)]).toEqual([1, 1, 1, 1])
  })

  it('tells keys apart, whatever is in their parts', async () => {
    const { runs, make } = counted()
    expect([await runs.once('a', 'b c', 'x', make), await runs.once('a b', 'c', 'x', make)]).toEqual([1, 2])
  })

  it('refuses a key with other content', async () => {
    const { runs, make } = counted()
    await runs.once('a', 'id', { message: 'x' }, make)
    await expect(runs.once('a', 'id', { message: 'y' }, make)).rejects.toThrow(RequestIdReusedError)
  })

  it('forgets a run that failed, for all who waited for it', async () => {
    const { runs, make } = counted()
    const failing = () => Promise.reject(new Error('no'))
    const results = await Promise.allSettled([runs.once('a', 'id', 'x', failing), runs.once('a', 'id', 'x', make)])
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(await runs.once('a', 'id', 'x', make)).toBe(1)
  })

  it('forgets an answer after ten minutes, and the oldest when there are too many', async () => {
    const { runs, make, pass } = counted()
    await runs.once('a', 'id', 'x', make)
    pass(10 * MINUTE_MS - 1)
    expect(await runs.once('a', 'id', 'x', make)).toBe(1)
    pass(1)
    expect(await runs.once('a', 'id', 'x', make)).toBe(2)
    for (let index = 0; index < 500; index += 1) await runs.once('a', String(index), 'x', make)
    expect(await runs.once('a', 'id', 'x', make)).toBeGreaterThan(2)
  })

  it('forgets no run before it ends, and no answer of another customer, however many there are', async () => {
    const { runs, make } = counted()
    let end: (value: number) => void = () => undefined
    const slow = runs.once('a', 'slow', 'x', () => new Promise<number>((resolve) => (end = resolve)))
    await runs.once('b', 'id', 'x', make)
    for (let index = 0; index < 3_000; index += 1) await runs.once('a', String(index), 'x', make)
    const again = runs.once('a', 'slow', 'x', make)
    end(7)
    expect([await slow, await again, await runs.once('b', 'id', 'x', make)]).toEqual([7, 7, 1])
  })
})
