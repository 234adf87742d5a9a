import { type BillingPeriod, formatInstant } from '@tallygate/billing-period'
import type { Schema } from '@tallygate/client'
import type { Decimal } from '../money/decimal.ts'
import { minorUnitOf } from '../money/money.ts'
import type { PricingCatalog } from '../pricing/pricing-catalog.ts'
import type { StatedState } from '../pricing/stated-state.ts'
import type { UsageTotal } from '../pricing/usage-total.ts'
import { carryVolumes } from './carry-volumes.ts'
import { type InvoiceWallet, planCredits } from './plan-credits.ts'
import { planGroups } from './plan-groups.ts'
import { amountMembersOf, salesTaxOf } from './tax-summary.ts'

/** What a plan of an invoice is about, whatever the stretch of time. */
export interface InvoiceContext extends PricingCatalog {
  /** ISO 4217 code of what is billed. */
  readonly currency: string
  readonly subscriptionId: string
  readonly customerId: string
  /** Length of the billing period, of the subscription; the schedule's own wins. */
  readonly billingPeriod?: Schema<'Period'> | null
  /** IANA zone whose days recurring amounts are prorated by. Default `UTC`. */
  readonly timeZone?: string
  /** The platform's `add_zero_meter_value_invoice_lines`: lines for rules without usage. Default `false`. */
  readonly addZeroMeterValueInvoiceLines?: boolean
  /** Sales tax on top of prices, in percent: the subscription's `sales_tax_percentage`. Default none: 0 %. */
  readonly salesTaxPercentage?: string | null
  /** What the customer's wallets have. Absent: nothing, then all that is priced in credits is overage. */
  readonly wallet?: InvoiceWallet
  /** Bought volume that the periods before left, by the id of its rule. Default: none. */
  readonly carried?: ReadonlyMap<string, Decimal>
  /** Usage of the periods before, for calculations that carry their state on. Default: none. */
  readonly carriedUsage?: readonly UsageTotal[]
  /** What was stated of the state that rules bring into the period. Default: nothing. */
  readonly stated?: StatedState
  /** `period_order` of the planned period. Default 1. */
  readonly periodOrder?: number
}

/** A stretch of a billing period in which one schedule holds, with its usage. */
export interface InvoiceSegment {
  /** First instant, inclusive. */
  readonly start: Date
  /** First instant after it, exclusive. */
  readonly end: Date
  readonly version: Schema<'PricingPlanVersion'>
  readonly schedule: Schema<'PricingPlanSchedule'>
  /** Usage with a timestamp in the stretch. */
  readonly usage: readonly UsageTotal[]
  /** Bought volume that the stretches before left, by the id of its rule; `carryVolumes` says it. Default: none. */
  readonly carried?: ReadonlyMap<string, Decimal>
  /** Usage of the periods and stretches before; `carryVolumes` says it. Default: none. */
  readonly carriedUsage?: readonly UsageTotal[]
  /** What was stated for the stretch; `carryVolumes` says it. Default: nothing. */
  readonly stated?: StatedState
  /** Where a grant to the customer's wallets starts or expires in the stretch: what was used before. In order. */
  readonly usageUntil?: readonly { readonly until: Date; readonly usage: readonly UsageTotal[] }[]
}

/** One billing period under one schedule. */
export interface InvoicePeriodInput extends InvoiceContext, Omit<InvoiceSegment, 'start' | 'end'> {
  /** The billed period; `full` is the unclipped one that recurring amounts are prorated against. */
  readonly period: BillingPeriod
}

/**
 * The period of an invoice: groups (one a pricing), lines (one a rule; then discounts, markups and commitments of the
 * schedule), sub-lines (tiers, usage by property values).
 * Pure: the same input gives the same output, to the id, in whichever order the usage comes.
 *
 * Lines are rounded once, half-even, to the currency's minor unit; groups and the period add lines and round nothing.
 *
 * @throws PricingError where the plan asks for what cannot be priced; nothing is ever left out silently
 */
export function planInvoicePeriod(input: InvoicePeriodInput): Schema<'InvoicePeriod'> {
  const { period, version, schedule, usage } = input
  return planInvoiceSegments(input, period, [{ start: period.start, end: period.end, version, schedule, usage }])
}

/**
 * The same for a period in which schedules follow each other: a trial, then a plan; a plan changed in mid-period. Each
 * stretch has its own groups, with their own start and end, and its own included volumes and tiers.
 */
export function planInvoiceSegments(
  context: InvoiceContext,
  period: BillingPeriod,
  segments: readonly InvoiceSegment[],
): Schema<'InvoicePeriod'> {
  minorUnitOf(context.currency)
  const { segments: carrying } = carryVolumes(context, period, segments)
  const { lines: creditLines, overages } = planCredits(context, period, carrying)
  const groups = carrying.flatMap((segment, index) =>
    planGroups(context, period, segment, { lines: creditLines, overage: overages[index] ?? new Map() }),
  )
  const lines = groups.flatMap((group) => group.lines)
  const billingPeriod = context.billingPeriod ?? segments[0]?.schedule.billing_period
  return {
    period_order: context.periodOrder ?? 1,
    ...amountMembersOf(lines, salesTaxOf(context.salesTaxPercentage, context.currency)),
    ...(billingPeriod == null ? {} : { billing_period: billingPeriod }),
    start_at: formatInstant(period.start),
    end_at: formatInstant(period.end),
    groups: groups.map(({ wire }, index) => ({ group_order: index + 1, ...wire })),
  }
}
