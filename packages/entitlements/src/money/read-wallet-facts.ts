import type { BillingClient } from '@tallygate/client'
import { Decimal, type WalletUnit } from '@tallygate/rating'
import type { CustomerSnapshot, SnapshotWallets } from '../customers/customer-snapshot.ts'
import { readWallets } from '../customers/read-wallets.ts'
import { isCreditUnit } from './cost.ts'
import type { SpentReader } from './spent-reader.ts'

/**
 * Reads the wallets that limit a customer: those in whose credits a rule of the plan prices what attempts report.
 * Undefined, and nothing is read, where there are none. Throws what the reads threw.
 *
 * A period may take what the wallets have left, and what the billing API took off for the period already. Usage that
 * arrives moves from one to the other, so the sum holds while events are delivered. The price of the period is read
 * before the balances: an event that is booked in between is missing in the sum for a while, and never in it twice.
 */
export async function readWalletFacts(
  client: BillingClient,
  spent: SpentReader,
  snapshot: CustomerSnapshot,
  now: () => number,
): Promise<SnapshotWallets | undefined> {
  const { customerId, subscription } = snapshot
  const at = now()
  const period = snapshot.periodAt(at)
  if (customerId === undefined || period === undefined) return undefined
  const inPeriod = (subscription?.schedules ?? []).filter(({ start, end }) => start < period.end && end > period.start)
  if (!inPeriod.some(({ plan }) => plan?.plan.needs.credits === true)) return undefined
  const parts = await spent.partsOf(snapshot, period)
  const units = new Set(parts.flatMap(({ pricing }) => pricing.units).filter(isCreditUnit))
  if (units.size === 0) return { periodStart: period.start, until: period.end, wallets: [] }
  const { amounts } = await spent.read(snapshot, period, parts)
  const { contents, changesAt } = await readWallets(client, customerId, at)
  // Our decision: what a later plan of the period sells is sold to all of it.
  const isSold = (unit: WalletUnit): boolean => parts.some(({ pricing }) => pricing.soldUnits.has(unit))
  const wallets = [...units].map((unit) => {
    const { wallet, open = Decimal.ZERO } = contents.get(unit) ?? {}
    return { unit, wallet, available: open.plus(amounts.get(unit) ?? Decimal.ZERO), isSold: isSold(unit) }
  })
  return { periodStart: period.start, until: Math.min(period.end, changesAt), wallets }
}
