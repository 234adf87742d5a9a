/**
 * Throws a TypeError that names the option and the fix, for an option that the function does not have or that is no
 * function. All options of this package are functions.
 */
export function assertFunctionOptions(name: string, options: object, known: readonly string[]): void {
  for (const [option, value] of Object.entries(options)) {
    if (!known.includes(option)) {
      throw new TypeError(`${name} has no option ${JSON.stringify(option)}: leave it out, or use ${known.join(', ')}`)
    }
    if (value !== undefined && typeof value !== 'function') {
      throw new TypeError(
        `The option ${option} of ${name} must be a function, and is ${JSON.stringify(value) ?? typeof value}`,
      )
    }
  }
}
