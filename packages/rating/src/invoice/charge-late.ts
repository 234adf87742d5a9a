import type { ChargedRule } from '../charge/charge-rules.ts'
import type { ChargeTerms } from '../charge/rule-terms.ts'
import type { Charge, ChargedBand } from '../models/band.ts'
import { Decimal } from '../money/decimal.ts'
import { pricesQuantity } from '../plan/model-type.ts'
import { NOTHING_STATED } from '../usage/stated-state.ts'
import type { UsageTotal } from '../usage/usage-total.ts'
import { type ChargedSegment, chargePricings, isSoldLater } from './charge-segments.ts'
import type { InvoiceInput, LateSegment } from './invoice-input.ts'

/**
 * Charges usage that came after the invoice of its period was final: what the rules of its own schedule cost with it,
 * less what they cost without it. So it fills what its own period left of tiers and included volume, and nothing of a
 * later one. Fees and seats were billed with their period; a state goes on by itself.
 */
export function chargeLate({ late = [], timeZone = 'UTC' }: InvoiceInput): ChargedSegment[] {
  return late.map((segment) => {
    const { plan, start, end, period, billed, usage } = segment
    const terms: ChargeTerms = {
      plan,
      period: { start, end, full: period.full },
      billed: period,
      timeZone,
      rollover: new Map(),
      stated: NOTHING_STATED,
    }
    return { segment, terms, pricings: addedBy(usage, billed, terms), cuts: [] }
  })
}

function addedBy(
  usage: LateSegment['usage'],
  billed: LateSegment['billed'],
  terms: ChargeTerms,
): ChargedSegment['pricings'] {
  const without = new Map(
    chargePricings(terms, billed, isSoldLater)
      .flatMap(({ rules }) => rules)
      .map((rule) => [keyOf(rule), rule]),
  )
  const rows = new Set(usage)
  return chargePricings(terms, [...billed, ...usage], isSoldLater).map(({ pricing, rules }) => ({
    pricing,
    rules: rules
      .filter(({ item, isPersistent }) => pricesQuantity(item.modelType) && !isPersistent)
      .map((rule) => less(rule, without.get(keyOf(rule)), rows)),
  }))
}

/** Names a rule of an item, or what no rule of it prices. */
const keyOf = ({ item, rule, foreignCurrency }: ChargedRule): string =>
  JSON.stringify([item.id, rule?.id, foreignCurrency])

function less(rule: ChargedRule, before: ChargedRule | undefined, rows: ReadonlySet<UsageTotal>): ChargedRule {
  const late = { ...rule, rows: rule.rows.filter((row) => rows.has(row)) }
  if (before === undefined) return late
  return {
    ...late,
    quantity: rule.quantity.minus(before.quantity),
    tierQuantity: null,
    includedQuantity: rule.includedQuantity?.minus(before.coveredQuantity) ?? null,
    coveredQuantity: rule.coveredQuantity.minus(before.coveredQuantity),
    chargedQuantity: rule.chargedQuantity.minus(before.chargedQuantity),
    charge: chargeLess(rule.charge, before.charge),
  }
}

function chargeLess(charge: Charge, before: Charge): Charge {
  const bought = charge.boughtQuantity?.minus(before.boughtQuantity ?? Decimal.ZERO)
  return {
    amount: charge.amount.minus(before.amount),
    bands: bandsLess(charge.bands, before.bands),
    ...(bought !== undefined && { boughtQuantity: bought }),
  }
}

/** Subtracts bands. A band that the whole volume has left charges less than before. */
function bandsLess(bands: readonly ChargedBand[], before: readonly ChargedBand[]): ChargedBand[] {
  const fields = [...new Set([...bands, ...before].map(({ band }) => band))]
  return fields.flatMap((band) => {
    const now = bands.find((one) => one.band === band)
    const then = before.find((one) => one.band === band)
    const quantity = (now?.quantity ?? Decimal.ZERO).minus(then?.quantity ?? Decimal.ZERO)
    const amount = (now?.amount ?? Decimal.ZERO).minus(then?.amount ?? Decimal.ZERO)
    return quantity.isZero() && amount.isZero() ? [] : [{ band, quantity, amount, bound: now?.bound ?? null }]
  })
}
