import { PricingError } from '../money/pricing-error.ts'
import { checkItem } from './check-item.ts'
import { type FaultTerms, findPricingFaults, itemsOfPricings, type PricingFault } from './find-pricing-faults.ts'
import { readAdjustments } from './read-adjustments.ts'
import { readQuantity } from './read-band.ts'
import type { PricingCatalog } from './wire-catalog.ts'
import type { WireSchedule } from './wire-plan.ts'

/** Under which terms a schedule is checked: what it bills in is known. */
export interface ScheduleFaultTerms extends FaultTerms {
  readonly currency: string
}

/**
 * Everything in a schedule that could not be billed as it says: its own prices and overrides, discounts, coupons,
 * markups, commitments, seats and included volumes. Paths are relative to the schedule.
 */
export function findScheduleFaults(
  schedule: WireSchedule,
  catalog: PricingCatalog,
  terms: ScheduleFaultTerms,
): PricingFault[] {
  const faults: PricingFault[] = []
  const report = ({ code, field, message }: PricingError) => faults.push({ code, field, message })
  const own = { pricing_categories: schedule.pricing_categories ?? [] }
  faults.push(...findPricingFaults(own, catalog, terms))
  const itemTerms = { currencies: [terms.currency], billingPeriod: terms.billingPeriod ?? null }
  for (const { item, field } of itemsOfPricings(schedule.override_pricings ?? [], 'override_pricings')) {
    checkItem(item, catalog, itemTerms, field, report)
  }
  for (const check of checksOf(schedule, terms.currency)) {
    try {
      check()
    } catch (error) {
      if (!PricingError.isInstance(error)) throw error
      report(error)
    }
  }
  return faults
}

/** Each is a read of its own, so that one fault does not hide the others. */
function checksOf(schedule: WireSchedule, currency: string): (() => unknown)[] {
  const { markup, discount, coupons, coupon_discount: couponDiscount, commitment, ...rest } = schedule
  const bare: WireSchedule = { start_at: rest.start_at ?? '' }
  const adjustments: WireSchedule[] = [
    { ...bare, ...(markup == null ? {} : { markup }) },
    { ...bare, ...(discount == null ? {} : { discount }) },
    { ...bare, ...(coupons == null ? {} : { coupons }) },
    { ...bare, ...(couponDiscount == null ? {} : { coupon_discount: couponDiscount }) },
    { ...bare, ...(commitment == null ? {} : { commitment }) },
  ]
  return [
    ...adjustments.map((part) => () => readAdjustments(part, currency)),
    ...(schedule.seats_values ?? []).map(
      (seats, index) => () => readQuantity({ number: seats.number ?? null }, currency, `seats_values.${index}`),
    ),
    ...(schedule.included_volumes ?? []).map((volume, index) => () => {
      const field = `included_volumes.${index}`
      if (volume.reset_type != null) {
        throw new PricingError(
          'NOT_SUPPORTED',
          'an included volume resets each billing period here',
          `${field}.reset_type`,
        )
      }
      return readQuantity({ number: volume.number ?? null }, currency, field)
    }),
  ]
}
