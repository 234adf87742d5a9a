import type { Schema } from '@tallygate/client'
import { configsOfItem } from '@tallygate/rating'
import { pricingsOf } from '../catalog/plans/version-tree.ts'
import type { InvoiceSegment } from './invoice-input.ts'

type Tree = Schema<'PricingPlanVersion'> | Schema<'PricingPlanSchedule'>

/** A version is looked through once, however many customers have it. */
const known = new WeakMap<Tree, boolean>()

/** Whether anything in a stretch may be priced in credits: only then do wallets matter. */
export function usesCredits({ version, schedule }: Pick<InvoiceSegment, 'version' | 'schedule'>): boolean {
  return hasCreditPrices(version) || hasCreditPrices(schedule)
}

function hasCreditPrices(tree: Tree): boolean {
  const found = known.get(tree)
  if (found !== undefined) return found
  const pricings = [
    ...pricingsOf(tree.pricing_categories ?? []).map(({ pricing }) => pricing),
    ...('override_pricings' in tree ? (tree.override_pricings ?? []) : []),
  ]
  const has = pricings.some((pricing) =>
    (pricing.items ?? []).some((item) =>
      configsOfItem(item, '').some(({ config }) =>
        [...(config.bands ?? []), ...(config.details?.bands ?? [])].some(({ credits }) => credits != null),
      ),
    ),
  )
  known.set(tree, has)
  return has
}
