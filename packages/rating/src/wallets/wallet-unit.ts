import type { RuleWalletGrant } from '../plan/pricing-rule.ts'

/** The unit of a wallet: credits of one type, or money of one currency. */
export type WalletUnit = `credits:${string}` | `money:${string}`

export const creditsUnit = (creditTypeId: string): WalletUnit => `credits:${creditTypeId}`
export const moneyUnit = (currency: string): WalletUnit => `money:${currency}`

/** The unit of a deposit; `currency` is the one that is billed. */
export function unitOfGrant(of: RuleWalletGrant['of'], currency: string): WalletUnit {
  return 'currency' in of ? moneyUnit(of.currency ?? currency) : creditsUnit(of.creditTypeId)
}
