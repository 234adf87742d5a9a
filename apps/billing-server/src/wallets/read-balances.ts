import type { Schema } from '@tallygate/client'
import type { Queryable } from '../database/database.ts'
import type { ServerContext } from '../server-context.ts'
import { drawGrants } from './draw-grants.ts'
import { balanceOf, tallyWallet } from './tally-wallet.ts'
import { toWireQuantity } from './wallet-unit.ts'
import { loadGrants, loadWallets } from './wallets.store.ts'

/** Whose balances: all of a customer's wallets, or one of them. */
export interface BalanceScope {
  readonly customerId: string
  readonly walletId?: string
}

export interface ReadBalance {
  readonly walletId: string
  readonly balance: Pick<Schema<'WalletBalanceStatus'>, 'balance' | 'reserved_balance' | 'open_balance'>
}

/**
 * The balances of wallets at an instant, the oldest wallet first.
 *
 * @param asked the instant; `null` for now, with all usage that was reported
 */
export async function readBalances(
  { clock }: ServerContext,
  database: Queryable,
  { customerId, walletId }: BalanceScope,
  asked: Date | null,
): Promise<ReadBalance[]> {
  const at = asked ?? clock.date()
  const wallets = await loadWallets(database, customerId)
  const grants = (await loadGrants(database, customerId)).filter(({ startAt }) => startAt <= at)
  return wallets
    .filter(({ id }) => walletId === undefined || id === walletId)
    .map(({ id, unit }) => {
      const own = grants.filter((grant) => grant.walletId === id)
      const { balance, reservedBalance, openBalance } = balanceOf(tallyWallet(own, drawGrants(own, []), at, () => true))
      return {
        walletId: id,
        balance: {
          balance: toWireQuantity(unit, balance),
          reserved_balance: toWireQuantity(unit, reservedBalance),
          open_balance: toWireQuantity(unit, openBalance),
        },
      }
    })
}
