import { describe, expect, it } from 'vitest'
import { idMaker } from './resource-id.ts'

describe('an id', () => {
  it('is the prefix of its resource and 20 base62 characters', () => {
    expect(idMaker({ now: Date.now, random: Math.random })('meters')).toMatch(/^metr_[0-9A-Za-z]{20}$/)
  })

  it.each([
    ['within one millisecond', () => 1_795_000_000_000],
    ['when the clock is set back', descendingClock(1_795_000_000_000)],
  ])('sorts after the one made before it, %s', (_, now) => {
    const makeId = idMaker({ now, random: Math.random })
    const ids = Array.from({ length: 10_000 }, () => makeId('meter_data'))
    expect(ids.toSorted()).toEqual(ids)
    expect(new Set(ids).size).toBe(ids.length)
  })
})

function descendingClock(start: number): () => number {
  let time = start
  return () => {
    time -= 1
    return time
  }
}
