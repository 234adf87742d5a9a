import type { Schema } from '@tallygate/client'
import type { Queryable } from '../../database/database.ts'
import { notFound, referenceNotFound } from '../../http/api-fault.ts'
import { refuseNull } from '../../http/null-members.ts'
import type { OperationHandlers } from '../../http/operation-handlers.ts'
import type { ServerContext } from '../../server-context.ts'
import {
  categoryOfProducts,
  type EditedVersion,
  findVersionOf,
  lockNamedVersion,
  lockVersionOf,
  ownerOf,
  refuseSchedule,
  requireOwner,
  storeTree,
} from './edit-version-tree.ts'
import {
  fieldOfPricing,
  type PricingHolder,
  partAt,
  placeOfCategory,
  placeOfGroup,
  placeOfPricing,
  pricingsAt,
} from './tree-place.ts'
import { idsOfTree, withPricingIds } from './version-tree.ts'

type Pricing = Schema<'Pricing'>

/** Single pricings in the trees of versions that are DRAFT. */
export function pricingRoutes(context: Pick<ServerContext, 'database' | 'stores' | 'makeId'>): OperationHandlers {
  const { database, makeId } = context
  return {
    createPricing: ({ body }) =>
      database.transaction(async (transaction) => {
        refuseSchedule(body, 'PRICING')
        const { edited, holder } = await placeOfNew(context, transaction, body)
        const siblings = pricingsAt(edited.categories, holder)
        const made = partAt(withPricingIds([body], ownerOf(edited.version), makeId), 0)
        const place = { ...holder, index: siblings.push(made) - 1 }
        const stored = await storeTree(context, transaction, edited, fieldOfPricing(place))
        return partAt(pricingsAt(stored, holder), place.index)
      }),
    updatePricing: ({ path, body }) =>
      database.transaction(async (transaction) => {
        refuseNull(body, ['product_type'], 'PRICING')
        const edited = await lockVersionOf(context, transaction, path.id, 'PRICING')
        requireOwner(body, edited.version, 'PRICING')
        const place = placeOfPricing(edited.categories, path.id)
        if (place === undefined) throw notFound('PRICING', path.id)
        const siblings = pricingsAt(edited.categories, place)
        const found = partAt(siblings, place.index)
        const merged = { ...found, ...body } as Schema<'PricingRequest'>
        const known = idsOfTree([{ pricings: [found] }])
        const changed = partAt(withPricingIds([merged], ownerOf(edited.version), makeId, known), 0)
        const holder = await holderOfChanged(context, transaction, edited, place, body)
        const stays = holder.category === place.category && holder.group === place.group
        siblings.splice(place.index, 1, ...(stays ? [changed] : []))
        const index = stays ? place.index : pricingsAt(edited.categories, holder).push(changed) - 1
        const stored = await storeTree(context, transaction, edited, fieldOfPricing({ ...holder, index }))
        return partAt(pricingsAt(stored, holder), index)
      }),
    deletePricing: ({ path }) =>
      database.transaction(async (transaction) => {
        const edited = await lockVersionOf(context, transaction, path.id, 'PRICING')
        const place = placeOfPricing(edited.categories, path.id)
        if (place === undefined) throw notFound('PRICING', path.id)
        const [removed] = pricingsAt(edited.categories, place).splice(place.index, 1)
        await storeTree(context, transaction, edited, fieldOfPricing(place))
        return removed as Pricing
      }),
  }
}

/** Finds the place of a new pricing: in the group that it names, else in the category of its products. */
async function placeOfNew(
  context: Pick<ServerContext, 'stores'>,
  transaction: Queryable,
  body: Schema<'PricingCreateRequest'>,
): Promise<{ readonly edited: EditedVersion; readonly holder: PricingHolder }> {
  const groupId = body.pricing_group_id
  if (groupId != null) {
    if ((await findVersionOf(context, transaction, groupId)) === undefined) {
      throw referenceNotFound('pricing_group_id', 'PRICING_GROUP', groupId)
    }
    const edited = await lockVersionOf(context, transaction, groupId, 'PRICING_GROUP')
    requireOwner(body, edited.version, 'PRICING')
    return { edited, holder: groupHolder(edited, groupId) }
  }
  const edited = await lockNamedVersion(context, transaction, body.pricing_plan_version_id, 'PRICING')
  const productCategory = await categoryOfProducts(context, transaction, body.product_ids, 'product_ids')
  return { edited, holder: { category: placeOfCategory(edited.categories, productCategory), group: null } }
}

/** Finds the place of a changed pricing: in another group, out of its group, or in the category of its new products. */
async function holderOfChanged(
  context: Pick<ServerContext, 'stores'>,
  transaction: Queryable,
  edited: EditedVersion,
  place: PricingHolder,
  { pricing_group_id: groupId, product_ids: productIds }: Schema<'PricingUpdateRequest'>,
): Promise<PricingHolder> {
  if (groupId != null) return groupHolder(edited, groupId)
  const group = groupId === undefined ? place.group : null
  if (group !== null || productIds === undefined || productIds.length === 0) return { category: place.category, group }
  const productCategory = await categoryOfProducts(context, transaction, productIds, 'product_ids')
  return { category: placeOfCategory(edited.categories, productCategory), group: null }
}

function groupHolder({ categories }: EditedVersion, groupId: string): PricingHolder {
  const place = placeOfGroup(categories, groupId)
  if (place === undefined) throw referenceNotFound('pricing_group_id', 'PRICING_GROUP', groupId)
  return place
}
