import { expect, it } from 'vitest'
import { formatInstant } from './format-instant.ts'

it.each([
  ['2026-12-01T04:30:00Z', 'Europe/Amsterdam', '1 Dec 2026, 05:30'],
  ['2026-12-01T04:30:00Z', undefined, '1 Dec 2026, 04:30'],
  ['2026-12-01T04:30:00Z', 'Nowhere/Else', '1 Dec 2026, 04:30 UTC'],
  ['yesterday', 'UTC', 'yesterday'],
])('writes %s in %s as %s', (instant, zone, want) => {
  expect(formatInstant(instant, zone)).toBe(want)
})
