import type { Decimal } from '../money/decimal.ts'

/** Usage that a caller stated for a rule, in place of what the periods before would carry on. */
export interface StatedUsage {
  /** Start of the period that it was stated for: what was used from then on comes on top. */
  readonly from: Date
  /** First instant after that period. A schedule that starts then or later brings nothing of it along. */
  readonly until: Date
  readonly quantity: Decimal
  /** True where somebody charged it already, for the period that is priced: then only what is new is. */
  readonly charged: boolean
}

/** Bought volume that a caller stated for a rule, for the period that is priced. */
export interface StatedRollover {
  readonly quantity: Decimal
  /** True where it comes on top of what the periods before left, or in place of it. */
  readonly added: boolean
}

/** Statements of callers about the state that rules bring into a period, by the id of the rule. */
export interface StatedState {
  readonly usage: ReadonlyMap<string, StatedUsage>
  /** Volume that costs nothing, in place of the included volume of the plan and of the schedule. */
  readonly included: ReadonlyMap<string, Decimal>
  readonly rollover: ReadonlyMap<string, StatedRollover>
}

export const NOTHING_STATED: StatedState = { usage: new Map(), included: new Map(), rollover: new Map() }

/**
 * Returns what was stated of a rule: of itself, or of the rule of an earlier version that it was copied from.
 */
export function statedOf<Value>(
  stated: ReadonlyMap<string, Value>,
  { id, originalId }: { readonly id: string; readonly originalId: string | null },
): Value | undefined {
  return stated.get(id) ?? (originalId === null ? undefined : stated.get(originalId))
}
