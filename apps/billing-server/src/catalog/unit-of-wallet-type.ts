import type { Schema } from '@tallygate/client'
import { creditsUnit, isBillableCurrency, moneyUnit, type WalletUnit } from '@tallygate/rating'
import { invalidField, missingField } from '../http/api-fault.ts'

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
