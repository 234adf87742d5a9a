import { addPeriod, type BillingPeriod } from '@tallygate/billing-period'
import { dueAtOf, isDueIn, partsWithin, shareOfParts } from '../charge/sold-parts.ts'
import { shareOf } from '../models/band.ts'
import type { Decimal } from '../money/decimal.ts'
import { settledValue } from '../money/settled.ts'
import { type CompiledPlan, pricingsIn } from '../plan/compiled-plan.ts'
import { scaleOf } from './credit-scale.ts'
import { unitOfGrant, type WalletUnit } from './wallet-unit.ts'

/** A segment of a billing period, and what its plan says. */
export interface DepositInput {
  readonly plan: CompiledPlan
  /** First instant of the segment, inclusive. */
  readonly start: Date
  /** First instant after it, exclusive. */
  readonly end: Date
  /** The billing period that the segment is a part of. */
  readonly period: BillingPeriod
  /** IANA zone whose days are counted, and in which expiry periods are added. */
  readonly timeZone: string
}

/** A deposit of a plan for a segment. */
export interface PlannedDeposit {
  readonly walletTypeId: string
  readonly unit: WalletUnit
  /** More than zero, rounded half-even to what its wallet counts. */
  readonly quantity: Decimal
  readonly startAt: Date
  readonly expireAt: Date | null
  /** A trial pays nothing for it. */
  readonly promotional: boolean
  /** The add-on that makes it (`CompiledPricing.addOnId`); `null` for what is always sold or charged on demand. */
  readonly addOnId: string | null
  /** The rule and the position of the deposit in it: deposited once for a schedule and a period. */
  readonly rule: string
}

/**
 * Plans the deposits of a plan for one segment of a billing period, at its start; those of an add-on where it begins to
 * be sold in it. Those of a ONE_OFF item are made once, in the segment that the item is due in, and whole; all others
 * each period, and in a part of a period by its days, as recurring prices are.
 */
export function planDeposits({ plan, start, end, period, timeZone }: DepositInput): PlannedDeposit[] {
  return pricingsIn(plan, { start, end }).flatMap(({ items, enabled, addOnId }) => {
    const parts = partsWithin(enabled, { start, end })
    const share = shareOfParts(parts, period, timeZone)
    const startAt = parts[0]?.start ?? start
    return items.map(settledValue).flatMap(({ modelType, rules }) => {
      const once = modelType === 'ONE_OFF'
      if (once && !isDueIn(dueAtOf(plan, enabled), { start, end })) return []
      return rules.shown.flatMap(({ id, walletGrants }) =>
        walletGrants.flatMap(({ walletTypeId, basis, quantity, of, expiryPeriod }, index) => {
          // A deposit by the price is one on demand: `findOnDemandFaults` refuses any other.
          if (basis === 'BY_PRICE') return []
          const unit = unitOfGrant(of, plan.currency)
          const deposited = (once ? quantity : shareOf(quantity, share)).roundedTo(scaleOf(unit))
          if (!deposited.isPositive()) return []
          return [
            {
              walletTypeId,
              unit,
              quantity: deposited,
              startAt,
              expireAt: expiryPeriod === null ? null : addPeriod(startAt, expiryPeriod, timeZone),
              promotional: plan.isTrial,
              addOnId,
              rule: `${id} ${index}`,
            },
          ]
        }),
      )
    })
  })
}
