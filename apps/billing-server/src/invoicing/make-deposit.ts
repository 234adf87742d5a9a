import { formatInstant } from '@tallygate/billing-period'
import type { Schema } from '@tallygate/client'
import type { PlannedDeposit } from '@tallygate/rating'
import type { Queryable } from '../database/database.ts'
import type { Stored } from '../resources/stored.ts'
import type { ServerContext } from '../server-context.ts'
import { toWireQuantity } from './wire-wallet-quantity.ts'

type DepositContext = Pick<ServerContext, 'makeId' | 'stores'>

/** The side of a deposit that its plan does not say. */
export interface DepositTo {
  readonly customerId: string
  readonly billingEntityId: string | null
  /** The wallet; `null` opens one for a customer who has none of the type. */
  readonly walletId: string | null
  /** Text for people, after the name of the wallet type: `of the plan`. */
  readonly reason: string
  /** The money that was paid for it; absent where nothing says it. */
  readonly paid?: Schema<'Amount'>
  /** Columns of the grant beside its times. */
  readonly columns: Readonly<Record<string, unknown>>
}

/**
 * Deposits what a plan says. The caller holds the customer's wallets (`holdWalletsOf`) and sees to it that it happens
 * once.
 */
export async function makeDeposit(
  { stores, makeId }: DepositContext,
  database: Queryable,
  deposit: PlannedDeposit,
  to: DepositTo,
): Promise<void> {
  const type = await stores.walletTypes.get(database, deposit.walletTypeId)
  const walletId = to.walletId ?? (await openWallet({ stores, makeId }, database, to.customerId, type, deposit))
  const { credits, amount } = toWireQuantity(deposit.unit, deposit.quantity)
  await stores.walletGrants.insert(
    database,
    {
      customer_id: to.customerId,
      ...(to.billingEntityId !== null && { billing_entity_id: to.billingEntityId }),
      wallet_id: walletId,
      type: deposit.promotional ? 'PROMOTION' : 'DEFAULT',
      description: `${type.name ?? 'Deposit'} ${to.reason}`,
      ...(credits != null && { grant_credits: credits }),
      ...(amount != null && { grant_amount: amount }),
      ...(to.paid !== undefined && { paid_amount: to.paid }),
      start_at: formatInstant(deposit.startAt),
      ...(deposit.expireAt !== null && { expire_at: formatInstant(deposit.expireAt) }),
    },
    { start_at: deposit.startAt, expire_at: deposit.expireAt, ...to.columns },
  )
}

/** A wallet for a customer who has none of the type. */
async function openWallet(
  { stores, makeId }: DepositContext,
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
