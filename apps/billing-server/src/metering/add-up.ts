import { Decimal } from '@tallygate/rating'
import type { TotalKey, TotalShare } from './spread-over-cuts.ts'

/** The sum of the shares of the same total. */
export interface AddedUp {
  readonly of: TotalKey
  /** Decimals. */
  readonly sum: string
  readonly min: string
  readonly max: string
  readonly count: number
}

/**
 * Tokens are integers, and adding integers up exactly is twenty times as fast as adding decimals. Longer ones go the
 * long way.
 */
const SHORT_INTEGER = /^\d{1,15}$/

class Sum {
  readonly of: TotalKey
  readonly key: string
  #count = 0
  #integers = 0n
  #least: bigint | undefined
  #greatest: bigint | undefined
  #decimals: Decimal[] = []

  constructor(of: TotalKey, key: string) {
    this.of = of
    this.key = key
  }

  add(quantity: string): void {
    this.#count += 1
    if (!SHORT_INTEGER.test(quantity)) {
      this.#decimals.push(Decimal.parse(quantity))
      return
    }
    const integer = BigInt(quantity)
    this.#integers += integer
    if (this.#least === undefined || integer < this.#least) this.#least = integer
    if (this.#greatest === undefined || integer > this.#greatest) this.#greatest = integer
  }

  done(): AddedUp {
    const { of } = this
    const decimals = [this.#least, this.#greatest]
      .filter((integer) => integer !== undefined)
      .map((integer) => Decimal.parse(String(integer)))
      .concat(this.#decimals)
    const sum = Decimal.parse(String(this.#integers)).plus(Decimal.sum(this.#decimals))
    const min = decimals.reduce((one, other) => one.min(other))
    const max = decimals.reduce((one, other) => one.max(other))
    return { of, sum: sum.toString(), min: min.toString(), max: max.toString(), count: this.#count }
  }
}

/** One key in the order in which the database has its own, so that it sorts as every other server sorts. */
const keyOf = (one: TotalKey): string =>
  JSON.stringify([
    one.scheduleId,
    one.periodStart.getTime(),
    one.meterId,
    one.meterValueId,
    one.currency,
    one.propertiesKey,
    one.until?.getTime() ?? 0,
    one.lateOf?.getTime() ?? 0,
  ])

/** The totals of the shares, exactly, one for each key and sorted by it. Pure. */
export function addUp(shares: readonly TotalShare[]): AddedUp[] {
  const sums = new Map<string, Sum>()
  for (const { quantity, ...of } of shares) {
    const key = keyOf(of)
    let sum = sums.get(key)
    if (sum === undefined) {
      sum = new Sum(of, key)
      sums.set(key, sum)
    }
    sum.add(quantity)
  }
  return [...sums.values()].sort((one, other) => (one.key < other.key ? -1 : 1)).map((sum) => sum.done())
}
