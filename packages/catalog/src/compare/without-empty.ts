/** Members by which a server says what an object is and when it was written, and not what it means. */
const SERVER_MEMBERS: ReadonlySet<string> = new Set(['object_type', 'created_at', 'updated_at'])

/**
 * A value without what says nothing: members that are null, undefined, false, the server's own, or empty in turn.
 * Answers undefined when nothing is left. Decimal texts get one spelling: `1000.00` and `1000` are the same number.
 */
export function withoutEmpty(value: unknown): unknown {
  if (value === null || value === undefined || value === false || value === '') return undefined
  if (Array.isArray(value)) {
    const entries = value.map(withoutEmpty).filter((entry) => entry !== undefined)
    return entries.length === 0 ? undefined : entries
  }
  if (typeof value === 'string') return canonicalDecimal(value)
  if (typeof value !== 'object') return value
  const members = Object.entries(value)
    .filter(([name]) => !SERVER_MEMBERS.has(name))
    .map(([name, member]) => [name, withoutEmpty(member)] as const)
    .filter(([, member]) => member !== undefined)
  return members.length === 0 ? undefined : Object.fromEntries(members)
}

/** `0.0150` → `0.015`, `1000.00` → `1000`; any other text as it is. */
export function canonicalDecimal(text: string): string {
  const match = /^(-?)0*(\d+)(?:\.(\d*?)0*)?$/.exec(text)
  if (!match) return text
  const [, sign, whole, fraction] = match
  return `${sign}${whole}${fraction ? `.${fraction}` : ''}`
}
