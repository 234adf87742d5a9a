import { expect, it, vi } from 'vitest'
import { PropertyValuesWatch } from './property-values-watch.ts'

it('logs a customer and a meter once while they are over the limit, and measures how many there are', async () => {
  vi.useFakeTimers()
  try {
    const rows = [
      [{ customer_id: 'c', meter_id: 'm', count: 6 }],
      [
        { customer_id: 'c', meter_id: 'm', count: 7 },
        { customer_id: 'd', meter_id: 'm', count: 9 },
      ],
      [],
      [{ customer_id: 'c', meter_id: 'm', count: 6 }],
    ]
    const lines: unknown[] = []
    const measured: number[] = []
    const watch = new PropertyValuesWatch({
      database: { query: <Row extends object>() => Promise.resolve((rows.shift() ?? []) as unknown as Row[]) },
      logger: { warn: (facts: { customer: string; count: number }) => lines.push([facts.customer, facts.count]) },
      metrics: { propertyValuesOverLimit: (pairs) => measured.push(pairs) },
      limit: 5,
    })
    for (let look = 0; look < 4; look += 1) {
      await watch.look()
      // A moment later it does not look again.
      await watch.look()
      vi.advanceTimersByTime(600_000)
    }
    expect(lines).toEqual([
      ['c', 6],
      ['d', 9],
      ['c', 6],
    ])
    expect(measured).toEqual([1, 2, 0, 1])
  } finally {
    vi.useRealTimers()
  }
})
