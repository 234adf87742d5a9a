import { createHash } from 'node:crypto'

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const LENGTH = 20

/** Stands for the rule in the id of a line whose usage no rule prices, for amounts in another currency with its name. */
export function unpricedRule(foreignCurrency: string | null): string {
  return foreignCurrency === null ? 'unpriced' : `unpriced ${foreignCurrency}`
}

/** What makes a line the same line: planned again with other usage it keeps its id, so it is updated, not doubled. */
export interface LineIdentity {
  readonly subscriptionId: string
  readonly scheduleId: string
  /** Start of the stretch that is billed. */
  readonly start: Date
  readonly pricingItemId: string
  /** Id of the pricing rule, or `unpricedRule`. */
  readonly rule: string
}

/** The id of an invoice line: derived from what it bills, never random. `invl_` and 20 characters of base 62. */
export function lineIdOf({ subscriptionId, scheduleId, start, pricingItemId, rule }: LineIdentity): string {
  const key = JSON.stringify([subscriptionId, scheduleId, start.toISOString(), pricingItemId, rule])
  let rest = BigInt(`0x${createHash('sha256').update(key).digest('hex')}`)
  let id = ''
  for (let index = 0; index < LENGTH; index++) {
    id += ALPHABET[Number(rest % 62n)]
    rest /= 62n
  }
  return `invl_${id}`
}
