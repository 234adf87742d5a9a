import { BillingConfigurationError } from './billing-configuration-error.ts'
import { describeValue } from './describe-value.ts'

/**
 * Writes a query as the API reads it: `statuses[]=A&statuses[]=B` for lists (the name carries its own brackets), nested
 * objects as `name[member]`, the rest as `name=value`. Members that are `undefined` or `null` are left out, and so is
 * an empty `expand[]`. Any other empty list is refused: as a filter it means "none", but left out it would mean "all".
 */
export function serializeQuery(query: Readonly<Record<string, unknown>>): string {
  const parts: string[] = []
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null) continue
    if (Array.isArray(value)) {
      if (value.length === 0 && name !== 'expand[]') {
        throw new BillingConfigurationError({
          option: `params.query.${name}`,
          message: `params.query.${name} must not be an empty list, which would select everything. Leave it out to list everything.`,
        })
      }
      for (const item of value) parts.push(pair(name, item, name))
    } else if (typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
      for (const [member, item] of Object.entries(value)) {
        if (item !== undefined) parts.push(pair(`${name}[${encodeURIComponent(member)}]`, item, name))
      }
    } else {
      parts.push(pair(name, value, name))
    }
  }
  return parts.join('&')
}

function pair(key: string, value: unknown, option: string): string {
  // Half of a surrogate pair has no UTF-8 and could not be sent.
  const sendable =
    typeof value === 'string' ? value.isWellFormed() : typeof value === 'boolean' || Number.isFinite(value)
  if (sendable) return `${key}=${encodeURIComponent(String(value))}`
  // A Date would serialise to nothing and an object to "[object Object]": the filter would be lost without a word.
  throw new BillingConfigurationError({
    option: `params.query.${option}`,
    message: `params.query.${option} must be text, a finite number, a boolean, or a list of these; it is ${describeValue(value)}.`,
  })
}
