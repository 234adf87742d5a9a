import { type QuantityCounts, quantityOf, TOTALS, totalOf } from './quantity-names.ts'

/** The place at which one quantity is counted. */
export interface QuantityMeter {
  /** Reference of the meter. */
  readonly meter: string
  /** Reference of the meter value that carries the count. Default: `meters.value`. */
  readonly value?: string
}

/** One event of an attempt, before its counts are known: a meter, and the quantities whose sum it carries. */
export interface EventMeter {
  readonly meter: string
  /** Reference of the meter value. */
  readonly value: string
  readonly quantities: readonly string[]
  /** Properties of the attempt that the meter has. */
  readonly properties?: readonly string[]
}

/** References of the meters of an attempt's events, of their values and of the properties that every event has. */
export interface AttemptMeters {
  readonly byQuantity: ReadonlyMap<string, Required<QuantityMeter>>
  /** Reference of the property that carries the served model. */
  readonly model: string
  /** Reference of the property that flags a billed estimate. */
  readonly source: string
  /** The events where the customer's plan is not known. */
  readonly whenUnknown: readonly EventMeter[]
}

/** Reference of the value that a meter's events carry; undefined for a meter that counts no quantity. */
export function valueOfMeter({ byQuantity }: AttemptMeters, meter: string): string | undefined {
  for (const mapped of byQuantity.values()) if (mapped.meter === meter) return mapped.value
  return undefined
}

/** Groups quantities into one event a meter, in the order in which they are mapped. */
export function eventMetersOf(
  byQuantity: AttemptMeters['byQuantity'],
  isSent: (quantity: string, meter: string) => boolean,
): readonly EventMeter[] {
  const events = new Map<string, { meter: string; value: string; quantities: string[] }>()
  for (const [quantity, { meter, value }] of byQuantity) {
    if (!isSent(quantity, meter)) continue
    const event = events.get(meter)
    if (event === undefined) events.set(meter, { meter, value, quantities: [quantity] })
    else event.quantities.push(quantity)
  }
  return [...events.values()]
}

/** Chooses what is sent where no plan says what it counts: a pool only where its total is not mapped. */
export function eventMetersWhenUnknown(byQuantity: AttemptMeters['byQuantity']): readonly EventMeter[] {
  return eventMetersOf(byQuantity, (quantity) => {
    const total = totalOf(quantity)
    return total === undefined || !byQuantity.has(total)
  })
}

/** Adds an event's quantities up. */
export function sumOf(counts: QuantityCounts, { quantities }: EventMeter): number {
  let sum = 0
  for (const quantity of quantities) sum += quantityOf(counts, quantity)
  return sum
}

/** Tells whether an event of nothing is sent: zero tokens are a count that says that the attempt was there. */
export function isSentAtZero({ quantities }: EventMeter): boolean {
  return quantities.some((quantity) => quantity === TOTALS[0] || quantity === TOTALS[1])
}
