/**
 * True for text that can be the value of a header: printable ASCII, not empty, without space around it. A key with a
 * line break at its end, as files have it, would otherwise fail at the first call with a message that hides why.
 */
export function isHeaderValue(value: unknown): value is string {
  return typeof value === 'string' && /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(value)
}
