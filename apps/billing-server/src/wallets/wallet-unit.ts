import type { Schema } from '@tallygate/client'
import { invalidField, missingField } from '../http/api-fault.ts'
import type { Decimal } from '../money/decimal.ts'
import { isBillableCurrency } from '../money/money.ts'

/** What a wallet counts: credits of one type, or money of one currency. Both as the database has it. */
export type WalletUnit = `credits:${string}` | `money:${string}`

export const creditsUnit = (creditTypeId: string): WalletUnit => `credits:${creditTypeId}`
export const moneyUnit = (currency: string): WalletUnit => `money:${currency}`

/**
 * The unit of a wallet of this type. Throws naming the member of the wallet type that is missing: `credit.grant_type`,
 * `credit.credits_grant.credit_type_id`, `credit.amount_grant.default_currency`, `balance.default_currency`.
 */
export function unitOfWalletType(type: Pick<Schema<'WalletType'>, 'type' | 'credit' | 'balance'>): WalletUnit {
  if (type.type === 'BALANCE') return moneyUnit(currencyOf(type.balance?.default_currency, 'balance.default_currency'))
  if (type.credit?.grant_type === undefined) throw missingField('credit.grant_type', 'WALLET_TYPE')
  if (type.credit.grant_type === 'AMOUNT') {
    return moneyUnit(currencyOf(type.credit.amount_grant?.default_currency, 'credit.amount_grant.default_currency'))
  }
  const creditTypeId = type.credit.credits_grant?.credit_type_id
  if (creditTypeId === undefined) throw missingField('credit.credits_grant.credit_type_id', 'WALLET_TYPE')
  return creditsUnit(creditTypeId)
}

function currencyOf(currency: string | undefined, field: string): string {
  if (currency === undefined) throw missingField(field, 'WALLET_TYPE')
  if (!isBillableCurrency(currency))
    throw invalidField(field, 'value is not a currency that can be billed', 'WALLET_TYPE')
  return currency
}

/** A quantity of the unit as the wire has it: `{credits}` or `{amount}`, exact. */
export function toWireQuantity(unit: WalletUnit, quantity: Decimal): Schema<'WalletBalanceValue'> {
  const [kind, name] = [unit.slice(0, unit.indexOf(':')), unit.slice(unit.indexOf(':') + 1)]
  if (kind === 'credits') return { credits: { quantity: quantity.toString(), credit_type_id: name } }
  return { amount: { quantity: quantity.toString(), currency: name } as Schema<'Amount'> }
}
