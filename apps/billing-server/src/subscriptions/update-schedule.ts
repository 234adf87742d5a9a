import { isDeepStrictEqual } from 'node:util'
import { formatInstant } from '@tallygate/billing-period'
import type { Schema } from '@tallygate/client'
import { resolveEntitlementFeatures } from '../catalog/plans/resolve-entitlement-features.ts'
import type { Queryable } from '../database/database.ts'
import { invalidField, invalidOperation } from '../http/api-fault.ts'
import { refuseNull } from '../http/null-members.ts'
import type { Stored } from '../resources/stored.ts'
import type { ServerContext } from '../server-context.ts'
import { wholePeriod } from './create-subscription.ts'
import { giveBackCuts, makeRoom } from './make-room.ts'
import { refuseFaultySchedule } from './refuse-faulty-schedule.ts'
import { requirePlanOf, resolveVersion } from './resolve-version.ts'
import { forgetCut } from './schedule-cuts.store.ts'
import { resolveSchedulePrices } from './schedule-prices.ts'
import { checkStart, readInstant } from './schedule-start.ts'

type Schedule = Stored<'PricingPlanSchedule'>

/** Members of a schedule that has begun to bill and can no longer be another. */
const FIXED_ONCE_BEGUN = [
  'start_at',
  'pricing_plan_version_id',
  'pricing_plan_version_selector',
  'billing_period',
  'pricing_currency',
] as const

/** Changes a schedule; what has begun to bill keeps what it bills by. */
export async function updateSchedule(
  context: Pick<ServerContext, 'stores' | 'clock' | 'makeId'>,
  transaction: Queryable,
  { schedule, subscription }: { readonly schedule: Schedule; readonly subscription: Stored<'PricingPlanSubscription'> },
  body: Schema<'PricingPlanScheduleUpdateRequest'>,
  options: { readonly fixed: boolean; readonly setPreviousEnd: boolean; readonly setNextStart: boolean },
): Promise<Schedule> {
  const { stores } = context
  const id = schedule.id
  const subscriptionId = schedule.pricing_plan_subscription_id
  refuseNull(body, ['type', 'pricing_plan_id', 'pricing_plan_version_id'], 'PRICING_PLAN_SCHEDULE')
  requireSameSubscription(schedule, body)
  if (options.setPreviousEnd && options.setNextStart) {
    throw invalidField('set_next_start_at', 'value cannot be combined with set_previous_end_at')
  }
  if (options.fixed) requireFixedKept(schedule, body)
  const start = readInstant(body.start_at ?? schedule.start_at, 'start_at')
  checkStart(start, context.clock.now())
  const endText = body.end_at === undefined ? schedule.end_at : body.end_at
  const end = endText == null ? null : readInstant(endText, 'end_at')
  if (end !== null && end < start) throw invalidField('end_at', 'value is before start_at', 'PRICING_PLAN_SCHEDULE')
  const startMoves = start.getTime() !== readInstant(schedule.start_at, 'start_at').getTime()
  const endBefore = schedule.end_at == null ? null : readInstant(schedule.end_at, 'end_at')
  const endMoves = end?.getTime() !== endBefore?.getTime()
  // Neighbours hear only of a change that concerns them, and a bound that is sent again is none.
  if (startMoves || endMoves) {
    const givenBack = await giveBackCuts(context, transaction, { id, subscriptionId })
    if (startMoves) await forgetCut(transaction, id, 'START')
    if (endMoves) await forgetCut(transaction, id, 'END')
    await makeRoom(context, transaction, { subscriptionId, id, start, end }, { ...options, givenBack })
  }
  const version = await versionOfChanged(context, transaction, schedule, body)
  requirePlanOf(version, body.pricing_plan_id)
  const prices = await resolveSchedulePrices(context, transaction, { id, body, before: schedule })
  const changes = {
    ...body,
    ...(body.entitlements && {
      entitlements: await resolveEntitlementFeatures(transaction, stores, body.entitlements, 'entitlements'),
    }),
    ...prices.members,
    pricing_plan_id: version.pricing_plan_id ?? null,
    pricing_plan_version_id: version.id ?? null,
    start_at: formatInstant(start),
    end_at: end === null ? null : formatInstant(end),
  } as Partial<Schedule>
  await refuseFaultySchedule(context, transaction, { schedule: { ...schedule, ...changes }, version, subscription })
  const columns = { start_at: start, end_at: end, ...prices.columns }
  return stores.schedules.update(transaction, id, changes, columns)
}

function requireSameSubscription(schedule: Schedule, body: Schema<'PricingPlanScheduleUpdateRequest'>): void {
  const asked = body.pricing_plan_subscription_id
  if (asked == null || asked === schedule.pricing_plan_subscription_id) return
  throw invalidOperation('A schedule stays with its subscription; copy it to the other one', {
    field: 'pricing_plan_subscription_id',
    resourceType: 'PRICING_PLAN_SCHEDULE',
    resourceId: schedule.id,
  })
}

function requireFixedKept(schedule: Schedule, body: Schema<'PricingPlanScheduleUpdateRequest'>): void {
  for (const member of FIXED_ONCE_BEGUN) {
    if (body[member] == null || isDeepStrictEqual(inOneForm(body, member), inOneForm(schedule, member))) continue
    throw invalidOperation(`${member} of a schedule that has begun cannot change; make a new schedule`, {
      field: member,
      resourceType: 'PRICING_PLAN_SCHEDULE',
      resourceId: schedule.id,
    })
  }
}

/** A fixed member in the form in which two that mean the same are equal. */
function inOneForm(of: Schema<'PricingPlanScheduleUpdateRequest'>, member: (typeof FIXED_ONCE_BEGUN)[number]): unknown {
  if (member === 'start_at') return of.start_at == null ? null : readInstant(of.start_at, member).getTime()
  if (member === 'billing_period') return of.billing_period?.type === undefined ? null : wholePeriod(of.billing_period)
  return of[member]
}

/**
 * The version that the schedule follows after the change; the one that it follows already need not be ACTIVE any more.
 */
async function versionOfChanged(
  context: Pick<ServerContext, 'stores'>,
  transaction: Queryable,
  schedule: Schedule,
  body: Schema<'PricingPlanScheduleUpdateRequest'>,
): Promise<Stored<'PricingPlanVersion'>> {
  const current = schedule.pricing_plan_version_id
  const asked = body.pricing_plan_version_id
  const changes = asked == null ? body.pricing_plan_version_selector != null : asked !== current
  return changes ? resolveVersion(context, transaction, body) : context.stores.versions.get(transaction, current)
}
