import { formatInstant } from '@tallygate/billing-period'
import type { Schema } from '@tallygate/client'
import type { Queryable } from '../database/database.ts'
import { invalidField, invalidOperation } from '../http/api-fault.ts'
import { resolveEntitlementFeatures } from '../plans/resolve-entitlement-features.ts'
import type { ServerContext } from '../server-context.ts'
import { makeRoom } from './make-room.ts'
import { requirePlanOf, resolveVersion } from './resolve-version.ts'
import { checkStart, readInstant } from './schedule-start.ts'

type Schedule = Schema<'PricingPlanSchedule'>

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
