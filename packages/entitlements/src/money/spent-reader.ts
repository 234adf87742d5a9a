import type { Decimal, WalletUnit } from '@tallygate/rating'
import type { CustomerSnapshot, PeriodMs } from '../customers/customer-snapshot.ts'
import type { UsageReader } from '../customers/read-usage.ts'
import type { UndeliveredUsage } from '../journal/journal.ts'
import { type AttemptMeters, valueOfMeter } from '../quantities/quantity-meters.ts'
import type { PricedAttempts, PriceReader } from './attempt-prices.ts'
import { counterKey } from './money-keys.ts'
import { addCounts, readCounts } from './read-counts.ts'
import { addAmounts } from './unit-limits.ts'
import { type MeteredCount, toUsedQuantities } from './used-quantities.ts'

/** The price of a period so far, and the counts that it goes by. */
export interface SpentPeriod {
  /** The price of usage in each unit, not rounded. */
  readonly amounts: ReadonlyMap<WalletUnit, Decimal>
  /** Counts by the keys of their accounts. */
  readonly counts: readonly { readonly key: string; readonly used: number }[]
}

/** Reads what periods have cost, as the billing API has them. */
export class SpentReader {
  readonly #prices: PriceReader
  readonly #reader: UsageReader
  readonly #attemptMeters: AttemptMeters
  /** References of the meters that attempts report. */
  readonly #meters: readonly string[]

  constructor(prices: PriceReader, reader: UsageReader, attemptMeters: AttemptMeters, meters: readonly string[]) {
    this.#prices = prices
    this.#reader = reader
    this.#attemptMeters = attemptMeters
    this.#meters = meters
  }

  /** The parts of a period whose attempts can be priced. Throws what the reads threw. */
  async partsOf(snapshot: CustomerSnapshot, period: PeriodMs): Promise<readonly PricedAttempts[]> {
    return (await this.#prices.ofPeriod(snapshot, period)).filter((part) => part.type === 'priced')
  }

  /**
   * Prices a period by what the billing API has of it, and by usage that it does not have yet. Throws what the reads
   * threw.
   */
  async read(
    snapshot: CustomerSnapshot,
    period: PeriodMs,
    parts: readonly PricedAttempts[],
    undelivered: readonly UndeliveredUsage[] = [],
  ): Promise<SpentPeriod> {
    const read = await readCounts(this.#reader, snapshot, period, parts, this.#meters)
    const amounts = new Map<WalletUnit, Decimal>()
    const counts: { key: string; used: number }[] = []
    const last = parts.at(-1)
    for (const part of parts) {
      const sums = new Map(read.get(part) ?? [])
      // Where a plan changed in the period, what is not delivered yet belongs to its last part.
      if (part === last) addCounts(sums, part.pricing.count(this.used(undelivered, part)))
      addAmounts(amounts, part.pricing.spent(sums))
      for (const name of part.pricing.moving)
        counts.push({ key: counterKey(name, snapshot, period), used: wholeUnits(sums.get(name)) })
    }
    return { amounts, counts }
  }

  /** Names counts by the ids that prices know. */
  used(counts: readonly MeteredCount[], prices: PricedAttempts): ReturnType<typeof toUsedQuantities> {
    return toUsedQuantities(counts, prices, (meter) => valueOfMeter(this.#attemptMeters, meter))
  }
}

/** Our decision: a part of a unit counts as a whole one. Negative events take back what was reported, and no more. */
function wholeUnits(sum: Decimal | undefined): number {
  if (sum === undefined || !sum.isPositive()) return 0
  return Number(sum.toUnits(0, 'UP'))
}
