import type { InvoiceInput, PricingCatalog } from '@tallygate/rating'
import type { Queryable } from '../database/database.ts'
import { attachWallets, type PlannableInvoice } from '../invoicing/attach-wallets.ts'
import { compilePlan, type GatheredInvoice, type GatheredSegment } from '../invoicing/gather-usage.ts'
import type { ServerContext } from '../server-context.ts'
import type { Candidate } from './candidate.ts'
import { carrySchedule, counterparts } from './carry-schedule.ts'
import type { InvoiceUsage, RepricedInvoice } from './gather-usage.ts'

/**
 * Gathers the invoices as they would be planned under the other versions: the segments with their usage, and what the
 * wallets have for them where the other prices are in credits, whether or not the sold ones are.
 */
export function gatherCandidates(
  context: Pick<ServerContext, 'stores' | 'readCuts'>,
  database: Queryable,
  invoices: readonly RepricedInvoice[],
  usage: readonly InvoiceUsage[],
): Promise<PlannableInvoice[]> {
  const catalogOf = catalogMerger()
  const gathered = invoices.map((invoice, position): GatheredInvoice => {
    const { candidates, gathered: sold } = invoice
    const { wallet: _, ...facts } = sold.input
    const { bySegment, carriedUsage } = usage[position] ?? {}
    const catalog = catalogOf(sold.catalog, candidates)
    const { currency } = facts
    const segments = sold.segments.map(({ usageUntil: __, ...segment }, index): GatheredSegment => {
      const version = candidates[index]?.version ?? segment.version
      const schedule = carrySchedule(segment.schedule, segment.version, version)
      const plan = compilePlan({ version, schedule, catalog, currency, billingPeriod: sold.billingPeriod })
      return { ...segment, plan, version, schedule, usage: bySegment?.[index] ?? segment.usage }
    })
    const input = { ...facts, ...carriedState(invoice), ...(carriedUsage && { earlierUsage: carriedUsage }), segments }
    return { ...sold, catalog, segments, input }
  })
  // Other invoices of a customer ask the wallets at the prices that are sold.
  return attachWallets(context, database, invoices, gathered, { areSold: false })
}

/** Returns what was bought or stated before holds for the other version's rule in the same place. */
function carriedState({ gathered, candidates }: RepricedInvoice): Pick<InvoiceInput, 'rollover' | 'stated'> {
  const { rollover, stated } = gathered.input
  if (rollover === undefined && stated === undefined) return {}
  const places = gathered.segments.flatMap(({ version }, index) => {
    const other = candidates[index]?.version
    return other === undefined ? [] : [...counterparts(version, other)]
  })
  const renamed = <Value>(byRule: ReadonlyMap<string, Value>): ReadonlyMap<string, Value> => {
    const names = new Map(byRule)
    for (const [from, to] of places) {
      const value = byRule.get(from)
      if (value !== undefined) names.set(to, value)
    }
    return names
  }
  return {
    ...(rollover && { rollover: renamed(rollover) }),
    ...(stated && {
      stated: {
        usage: renamed(stated.usage),
        included: renamed(stated.included),
        rollover: renamed(stated.rollover),
      },
    }),
  }
}

/**
 * Makes a function that adds to a catalog what the other versions refer to, which wins: they may change a resource that
 * the sold version has too. The same catalogs make the same one.
 */
function catalogMerger(): (sold: PricingCatalog, candidates: readonly (Candidate | undefined)[]) => PricingCatalog {
  const known = new Map<string, PricingCatalog>()
  const numbers = new Map<PricingCatalog, number>()
  const numberOf = (catalog: PricingCatalog): number => {
    const number = numbers.get(catalog) ?? numbers.size
    numbers.set(catalog, number)
    return number
  }
  return (sold, candidates) => {
    const found = [...new Set(candidates)].filter((candidate) => candidate !== undefined)
    const all = [sold, ...found.map(({ catalog }) => catalog)]
    const key = all.map(numberOf).join(' ')
    const merged = known.get(key) ?? mergedCatalog(all)
    known.set(key, merged)
    return merged
  }
}

function mergedCatalog(all: readonly PricingCatalog[]): PricingCatalog {
  const merged = <Value>(read: (catalog: PricingCatalog) => ReadonlyMap<string, Value>): ReadonlyMap<string, Value> =>
    new Map(all.flatMap((one) => [...read(one)]))
  return {
    productItems: merged((one) => one.productItems),
    products: merged((one) => one.products),
    categories: merged((one) => one.categories),
    calculations: merged((one) => one.calculations),
    meters: merged((one) => one.meters),
    meterValues: merged((one) => one.meterValues),
    meterProperties: merged((one) => one.meterProperties),
  }
}
