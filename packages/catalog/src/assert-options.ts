import { BillingConfigurationError } from '@tallygate/client'

/**
 * Refuses an option that the function does not have, or that is not a function, as all options of this package are.
 * Throws BillingConfigurationError.
 */
export function assertFunctionOptions(name: string, options: object, known: readonly string[]): void {
  for (const [option, value] of Object.entries(options)) {
    if (!known.includes(option)) {
      const message = `${name} has no option "${option}"; its options are ${known.join(', ')}.`
      throw new BillingConfigurationError({ option, message })
    }
    if (value !== undefined && typeof value !== 'function') {
      const message = `${option} must be a function; it is ${JSON.stringify(value)}.`
      throw new BillingConfigurationError({ option, message })
    }
  }
}
