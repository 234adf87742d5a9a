import type { BillingPeriod } from '@tallygate/billing-period'
import type { Schema } from '@tallygate/client'
import type {
  Decimal,
  PricingCatalog,
  StatedState,
  UsageTotal,
  WalletDemand,
  WalletGrant,
  WalletUnit,
} from '@tallygate/rating'

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

/** A demand and what it is counted in. */
export interface UnitDemand {
  readonly unit: WalletUnit
  /** Start of the invoice's period: of two demands at one instant, the one whose period began first is served first. */
  readonly periodStart: Date
  readonly demand: WalletDemand
}

/** What the wallets of an invoice's customer have for it. */
export interface InvoiceWallet {
  readonly invoiceId: string
  /** Of all units. `drawn` without what this invoice itself has drawn. */
  readonly grants: readonly (WalletGrant & { readonly unit: WalletUnit })[]
  /** What other invoices ask that are not FINAL, and what FINAL ones still owe. */
  readonly others: readonly UnitDemand[]
}
