import { type CompiledPlan, pricingsIn } from './compiled-plan.ts'

/** Lists the credit types that a plan sells in a segment: what goes beyond the wallets is billed, else it is owed. */
export function soldCreditTypesIn(
  plan: CompiledPlan,
  segment: { readonly start: Date; readonly end: Date },
): ReadonlySet<string> {
  return new Set(
    pricingsIn(plan, segment).flatMap(({ items }) =>
      items.flatMap((item) => ('error' in item ? [] : (item.value.soldCreditTypeId ?? []))),
    ),
  )
}
