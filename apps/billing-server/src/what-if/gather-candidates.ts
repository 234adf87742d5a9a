import type { InvoiceInput } from '@tallygate/rating'
import type { Queryable } from '../database/database.ts'
import { attachWallets, type PlannableInvoice } from '../invoicing/attach-wallets.ts'
import type { GatheredInvoice, GatheredSegment } from '../invoicing/gather-usage.ts'
import type { ServerContext } from '../server-context.ts'
import { counterparts } from './carry-schedule.ts'
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
  const gathered = invoices.map((invoice, position): GatheredInvoice => {
    const { gathered: sold, repriced } = invoice
    const { wallet: _, ...facts } = sold.input
    const { bySegment, carriedUsage } = usage[position] ?? {}
    const segments = repriced.segments.map(
      ({ usageUntil: __, ...segment }, index): GatheredSegment => ({
        ...segment,
        usage: bySegment?.[index] ?? segment.usage,
      }),
    )
    const input = { ...facts, ...carriedState(invoice), ...(carriedUsage && { earlierUsage: carriedUsage }), segments }
    return { ...sold, catalog: repriced.catalog, segments, input }
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
