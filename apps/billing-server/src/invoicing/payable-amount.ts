import type { Schema } from '@tallygate/client'
import { configsOfItem, Decimal } from '@tallygate/rating'
import { pricingsOf } from '../catalog/plans/version-tree.ts'
import type { GatheredInvoice } from './gather-usage.ts'
import { moneyOf } from './written/sum-lines.ts'

type Tree = Schema<'PricingPlanVersion'> | Schema<'PricingPlanSchedule'>

/** A version is looked through once, however many customers have it. */
const known = new WeakMap<Tree, ReadonlySet<string>>()

/**
 * What wallets may pay of a period: its total, but not what the lines cost that deposit money. Who buys money in advance
 * does not pay for it with that money; else what expires unused would have been given away.
 */
export function payableAmount({ context, segments }: GatheredInvoice, planned: Schema<'InvoicePeriod'>): Decimal {
  const { currency } = context
  const total = moneyOf(planned.amount_including_tax, currency)
  const deposits = new Set(
    segments.flatMap(({ version, schedule }) => [...rulesWithMoney(version), ...rulesWithMoney(schedule)]),
  )
  if (deposits.size === 0) return total
  const others = (planned.groups ?? [])
    .flatMap(({ lines }) => lines ?? [])
    .filter(({ pricing_item_config_id: rule }) => rule == null || !deposits.has(rule))
    .map((line) => moneyOf(line.amount_including_tax, currency))
    .filter((amount) => amount.isPositive())
  return total.min(Decimal.sum(others))
}

/** The rules of a plan or a schedule that deposit money, by their ids. */
function rulesWithMoney(tree: Tree): ReadonlySet<string> {
  const found = known.get(tree)
  if (found !== undefined) return found
  const pricings = [
    ...pricingsOf(tree.pricing_categories ?? []).map(({ pricing }) => pricing),
    ...('override_pricings' in tree ? (tree.override_pricings ?? []) : []),
  ]
  const rules = pricings.flatMap(({ items }) =>
    (items ?? []).flatMap((item) =>
      configsOfItem(item, '').flatMap(({ config }) =>
        (config.wallet_grants ?? []).some(({ amount_grant: money }) => money?.amount != null) ? (config.id ?? []) : [],
      ),
    ),
  )
  const ids = new Set(rules)
  known.set(tree, ids)
  return ids
}
