import { formatInstant } from '@tallygate/billing-period'
import type { Schema } from '@tallygate/client'
import { requireActiveParts } from '../catalog/plans/require-active-parts.ts'
import { type PriceColumns, resolvePricings, resolveTree } from '../catalog/plans/resolve-tree.ts'
import { idsOfTree, pricingsOf, withPricingIds, withTreeIds } from '../catalog/plans/version-tree.ts'
import type { Queryable } from '../database/database.ts'
import type { Stored } from '../resources/stored.ts'
import type { ServerContext } from '../server-context.ts'

type Schedule = Stored<'PricingPlanSchedule'>
type Request = Schema<'PricingPlanScheduleUpdateRequest'>

/** The prices of a request, as a schedule keeps them, and the columns of them. */
export interface SchedulePrices {
  readonly members: Partial<Schedule>
  readonly columns: PriceColumns
}

/**
 * Gives the parts of a schedule's own prices their ids and follows what they refer to. A part that brings an id of
 * `before` keeps it: the schedule as it was, or the one that it is copied from. Throws at what leads nowhere.
 */
export async function resolveSchedulePrices(
  { stores, makeId, clock }: Pick<ServerContext, 'stores' | 'makeId' | 'clock'>,
  database: Queryable,
  { id, body, before }: { readonly id: string; readonly body: Request; readonly before: Partial<Schedule> },
): Promise<SchedulePrices> {
  const owner = { pricing_plan_schedule_id: id }
  const {
    pricing_categories: categories = before.pricing_categories,
    override_pricings: pricings = before.override_pricings,
  } = body
  const ofCategories = idsOfTree(before.pricing_categories ?? [])
  const tree = await resolveTree(database, stores, withTreeIds(categories ?? [], owner, makeId, ofCategories))
  const ofOverrides = idsOfTree([{ pricings: before.override_pricings ?? [] }])
  const placed = withPricingIds(pricings ?? [], owner, makeId, ofOverrides).map((pricing, index) => ({
    pricing,
    field: `override_pricings.${index}`,
  }))
  const overrides = await resolvePricings(database, stores, placed)
  await requireActiveParts(database, stores, [...pricingsOf(tree.categories), ...placed])
  const seats = body.seats_values?.map(({ set_start_at_to_now: now, ...value }) =>
    now === true ? { ...value, start_at: formatInstant(clock.date()) } : value,
  )
  return {
    members: {
      ...(body.pricing_categories !== undefined && { pricing_categories: tree.categories }),
      ...(body.override_pricings !== undefined && { override_pricings: overrides.pricings }),
      ...(seats && { seats_values: seats }),
    },
    columns: {
      priced_meter_ids: [...new Set([tree, overrides].flatMap(({ columns }) => columns.priced_meter_ids))].sort(),
      deposits: tree.columns.deposits || overrides.columns.deposits,
    },
  }
}
