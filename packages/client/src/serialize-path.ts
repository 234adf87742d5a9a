import { BillingConfigurationError } from './billing-configuration-error.ts'

/**
 * Fills the path's `{names}`. Values that would change the path instead of filling it are refused: an empty one would turn
 * "get this one" into "list all", `.` and `..` would be resolved away by the URL parser.
 */
export function serializePath(path: string, values: Readonly<Record<string, unknown>>): string {
  if (!path.includes('{')) return path
  return path.replace(/\{([^{}]+)\}/g, (_, name: string) => {
    const value = values[name]
    const text = typeof value === 'number' ? String(value) : value
    if (typeof text !== 'string' || text === '' || text === '.' || text === '..' || !text.isWellFormed()) {
      throw new BillingConfigurationError(
        `params.path.${name}`,
        'must be an id or a reference, not empty, not "." or ".."',
      )
    }
    return encodeURIComponent(text)
  })
}
