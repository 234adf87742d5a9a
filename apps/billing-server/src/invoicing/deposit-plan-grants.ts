import { planDeposits } from '@tallygate/rating'
import type { SubscriptionTerms } from '../customers/subscription-terms.ts'
import type { Queryable } from '../database/database.ts'
import type { ServerContext } from '../server-context.ts'
import { gatherUsage } from './gather-usage.ts'
import { loadRunningInvoices } from './invoices.store.ts'
import { makeDeposit } from './make-deposit.ts'
import { claimDeposit, findWalletOfType, holdWalletsOf, loadDepositingSchedules } from './wallets.store.ts'

type DepositContext = Pick<ServerContext, 'clock' | 'makeId' | 'stores'>

/**
 * Deposits what the plans of a subscription grant for the periods that have begun and are not FINAL: once for each
 * schedule and period, with any number of servers. Resolves with the number of deposits that were claimed.
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
      if (!(await claimDeposit(database, scheduleId, row.period_start, now))) continue
      claimed += 1
      const { plan, start, end } = segment
      const deposits = planDeposits({ plan, start, end, period: gathered.input.period, timeZone: terms.timeZone })
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
