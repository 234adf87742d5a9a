import { formatInstant } from '@tallygate/billing-period'
import type { Schema } from '@tallygate/client'
import type { Queryable } from '../database/database.ts'
import { invalidField, invalidOperation } from '../http/api-fault.ts'
import type { OperationHandlers } from '../http/operation-handlers.ts'
import { resolveEntitlementFeatures } from '../plans/check-version.ts'
import type { ServerContext } from '../server-context.ts'
import { settleChanges } from './settle-changes.ts'
import {
  checkStart,
  createSchedule,
  makeRoom,
  readInstant,
  requirePlanOf,
  resolveVersion,
} from './subscriptions.routes.ts'

type Schedule = Schema<'PricingPlanSchedule'>

/** Changes of schedules after they were made. */
export function scheduleActionRoutes(context: ServerContext): OperationHandlers {
  const { database, stores, clock } = context
  const lockBoth = async (transaction: Queryable, id: string) => {
    const known = await stores.schedules.get(transaction, id)
    const subscription = await stores.subscriptions.lock(transaction, known.pricing_plan_subscription_id ?? '')
    return { schedule: await stores.schedules.lock(transaction, id), subscription }
  }
  const settled = async (transaction: Queryable, subscription: Schema<'PricingPlanSubscription'>): Promise<void> => {
    if (subscription.status === 'ACTIVE') await settleChanges(context, transaction, subscription.id ?? '')
  }
  const hasBegun = (schedule: Schedule): boolean => readInstant(schedule.start_at ?? '', 'start_at') <= clock.date()
  return {
    updatePricingPlanSchedule: ({ path, body, query }) =>
      database.transaction(async (transaction) => {
        const { schedule, subscription } = await lockBoth(transaction, path.id)
        const fixed = subscription.status !== 'DRAFT' && hasBegun(schedule)
        const updated = await updateSchedule(context, transaction, schedule, body, {
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
          { sql: 'pricing_plan_subscription_id', equals: subscription.id ?? '' },
        ])
        if (subscription.status === 'ACTIVE' && others.total <= 1) {
          const message = 'It is the only schedule of an ACTIVE subscription; cancel the subscription instead'
          throw invalidOperation(message, { resourceType: 'PRICING_PLAN_SCHEDULE', resourceId: path.id })
        }
        const removed = await stores.schedules.remove(transaction, path.id)
        await settled(transaction, subscription)
        return removed
      }),
    copyPricingPlanSchedule: ({ path, body, query }) =>
      database.transaction(async (transaction) => {
        const {
          id: _id,
          object_type: _type,
          created_at: _at,
          ...rest
        } = await stores.schedules.get(transaction, path.id)
        const copy = { ...rest, ...withoutNull(body ?? {}) }
        return createSchedule(context, transaction, copy as Schema<'PricingPlanScheduleCreateRequest'>, {
          setPreviousEnd: query.set_previous_end_at ?? false,
          setNextStart: query.set_next_start_at ?? false,
        })
      }),
    // The same terms on another version, from an instant on: what a plan change is.
    migratePricingPlanSchedule: ({ path, body }) =>
      database.transaction(async (transaction) => {
        const {
          id: _id,
          object_type: _type,
          created_at: _at,
          ...rest
        } = await stores.schedules.get(transaction, path.id)
        const { pricing_plan_version_id: _version, pricing_plan_id: _plan, ...kept } = rest
        const next = { ...kept, start_at: formatInstant(clock.date()), ...withoutNull(body) }
        return createSchedule(context, transaction, next as Schema<'PricingPlanScheduleCreateRequest'>, {
          // Two versions at once would be no migration.
          setPreviousEnd: true,
          setNextStart: false,
        })
      }),
  }
}

const withoutNull = (value: object): object =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member != null))

/** Members of a schedule that has begun to bill and can no longer be another. */
const FIXED_ONCE_BEGUN = [
  'start_at',
  'pricing_plan_version_id',
  'pricing_plan_version_selector',
  'billing_period',
  'pricing_currency',
] as const

async function updateSchedule(
  context: ServerContext,
  transaction: Queryable,
  schedule: Schedule,
  body: Schema<'PricingPlanScheduleUpdateRequest'>,
  options: { readonly fixed: boolean; readonly setPreviousEnd: boolean; readonly setNextStart: boolean },
): Promise<Schedule> {
  const { stores } = context
  const id = schedule.id ?? ''
  const subscriptionId = schedule.pricing_plan_subscription_id ?? ''
  if (body.pricing_plan_subscription_id != null && body.pricing_plan_subscription_id !== subscriptionId) {
    throw invalidOperation('A schedule stays with its subscription; copy it to the other one', {
      field: 'pricing_plan_subscription_id',
      resourceType: 'PRICING_PLAN_SCHEDULE',
      resourceId: id,
    })
  }
  if (options.setPreviousEnd && options.setNextStart) {
    throw invalidField('set_next_start_at', 'value cannot be combined with set_previous_end_at')
  }
  if (options.fixed) {
    for (const member of FIXED_ONCE_BEGUN) {
      if (body[member] != null && JSON.stringify(body[member]) !== JSON.stringify(schedule[member])) {
        throw invalidOperation(`${member} of a schedule that has begun cannot change; make a new schedule`, {
          field: member,
          resourceType: 'PRICING_PLAN_SCHEDULE',
          resourceId: id,
        })
      }
    }
  }
  const start = readInstant(body.start_at ?? schedule.start_at ?? '', 'start_at')
  checkStart(start, context.clock.now())
  const endText = body.end_at === undefined ? schedule.end_at : body.end_at
  const end = endText == null ? null : readInstant(endText, 'end_at')
  if (end !== null && end < start) throw invalidField('end_at', 'value is before start_at', 'PRICING_PLAN_SCHEDULE')
  const fitted = await makeRoom(context, transaction, { subscriptionId, except: id, start, end }, options)
  const versionGiven = body.pricing_plan_version_id != null || body.pricing_plan_version_selector != null
  const version = versionGiven ? await resolveVersion(context, transaction, body) : undefined
  requirePlanOf(version ?? schedule, body.pricing_plan_id)
  return stores.schedules.update(
    transaction,
    id,
    {
      ...body,
      ...(body.entitlements && {
        entitlements: await resolveEntitlementFeatures(transaction, stores, body.entitlements, 'entitlements'),
      }),
      ...(version && { pricing_plan_id: version.pricing_plan_id ?? null, pricing_plan_version_id: version.id ?? null }),
      start_at: formatInstant(start),
      end_at: fitted.end === null ? null : formatInstant(fitted.end),
    } as Partial<Schedule>,
    { start_at: start, end_at: fitted.end },
  )
}
