/**
 * `error.type` of the semantic conventions: the code of an error that has one, else its name; few values, never a
 * message.
 */
export function errorType(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '_OTHER'
  if ('code' in error && typeof error.code === 'string' && error.code !== '') return error.code
  return 'name' in error && typeof error.name === 'string' ? error.name : '_OTHER'
}
