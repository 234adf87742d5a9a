import { Decimal, type StatedRollover, type StatedState, type StatedUsage } from '@tallygate/rating'

/** A statement of a caller about one rule for one period; `null` for each member that it says nothing of. */
export interface Statement {
  readonly subscriptionId: string
  readonly periodStart: Date
  readonly ruleId: string
  /** Decimal: usage of the periods before. */
  readonly usage: string | null
  readonly usageCharged: boolean
  /** Decimal: volume that costs nothing in the period. */
  readonly included: string | null
  /** Decimal: bought volume that is there when the period begins. */
  readonly rollover: string | null
  readonly rolloverAdded: boolean
}

/**
 * Returns what holds in the period that begins at an instant, by the statements about its subscription in the order in
 * which they were made. Usage goes on from the latest period that it was stated for; volumes were stated for their
 * period alone. Of two statements of the same the later one holds. Pure.
 *
 * @param endOf the end of the period that begins at an instant
 */
export function stateStatedAt(
  statements: readonly Statement[],
  periodStart: Date,
  endOf: (periodStart: Date) => Date,
): StatedState | undefined {
  const usage = new Map<string, StatedUsage>()
  const included = new Map<string, Decimal>()
  const rollover = new Map<string, StatedRollover>()
  for (const statement of statements) {
    const { ruleId, periodStart: from } = statement
    if (from > periodStart) continue
    const own = from.getTime() === periodStart.getTime()
    const known = usage.get(ruleId)
    if (statement.usage !== null && (known === undefined || known.from <= from)) {
      const quantity = Decimal.parse(statement.usage, 'persist_usage')
      usage.set(ruleId, { from, until: endOf(from), quantity, charged: own && statement.usageCharged })
    }
    if (!own) continue
    if (statement.included !== null) included.set(ruleId, Decimal.parse(statement.included, 'included_volume'))
    if (statement.rollover !== null) {
      const quantity = Decimal.parse(statement.rollover, 'included_volume')
      rollover.set(ruleId, { quantity, added: statement.rolloverAdded })
    }
  }
  return usage.size + included.size + rollover.size === 0 ? undefined : { usage, included, rollover }
}
