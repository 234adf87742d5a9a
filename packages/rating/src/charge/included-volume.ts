import { Decimal } from '../money/decimal.ts'
import { settledValue } from '../money/settled.ts'
import { type IncludedVolume, touches } from '../plan/compiled-plan.ts'
import type { PricingRule } from '../plan/pricing-rule.ts'
import { daysOf, type TimeRange } from './sold-parts.ts'

/**
 * Averages the included volume of a rule over the days of parts of a segment: the schedule's while its window holds, of
 * several the one written last, else the rule's own. `null` where none is ever included.
 */
export function includedVolumeIn(
  parts: readonly TimeRange[],
  rule: PricingRule,
  volumes: readonly IncludedVolume[],
  timeZone: string,
): Decimal | null {
  const own = volumes.filter(({ ruleId }) => ruleId === rule.id)
  if (own.length === 0) return rule.includedQuantity
  const within = parts
    .flatMap((part) => cutAtWindows(part, own))
    .map((part) => {
      const volume = own.findLast((each) => touches(each, part))
      const quantity = volume === undefined ? rule.includedQuantity : settledValue(volume.quantity)
      return { quantity, days: daysOf([part], timeZone) }
    })
  const days = within.reduce((sum, part) => sum + part.days, 0)
  // The day of a change belongs to what follows: so does a part without a day.
  const counting = days === 0 ? within.slice(-1).map((part) => ({ ...part, days: 1 })) : within
  const included = counting.filter((part) => part.days > 0 && part.quantity !== null)
  if (included.length === 0) return null
  const sum = Decimal.sum(included.map((part) => (part.quantity ?? Decimal.ZERO).times(Decimal.fromInteger(part.days))))
  return sum.dividedBy(Decimal.fromInteger(Math.max(1, days)))
}

function cutAtWindows(part: TimeRange, volumes: readonly IncludedVolume[]): TimeRange[] {
  const bounds = volumes
    .flatMap(({ start, end }) => [start, end])
    .flatMap((bound) => (bound !== null && bound > part.start && bound < part.end ? bound.getTime() : []))
  const instants = [...new Set([part.start.getTime(), ...bounds, part.end.getTime()])].sort((a, b) => a - b)
  return instants.slice(1).map((end, index) => ({ start: new Date(instants[index] ?? end), end: new Date(end) }))
}
