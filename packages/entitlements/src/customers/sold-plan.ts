import { type CompiledPlan, type Condition, findDoubleCharges } from '@tallygate/rating'
import type { AttemptMeters } from '../quantities/quantity-meters.ts'
import { POOLS, TOTALS } from '../quantities/quantity-names.ts'

/** A schedule's plan, and the ids behind the references that events name. */
export interface ReadPlan {
  readonly plan: CompiledPlan
  /** Ids of meters by their reference. */
  readonly meterIds: ReadonlyMap<string, string>
  /** Ids of meter values by their reference. */
  readonly valueIds: ReadonlyMap<string, string>
}

/** The plan of a schedule as attempts meet it. */
export interface SoldPlan extends ReadPlan {
  /** References of the meters that it counts. */
  readonly counts: ReadonlySet<string>
  /** References of the properties that its prices ask about. */
  readonly asks: ReadonlySet<string>
  /** References of two meters by which it charges a token twice: that of a total, and that of a pool in it. */
  readonly doubleCharge?: { readonly total: string; readonly pool: string }
}

const sold = new WeakMap<ReadPlan, SoldPlan>()

/** Works out what attempts need to know of a plan, once. */
export function soldPlanOf(read: ReadPlan, meters: AttemptMeters): SoldPlan {
  const known = sold.get(read)
  if (known !== undefined) return known
  const counts = new Set<string>()
  for (const [meter, id] of read.meterIds) if (read.plan.needs.meterIds.has(id)) counts.add(meter)
  const doubleCharge = doubleChargeOf(read, meters)
  const found = { ...read, counts, asks: askedProperties(read.plan), ...(doubleCharge && { doubleCharge }) }
  sold.set(read, found)
  return found
}

function doubleChargeOf({ plan, meterIds }: ReadPlan, { byQuantity }: AttemptMeters): SoldPlan['doubleCharge'] {
  const idOf = (quantity: string): string[] => {
    const id = meterIds.get(byQuantity.get(quantity)?.meter ?? '')
    return id === undefined ? [] : [id]
  }
  const pools = new Map(TOTALS.flatMap((total) => idOf(total).map((id) => [id, POOLS[total].flatMap(idOf)] as const)))
  try {
    const [found] = findDoubleCharges(plan, pools)
    if (found === undefined) return undefined
    const reference = (id: string): string => [...meterIds].find(([, known]) => known === id)?.[0] ?? id
    return { total: reference(found.totalMeterId), pool: reference(found.poolMeterId) }
  } catch {
    // A rule that cannot be read charges nothing: the invoice refuses it too, and says so.
    return undefined
  }
}

function askedProperties({ pricings }: CompiledPlan): ReadonlySet<string> {
  const asked = new Set<string>()
  const ask = (condition: Condition): void => {
    if (condition.kind === 'compare') asked.add(condition.property)
    else for (const part of condition.of) ask(part)
  }
  for (const item of pricings.flatMap(({ items }) => items)) {
    if ('error' in item) continue
    for (const property of item.value.askedProperties) asked.add(property)
    for (const { condition, calculation } of item.value.sources) {
      ask(condition)
      if (calculation.propertyReference !== null) asked.add(calculation.propertyReference)
    }
  }
  return asked
}
