import { formatInstant } from '@tallygate/billing-period'
import type { Schema } from '@tallygate/client'
import { resolveEntitlementFeatures } from '../catalog/plans/resolve-entitlement-features.ts'
import type { Queryable } from '../database/database.ts'
import { invalidField, invalidOperation, missingField, referenceNotFound } from '../http/api-fault.ts'
import { withoutNull } from '../http/null-members.ts'
import type { Stored } from '../resources/stored.ts'
import type { ServerContext } from '../server-context.ts'
import { makeRoom } from './make-room.ts'
import { refuseFaultySchedule } from './refuse-faulty-schedule.ts'
import { requirePlanOf, resolveVersion } from './resolve-version.ts'
import { resolveSchedulePrices } from './schedule-prices.ts'
import { checkStart, readInstant } from './schedule-start.ts'
import { settleChanges } from './settle-changes.ts'

type Schedule = Stored<'PricingPlanSchedule'>

/**
 * Stores a schedule of a subscription; its time may not overlap that of another schedule. Prices of its own that were
 * copied from another schedule keep the ids that they have there, so that what else was copied still finds them.
 */
export async function createSchedule(
  context: Pick<ServerContext, 'stores' | 'clock' | 'makeId' | 'publish' | 'readSoldUsage'>,
  database: Queryable,
  body: Schema<'PricingPlanScheduleCreateRequest'>,
  flags: { readonly setPreviousEnd: boolean; readonly setNextStart: boolean },
  copiedFrom: Partial<Schedule> = {},
): Promise<Schedule> {
  const { stores, makeId } = context
  if (flags.setPreviousEnd && flags.setNextStart) {
    throw invalidField('set_next_start_at', 'value cannot be combined with set_previous_end_at')
  }
  const subscriptionId = body.pricing_plan_subscription_id
  if (subscriptionId === undefined) throw missingField('pricing_plan_subscription_id', 'PRICING_PLAN_SCHEDULE')
  if (body.start_at === undefined) throw missingField('start_at', 'PRICING_PLAN_SCHEDULE')
  const known = await stores.subscriptions.find(database, subscriptionId)
  if (known === undefined) {
    throw referenceNotFound('pricing_plan_subscription_id', 'PRICING_PLAN_SUBSCRIPTION', subscriptionId)
  }
  const subscription = await stores.subscriptions.lock(database, subscriptionId)
  if (subscription.status !== 'DRAFT' && subscription.status !== 'ACTIVE') {
    throw invalidOperation(`The subscription is ${String(subscription.status)}`, {
      field: 'pricing_plan_subscription_id',
      resourceType: 'PRICING_PLAN_SUBSCRIPTION',
      resourceId: subscriptionId,
    })
  }
  const version = await resolveVersion(context, database, body)
  if (body.pricing_plan_version_id != null) requirePlanOf(version, body.pricing_plan_id)
  const start = readInstant(body.start_at, 'start_at')
  checkStart(start, context.clock.now())
  const end = body.end_at == null ? null : readInstant(body.end_at, 'end_at')
  if (end !== null && end <= start) throw invalidField('end_at', 'value is not after start_at', 'PRICING_PLAN_SCHEDULE')
  const id = makeId('pricing_plan_schedules')
  await makeRoom(context, database, { subscriptionId, id, start, end }, flags)
  const entitlements = await resolveEntitlementFeatures(database, stores, body.entitlements ?? [], 'entitlements')
  const prices = await resolveSchedulePrices(context, database, { id, body, before: copiedFrom })
  const members = {
    ...withoutNull(body, ['type', 'pricing_plan_version_id', 'pricing_plan_id']),
    type: body.type ?? 'DEFAULT',
    entitlements,
    ...prices.members,
    start_at: formatInstant(start),
    end_at: end === null ? null : formatInstant(end),
    pricing_plan_id: version.pricing_plan_id ?? null,
    pricing_plan_version_id: version.id ?? null,
  } as Schedule
  await refuseFaultySchedule(context, database, { schedule: members, version, subscription })
  const columns = { start_at: start, end_at: end, ...prices.columns }
  const schedule = await stores.schedules.insert(database, members, columns, id)
  if (subscription.status === 'ACTIVE') await settleChanges(context, database, subscriptionId)
  return schedule
}
