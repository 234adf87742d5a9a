import type { StoreUnits } from '../store/store.ts'

/** A hold as journals have it: the first format wrote its units as `tokens`. */
export type RecordedHold = StoreUnits | { readonly key: string; readonly tokens: number }

/** Reads holds of either format. */
export function readHolds(holds: readonly RecordedHold[]): readonly StoreUnits[] {
  return holds.map((hold) => ('units' in hold ? hold : { key: hold.key, units: hold.tokens }))
}
