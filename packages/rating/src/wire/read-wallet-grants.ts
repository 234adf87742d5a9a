import { Decimal } from '../money/decimal.ts'
import { PricingError } from '../money/pricing-error.ts'
import type { RuleWalletGrant } from '../plan/pricing-rule.ts'
import { readPeriod } from './read-period.ts'
import type { WireWalletGrant } from './wire-plan.ts'

type WireGrant = WireWalletGrant

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
  if (amountGrant?.percentage != null) {
    throw new PricingError(
      'NOT_SUPPORTED',
      'a deposit of a share of the price is not supported',
      `${field}.amount_grant.percentage`,
    )
  }
  if (creditsGrant?.conversion != null) {
    throw new PricingError(
      'NOT_SUPPORTED',
      'a conversion of money into credits is not supported',
      `${field}.credits_grant.conversion`,
    )
  }
  const expiryPeriod = readPeriod(wire.expiry_policy?.expiry_period, `${field}.expiry_policy.expiry_period`)
  const shared = { walletTypeId, expiryPeriod, field }
  const [credits, amount] = [creditsGrant?.credits, amountGrant?.amount]
  if (credits != null && amount != null) return refuse('give either credits_grant or amount_grant', 'amount_grant')
  if (credits != null) {
    const { credit_type_id: creditTypeId, quantity } = credits
    if (creditTypeId === undefined) return refuse('credits name their type', 'credits_grant.credits.credit_type_id')
    const at = `${field}.credits_grant.credits.quantity`
    return { ...shared, of: { creditTypeId }, quantity: readDeposit(quantity, at) }
  }
  if (amount == null) return refuse('a deposit needs credits_grant.credits or amount_grant.amount', 'credits_grant')
  const { currency, quantity } = amount
  if (currency === undefined) return refuse('money names its currency', 'amount_grant.amount.currency')
  return { ...shared, of: { currency }, quantity: readDeposit(quantity, `${field}.amount_grant.amount.quantity`) }
}

function readDeposit(quantity: string | undefined, field: string): Decimal {
  const deposit = Decimal.parse(quantity ?? '', field)
  if (!deposit.isPositive()) throw new PricingError('INVALID_RULE', 'a deposit is more than zero', field)
  return deposit
}
