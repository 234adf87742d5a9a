import type { ChargedRule } from '../charge/charge-rules.ts'
import type { Band } from '../models/band.ts'
import type { Decimal } from '../money/decimal.ts'
import type { Adjustment } from '../plan/adjustment.ts'
import type { CompiledPricing, TaxCategory } from '../plan/compiled-plan.ts'
import type { InvoiceSegment } from './invoice-input.ts'
import type { CreditLine, PlannedCredits } from './plan-credits.ts'
import type { Totals } from './totals.ts'

/** An invoice of a period, in decimals: nothing of it is text that would have to be read again. */
export interface PlannedInvoice {
  readonly currency: string
  readonly totals: Totals
  /**
   * One for each pricing that has a line, then what the schedule adds to and takes off the total; segment by segment.
   */
  readonly groups: readonly PlannedGroup[]
  /** The credits that it takes out of wallets. */
  readonly credits: PlannedCredits
  /**
   * The part that money of wallets may pay: the total less the lines that deposit money. Money that was bought in
   * advance does not pay for itself; else what expires unused would have been given away.
   */
  readonly payable: Decimal
  /** Bought volume that is left for the next period, by the id of its rule. */
  readonly rollover: ReadonlyMap<string, Decimal>
}

/** The lines of one pricing, or what is added to and taken off the total. */
export interface PlannedGroup {
  readonly kind: 'PRICING' | Adjustment['kind'] | 'ADJUSTMENT'
  readonly description: string
  readonly segment: InvoiceSegment
  /** `null` for adjustments of the total. */
  readonly pricing: CompiledPricing | null
  readonly totals: Totals
  readonly lines: readonly PlannedLine[]
}

/** A line of an invoice. */
export interface PlannedLine {
  /** The same whenever the same is billed. */
  readonly id: string
  readonly kind: 'REVENUE' | Adjustment['kind']
  readonly description: string
  /** Money without tax, rounded once, half-even, to the minor unit. */
  readonly amount: Decimal
  readonly taxCategory: TaxCategory
  readonly totals: Totals
  /** The rule with its usage and its price; `null` for an adjustment. */
  readonly charged: ChargedRule | null
  /** The outcome of the wallets, for a line that is priced in credits. */
  readonly credits: CreditLine | null
  /** The markup, discount or commitment; `null` for a line of a rule. */
  readonly adjustment: Adjustment | null
  readonly subLines: readonly PlannedSubLine[]
}

/** A part of a line, before rounding. */
export type PlannedSubLine =
  | {
      readonly kind: 'SEATS'
      readonly description: string
      readonly seats: Decimal
      /** Share of the full period. */
      readonly ratio: Decimal
      readonly amount: Decimal
    }
  | {
      readonly kind: 'TIER'
      readonly description: string
      readonly band: Band
      readonly quantity: Decimal
      /** Money, or credits where the rule is priced in them. */
      readonly amount: Decimal
    }
  | {
      readonly kind: 'USAGE'
      readonly description: string
      readonly quantity: Decimal
      /** Number of events. */
      readonly count: Decimal
      /** `null` where nothing was used. */
      readonly shareOfTotal: Decimal | null
      /** Its part of the money or credits; `null` where units do not all cost the same. */
      readonly amount: Decimal | null
    }
