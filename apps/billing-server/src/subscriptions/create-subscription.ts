import type { Period } from '@tallygate/billing-period'
import type { Schema } from '@tallygate/client'
import { resolveParties } from '../customers/resolve-parties.ts'
import type { Queryable } from '../database/database.ts'
import { ApiFault, invalidField, missingField } from '../http/api-fault.ts'
import { withoutNull } from '../http/null-members.ts'
import type { Stored } from '../resources/stored.ts'
import type { ServerContext } from '../server-context.ts'

type Subscription = Stored<'PricingPlanSubscription'>

/** Members that a subscription has whatever was said: null asks for their default. */
export const NEVER_NULL = ['type', 'billing_time', 'billing_entity_id', 'billing_entity_reference'] as const

/** Stores a DRAFT subscription with our defaults: EXACT, monthly, USD, the oldest billing entity. */
export async function createSubscription(
  context: Pick<ServerContext, 'stores'>,
  database: Queryable,
  body: Schema<'PricingPlanSubscriptionCreateRequest'>,
  defaultReference: string,
): Promise<Subscription> {
  const { stores } = context
  refuseNegativeTax(body.sales_tax_percentage)
  const { customer, entity } = await resolveParties(context, database, body)
  if (customer?.id == null) throw missingField('customer_id', 'PRICING_PLAN_SUBSCRIPTION')
  const billingEntity =
    entity ?? (await stores.billingEntities.list(database, [], { limit: 1, orderDirection: 'asc' })).data[0]
  if (billingEntity?.id == null) {
    throw new ApiFault({
      status: 400,
      code: 'UNABLE_TO_PROCESS_INSTRUCTIONS',
      message: 'There is no billing entity yet; create one first',
      field: 'billing_entity_id',
      resourceType: 'BILLING_ENTITY',
    })
  }
  return stores.subscriptions.insert(database, {
    type: 'BILLING',
    variant: 'DEFAULT',
    billing_time: 'EXACT',
    billing_currency: 'USD',
    ...withoutNull(body, NEVER_NULL),
    billing_period: wholePeriod(body.billing_period ?? {}),
    reference: body.reference ?? defaultReference,
    customer_id: customer.id,
    customer_reference: customer.reference,
    billing_entity_id: billingEntity.id,
    billing_entity_reference: billingEntity.reference ?? null,
    status: 'DRAFT',
    inactive_periods: [],
  })
}

/** A billing period with both of its members: monthly, where nothing is said. */
export const wholePeriod = ({ type, value }: Schema<'Period'>): Period => ({
  type: type ?? 'MONTH',
  value: value ?? 1,
})

/** Throws for a sales tax below zero. */
export function refuseNegativeTax(percentage: string | null | undefined): void {
  if (percentage?.startsWith('-') === true) {
    throw invalidField('sales_tax_percentage', 'value is negative', 'PRICING_PLAN_SUBSCRIPTION')
  }
}
