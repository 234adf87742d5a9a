import type { Settlement } from '../journal/journal.ts'
import type { Cost, CostFacts } from '../money/cost.ts'
import { POOLS, type QuantityCounts, quantityOf, TOTALS } from '../quantities/quantity-names.ts'

/** An attempt as `POST /operator/attempts` takes it. */
export interface ReportedAttempt {
  readonly id: string
  readonly customer_reference: string
  readonly request_id: string
  readonly model?: string
  readonly served_model?: string
  readonly source: string
  readonly quantities: Readonly<Record<string, number>>
  readonly cost?: ReportedCost
  readonly costs?: readonly ReportedCost[]
  readonly scopes: readonly { readonly kind: string; readonly id: string }[]
  readonly properties: Readonly<Record<string, string>>
  readonly trace_id?: string
  readonly event_references: readonly string[]
  readonly admitted_at: string
  readonly settled_at: string
}

/** A decimal, and its currency or credit type. */
interface ReportedCost {
  readonly amount: string
  readonly unit: string
}

/** Writes the report of a settled attempt. Pure. */
export function toReportedAttempt(
  { intent, usage, events, at }: Settlement,
  { cost, costs }: CostFacts,
  traceId: string | undefined,
): ReportedAttempt {
  return {
    id: intent.id,
    customer_reference: intent.customer,
    request_id: intent.requestId,
    ...(intent.model === '' ? {} : { model: intent.model }),
    ...(usage.model === '' ? {} : { served_model: usage.model }),
    source: usage.source,
    quantities: quantitiesOf(usage),
    ...(cost === undefined ? {} : { cost: toReportedCost(cost) }),
    ...(costs === undefined ? {} : { costs: costs.map(toReportedCost) }),
    scopes: (intent.scopes ?? []).map(({ kind, id }) => ({ kind, id })),
    properties: intent.properties ?? {},
    ...(traceId === undefined ? {} : { trace_id: traceId }),
    event_references: events.map(({ reference }) => reference),
    admitted_at: new Date(intent.at).toISOString(),
    settled_at: new Date(at).toISOString(),
  }
}

function toReportedCost({ amount, currency, creditTypeId }: Cost): ReportedCost {
  return { amount, unit: currency ?? creditTypeId }
}

/** Lists all that was used: totals also where they are zero, so that an attempt of nothing shows. */
function quantitiesOf(usage: QuantityCounts): Record<string, number> {
  const quantities: Record<string, number> = {}
  const hasTokens = TOTALS.some((total) => usage[total] > 0)
  for (const total of TOTALS) {
    if (hasTokens || usage.quantities === undefined) quantities[total] = usage[total]
    if (usage.details === undefined) continue
    for (const pool of POOLS[total]) {
      const count = quantityOf(usage, pool)
      if (count > 0) quantities[pool] = count
    }
  }
  for (const [name, count] of Object.entries(usage.quantities ?? {})) if (count > 0) quantities[name] = count
  return quantities
}
