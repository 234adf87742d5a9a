import { percentOf } from '../models/band.ts'
import { Decimal } from '../money/decimal.ts'
import { PricingError } from '../money/pricing-error.ts'
import type { RuleWalletGrant } from '../plan/pricing-rule.ts'
import { configsOfItem } from './configs-of-item.ts'
import { readPeriod } from './read-period.ts'
import type { WirePricing, WireWalletGrant } from './wire-plan.ts'

type WireGrant = WireWalletGrant

/** Tells whether any rule of pricings deposits into wallets, in whichever currency and for whichever billing period. */
export function depositsIntoWallets(pricings: readonly WirePricing[]): boolean {
  return pricings.some(({ items }) =>
    (items ?? []).some((item) => configsOfItem(item, '').some(({ config }) => (config.wallet_grants ?? []).length > 0)),
  )
}

/** The deposits that a rule states. @throws PricingError naming the member at fault */
export function readWalletGrants(wire: readonly WireGrant[], field: string): RuleWalletGrant[] {
  return wire.map((grant, index) => readWalletGrant(grant, `${field}.${index}`))
}

function readWalletGrant(wire: WireGrant, field: string): RuleWalletGrant {
  const { wallet_type_id: walletTypeId, amount_grant: amountGrant, credits_grant: creditsGrant } = wire
  const refuse = (message: string, at: string): never => {
    throw new PricingError('INVALID_RULE', message, `${field}.${at}`)
  }
  if (walletTypeId === undefined) return refuse('a deposit names its wallet type', 'wallet_type_id')
  const expiryPeriod = readPeriod(wire.expiry_policy?.expiry_period, `${field}.expiry_policy.expiry_period`)
  const shared = { walletTypeId, expiryPeriod, field }
  const stated = [
    ['credits_grant.credits', creditsGrant?.credits],
    ['credits_grant.conversion', creditsGrant?.conversion],
    ['amount_grant.amount', amountGrant?.amount],
    ['amount_grant.percentage', amountGrant?.percentage],
  ].filter(([, value]) => value != null)
  const [, second] = stated
  if (second)
    return refuse('a deposit is of credits, a conversion, an amount or a percentage: of one of them', `${second[0]}`)
  const creditType = (id: string | undefined, at: string): string =>
    id ?? refuse('credits name their type', `${at}.credit_type_id`)
  const deposit = (quantity: string | undefined, at: string) => readDeposit(quantity, `${field}.${at}`)
  const [credits, amount] = [creditsGrant?.credits, amountGrant?.amount]
  if (credits != null) {
    const at = 'credits_grant.credits'
    const of = { creditTypeId: creditType(credits.credit_type_id, at) }
    return { ...shared, basis: 'OUTRIGHT', of, quantity: deposit(credits.quantity, `${at}.quantity`) }
  }
  if (creditsGrant?.conversion != null) {
    const at = 'credits_grant.conversion'
    const { credit_type_id: id, rate } = creditsGrant.conversion
    return {
      ...shared,
      basis: 'BY_PRICE',
      of: { creditTypeId: creditType(id, at) },
      quantity: deposit(rate, `${at}.rate`),
    }
  }
  if (amountGrant?.percentage != null) {
    const share = percentOf(Decimal.ONE, deposit(amountGrant.percentage, 'amount_grant.percentage'))
    return { ...shared, basis: 'BY_PRICE', of: { currency: null }, quantity: share }
  }
  if (amount == null) return refuse('a deposit needs credits_grant.credits or amount_grant.amount', 'credits_grant')
  const { currency = refuse('money names its currency', 'amount_grant.amount.currency'), quantity } = amount
  return { ...shared, basis: 'OUTRIGHT', of: { currency }, quantity: deposit(quantity, 'amount_grant.amount.quantity') }
}

function readDeposit(quantity: string | undefined, field: string): Decimal {
  const deposit = Decimal.parse(quantity ?? '', field)
  if (!deposit.isPositive()) throw new PricingError('INVALID_RULE', 'a deposit is more than zero', field)
  return deposit
}
