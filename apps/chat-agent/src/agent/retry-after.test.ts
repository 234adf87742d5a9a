import { describe, expect, it } from 'vitest'
import { retryAfterMs } from './retry-after.ts'

const NOW = Date.parse('2026-11-30T12:00:00Z')

describe('retryAfterMs', () => {
  it.each<[string, Record<string, string>, number | undefined]>([
    ['nothing', {}, undefined],
    ['seconds', { 'retry-after': '7' }, 7_000],
    ['more than a minute', { 'retry-after': '3600' }, 3_600_000],
    ['half a second', { 'retry-after': '0.5' }, 500],
    ['a date', { 'retry-after': 'Mon, 30 Nov 2026 12:05:00 GMT' }, 300_000],
    ['a date that has passed', { 'retry-after': 'Mon, 30 Nov 2026 11:00:00 GMT' }, 0],
    ['milliseconds first', { 'retry-after': '7', 'retry-after-ms': '250' }, 250],
    ['words', { 'retry-after': 'soon' }, undefined],
    ['a negative number', { 'retry-after': '-5' }, undefined],
  ])('reads %s', (_, headers, want) => {
    expect(
      retryAfterMs(
        (name) => headers[name],
        () => NOW,
      ),
    ).toBe(want)
  })
})
