import type { PricingCatalog } from '@tallygate/rating'
import type { Queryable } from '../database/database.ts'
import { attachWallets } from '../invoicing/attach-wallets.ts'
import type { GatheredInvoice } from '../invoicing/gather-usage.ts'
import type { InvoiceContext } from '../invoicing/invoice-input.ts'
import type { ServerContext } from '../server-context.ts'
import type { Candidate } from './candidate.ts'
import { carrySchedule, counterparts } from './carry-schedule.ts'
import type { InvoiceUsage, RepricedInvoice } from './gather-usage.ts'

/**
 * The invoices as they would be planned under the other versions: the stretches with their usage, and what the wallets have
 * for them where the other prices are in credits, whether or not the sold ones are.
 */
export function gatherCandidates(
  context: ServerContext,
  database: Queryable,
  invoices: readonly RepricedInvoice[],
  usage: readonly InvoiceUsage[],
): Promise<GatheredInvoice[]> {
  const gathered = invoices.map((invoice, position): GatheredInvoice => {
    const { candidates, gathered: sold } = invoice
    const { wallet: _, ...facts } = sold.context
    const { stretches, carriedUsage } = usage[position] ?? {}
    return {
      context: {
        ...withCatalogs(facts, candidates),
        ...carriedState(invoice),
        ...(carriedUsage && { carriedUsage }),
      },
      period: sold.period,
      segments: sold.segments.map(({ usageUntil: __, ...segment }, index) => {
        const version = candidates[index]?.version ?? segment.version
        const schedule = carrySchedule(segment.schedule, segment.version, version)
        return { ...segment, version, schedule, usage: stretches?.[index] ?? segment.usage }
      }),
    }
  })
  return attachWallets(context, database, invoices, gathered)
}

/** What was bought or stated before holds for the other version's rule in the same place. */
function carriedState({ gathered, candidates }: RepricedInvoice): Pick<InvoiceContext, 'carried' | 'stated'> {
  const { carried, stated } = gathered.context
  if (carried === undefined && stated === undefined) return {}
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
    ...(carried && { carried: renamed(carried) }),
    ...(stated && {
      stated: {
        usage: renamed(stated.usage),
        included: renamed(stated.included),
        rollover: renamed(stated.rollover),
      },
    }),
  }
}

/** With what the other versions refer to, which wins: a catalog may change a resource that the sold version has too. */
function withCatalogs(context: InvoiceContext, candidates: readonly (Candidate | undefined)[]): InvoiceContext {
  const found = [...new Set(candidates)].filter((candidate) => candidate !== undefined)
  const merged = <Value>(read: (catalog: PricingCatalog) => ReadonlyMap<string, Value>): ReadonlyMap<string, Value> =>
    new Map([context, ...found.map(({ catalog }) => catalog)].flatMap((one) => [...read(one)]))
  return {
    ...context,
    productItems: merged((one) => one.productItems),
    products: merged((one) => one.products),
    categories: merged((one) => one.categories),
    calculations: merged((one) => one.calculations),
    meters: merged((one) => one.meters),
    meterValues: merged((one) => one.meterValues),
    meterProperties: merged((one) => one.meterProperties),
  }
}
