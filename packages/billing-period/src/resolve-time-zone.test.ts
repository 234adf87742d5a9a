import { describe, expect, test } from 'vitest'
import { addDuration } from './add-duration.ts'
import { resolveTimeZone } from './resolve-time-zone.ts'
import { UnknownTimeZoneError } from './unknown-time-zone-error.ts'

describe('resolveTimeZone', () => {
  test.each([
    ['UTC', 'UTC'],
    ['Z', 'UTC'],
    ['GMT', 'GMT'],
    ['Europe/Amsterdam', 'Europe/Amsterdam'],
    ['europe/amsterdam', 'Europe/Amsterdam'],
    ['GMT+2', '+02:00'],
    ['gmt-11', '-11:00'],
    ['GMT+02', '+02:00'],
    ['GMT-3:30', '-03:30'],
    ['GMT+0545', '+05:45'],
    ['UTC+14', '+14:00'],
    ['+02:00', '+02:00'],
    ['CEST', '+02:00'],
    ['PST', '-08:00'],
    ['pdt', '-07:00'],
    ['EST', 'EST'],
  ])('takes %s', (given, want) => {
    expect(resolveTimeZone(given)).toBe(want)
    expect(resolveTimeZone(given)).toBe(want)
  })

  test('GMT+2 is two hours east: its midnight comes before that of UTC', () => {
    const midnight = addDuration(new Date('2026-01-01T22:00:00Z'), 'P1D', 'GMT+2')
    expect(midnight.toISOString()).toBe('2026-01-02T22:00:00.000Z')
  })

  test.each([
    ['an unknown name', 'Mars/Olympus'],
    ['an unknown abbreviation', 'XYZT'],
    ['an abbreviation of several meanings', 'IST'],
    ['an offset past 14 hours', 'GMT+15'],
    ['an offset past 14 hours by minutes', 'GMT-14:30'],
    ['no hours', 'GMT+'],
    ['nothing', ''],
    ['a text of a thousand characters', 'A'.repeat(1000)],
  ])('refuses %s, naming it', (_name, given) => {
    const call = () => resolveTimeZone(given)
    expect(call).toThrow(UnknownTimeZoneError)
    expect(call).toThrow(
      expect.objectContaining({
        code: 'UNKNOWN_TIME_ZONE',
        timeZone: given.slice(0, 64),
      }),
    )
  })

  test('more names than are remembered are still resolved', () => {
    for (let minutes = 0; minutes < 840; minutes += 1) {
      const name = `GMT+${String(Math.floor(minutes / 60))}:${String(minutes % 60).padStart(2, '0')}`
      resolveTimeZone(name)
      resolveTimeZone(name.toLowerCase())
    }
    expect(resolveTimeZone('GMT+0:00')).toBe('+00:00')
  })
})
