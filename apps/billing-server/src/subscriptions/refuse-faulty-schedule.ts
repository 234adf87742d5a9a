import { findPricingFaults, findScheduleFaults, type PricingFault } from '@tallygate/rating'
import { loadPricingCatalog } from '../catalog/pricing-catalog.store.ts'
import type { Queryable } from '../database/database.ts'
import { ApiFault } from '../http/api-fault.ts'
import type { Stored } from '../resources/stored.ts'
import type { ServerContext } from '../server-context.ts'
import { wholePeriod } from './create-subscription.ts'
import { findChoiceFault } from './find-choice-fault.ts'
import { requireKnownParts } from './require-known-parts.ts'

type Schedule = Omit<Stored<'PricingPlanSchedule'>, 'id' | 'object_type' | 'created_at'>
type Version = Stored<'PricingPlanVersion'>
type Subscription = Stored<'PricingPlanSubscription'>

/**
 * Throws for a schedule that could not be billed as it says, naming its first member at fault: what an invoice cannot
 * be worked out from is refused when it is written, not when the invoice is read.
 */
export async function refuseFaultySchedule(
  { stores }: Pick<ServerContext, 'stores'>,
  database: Queryable,
  {
    schedule,
    version,
    subscription,
  }: {
    readonly schedule: Schedule
    readonly version: Version
    readonly subscription: Subscription
  },
): Promise<void> {
  const currency = subscription.billing_currency
  if (schedule.pricing_currency != null && schedule.pricing_currency !== currency) {
    const message = `this server bills in the currency of the subscription (${currency}) only`
    throw refusal({ field: 'pricing_currency', message })
  }
  await requireKnownParts(database, stores, schedule, version)
  const catalog = await loadPricingCatalog(stores, database, [version], [schedule])
  const billingPeriod = wholePeriod(
    schedule.billing_period?.type ? schedule.billing_period : (subscription.billing_period ?? {}),
  )
  const terms = { currency, billingPeriod }
  const choice = findChoiceFault(schedule, version, billingPeriod)
  if (choice !== undefined) throw refusal(choice)
  const [own, ...more] = findScheduleFaults(schedule, catalog, terms)
  if (own !== undefined) throw refusal(own, more.length)
  const [ofVersion, ...others] = findPricingFaults(version, catalog, terms)
  if (ofVersion === undefined) return
  const message = `the version cannot be billed so: ${ofVersion.field}: ${ofVersion.message}`
  throw refusal({ field: 'pricing_plan_version_id', message }, others.length)
}

function refusal({ field, message }: Pick<PricingFault, 'field' | 'message'>, others = 0): ApiFault {
  return new ApiFault({
    status: 400,
    code: 'INVALID_FIELD',
    field,
    message: others === 0 ? message : `${message} (and ${others} more)`,
    resourceType: 'PRICING_PLAN_SCHEDULE',
  })
}
