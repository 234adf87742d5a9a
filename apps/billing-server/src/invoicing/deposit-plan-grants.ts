import { formatInstant } from '@tallygate/billing-period'
import { type PlannedDeposit, planDeposits } from '@tallygate/rating'
import type { SubscriptionTerms } from '../customers/subscription-terms.ts'
import type { Queryable } from '../database/database.ts'
import { toWireQuantity } from '../invoicing/wire-wallet-quantity.ts'
import type { Stored } from '../resources/stored.ts'
import type { ServerContext } from '../server-context.ts'
import { gatherUsage } from './gather-usage.ts'
import { type InvoiceRow, loadRunningInvoices } from './invoices.store.ts'
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
      for (const deposit of deposits) await makeDeposit(context, database, terms, deposit, scheduleId, row)
    }
  }
  return claimed
}

async function makeDeposit(
  { stores, makeId }: DepositContext,
  database: Queryable,
  terms: SubscriptionTerms,
  deposit: PlannedDeposit,
  scheduleId: string,
  row: InvoiceRow,
): Promise<void> {
  const type = await stores.walletTypes.get(database, deposit.walletTypeId)
  const walletId =
    (await findWalletOfType(database, terms.customerId, deposit.walletTypeId, deposit.unit)) ??
    (await openWallet({ stores, makeId }, database, terms.customerId, type, deposit))
  const { credits, amount } = toWireQuantity(deposit.unit, deposit.quantity)
  await stores.walletGrants.insert(
    database,
    {
      customer_id: terms.customerId,
      ...(terms.billingEntityId != null && { billing_entity_id: terms.billingEntityId }),
      wallet_id: walletId,
      type: deposit.promotional ? 'PROMOTION' : 'DEFAULT',
      description: `${type.name ?? 'Deposit'} of the plan`,
      ...(credits != null && { grant_credits: credits }),
      ...(amount != null && { grant_amount: amount }),
      start_at: formatInstant(deposit.startAt),
      ...(deposit.expireAt !== null && { expire_at: formatInstant(deposit.expireAt) }),
    },
    {
      start_at: deposit.startAt,
      expire_at: deposit.expireAt,
      schedule_id: scheduleId,
      period_start: row.period_start,
      rule: deposit.rule,
    },
  )
}

/** A wallet for a customer who has none of the type. */
async function openWallet(
  { stores, makeId }: Pick<ServerContext, 'stores' | 'makeId'>,
  database: Queryable,
  customerId: string,
  type: Stored<'WalletType'>,
  { walletTypeId, unit }: PlannedDeposit,
): Promise<string> {
  const named = `${type.reference ?? walletTypeId}-${customerId}`.slice(-MAX_REFERENCE)
  const taken = await stores.wallets.find(database, named)
  const reference = taken === undefined ? named : makeId('wallets')
  const wallet = { reference, wallet_type_id: walletTypeId, customer_id: customerId, status: 'ACTIVE' } as const
  return (await stores.wallets.insert(database, wallet, { unit })).id
}

/** Longest reference that the contract allows. */
const MAX_REFERENCE = 256
