import { Decimal } from '../money/decimal.ts'
import type { UsageTotal } from './usage-total.ts'

/** One value of one event of a meter. */
export interface MeteredEvent {
  readonly meterId: string
  /** `null` for an event without a value: it still counts for UNIQUE over a property. */
  readonly meterValueId: string | null
  /** Property values by reference. Default: none. */
  readonly properties?: UsageTotal['properties']
  /** Currency of a meter value of type AMOUNT. Default: a NUMBER. */
  readonly currency?: string | null
  /** Decimal. */
  readonly quantity: string
}

/**
 * Adds up events into the totals that prices are worked out from: one for each meter, value, currency and combination
 * of property values. It keeps the distinct values, so that every calculation can be made of the totals.
 */
export function addUpEvents(events: Iterable<MeteredEvent>): UsageTotal[] {
  const totals = Map.groupBy(events, ({ meterId, meterValueId, properties = {}, currency = null }) =>
    JSON.stringify([meterId, meterValueId, currency, Object.entries(properties).sort()]),
  )
  return [...totals.values()].flatMap((same) => {
    const [first] = same
    if (first === undefined) return []
    const { meterId, meterValueId, properties = {}, currency = null } = first
    const quantities = same.map(({ quantity }) => Decimal.parse(quantity, 'quantity'))
    return [
      {
        meterId,
        meterValueId,
        properties,
        currency,
        sum: Decimal.sum(quantities).toString(),
        count: same.length,
        min: quantities.reduce((left, right) => left.min(right)).toString(),
        max: quantities.reduce((left, right) => left.max(right)).toString(),
        values: [...new Set(quantities.map(String))],
      },
    ]
  })
}
