import { describe, expect, it } from 'vitest'
import { CustomerCache } from './customer-cache.ts'

describe('CustomerCache', () => {
  it('forgets what a customer used longest ago when the customer has too much', () => {
    const cache = new CustomerCache<number>({ maxEntries: 10, maxEntriesPerCustomer: 2 })
    for (const [id, value] of [
      ['a', 1],
      ['b', 2],
    ] as const)
      cache.set('x', id, value)
    cache.get('x', 'a')
    cache.set('x', 'c', 3)
    expect(['a', 'b', 'c'].map((id) => cache.get('x', id))).toEqual([1, undefined, 3])
  })

  it('takes from the customer who has most when all of it is full', () => {
    const cache = new CustomerCache<number>({ maxEntries: 5, maxEntriesPerCustomer: 4 })
    cache.set('quiet', 'a', 0)
    for (let index = 0; index < 4; index += 1) cache.set('loud', String(index), index)
    cache.set('new', 'a', 1)
    expect([cache.get('quiet', 'a'), cache.get('loud', '0'), cache.get('new', 'a'), cache.size]).toEqual([
      0,
      undefined,
      1,
      5,
    ])
  })

  it('counts bytes by customer and in all, and again when a value is replaced', () => {
    const cache = new CustomerCache<string>({
      maxEntries: 99,
      maxEntriesPerCustomer: 99,
      maxBytes: 100,
      maxBytesPerCustomer: 60,
    })
    cache.set('x', 'a', '1', 40)
    cache.set('x', 'a', '2', 50)
    expect(cache.get('x', 'a')).toBe('2')
    cache.set('x', 'b', '3', 20)
    expect([cache.get('x', 'a'), cache.get('x', 'b')]).toEqual([undefined, '3'])
    cache.set('y', 'a', '4', 60)
    cache.set('z', 'a', '5', 30)
    expect([cache.get('x', 'b'), cache.get('y', 'a'), cache.get('z', 'a'), cache.size]).toEqual([
      '3',
      undefined,
      '5',
      2,
    ])
  })

  it('forgets with time', () => {
    let now = 0
    const cache = new CustomerCache<number>({ maxEntries: 9, maxEntriesPerCustomer: 9, keepMs: 10, now: () => now })
    cache.set('x', 'a', 1)
    now = 9
    expect(cache.get('x', 'a')).toBe(1)
    now = 10
    expect([cache.get('x', 'a'), cache.size]).toEqual([undefined, 0])
  })
})
