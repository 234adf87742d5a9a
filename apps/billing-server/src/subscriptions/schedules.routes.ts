import { formatInstant } from '@tallygate/billing-period'
import type { Schema } from '@tallygate/client'
import type { Queryable } from '../database/database.ts'
import { ApiFault, invalidOperation } from '../http/api-fault.ts'
import type { OperationHandlers } from '../http/operation-handlers.ts'
import type { Stored } from '../resources/stored.ts'
import type { ServerContext } from '../server-context.ts'
import { createSchedule } from './create-schedule.ts'
import { giveBackCuts } from './make-room.ts'
import { readInstant } from './schedule-start.ts'
import { settleChanges } from './settle-changes.ts'
import { updateSchedule } from './update-schedule.ts'

type Schedule = Stored<'PricingPlanSchedule'>

/** Schedules of subscriptions: made, changed, copied, migrated to another version. */
export function scheduleRoutes(
  context: Pick<ServerContext, 'database' | 'stores' | 'clock' | 'makeId' | 'publish' | 'readSoldUsage'>,
): OperationHandlers {
  const { database, stores, clock } = context
  const lockBoth = async (transaction: Queryable, id: string) => {
    const known = await stores.schedules.get(transaction, id)
    const subscription = await stores.subscriptions.lock(transaction, known.pricing_plan_subscription_id)
    return { schedule: await stores.schedules.lock(transaction, id), subscription }
  }
  const settled = async (transaction: Queryable, subscription: Stored<'PricingPlanSubscription'>): Promise<void> => {
    if (subscription.status === 'ACTIVE') await settleChanges(context, transaction, subscription.id)
  }
  const hasBegun = (schedule: Schedule): boolean => readInstant(schedule.start_at, 'start_at') <= clock.date()
  return {
    listPricingPlanSchedules: async ({ query }) => {
      const filters = [{ sql: 'pricing_plan_subscription_id', equals: query.pricing_plan_subscription_id }]
      const { data } = await stores.schedules.list(database, filters)
      return { data: data.toSorted((one, other) => one.start_at.localeCompare(other.start_at)) }
    },
    createPricingPlanSchedule: ({ body, query }) =>
      database.transaction((transaction) =>
        createSchedule(context, transaction, body, {
          setPreviousEnd: query.set_previous_end_at ?? false,
          setNextStart: query.set_next_start_at ?? false,
        }),
      ),
    getPricingPlanSchedule: ({ path }) => stores.schedules.get(database, path.id),
    updatePricingPlanSchedule: ({ path, body, query }) =>
      database.transaction(async (transaction) => {
        const { schedule, subscription } = await lockBoth(transaction, path.id)
        const fixed = subscription.status !== 'DRAFT' && hasBegun(schedule)
        const updated = await updateSchedule(context, transaction, { schedule, subscription }, body, {
          fixed,
          setPreviousEnd: query.set_previous_end_at ?? false,
          setNextStart: query.set_next_start_at ?? false,
        })
        await settled(transaction, subscription)
        return updated
      }),
    deletePricingPlanSchedule: ({ path }) =>
      database.transaction(async (transaction) => {
        const { schedule, subscription } = await lockBoth(transaction, path.id)
        if (subscription.status !== 'DRAFT' && hasBegun(schedule)) {
          throw invalidOperation('The schedule has begun; end it with end_at instead', {
            resourceType: 'PRICING_PLAN_SCHEDULE',
            resourceId: path.id,
          })
        }
        const others = await stores.schedules.list(transaction, [
          { sql: 'pricing_plan_subscription_id', equals: subscription.id },
        ])
        if (subscription.status === 'ACTIVE' && others.total <= 1) {
          const message = 'It is the only schedule of an ACTIVE subscription; cancel the subscription instead'
          throw invalidOperation(message, { resourceType: 'PRICING_PLAN_SCHEDULE', resourceId: path.id })
        }
        await giveBackCuts(context, transaction, { id: path.id, subscriptionId: subscription.id })
        const removed = await stores.schedules.remove(transaction, path.id)
        await settled(transaction, subscription)
        return removed
      }),
    copyPricingPlanSchedule: ({ path, body, query }) =>
      database.transaction(async (transaction) => {
        const copied = await stores.schedules.get(transaction, path.id)
        const copy = { ...termsOf(copied), ...setMembers(body ?? {}) } as Schema<'PricingPlanScheduleCreateRequest'>
        const flags = {
          setPreviousEnd: query.set_previous_end_at ?? false,
          setNextStart: query.set_next_start_at ?? false,
        }
        return createSchedule(context, transaction, copy, flags, copied)
      }),
    // The same terms on another version, from an instant on: what a plan change is.
    migratePricingPlanSchedule: ({ path, body }) =>
      database.transaction(async (transaction) => {
        const copied = await stores.schedules.get(transaction, path.id)
        const { pricing_plan_version_id: _version, pricing_plan_id: _plan, ...kept } = termsOf(copied)
        const next = { ...kept, start_at: formatInstant(clock.date()), ...setMembers(body) }
        // Two versions at once would be no migration.
        const flags = { setPreviousEnd: true, setNextStart: false }
        try {
          return await createSchedule(
            context,
            transaction,
            next as Schema<'PricingPlanScheduleCreateRequest'>,
            flags,
            copied,
          )
        } catch (error) {
          throw ofMigration(error, body)
        }
      }),
  }
}

/** Returns what a schedule says, without what the server says of it. */
function termsOf({ id: _id, object_type: _type, created_at: _at, ...terms }: Schedule): Partial<Schedule> {
  return terms
}

/** The terms of a schedule about prices: they may fit one version and not another. */
const TERMS_OF_PRICE = [
  'seats_values',
  'included_volumes',
  'enabled_pricings',
  'override_pricings',
  'discount',
  'markup',
  'commitment',
]

/**
 * Names the member that holds the version, for a term that does not fit the new version: the term is no member of this
 * request.
 */
function ofMigration(error: unknown, body: Schema<'PricingPlanScheduleMigrateCreateRequest'>): unknown {
  if (!ApiFault.isInstance(error) || error.field === undefined) return error
  if (!TERMS_OF_PRICE.some((term) => error.field === term || error.field?.startsWith(`${term}.`))) return error
  return new ApiFault({
    status: error.status,
    code: 'UNABLE_TO_PROCESS_INSTRUCTIONS',
    field: body.pricing_plan_version_id == null ? 'pricing_plan_version_selector' : 'pricing_plan_version_id',
    message: `the terms of the schedule do not fit: ${error.field}: ${error.message}; make a new schedule instead`,
    resourceType: 'PRICING_PLAN_SCHEDULE',
    cause: error,
  })
}

const setMembers = (value: object): object =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member != null))
