import { Decimal } from '../money/decimal.ts'
import { inBurnOrder, isUsableAt, type WalletGrant } from './wallet-grant.ts'

/** A demand on a wallet, for a part of the time in which no grant starts or expires. */
export interface WalletDemand {
  /** The invoice that asks, and below it the line. */
  readonly invoiceId: string
  readonly lineId: string
  /** First instant of the part: a grant that can be used then can be used in all of it. */
  readonly from: Date
  /** Not negative. */
  readonly quantity: Decimal
  /**
   * The fate of what the grants do not cover: BILLED in money by the plan, or OWED to later grants. UNPAID money of an
   * invoice is asked of later grants as well, but only until the invoice is FINAL; then it is the customer's to pay.
   */
  readonly overage: 'BILLED' | 'OWED' | 'UNPAID'
}

/** The quantity that one grant gives to one demand. */
export interface WalletDraw {
  readonly demand: WalletDemand
  readonly grantId: string
  /** The start of the demand; for a debt, the start of the grant that pays it, where that is later. */
  readonly at: Date
  readonly quantity: Decimal
}

/** The part of a demand that no grant covered. */
export interface WalletOverage {
  readonly demand: WalletDemand
  readonly quantity: Decimal
}

export interface DrawnWallet {
  readonly draws: readonly WalletDraw[]
  /** For BILLED demands what was beyond the grants; for others what no later grant has paid. */
  readonly overages: readonly WalletOverage[]
}

/**
 * Takes demands out of grants of one unit. Pure, exact, and nothing is rounded here.
 *
 * Demands are served by their instant, those of one instant in the order given; each is taken from the grants that can
 * be used then, in burn order, the last one in part. A demand that finds too little takes what there is: the rest is
 * overage. An OWED or UNPAID rest is paid by the grants that start later, the oldest debt first, before anything else
 * is.
 *
 * For every grant, what it was drawn before plus its draws is at most its quantity; for every demand, its draws and its
 * overage add up to it.
 */
export function drawGrants(grants: readonly WalletGrant[], demands: readonly WalletDemand[]): DrawnWallet {
  const burning = grants.toSorted(inBurnOrder)
  const left = new Map(burning.map((grant) => [grant.id, grant.quantity.minus(grant.drawn)]))
  const draws: WalletDraw[] = []
  const billed: WalletOverage[] = []
  let debts: WalletOverage[] = []
  const take = (demand: WalletDemand, wanted: Decimal, at: Date): Decimal => {
    let open = wanted
    for (const grant of burning) {
      if (!open.isPositive()) break
      const available = left.get(grant.id) ?? Decimal.ZERO
      if (!available.isPositive() || !isUsableAt(grant, at)) continue
      const quantity = open.min(available)
      left.set(grant.id, available.minus(quantity))
      draws.push({ demand, grantId: grant.id, at, quantity })
      open = open.minus(quantity)
    }
    return open
  }
  for (const [at, asked] of byInstant(grants, demands)) {
    debts = debts.flatMap(({ demand, quantity }) => overageOf(demand, take(demand, quantity, at)))
    for (const demand of asked) {
      const overage = overageOf(demand, take(demand, demand.quantity, at))
      if (demand.overage === 'BILLED') billed.push(...overage)
      else debts.push(...overage)
    }
  }
  return { draws, overages: [...billed, ...debts] }
}

function overageOf(demand: WalletDemand, quantity: Decimal): WalletOverage[] {
  return quantity.isPositive() ? [{ demand, quantity }] : []
}

/** The instants at which something is asked for or can begin to be used, in order, with what is asked for. */
function byInstant(grants: readonly WalletGrant[], demands: readonly WalletDemand[]): [Date, WalletDemand[]][] {
  const instants = new Map<number, WalletDemand[]>()
  for (const { startAt } of grants) instants.set(startAt.getTime(), [])
  for (const demand of demands) {
    const asked = instants.get(demand.from.getTime())
    if (asked) asked.push(demand)
    else instants.set(demand.from.getTime(), [demand])
  }
  return [...instants]
    .toSorted(([left], [right]) => left - right)
    .map(([instant, asked]): [Date, WalletDemand[]] => [new Date(instant), asked])
}
