import { Decimal } from '../money/decimal.ts'
import type { PropertyValues } from '../plan/condition.ts'

/** A quantity: an integer, or a decimal where there is one to count. */
export type Quantity = number | Decimal

/** So many units of one meter value: one event of an attempt. */
export interface UsedQuantity {
  readonly meterId: string
  /** `null` for an event that carries no meter value. */
  readonly meterValueId: string | null
  readonly quantity: Quantity
  /** Property values by reference. Default: none. */
  readonly properties?: PropertyValues
  /** Currency of a meter value of type AMOUNT. Default: a NUMBER. */
  readonly currency?: string | null
}

/** Quantities by the names of counters. A counter that is absent is zero. */
export type Counts = ReadonlyMap<string, Quantity>

/** The quantity as a decimal. @throws PricingError `INVALID_DECIMAL` for a number that is no safe integer */
export function decimalOf(quantity: Quantity): Decimal {
  return typeof quantity === 'number' ? Decimal.fromInteger(quantity) : quantity
}

/** Adds two quantities; numbers stay numbers while they are safe integers. */
export function addQuantities(left: Quantity, right: Quantity): Quantity {
  if (typeof left === 'number' && typeof right === 'number') {
    const sum = left + right
    if (Number.isSafeInteger(sum)) return sum
  }
  return decimalOf(left).plus(decimalOf(right))
}

/** Takes a quantity so many times. */
export function timesQuantity(quantity: Quantity, times: number): Quantity {
  if (times === 1) return quantity
  if (typeof quantity === 'number') {
    const product = quantity * times
    if (Number.isSafeInteger(product)) return product
  }
  return decimalOf(quantity).times(Decimal.fromInteger(times))
}
