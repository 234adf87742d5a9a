import type { Schema } from '@tallygate/client'
import {
  balanceOf,
  Decimal,
  drawGrants,
  inServingOrder,
  tallyWallet,
  type WalletTally,
  type WalletUnit,
} from '@tallygate/rating'
import type { Queryable } from '../database/database.ts'
import { debtsOf, demandsUntil, loadWalletFacts } from '../invoicing/attach-wallets.ts'
import { gatherUsage, subjectsOf } from '../invoicing/gather-usage.ts'
import { loadFinalInvoicesAt } from '../invoicing/invoices.store.ts'
import { duesOfPeriods, loadRunningDues } from '../invoicing/load-running-dues.ts'
import { demandOf } from '../invoicing/plan-payment.ts'
import {
  loadGrants,
  loadWallets,
  type StoredGrant,
  type WalletEntry,
  type WalletRow,
} from '../invoicing/wallets.store.ts'
import { toWireQuantity } from '../invoicing/wire-wallet-quantity.ts'
import type { ServerContext } from '../server-context.ts'
import { type AskedByThen, entriesUntil, isPayment } from './entries-until.ts'

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
 * The balances of wallets at an instant, the oldest wallet first: grants that have started by then, less what usage
 * before it took and what has expired. Of money, what invoices would take with the usage before it. The customer's
 * oldest wallet of a unit shows what is owed beyond all grants.
 *
 * @param asked the instant; `null` for now, with all usage that was reported
 */
export async function readBalances(
  context: Pick<ServerContext, 'stores' | 'clock' | 'readCuts'>,
  database: Queryable,
  { customerId, walletId }: BalanceScope,
  asked: Date | null,
): Promise<ReadBalance[]> {
  const wallets = await loadWallets(database, customerId)
  const tallies = await readTallies(context, database, customerId, wallets, asked)
  return wallets
    .filter(({ id }) => walletId === undefined || id === walletId)
    .flatMap(({ id, unit }) => {
      const tally = tallies.get(id)
      if (tally === undefined) return []
      const { balance, reservedBalance, openBalance } = balanceOf(tally)
      return [
        {
          walletId: id,
          balance: {
            balance: toWireQuantity(unit, balance),
            reserved_balance: toWireQuantity(unit, reservedBalance),
            open_balance: toWireQuantity(unit, openBalance),
          },
        },
      ]
    })
}

/** Tallies each wallet: what was used, what has expired, what is left of its grants. */
async function readTallies(
  context: Pick<ServerContext, 'stores' | 'clock' | 'readCuts'>,
  database: Queryable,
  customerId: string,
  wallets: readonly WalletRow[],
  asked: Date | null,
): Promise<Map<string, WalletTally>> {
  const at = asked ?? context.clock.date()
  const facts = await loadWalletFacts(context, database, [customerId], { until: asked ?? undefined })
  const entries =
    asked === null ? facts.entries : await readEntriesUntil(context, database, customerId, facts.entries, asked)
  const hasMoney = facts.grants.some(({ unit }) => unit.startsWith('money:'))
  const dues = hasMoney ? await loadRunningDues(context, database, { customerId, until: asked ?? undefined }) : []
  const asking = [...facts.running, ...dues.map(demandOf)]
  const everyGrant = (await loadGrants(database, [customerId], 'all wallets'))
    .filter(({ startAt }) => startAt <= at)
    .map((grant) => ({ ...grant, drawn: drawnOf(grant, entries) }))
  const usable = new Set(facts.grants.map(({ id }) => id))
  const running = new Set(asking.map(({ demand }) => demand))
  const tallies = new Map<string, WalletTally>()
  const known = new Set<WalletUnit>()
  for (const { id, unit } of wallets) {
    const drawn = drawGrants(
      everyGrant.filter((grant) => grant.unit === unit && usable.has(grant.id)),
      inServingOrder([...debtsOf(entries), ...asking].filter((demand) => demand.unit === unit)),
    )
    const isOldest = !known.has(unit)
    known.add(unit)
    const own = everyGrant.filter((grant) => grant.walletId === id)
    tallies.set(
      id,
      tallyWallet(own, { ...drawn, overages: isOldest ? drawn.overages : [] }, at, (demand) => running.has(demand)),
    )
  }
  return tallies
}

function drawnOf({ id }: StoredGrant, entries: readonly WalletEntry[]): Decimal {
  return Decimal.sum(entries.filter(({ grantId }) => grantId === id).map(({ quantity }) => quantity))
}

/** The entries as they stood at an instant, perhaps in the middle of a period that is FINAL now. */
async function readEntriesUntil(
  context: Pick<ServerContext, 'stores' | 'readCuts'>,
  database: Queryable,
  customerId: string,
  entries: readonly WalletEntry[],
  at: Date,
): Promise<WalletEntry[]> {
  const rows = await loadFinalInvoicesAt(database, customerId, at)
  const subjects = await subjectsOf(database, rows)
  const asked: AskedByThen[] = []
  for (const [index, gathered] of (await gatherUsage(context, database, subjects)).entries()) {
    const row = subjects[index]?.row
    if (row !== undefined) asked.push(...(await demandsUntil(context, database, row, gathered, at)))
  }
  const paying = new Set(entries.filter(isPayment).map(({ invoiceId }) => invoiceId))
  const paid = rows.filter(({ id }) => paying.has(id))
  asked.push(...(await duesOfPeriods(context, database, paid, { until: at })).map(demandOf))
  return entriesUntil(entries, at, new Set(rows.map(({ id }) => id)), asked)
}
