import { describe, expect, it } from 'vitest'
import { daysBetween } from './days-between.ts'

const at = (text: string) => new Date(text)

describe('daysBetween', () => {
  it.each<[string, string, string, string, number]>([
    ['a month', '2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z', 'UTC', 31],
    ['from noon to noon', '2026-01-01T12:00:00Z', '2026-01-03T12:00:00Z', 'UTC', 2],
    ['the day of a change belongs to what follows', '2026-01-01T00:00:00Z', '2026-01-17T14:30:00Z', 'UTC', 16],
    ['and has it whole', '2026-01-17T14:30:00Z', '2026-02-01T00:00:00Z', 'UTC', 15],
    ['inside of a day', '2026-01-17T08:00:00Z', '2026-01-17T20:00:00Z', 'UTC', 0],
    ['a day of 23 hours', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z', 'Europe/Amsterdam', 1],
    ['a month with a shorter day', '2026-02-28T23:00:00Z', '2026-03-31T22:00:00Z', 'Europe/Amsterdam', 31],
    ['days of the zone, not of UTC', '2026-01-01T05:00:00Z', '2026-01-02T04:59:59Z', 'America/New_York', 0],
    ['February of a leap year', '2028-02-01T00:00:00Z', '2028-03-01T00:00:00Z', 'UTC', 29],
  ])('%s', (_, start, end, zone, want) => {
    expect(daysBetween(at(start), at(end), zone)).toBe(want)
  })
})
