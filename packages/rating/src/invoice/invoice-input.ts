import type { BillingPeriod } from '@tallygate/billing-period'
import type { Decimal } from '../money/decimal.ts'
import type { CompiledPlan } from '../plan/compiled-plan.ts'
import type { StatedState } from '../usage/stated-state.ts'
import type { UsageTotal } from '../usage/usage-total.ts'
import type { WalletDemand } from '../wallets/draw-grants.ts'
import type { WalletGrant } from '../wallets/wallet-grant.ts'
import type { WalletUnit } from '../wallets/wallet-unit.ts'
import type { LineIdentity } from './line-identity.ts'

/** The input of the plan of an invoice. */
export interface InvoiceInput {
  /** ISO 4217 code of what is billed. */
  readonly currency: string
  readonly subscriptionId: string
  /** The billed period; `full` is the unclipped one that recurring amounts are prorated against. */
  readonly period: BillingPeriod
  /** The parts of the period, one for each schedule that holds in it, in order. */
  readonly segments: readonly InvoiceSegment[]
  /** Usage of earlier periods that came after their invoices were final. Default: none. */
  readonly late?: readonly LateSegment[]
  /** IANA zone whose days recurring amounts are prorated by. Default `UTC`. */
  readonly timeZone?: string
  /** Lines for rules without usage too: the platform's `add_zero_meter_value_invoice_lines`. Default `false`. */
  readonly showUnused?: boolean
  /** Sales tax on top of prices, in percent. Default none: 0 %. */
  readonly salesTaxPercentage?: string | null
  /** The wallets of the customer. Absent: none, so that all that is priced in credits is overage. */
  readonly wallet?: InvoiceWallet
  /** Bought volume that the periods before left, by the id of its rule. Default: none. */
  readonly rollover?: ReadonlyMap<string, Decimal>
  /** Usage of the periods before, for calculations whose quantity is a state. Default: none. */
  readonly earlierUsage?: readonly UsageTotal[]
  /** Statements of the state that rules bring into the period. Default: none. */
  readonly stated?: StatedState
  /** Names a line by what it bills. Default: a readable key. */
  readonly lineIdOf?: (identity: LineIdentity) => string
}

/** A part of a billing period under one schedule, with its usage. */
export interface InvoiceSegment {
  /** First instant, inclusive. */
  readonly start: Date
  /** First instant after it, exclusive. */
  readonly end: Date
  readonly plan: CompiledPlan
  /** Usage with a timestamp in the segment. */
  readonly usage: readonly UsageTotal[]
  /** The usage before each cut of the segment, where a grant to the customer's wallets starts or expires. In order. */
  readonly usageUntil?: readonly { readonly until: Date; readonly usage: readonly UsageTotal[] }[]
}

/** A part of an earlier period under one schedule, with the usage that came after its invoice was final. */
export interface LateSegment extends InvoiceSegment {
  /** The period that it is a part of. */
  readonly period: BillingPeriod
  /** The usage of the part that FINAL invoices billed: it fills included volume and tiers first. */
  readonly billed: readonly UsageTotal[]
}

/** A demand and what it is counted in. */
export interface UnitDemand {
  readonly unit: WalletUnit
  /** Start of the invoice's period: of two demands at one instant, the one whose period began first is served first. */
  readonly periodStart: Date
  readonly demand: WalletDemand
}

/** The wallets of an invoice's customer, as far as the invoice draws on them. */
export interface InvoiceWallet {
  readonly invoiceId: string
  /** Of all units. `drawn` without what this invoice itself has drawn. */
  readonly grants: readonly (WalletGrant & { readonly unit: WalletUnit })[]
  /** The demands of other invoices that are not FINAL, and the debts of FINAL ones. */
  readonly others: readonly UnitDemand[]
}
