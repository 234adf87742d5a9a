import { formatInstant, parseInstant } from '@tallygate/billing-period'
import type { Schema } from '@tallygate/client'
import { placeAt, type SubscriptionTerms } from '../customers/subscription-terms.ts'
import type { Queryable } from '../database/database.ts'
import { invalidField, invalidOperation, missingField } from '../http/api-fault.ts'
import type { Stored } from '../resources/stored.ts'
import type { ServerContext } from '../server-context.ts'
import { wholePeriod } from './create-subscription.ts'
import { endOfTerm } from './end-of-term.ts'
import { settleChanges } from './settle-changes.ts'

type Subscription = Stored<'PricingPlanSubscription'>
type Cancel = Schema<'PricingPlanSubscriptionCancelCreateRequest'>

/** Sets or takes back the end of a subscription. */
export async function cancelSubscription(
  context: Pick<ServerContext, 'stores' | 'clock' | 'makeId' | 'publish' | 'readSoldUsage'>,
  transaction: Queryable,
  found: Subscription,
  terms: SubscriptionTerms,
  body: Cancel,
): Promise<Subscription> {
  const { stores, clock } = context
  const id = found.id
  const now = new Date(Math.floor(clock.now() / 1000) * 1000)
  if (body.type === 'UNDO') {
    if (terms.endsAt === null)
      throw invalidOperation('The subscription is not cancelled', { field: 'type', resourceId: id })
    const kept = (found.inactive_periods ?? []).filter(({ type }) => type !== 'CANCEL')
    const restored = await stores.subscriptions.update(transaction, id, { inactive_periods: kept }, { ends_at: null })
    await settleChanges(context, transaction, id)
    return restored
  }
  const end = endOf(body, found, terms, now)
  const inactive: NonNullable<Subscription['inactive_periods']> = [
    ...(found.inactive_periods ?? []).filter(({ type }) => type !== 'CANCEL'),
    { type: 'CANCEL', start_at: formatInstant(end), end_at: null },
  ]
  const status = end <= now ? 'CANCELLED' : 'ACTIVE'
  const cancelled = await stores.subscriptions.update(
    transaction,
    id,
    { inactive_periods: inactive, status },
    { ends_at: end },
  )
  await settleChanges(context, transaction, id)
  return cancelled
}

/** The first instant that is no longer billed. */
function endOf(body: Cancel, found: Subscription, terms: SubscriptionTerms, now: Date): Date {
  const first = terms.schedules[0]?.startAt ?? now
  switch (body.type) {
    case 'NOW':
      return now
    case 'NEXT_BILLING_PERIOD':
      return placeAt(terms, now)?.period.end ?? (first > now ? first : now)
    case 'AFTER_INITIAL_TERM': {
      const initial = found.initial_term
      if (initial?.type === undefined) throw missingField('initial_term', 'PRICING_PLAN_SUBSCRIPTION')
      const renewal = found.renewal_term?.type === undefined ? initial : found.renewal_term
      return endOfTerm(
        { start: first, initial: wholePeriod(initial), renewal: wholePeriod(renewal), timeZone: terms.timeZone },
        now,
      )
    }
    case 'DATE': {
      if (body.cancel_at === undefined) throw missingField('cancel_at', 'PRICING_PLAN_SUBSCRIPTION')
      const end = new Date(Math.floor(parseInstant(body.cancel_at).getTime() / 1000) * 1000)
      if (end < now) throw invalidField('cancel_at', 'value lies in the past; use NOW', 'PRICING_PLAN_SUBSCRIPTION')
      return end
    }
    default:
      throw invalidField('type', 'value is not a way to cancel')
  }
}
