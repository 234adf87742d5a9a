import { Decimal } from '../money/decimal.ts'
import type { PropertyValues } from '../plan/condition.ts'

/**
 * The count of a meter in a period for one combination of property values. Rows may come in any order. Several rows may
 * have the same combination; they add up.
 */
export interface UsageTotal {
  readonly meterId: string
  /** `null` for events that carry no meter value (they count for UNIQUE over a property). */
  readonly meterValueId: string | null
  /** Property values by reference; a property that the events did not have is absent. */
  readonly properties: PropertyValues
  /** Currency of a meter value of type AMOUNT, `null` for NUMBER. */
  readonly currency: string | null
  /** Decimal: the sum of the values. */
  readonly sum: string
  /** The number of events. */
  readonly count: number
  /** Decimal: the smallest value. */
  readonly min: string
  /** Decimal: the largest value. */
  readonly max: string
  /**
   * Start of the earlier period or segment that it was used in; absent: it was used now. Only calculations with a
   * persistent state count it.
   */
  readonly carriedFrom?: Date
  /**
   * For what is carried: the id of the schedule that it was used under. A state lives within its schedule, so segments
   * of others do not count it. Absent: every segment does.
   */
  readonly carriedIn?: string
  /** The part of the segment that it was used in, where windows of the plan cut the segment; absent: anywhere in it. */
  readonly usedIn?: { readonly start: Date; readonly end: Date }
  /**
   * The distinct values, as decimals without trailing zeros; there where a UNIQUE calculation counts the meter value.
   */
  readonly values?: readonly string[]
}

/** Number of events in the rows. */
export function eventCountOf(rows: readonly UsageTotal[]): Decimal {
  return Decimal.sum(rows.map(({ count }) => Decimal.fromInteger(count)))
}
