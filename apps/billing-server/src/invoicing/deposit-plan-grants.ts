import { planDeposits, pricingsIn } from '@tallygate/rating'
import type { SubscriptionTerms } from '../customers/subscription-terms.ts'
import type { Queryable } from '../database/database.ts'
import type { ServerContext } from '../server-context.ts'
import { gatherUsage } from './gather-usage.ts'
import { loadRunningInvoices } from './invoices.store.ts'
import { makeDeposit } from './make-deposit.ts'
import {
  claimDeposits,
  findWalletOfType,
  holdWalletsOf,
  loadDepositedRules,
  loadDepositingSchedules,
  PLAN_ITSELF,
} from './wallets.store.ts'

type DepositContext = Pick<ServerContext, 'clock' | 'makeId' | 'stores'>

/**
 * Deposits what the plans of a subscription grant for the periods that have begun and are not FINAL: once for each
 * schedule and period, and once for an add-on that is bought later in it, with any number of servers. An add-on that is
 * given up and bought again in a period, or at other prices, deposits no more for it (our decision). Resolves with the
 * number of segments whose deposits were claimed.
 */
export async function depositPlanGrants(
  context: DepositContext,
  database: Queryable,
  terms: SubscriptionTerms,
): Promise<number> {
  const depositing = new Set(await loadDepositingSchedules(database, terms.id))
  if (depositing.size === 0) return 0
  const now = context.clock.date()
  let claimed = 0
  const rows = (await loadRunningInvoices(database, [terms.customerId])).filter(
    (row) => row.subscription_id === terms.id,
  )
  for (const row of rows) {
    const [gathered] = await gatherUsage(context, database, [{ row, terms }])
    for (const segment of gathered?.segments ?? []) {
      const scheduleId = segment.schedule.id
      if (gathered === undefined || !depositing.has(scheduleId) || segment.start > now) continue
      const of = { scheduleId, periodStart: row.period_start }
      const { plan, start, end } = segment
      const addOns = pricingsIn(plan, segment).flatMap(({ addOnId }) => addOnId ?? [])
      const fresh = await claimDeposits(database, of, [PLAN_ITSELF, ...new Set(addOns)], now)
      if (fresh.size === 0) continue
      claimed += 1
      // An earlier release claimed a plan and its add-ons as one.
      const made = await loadDepositedRules(database, of)
      const deposits = planDeposits({
        plan,
        start,
        end,
        period: gathered.input.period,
        timeZone: terms.timeZone,
      }).filter(({ addOnId, rule }) => fresh.has(addOnId ?? PLAN_ITSELF) && !made.has(rule))
      if (deposits.length > 0) await holdWalletsOf(database, terms.customerId)
      for (const deposit of deposits) {
        await makeDeposit(context, database, deposit, {
          customerId: terms.customerId,
          billingEntityId: terms.billingEntityId ?? null,
          walletId: (await findWalletOfType(database, terms.customerId, deposit.walletTypeId, deposit.unit)) ?? null,
          reason: 'of the plan',
          columns: { schedule_id: scheduleId, period_start: row.period_start, rule: deposit.rule },
        })
      }
    }
  }
  return claimed
}
