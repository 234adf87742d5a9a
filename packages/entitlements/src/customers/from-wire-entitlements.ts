import type { Schema } from '@tallygate/client'
import { EntitlementsInvalidError } from '../errors/entitlements-invalid-error.ts'
import type { EntitlementValue } from './entitlement-value.ts'

/**
 * A plan has tens of features; a list this long is not an entitlement any more, and would be held in memory for each
 * customer.
 */
const MAX_ENTITLEMENTS = 1_000
/** Members of one ENUM or STRING feature. */
const MAX_ENTITLEMENT_MEMBERS = 10_000

const DECIMAL = /^-?\d+(\.\d+)?$/

/**
 * Reads a list of entitlements, by feature reference. Throws EntitlementsInvalidError for what cannot be used: guessing
 * would either block a customer or give the product away.
 */
export function fromWireEntitlements(
  customer: string,
  items: readonly Schema<'EntitlementSummaryItem'>[],
): ReadonlyMap<string, EntitlementValue> {
  const refuse = (feature: string | undefined, what: string): never => {
    const subject = feature === undefined ? 'The entitlements' : `The entitlement "${feature}"`
    throw new EntitlementsInvalidError({ message: `${subject} of customer "${customer}" ${what}.`, customer, feature })
  }
  if (items.length > MAX_ENTITLEMENTS) refuse(undefined, `are ${items.length}, more than ${MAX_ENTITLEMENTS}`)
  const values = new Map<string, EntitlementValue>()
  for (const item of items) {
    const feature = item.feature_reference
    if (typeof feature !== 'string' || feature === '') continue
    const value = toEntitlementValue(item, (what) => refuse(feature, what))
    if (value !== undefined) values.set(feature, beside(values.get(feature), value))
  }
  return values
}

/** Amounts in several currencies do not add up: each is an entry of its own. */
function beside(earlier: EntitlementValue | undefined, value: EntitlementValue): EntitlementValue {
  if (value.type !== 'amount' || earlier === undefined) return value
  if (earlier.type === 'amounts') return { type: 'amounts', amounts: [...earlier.amounts, amountOf(value)] }
  return earlier.type === 'amount' ? { type: 'amounts', amounts: [amountOf(earlier), amountOf(value)] } : value
}

function amountOf({ quantity, currency }: Extract<EntitlementValue, { readonly type: 'amount' }>) {
  return { quantity, currency }
}

function toEntitlementValue(
  item: Schema<'EntitlementSummaryItem'>,
  refuse: (what: string) => never,
): EntitlementValue | undefined {
  if (item.number != null) return { type: 'number', number: toCount(item.number, refuse) }
  if (item.enums != null) return { type: 'enums', enums: members(item.enums, refuse) }
  if (item.switch != null) return { type: 'switch', switch: item.switch }
  if (item.strings != null) return { type: 'strings', strings: members(item.strings, refuse) }
  if (item.amount?.quantity != null)
    return { type: 'amount', quantity: String(item.amount.quantity), currency: String(item.amount.currency ?? '') }
  return undefined
}

/**
 * A NUMBER is a decimal string. Counts are whole, so a fraction is cut off; what is past the safe integers is as good
 * as no limit.
 */
function toCount(text: string, refuse: (what: string) => never): number {
  if (!DECIMAL.test(text)) return refuse(`is ${JSON.stringify(text.slice(0, 40))}, not a decimal number`)
  const number = Math.trunc(Number(text))
  if (number < 0) return refuse(`is negative (${text.slice(0, 40)})`)
  return Math.min(number, Number.MAX_SAFE_INTEGER)
}

function members(list: readonly string[], refuse: (what: string) => never): readonly string[] {
  return list.length > MAX_ENTITLEMENT_MEMBERS
    ? refuse(`has ${list.length} members, more than ${MAX_ENTITLEMENT_MEMBERS}`)
    : list
}
