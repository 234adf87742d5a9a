import type { BillingPeriod } from '@tallygate/billing-period'
import {
  CREDIT_SCALE,
  creditsUnit,
  Decimal,
  type DrawnWallet,
  drawGrants,
  productItemOf,
  selectPricings,
  soldCreditTypeOf,
  tallyWallet,
  type WalletDemand,
  type WalletUnit,
} from '@tallygate/rating'
import { carryVolumes } from './carry-volumes.ts'
import { chargePricings } from './charge-pricings.ts'
import type { InvoiceContext, InvoiceSegment, UnitDemand } from './invoice-input.ts'
import { lineIdOf } from './line-id.ts'
import { usesCredits } from './uses-credits.ts'

/** A line that is priced in credits: what it costs and what wallets had of it. */
export interface CreditLine {
  readonly creditTypeId: string
  /** What the usage costs, rounded half-even to the decimals of a credit. */
  readonly priced: Decimal
  /** The part that wallets covered. */
  readonly used: Decimal
  /** What the wallets still have of the type at the end of the period, with everything on the invoice taken. */
  readonly left: Decimal
}

export interface PlannedCredits {
  /** By the id of the line. */
  readonly lines: ReadonlyMap<string, CreditLine>
  /** For each stretch, credits that no wallet had, by the id of their type. */
  readonly overages: readonly ReadonlyMap<string, Decimal>[]
  /** What this invoice takes, by unit. */
  readonly drawn: ReadonlyMap<WalletUnit, DrawnWallet>
}

/**
 * Takes what usage costs in credits out of the customer's wallets. Pure: grants, usage and prices in, draws and overage out.
 *
 * A stretch is cut where a grant starts or expires. What is used up to a cut is priced as if the period ended there; what a
 * piece asks for is what the price grew by. A price that falls with more usage is never asked for more than once: a piece
 * asks for no more than what is still owed at the end.
 */
export function planCredits(
  context: InvoiceContext,
  period: BillingPeriod,
  segments: readonly InvoiceSegment[],
): PlannedCredits {
  const own = creditDemandsOf(context, period, segments)
  const lines = new Map<string, CreditLine>()
  const overages = segments.map(() => new Map<string, Decimal>())
  const drawn = new Map<WalletUnit, DrawnWallet>()
  const invoiceId = invoiceIdOf(context)
  for (const creditTypeId of new Set(own.map((line) => line.creditTypeId))) {
    const unit = creditsUnit(creditTypeId)
    const asked = own.filter((line) => line.creditTypeId === creditTypeId)
    const grants = (context.wallet?.grants ?? []).filter((one) => one.unit === unit && one.startAt < period.end)
    const others = (context.wallet?.others ?? []).filter((one) => one.unit === unit && one.demand.from < period.end)
    const demands = asked.flatMap(({ demands: each }) =>
      each.map((demand) => ({ unit, periodStart: period.start, demand })),
    )
    const all = drawGrants(grants, inServingOrder([...others, ...demands]))
    const taken: DrawnWallet = {
      draws: all.draws.filter(({ demand }) => demand.invoiceId === invoiceId),
      overages: all.overages.filter(({ demand }) => demand.invoiceId === invoiceId),
    }
    drawn.set(unit, taken)
    const { left } = tallyWallet(grants, all, new Date(period.end.getTime() - 1), () => false)
    for (const { lineId, segment, priced } of asked) {
      const used = sumOf(taken.draws, lineId)
      lines.set(lineId, { creditTypeId, priced, used, left })
      const beyond = overages[segment]
      beyond?.set(creditTypeId, (beyond.get(creditTypeId) ?? Decimal.ZERO).plus(sumOf(taken.overages, lineId)))
    }
  }
  return { lines, overages, drawn }
}

/** Earlier periods first; of two that begin together, the invoice that was made first. Within an invoice in its order. */
export function inServingOrder(demands: readonly UnitDemand[]): WalletDemand[] {
  return demands
    .toSorted(
      (left, right) =>
        left.periodStart.getTime() - right.periodStart.getTime() ||
        (left.demand.invoiceId === right.demand.invoiceId
          ? 0
          : left.demand.invoiceId < right.demand.invoiceId
            ? -1
            : 1),
    )
    .map(({ demand }) => demand)
}

function sumOf(
  parts: readonly { readonly demand: WalletDemand; readonly quantity: Decimal }[],
  lineId: string,
): Decimal {
  return Decimal.sum(parts.filter(({ demand }) => demand.lineId === lineId).map(({ quantity }) => quantity))
}

const invoiceIdOf = ({ wallet }: InvoiceContext): string => wallet?.invoiceId ?? ''

/** What one line asks for, piece by piece. */
export interface LineDemands {
  readonly lineId: string
  readonly creditTypeId: string
  /** Position of the stretch. */
  readonly segment: number
  readonly priced: Decimal
  readonly demands: readonly WalletDemand[]
}

/** What an invoice asks of wallets, in the order of its lines. Empty where nothing is priced in credits. */
export function creditDemandsOf(
  context: InvoiceContext,
  period: BillingPeriod,
  segments: readonly InvoiceSegment[],
): LineDemands[] {
  if (!segments.some(usesCredits)) return []
  return carryVolumes(context, period, segments).segments.flatMap((segment, index) =>
    usesCredits(segment) ? demandsOfSegment(context, period, segment, index) : [],
  )
}

function demandsOfSegment(
  context: InvoiceContext,
  period: BillingPeriod,
  segment: InvoiceSegment,
  index: number,
): LineDemands[] {
  const until = segment.usageUntil ?? []
  const starts = [segment.start, ...until.map(({ until: cut }) => cut)]
  const usages = [...until.map(({ usage }) => usage), segment.usage]
  const sold = soldCreditsIn(context, segment)
  const prices = usages.map((usage) => pricesOf(context, period, { ...segment, usage }))
  return [...(prices.at(-1) ?? [])].map(([lineId, { creditTypeId, amount }]): LineDemands => {
    const reached = prices.map((each) => each.get(lineId)?.amount ?? Decimal.ZERO)
    const pieces = growthOf(reached)
    return {
      lineId,
      creditTypeId,
      segment: index,
      priced: amount,
      demands: pieces.flatMap((quantity, piece) => {
        const from = starts[piece]
        if (from === undefined || !quantity.isPositive()) return []
        const overage = sold.has(creditTypeId) ? 'BILLED' : 'OWED'
        return [{ invoiceId: invoiceIdOf(context), lineId, from, quantity, overage }]
      }),
    }
  })
}

/** What the pieces add, so that they add up to the last price and none takes anything back. */
function growthOf(reached: readonly Decimal[]): Decimal[] {
  let least = reached.at(-1) ?? Decimal.ZERO
  const lasting = reached
    .toReversed()
    .map((price) => {
      least = least.min(price)
      return least
    })
    .toReversed()
  return lasting.map((price, index) => price.minus(lasting[index - 1] ?? Decimal.ZERO))
}

/** What each line that is priced in credits costs, rounded: the one rounding of credits. */
function pricesOf(
  context: InvoiceContext,
  period: BillingPeriod,
  segment: InvoiceSegment,
): Map<string, { readonly creditTypeId: string; readonly amount: Decimal }> {
  const prices = new Map<string, { creditTypeId: string; amount: Decimal }>()
  for (const { rules } of chargePricings(context, period, segment)) {
    for (const { rule, pricingItem, charge } of rules) {
      if (rule?.creditTypeId == null) continue
      const lineId = lineIdOf({
        subscriptionId: context.subscriptionId,
        scheduleId: segment.schedule.id ?? '',
        start: segment.start,
        pricingItemId: pricingItem.id ?? '',
        rule: rule.id,
      })
      prices.set(lineId, { creditTypeId: rule.creditTypeId, amount: charge.amount.roundedTo(CREDIT_SCALE) })
    }
  }
  return prices
}

/** The credit types that the stretch sells: what goes beyond the wallets is billed there, and owed elsewhere. */
function soldCreditsIn(context: InvoiceContext, segment: InvoiceSegment): Set<string> {
  const items = selectPricings(segment).flatMap(({ pricing }) => pricing.items ?? [])
  return new Set(
    items.flatMap((item) => {
      const productItems = (item.product_item_ids ?? []).map((id) => productItemOf(context, id, 'product_item_ids'))
      return soldCreditTypeOf(productItems, 'items') ?? []
    }),
  )
}
