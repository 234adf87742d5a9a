import type { Schema } from '@tallygate/client'
import type { Decimal, WalletUnit } from '@tallygate/rating'

/** A quantity of the unit as the wire has it: `{credits}` or `{amount}`, exact. */
export function toWireQuantity(unit: WalletUnit, quantity: Decimal): Schema<'WalletBalanceValue'> {
  const [kind, name] = [unit.slice(0, unit.indexOf(':')), unit.slice(unit.indexOf(':') + 1)]
  if (kind === 'credits') return { credits: { quantity: quantity.toString(), credit_type_id: name } }
  return { amount: { quantity: quantity.toString(), currency: name } as Schema<'Amount'> }
}
