import { isDeepStrictEqual } from 'node:util'
import type { Schema } from '@tallygate/client'
import { resolveParties } from '../customers/resolve-parties.ts'
import type { Queryable } from '../database/database.ts'
import { invalidOperation } from '../http/api-fault.ts'
import { refuseNull } from '../http/null-members.ts'
import type { Stored } from '../resources/stored.ts'
import type { ServerContext } from '../server-context.ts'
import { activateSubscription } from './activate-subscription.ts'
import { NEVER_NULL, refuseNegativeTax, wholePeriod } from './create-subscription.ts'

type Subscription = Stored<'PricingPlanSubscription'>

/** Members that decide periods and amounts: fixed once the subscription bills. */
const FIXED_ONCE_ACTIVE = [
  'type',
  'billing_period',
  'billing_currency',
  'billing_time',
  'customer_id',
  'customer_reference',
] as const

/** Changes what may still change; a DRAFT becomes ACTIVE where the request says so. */
export async function updateSubscription(
  context: Pick<ServerContext, 'stores' | 'clock' | 'makeId' | 'publish' | 'readSoldUsage'>,
  database: Queryable,
  found: Subscription,
  body: Schema<'PricingPlanSubscriptionUpdateRequest'>,
): Promise<Subscription> {
  const { stores } = context
  const id = found.id
  refuseNull(body, ['status', ...NEVER_NULL], 'PRICING_PLAN_SUBSCRIPTION')
  refuseNegativeTax(body.sales_tax_percentage)
  const { customer, entity } = await resolveParties(context, database, body)
  const members: Partial<Subscription> = {
    ...body,
    ...(body.billing_period && { billing_period: wholePeriod(body.billing_period) }),
    ...(customer?.id != null && { customer_id: customer.id, customer_reference: customer.reference }),
    ...(entity?.id != null && { billing_entity_id: entity.id, billing_entity_reference: entity.reference ?? null }),
  } as Partial<Subscription>
  const status = body.status ?? found.status
  if (found.status !== 'DRAFT') {
    for (const member of FIXED_ONCE_ACTIVE) {
      if (members[member] !== undefined && !isDeepStrictEqual(members[member], found[member])) {
        throw invalidOperation(`${member} of a subscription that is ${String(found.status)} cannot change`, {
          field: member,
          resourceType: 'PRICING_PLAN_SUBSCRIPTION',
          resourceId: id,
        })
      }
    }
    if (status !== found.status) {
      throw invalidOperation(
        `A subscription that is ${String(found.status)} cannot become ${String(status)} by an update`,
        {
          field: 'status',
          resourceType: 'PRICING_PLAN_SUBSCRIPTION',
          resourceId: id,
        },
      )
    }
    return stores.subscriptions.update(database, id, members)
  }
  if (status === 'CANCELLED' || status === 'VOID' || status === 'ARCHIVED') {
    throw invalidOperation(`A DRAFT cannot become ${status}; delete it instead`, { field: 'status', resourceId: id })
  }
  const updated = await stores.subscriptions.update(database, id, { ...members, status: 'DRAFT' })
  return status === 'ACTIVE' ? activateSubscription(context, database, updated) : updated
}
