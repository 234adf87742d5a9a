import { Decimal } from '../money/decimal.ts'
import { soldCreditTypesIn } from '../plan/sold-credits.ts'
import { CREDIT_SCALE } from '../wallets/credit-scale.ts'
import { type DrawnWallet, drawGrants, type WalletDemand } from '../wallets/draw-grants.ts'
import { tallyWallet } from '../wallets/tally-wallet.ts'
import { creditsUnit, type WalletUnit } from '../wallets/wallet-unit.ts'
import type { ChargedInvoice } from './charge-invoice.ts'
import type { ChargedPricing, ChargedSegment } from './charge-segments.ts'
import type { InvoiceInput, InvoiceSegment, InvoiceWallet, UnitDemand } from './invoice-input.ts'
import { lineKey } from './line-identity.ts'
import { segmentIdentity } from './segment-identity.ts'

/** A line that is priced in credits: what it costs and what wallets had of it. */
export interface CreditLine {
  readonly creditTypeId: string
  /** The price of the usage in credits, rounded half-even to the decimals of a credit. */
  readonly priced: Decimal
  /** The part that wallets covered. */
  readonly used: Decimal
  /** The credits of the type that the wallets still have at the end of the period, with all of the invoice taken. */
  readonly left: Decimal
}

/** The credits that an invoice takes out of wallets. */
export interface PlannedCredits {
  /** By the id of the line. */
  readonly lines: ReadonlyMap<string, CreditLine>
  /** For each segment, credits that no wallet had, by the id of their type. */
  readonly overages: readonly ReadonlyMap<string, Decimal>[]
  /** The draws and overages of this invoice, by unit. */
  readonly drawn: ReadonlyMap<WalletUnit, DrawnWallet>
}

/**
 * Takes what usage costs in credits out of the customer's wallets.
 *
 * A segment is cut where a grant starts or expires. What is used up to a cut is priced as if the period ended there;
 * what the time before it asks for is what the price grew by. A price that falls with more usage is never asked for
 * more than once: no part asks for more than what is still owed at the end.
 */
export function planCredits(charged: ChargedInvoice, wallet: InvoiceWallet | undefined): PlannedCredits {
  const invoiceId = wallet?.invoiceId ?? ''
  const own = creditDemandsOf(charged, invoiceId)
  const { period } = charged.input
  const lines = new Map<string, CreditLine>()
  const overages = charged.segments.map(() => new Map<string, Decimal>())
  const drawn = new Map<WalletUnit, DrawnWallet>()
  for (const creditTypeId of new Set(own.map((line) => line.creditTypeId))) {
    const unit = creditsUnit(creditTypeId)
    const asked = own.filter((line) => line.creditTypeId === creditTypeId)
    const grants = (wallet?.grants ?? []).filter((one) => one.unit === unit && one.startAt < period.end)
    const others = (wallet?.others ?? []).filter((one) => one.unit === unit && one.demand.from < period.end)
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

/**
 * Orders demands: earlier periods first; of two that begin together, the invoice that was made first. Within an invoice
 * in its order.
 */
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

/** The demands of one line, one for each part between two cuts. */
export interface LineDemands {
  readonly lineId: string
  readonly creditTypeId: string
  /** Position of the segment. */
  readonly segment: number
  readonly priced: Decimal
  readonly demands: readonly WalletDemand[]
}

/** Lists what an invoice asks of wallets, in the order of its lines. Empty where nothing is priced in credits. */
export function creditDemandsOf({ input, segments }: ChargedInvoice, invoiceId: string): LineDemands[] {
  return segments.flatMap((segment, index) =>
    segment.segment.plan.needs.credits ? demandsOfSegment(input, invoiceId, segment, index) : [],
  )
}

function demandsOfSegment(
  input: InvoiceInput,
  invoiceId: string,
  { segment, pricings, cuts }: ChargedSegment,
  index: number,
): LineDemands[] {
  // What came late is asked of what the wallets have now: those of its own time were settled.
  const { billedIn = segment.start } = segmentIdentity(input, segment)
  const starts = [billedIn, ...cuts.map(({ until }) => until)]
  const sold = soldCreditTypesIn(segment.plan, segment)
  const prices = [...cuts.map((cut) => cut.pricings), pricings].map((each) => pricesOf(input, segment, each))
  return [...(prices.at(-1) ?? [])].map(([lineId, { creditTypeId, amount }]): LineDemands => {
    const reached = prices.map((each) => each.get(lineId)?.amount ?? Decimal.ZERO)
    return {
      lineId,
      creditTypeId,
      segment: index,
      priced: amount,
      demands: growthOf(reached).flatMap((quantity, part) => {
        const from = starts[part]
        if (from === undefined || !quantity.isPositive()) return []
        const overage = sold.has(creditTypeId) ? 'BILLED' : 'OWED'
        return [{ invoiceId, lineId, from, quantity, overage }]
      }),
    }
  })
}

/** Finds what the parts add, so that they add up to the last price and none takes anything back. */
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

/** Returns what each line that is priced in credits costs, rounded: the one rounding of credits. */
function pricesOf(
  input: InvoiceInput,
  segment: InvoiceSegment,
  pricings: readonly ChargedPricing[],
): Map<string, { readonly creditTypeId: string; readonly amount: Decimal }> {
  const { lineIdOf = lineKey } = input
  const identity = segmentIdentity(input, segment)
  const prices = new Map<string, { creditTypeId: string; amount: Decimal }>()
  for (const { rule, item, charge } of pricings.flatMap(({ rules }) => rules)) {
    if (rule?.creditTypeId == null) continue
    const lineId = lineIdOf({ ...identity, pricingItemId: item.id ?? '', rule: rule.id })
    prices.set(lineId, { creditTypeId: rule.creditTypeId, amount: charge.amount.roundedTo(CREDIT_SCALE) })
  }
  return prices
}
