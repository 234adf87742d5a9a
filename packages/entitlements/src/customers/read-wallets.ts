import { parseInstant } from '@tallygate/billing-period'
import { type BillingClient, PaginationLimitError, paginate, type Schema, unwrap } from '@tallygate/client'
import { creditsUnit, Decimal, moneyUnit, type WalletUnit } from '@tallygate/rating'

/** Wallets of one customer, at most: one a unit is the rule. */
const WALLETS_LIMIT = 100
const GRANTS_PAGE_LIMIT = 100
/** 2,000 grants. Who has more is read again as often as every other customer, and not at each grant's end. */
const GRANT_PAGES_MAX = 20
/** States in which usage is drawn from a wallet. */
const DRAWN_STATES = new Set(['ACTIVE', 'DEPRECATED'])

/** The wallets of one unit, together. */
export interface WalletContent {
  /** Id of the oldest of them that can be drawn from. */
  readonly wallet: string | undefined
  /** The rest of them when all usage is taken off that the billing API knows; below zero where usage is owed. */
  readonly open: Decimal
}

export interface ReadWallets {
  readonly contents: ReadonlyMap<WalletUnit, WalletContent>
  /** The next instant at which a grant starts or expires: epoch ms; Infinity where none is known. */
  readonly changesAt: number
}

/** Reads what the customer's wallets hold now. Throws what the reads threw. */
export async function readWallets(client: BillingClient, customerId: string, now: number): Promise<ReadWallets> {
  const query = { customer_id: customerId, limit: WALLETS_LIMIT }
  const [{ data: wallets }, changesAt] = await Promise.all([
    unwrap(client.GET('/v1/wallets', { params: { query } })),
    nextChange(client, customerId, now),
  ])
  if (wallets.length === 0) return { contents: new Map(), changesAt }
  const path = { idOrRef: customerId }
  const balances = await unwrap(client.POST('/v1/customers/{idOrRef}/wallets/balance', { params: { path }, body: {} }))
  const drawn = new Set(wallets.filter(({ status }) => DRAWN_STATES.has(status ?? '')).map(({ id }) => id))
  const contents = new Map<WalletUnit, WalletContent>()
  for (const { wallet_id: id, wallet_balance: balance } of balances.wallet_balances ?? []) {
    const read = readOpen(balance?.open_balance)
    if (id == null || read === undefined) continue
    const isDrawn = drawn.has(id)
    const { wallet, open } = contents.get(read.unit) ?? { wallet: undefined, open: Decimal.ZERO }
    // What is owed is told by one wallet of the unit, whatever its state; what another one holds is out of reach.
    const added = isDrawn ? read.quantity : read.quantity.min(Decimal.ZERO)
    contents.set(read.unit, { wallet: wallet ?? (isDrawn ? id : undefined), open: open.plus(added) })
  }
  return { contents, changesAt }
}

function readOpen(
  value: Schema<'WalletBalanceStatus'>['open_balance'],
): { readonly unit: WalletUnit; readonly quantity: Decimal } | undefined {
  const { credits, amount } = value ?? {}
  if (credits?.quantity != null && credits.credit_type_id != null)
    return { unit: creditsUnit(credits.credit_type_id), quantity: Decimal.parse(credits.quantity, 'open_balance') }
  if (amount?.quantity != null && amount.currency != null)
    return { unit: moneyUnit(amount.currency), quantity: Decimal.parse(amount.quantity, 'open_balance') }
  return undefined
}

/** Finds when a grant starts or expires next. */
async function nextChange(client: BillingClient, customerId: string, now: number): Promise<number> {
  let next = Number.POSITIVE_INFINITY
  const grants = paginate(
    (page) =>
      client.GET('/v1/wallet-grants', {
        params: { query: { customer_id: customerId, page, limit: GRANTS_PAGE_LIMIT } },
      }),
    { maxPages: GRANT_PAGES_MAX, limit: GRANTS_PAGE_LIMIT },
  )
  try {
    for await (const { start_at: start, expire_at: end } of grants) {
      for (const bound of [start, end]) {
        const at = bound == null ? Number.NEGATIVE_INFINITY : parseInstant(bound).getTime()
        if (at > now && at < next) next = at
      }
    }
  } catch (error) {
    if (!PaginationLimitError.isInstance(error)) throw error
  }
  return next
}
