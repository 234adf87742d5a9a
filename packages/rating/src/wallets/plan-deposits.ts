import { addPeriod, type BillingPeriod, parseInstant } from '@tallygate/billing-period'
import { prorationOf } from '../charge/period-share.ts'
import { shareOf } from '../models/band.ts'
import type { Decimal } from '../money/decimal.ts'
import { modelTypeOf } from '../plan/model-type.ts'
import { type PricingCatalog, productItemOf } from '../plan/pricing-catalog.ts'
import type { BillingTerms } from '../wire/read-pricing-rule.ts'
import { readWalletGrants } from '../wire/read-wallet-grants.ts'
import { selectConfigs, selectPricings } from '../wire/select-pricings.ts'
import type { WireSchedule, WireVersion } from '../wire/wire-plan.ts'
import { scaleOf } from './credit-scale.ts'
import { creditsUnit, moneyUnit, type WalletUnit } from './wallet-unit.ts'

/** A stretch of a billing period in which one schedule holds, and what its plan says. */
export interface DepositInput {
  readonly version: WireVersion
  readonly schedule: WireSchedule
  /** First instant of the stretch, inclusive. */
  readonly start: Date
  /** First instant after it, exclusive. */
  readonly end: Date
  /** The billing period that the stretch is a part of. */
  readonly period: BillingPeriod
  readonly terms: BillingTerms
  /** IANA zone whose days are counted, and in which expiry periods are added. */
  readonly timeZone: string
}

/** What a plan deposits for a stretch. */
export interface PlannedDeposit {
  readonly walletTypeId: string
  readonly unit: WalletUnit
  /** More than zero, rounded half-even to what its wallet counts. */
  readonly quantity: Decimal
  readonly startAt: Date
  readonly expireAt: Date | null
  /** A trial pays nothing for it. */
  readonly promotional: boolean
  /** The rule and the position of the deposit in it: deposited once for a schedule and a period. */
  readonly rule: string
}

/**
 * The deposits of a plan for one stretch of a billing period, at its start. Those of a ONE_OFF item are made once, in the
 * stretch that the schedule starts in, and whole; all others each period, and in a part of a period by its days, as
 * recurring prices are.
 */
export function planDeposits(input: DepositInput, catalog: PricingCatalog): PlannedDeposit[] {
  const { schedule, start, end, period, terms, timeZone } = input
  const share = prorationOf({ start, end, full: period.full }, timeZone)
  const startsHere = schedule.start_at !== undefined && parseInstant(schedule.start_at) >= start
  return selectPricings(input).flatMap(({ pricing, field }) =>
    (pricing.items ?? []).flatMap((item, position) => {
      const at = `${field}.items.${position}`
      const productItems = (item.product_item_ids ?? []).map((id) => productItemOf(catalog, id, at))
      const once = modelTypeOf(productItems, at) === 'ONE_OFF'
      if (once && !startsHere) return []
      const selected = selectConfigs(item, terms, at)
      return selected.configs.flatMap((config, index) =>
        readWalletGrants(config.wallet_grants ?? [], `${selected.field}.${index}.wallet_grants`).flatMap(
          ({ walletTypeId, quantity, of, expiryPeriod }, each) => {
            const unit = 'currency' in of ? moneyUnit(of.currency) : creditsUnit(of.creditTypeId)
            const deposited = (once ? quantity : shareOf(quantity, share)).roundedTo(scaleOf(unit))
            if (!deposited.isPositive()) return []
            return [
              {
                walletTypeId,
                unit,
                quantity: deposited,
                startAt: start,
                expireAt: expiryPeriod === null ? null : addPeriod(start, expiryPeriod, timeZone),
                promotional: schedule.type === 'TRIAL',
                rule: `${config.id ?? `${selected.field}.${index}`} ${each}`,
              },
            ]
          },
        ),
      )
    }),
  )
}
