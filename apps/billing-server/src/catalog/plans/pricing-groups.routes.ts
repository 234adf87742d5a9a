import type { Schema } from '@tallygate/client'
import { missingField, notFound } from '../../http/api-fault.ts'
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
import { fieldOfGroup, type GroupPlace, groupsAt, partAt, placeOfCategory, placeOfGroup } from './tree-place.ts'
import { idsOfTree, withTreeIds } from './version-tree.ts'

type Group = Schema<'PricingGroup'>

/** Groups of pricings to choose from, in the trees of versions that are DRAFT. */
export function pricingGroupRoutes(context: Pick<ServerContext, 'database' | 'stores' | 'makeId'>): OperationHandlers {
  const { database, makeId } = context
  const identified = (group: object, { version }: EditedVersion, found?: Group): Group => {
    const known = idsOfTree([{ pricing_groups: found === undefined ? [] : [found] }])
    const wrapped = [{ pricing_groups: [group] }]
    return partAt(groupsAt(withTreeIds(wrapped, ownerOf(version), makeId, known), 0), 0)
  }
  return {
    createPricingGroup: ({ body }) =>
      database.transaction(async (transaction) => {
        refuseSchedule(body, 'PRICING_GROUP')
        const edited = await lockNamedVersion(context, transaction, body.pricing_plan_version_id, 'PRICING_GROUP')
        // A group says nothing of its category: its first pricing does, or a version that has no other one.
        const productIds = body.pricings?.find((pricing) => (pricing.product_ids ?? []).length > 0)?.product_ids
        const only = edited.categories.length === 1 ? edited.categories[0]?.product_category_id : undefined
        const position = body.pricings?.findIndex((pricing) => pricing.product_ids === productIds) ?? 0
        const productCategory =
          productIds === undefined
            ? only
            : await categoryOfProducts(context, transaction, productIds, `pricings.${position}.product_ids`)
        if (productCategory === undefined) throw missingField('pricings.0.product_ids.0', 'PRICING_GROUP')
        const category = placeOfCategory(edited.categories, productCategory)
        const group = groupsAt(edited.categories, category).push(identified(body, edited)) - 1
        const stored = await storeTree(context, transaction, edited, fieldOfGroup({ category, group }))
        return partAt(groupsAt(stored, category), group)
      }),
    getPricingGroup: async ({ path }) => {
      const categories = (await findVersionOf(context, database, path.id))?.pricing_categories ?? []
      const place = placeOfGroup(categories, path.id)
      if (place === undefined) throw notFound('PRICING_GROUP', path.id)
      return partAt(groupsAt(categories, place.category), place.group)
    },
    updatePricingGroup: ({ path, body }) =>
      database.transaction(async (transaction) => {
        refuseNull(body, ['product_type'], 'PRICING_GROUP')
        const edited = await lockVersionOf(context, transaction, path.id, 'PRICING_GROUP')
        requireOwner(body, edited.version, 'PRICING_GROUP')
        const place = requirePlace(edited, path.id)
        const groups = groupsAt(edited.categories, place.category)
        const found = partAt(groups, place.group)
        groups.splice(place.group, 1, identified({ ...found, ...body }, edited, found))
        const stored = await storeTree(context, transaction, edited, fieldOfGroup(place))
        return partAt(groupsAt(stored, place.category), place.group)
      }),
    deletePricingGroup: ({ path }) =>
      database.transaction(async (transaction) => {
        const edited = await lockVersionOf(context, transaction, path.id, 'PRICING_GROUP')
        const place = requirePlace(edited, path.id)
        const [removed] = groupsAt(edited.categories, place.category).splice(place.group, 1)
        await storeTree(context, transaction, edited, fieldOfGroup(place))
        return removed as Group
      }),
  }
}

function requirePlace({ categories }: EditedVersion, id: string): GroupPlace {
  const place = placeOfGroup(categories, id)
  if (place === undefined) throw notFound('PRICING_GROUP', id)
  return place
}
