import { BillingConfigurationError } from './billing-configuration-error.ts'
import { describeValue } from './describe-value.ts'

// The paths of the vendor's documents begin so; its only version, and the default that they give for it, is 1.
const VERSIONED = '/v{version}/'
const VERSION = '1'

/**
 * Fills the path's `{names}`. Values that would change the path instead of filling it are refused: an empty one would
 * turn "get this one" into "list all", `.` and `..` would be resolved away by the URL parser. `/v{version}/` at the
 * beginning is `/v1/` unless the call gives another version.
 */
export function serializePath(path: string, values: Readonly<Record<string, unknown>> = {}): string {
  let filled = ''
  let from = 0
  // By index, not by a regular expression: this runs in every call, and a replacement that is a function costs it
  // several µs.
  for (let open = path.indexOf('{'); open !== -1; open = path.indexOf('{', from)) {
    const close = path.indexOf('}', open)
    if (close === -1) break
    const name = path.slice(open + 1, close)
    const value = values[name] ?? (name === 'version' && path.startsWith(VERSIONED) ? VERSION : undefined)
    filled += path.slice(from, open) + segment(name, value)
    from = close + 1
  }
  return filled + path.slice(from)
}

function segment(name: string, value: unknown): string {
  const text = typeof value === 'number' ? String(value) : value
  if (typeof text === 'string' && text !== '' && text !== '.' && text !== '..' && text.isWellFormed()) {
    return encodeURIComponent(text)
  }
  const option = `params.path.${name}`
  throw new BillingConfigurationError({
    option,
    message: `${option} must be an id or a reference, not empty, not "." or ".."; it is ${describeValue(value)}.`,
  })
}
