import { expect, test } from 'vitest'
import { dateRange } from './date-range.ts'

const january = '[2026-01-01T00:00:00Z,2026-02-01T00:00:00Z]'

test.each<[string, Date | string, Date | string, string]>([
  ['Dates', new Date('2026-01-01T00:00:00.123Z'), new Date('2026-02-01T00:00:00Z'), january],
  ['text with an offset', '2026-01-01T01:00:00+01:00', '2026-02-01T00:00:00.999Z', january],
  ['an instant', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', '[2026-01-01T00:00:00Z,2026-01-01T00:00:00Z]'],
])('%s', (_, from, to, want) => {
  expect(dateRange(from, to)).toBe(want)
})

test.each<[string, Date | string, Date | string, string]>([
  ['the end before the start', '2026-02-01T00:00:00Z', '2026-01-01T00:00:00Z', 'from must not be after to'],
  ['no offset, which would mean the local zone', '2026-01-01T00:00:00', '2026-02-01T00:00:00Z', 'from must be a Date'],
  ['a day, which is no instant', '2026-01-01Z', '2026-02-01T00:00:00Z', 'from must be a Date'],
  ['a broken Date', '2026-01-01T00:00:00Z', new Date(Number.NaN), 'to must be a Date'],
])('%s is refused', (_, from, to, want) => {
  expect(() => dateRange(from, to)).toThrow(want)
})
