import { parseInstant } from '@tallygate/billing-period'
import type { Schema } from '@tallygate/client'
import { type AttemptCounter, Decimal } from '@tallygate/rating'
import type { CustomerSnapshot, PeriodMs } from '../customers/customer-snapshot.ts'
import { eventsOf, readOpenGroups, type UsageReader } from '../customers/read-usage.ts'
import type { PricedAttempts } from './attempt-prices.ts'
import { toUsedQuantities } from './used-quantities.ts'

/** Counts by the names of counters. */
export type CountTotals = ReadonlyMap<string, Decimal>

/**
 * Reads what prices go by in the parts of a period, as the billing API has it: from the lines of the open invoice, one
 * a rule, whose size does not grow with the number of events; where there is no such invoice from raw events.
 */
export async function readCounts(
  reader: UsageReader,
  snapshot: CustomerSnapshot,
  period: PeriodMs,
  parts: readonly PricedAttempts[],
  meters: readonly string[],
): Promise<ReadonlyMap<PricedAttempts, CountTotals>> {
  const groups = await readOpenGroups(reader.client, snapshot, period)
  const counts = new Map<PricedAttempts, CountTotals>()
  for (const part of parts) {
    const told = groups === undefined ? undefined : countsOfLines(linesOf(groups, part, parts.length === 1), part)
    counts.set(part, told ?? (await countsOfEvents(reader, snapshot, part, meters)))
  }
  return counts
}

function linesOf(
  groups: readonly Schema<'InvoiceGroup'>[],
  { schedule }: PricedAttempts,
  isOnly: boolean,
): readonly Schema<'InvoiceLine'>[] {
  return groups
    .filter(({ pricing_plan_schedule_id: id }) => id === schedule.id || (id == null && isOnly))
    .flatMap(({ lines }) => lines ?? [])
}

/** Undefined where a line does not tell its quantity; a rule without a line has counted nothing. */
function countsOfLines(lines: readonly Schema<'InvoiceLine'>[], { pricing }: PricedAttempts): CountTotals | undefined {
  const counts = new Map<string, Decimal>()
  for (const counter of pricing.counters) {
    let sum = Decimal.ZERO
    for (const line of lines) {
      if (line.pricing_item_config_id !== counter.ruleId || line.pricing_item_id !== counter.pricingItemId) continue
      const quantity = quantityOfLine(line, counter)
      if (quantity === undefined) return undefined
      sum = sum.plus(quantity)
    }
    counts.set(counter.name, sum)
  }
  return counts
}

function quantityOfLine(line: Schema<'InvoiceLine'>, { role }: AttemptCounter): Decimal | undefined {
  const { details, meter_value: priced } = line
  const number =
    role === 'tier'
      ? details?.tiering_meter_value?.number
      : // Of what is included only the details tell.
        (details?.included_volume_details?.period_volume?.number ?? priced?.number)
  return number == null ? undefined : Decimal.tryParse(number)
}

async function countsOfEvents(
  reader: UsageReader,
  snapshot: CustomerSnapshot,
  part: PricedAttempts,
  meters: readonly string[],
): Promise<CountTotals> {
  const counts = new Map<string, Decimal>()
  const span = { start: part.start.getTime(), end: part.end.getTime(), full: { start: part.start, end: part.end } }
  for (const meter of meters) {
    const valueReference = reader.valueFor(meter)
    for await (const event of eventsOf(reader, snapshot, span, meter)) {
      const properties = Object.fromEntries(
        (event.meter_properties ?? []).map(({ reference, value }) => [reference ?? '', value ?? '']),
      )
      const quantity = Number(event.meter_values?.find(({ reference }) => reference === valueReference)?.number ?? 0)
      const at = event.timestamp == null ? part.start : parseInstant(event.timestamp)
      const used = toUsedQuantities([{ meter, quantity, properties }], part, reader.valueFor)
      addCounts(counts, part.pricing.count(used, at))
    }
  }
  return counts
}

/** Adds counts to sums. */
export function addCounts(sums: Map<string, Decimal>, counts: ReturnType<PricedAttempts['pricing']['count']>): void {
  for (const [name, quantity] of counts) {
    const added = typeof quantity === 'number' ? Decimal.fromInteger(quantity) : quantity
    sums.set(name, (sums.get(name) ?? Decimal.ZERO).plus(added))
  }
}
