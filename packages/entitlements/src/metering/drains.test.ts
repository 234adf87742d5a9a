import { describe, expect, it } from 'vitest'
import { Drains } from './drains.ts'

describe('Drains', () => {
  it('aborts at once what is too much, and takes another when one has ended', () => {
    const drains = new Drains({ maxConcurrent: 2, maxMs: 60_000 })
    const aborted: string[] = []
    const ends = ['a', 'b', 'c'].map((name) => drains.begin('customer', () => aborted.push(name)))
    expect([aborted, drains.size]).toEqual([['c'], 2])
    for (const end of [ends[2], ends[0], ends[0]]) end?.()
    expect(drains.size).toBe(1)
    ends.push(drains.begin('customer', () => aborted.push('d')))
    expect([aborted, drains.size]).toEqual([['c'], 2])
    for (const end of ends) end()
    expect(drains.size).toBe(0)
  })

  it('gives every customer a share', () => {
    const drains = new Drains({ maxConcurrent: 2, maxMs: 60_000 })
    const aborted: string[] = []
    const begin = (customer: string) => drains.begin(customer, () => aborted.push(customer))
    const ends = ['loud', 'loud', 'loud', 'quiet'].map(begin)
    expect([aborted, drains.size]).toEqual([['loud'], 3])
    for (const end of ends) end()
  })

  it('drains nothing where that takes no time', () => {
    let aborted = 0
    new Drains({ maxMs: 0 }).begin('customer', () => {
      aborted += 1
    })
    expect(aborted).toBe(1)
  })

  it('aborts what takes too long, once', async () => {
    const drains = new Drains({ maxMs: 10 })
    let aborted = 0
    const end = drains.begin('customer', () => {
      aborted += 1
    })
    await expect.poll(() => aborted).toBe(1)
    end()
    const quick = drains.begin('customer', () => {
      aborted += 1
    })
    quick()
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect([aborted, drains.size]).toEqual([1, 0])
  })
})
